// SPDX-License-Identifier: Apache-2.0
// What to compare on the piece, with a tick each: a copied label reads the same, the piece does not.
import type { Answer } from "../app/answer";
import { say } from "../words";
import type { App } from "./app";
import { el, heading, outside, words } from "./dom";
import { isComparable } from "./facts";
import { photoOf } from "./photo";

// Of the open tab alone, by the label's text: an answer is drawn anew while somebody compares.
const ticked = new Map<string, Set<string>>();

/** The product, and each of the traits: people write them one behind the other. */
function itemsOf(a: Answer): string[] {
  const { product, traits = "" } = a.report;
  const items = [product ?? "", ...traits.split(/[;,]\s+/)];
  return items.filter((item) => item.trim() !== "");
}

function tick(item: string, lang: string, ticks: Set<string>, changed: () => void): HTMLElement {
  const box = el("input", { type: "checkbox", checked: ticks.has(item) });
  box.addEventListener("change", () => {
    if (box.checked) {
      ticks.add(item);
    } else {
      ticks.delete(item);
    }
    changed();
  });
  return el("li", {}, el("label", { class: "option" }, box, outside(item, lang)));
}

export function compare(app: App, a: Answer): HTMLElement | null {
  if (!isComparable(a)) {
    return null;
  }
  const items = itemsOf(a);
  const ticks = ticked.get(a.text) ?? new Set<string>();
  ticked.set(a.text, ticks);
  const said = el("p", { role: "status" });
  const changed = (): void => {
    said.textContent = say(
      items.every((item) => ticks.has(item)) ? "compare.all" : "compare.how",
    );
  };
  changed();
  return el(
    "section",
    { class: "block compare" },
    heading("h2", "card.traits"),
    photoOf(app, a),
    items.length > 0 &&
      el(
        "ul",
        { class: "traits" },
        ...items.map((item) => tick(item, a.report.lang ?? "es", ticks, changed)),
      ),
    items.length > 0 && said,
    el("p", { class: "caveat" }, words("card.copy")),
  );
}
