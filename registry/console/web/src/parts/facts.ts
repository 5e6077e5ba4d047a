// SPDX-License-Identifier: Apache-2.0
// Names and their values.
import { say, type Key } from "../words";
import { el, outside, type Child } from "./element";

export type Fact = readonly [Key, Child] | false | undefined;

/** Those that have a value. Text among them is others' text. */
export function facts(...rows: readonly Fact[]): HTMLElement {
  const kept = rows.filter(
    (row): row is readonly [Key, Child] =>
      Array.isArray(row) &&
      row[1] !== undefined &&
      row[1] !== "" &&
      row[1] !== null &&
      row[1] !== false,
  );
  return el(
    "dl",
    { class: "facts" },
    ...kept.map(([key, value]) =>
      el(
        "div",
        {},
        el("dt", {}, say(key)),
        el("dd", {}, typeof value === "string" ? outside(value) : value),
      ),
    ),
  );
}

export const chip = (text: string, look = ""): HTMLElement =>
  el("span", { class: `chip ${look}` }, text);
