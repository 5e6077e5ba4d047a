// SPDX-License-Identifier: Apache-2.0

let looks: string | undefined;

/** The table of look-alikes. Only who compares names needs it, and no answer does: it comes by itself. */
export async function loadLooks(): Promise<void> {
  looks ??= (await import("./names_looks.js")).looks;
}

// What leaves two names looking alike: marks, spaces, dots, and what shows as nothing.
const slight = /[\p{M}\p{Z}\p{P}\p{Default_Ignorable_Code_Point}\u2800\u{1d159}\u{13441}\u{13442}]/gu;

const decompose = (name: string): string => name.normalize("NFKD");
const strip = (name: string): string => name.replace(slight, "");

// By way of capitals, as JavaScript has no folding.
const foldCase = (name: string): string => name.toUpperCase().toLowerCase().replaceAll("ς", "σ");

const letters = (name: string): string => foldCase(strip(decompose(name)));

let lookOf: Map<string, string> | undefined;

function look(name: string): string {
  if (looks === undefined) {
    throw new Error("names are compared before loadLooks has ended");
  }
  lookOf ??= new Map(
    looks.split(" ").map((row) => {
      const [character = "", ...rest] = row;
      return [character, rest.join("")];
    }),
  );
  return decompose(Array.from(decompose(name), (c) => lookOf?.get(c) ?? c).join(""));
}

// As it looks, in one case: a capital may look like another letter than its small one does, so looks
// are compared before and after. `I` looks like `l` and is a capital `i`, so these are one.
const skeleton = (name: string): string =>
  strip(look(foldCase(strip(look(name))))).replaceAll("i", "l");

/** Could one be taken for the other? As the tool has it (verify/tool/names.c). */
export const alike = (a: string, b: string): boolean =>
  letters(a) === letters(b) || skeleton(a) === skeleton(b);

// Those of which some letters look like letters of another.
const scripts = [
  /\p{Script=Latin}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
  /\p{Script=Coptic}/u,
  /\p{Script=Lisu}/u,
  /\p{Script=Georgian}/u,
  /\p{Script=Hebrew}/u,
  /\p{Script=Arabic}/u,
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u,
];

/** Has it letters of more than one script? */
export const mixesScripts = (name: string): boolean =>
  scripts.filter((script) => script.test(name)).length > 1;
