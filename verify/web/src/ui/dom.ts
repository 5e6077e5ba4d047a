// SPDX-License-Identifier: Apache-2.0
// What is made of elements with our words in it.
import { language, languageOf, say, type Key } from "../words";
import { el, visible } from "./element";

export { byId, el, save, visible } from "./element";

/** Our words. Where the language in use lacks them they are Spanish, and marked as such. */
export function words(key: Key, places?: Record<string, string>): Node {
  const text = document.createTextNode(say(key, places));
  const lang = languageOf(key);
  return lang === language() ? text : el("span", { lang, dir: "auto" }, text);
}

/** Text from outside, kept apart from the direction of ours; lang is the label's own, if it is known. */
export function outside(text: string, lang?: string): HTMLElement {
  return el("bdi", { lang: lang === language() ? undefined : lang }, visible(text));
}

export function button(
  key: Key,
  click: () => void,
  look = "quiet",
  icon?: Node,
): HTMLButtonElement {
  return el(
    "button",
    { type: "button", class: `button ${look}`, on: { click } },
    icon,
    el("span", {}, words(key)),
  );
}

export function heading(level: "h1" | "h2" | "h3", key: Key): HTMLElement {
  return el(level, level === "h1" ? { tabindex: "-1" } : {}, words(key));
}
