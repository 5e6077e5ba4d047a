// SPDX-License-Identifier: Apache-2.0

// A name's letters alone: decomposed, without marks, spaces and what shows as nothing, case folded (by
// way of capitals, as JavaScript has no folding).
const letters = (name: string): string =>
  name
    .normalize("NFKD")
    .replace(/[\p{M}\p{Z}\p{Default_Ignorable_Code_Point}]/gu, "")
    .toUpperCase()
    .toLowerCase()
    .replaceAll("ς", "σ");

/** Are two names the same to people? As the tool has it (verify/tool/names.c). */
export const alike = (a: string, b: string): boolean => letters(a) === letters(b);
