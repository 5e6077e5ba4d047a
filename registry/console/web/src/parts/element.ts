// SPDX-License-Identifier: Apache-2.0
// Elements, by the buyer's page's own maker of them: text goes in as text and stays text.
import { el, visible, type Child } from "../../../../../verify/web/src/ui/element";
import { say, type Key, type Places } from "../words";

export { byId, el, visible, type Child } from "../../../../../verify/web/src/ui/element";

export const words = (key: Key, places?: Places): Text => document.createTextNode(say(key, places));

/** Text that others wrote, kept apart from the direction of ours. */
export const outside = (text: string): HTMLElement => el("bdi", {}, visible(text));

export const heading = (level: "h1" | "h2" | "h3", key: Key, places?: Places): HTMLElement =>
  el(level, level === "h1" ? { tabindex: "-1" } : {}, say(key, places));

export const title = (text: string): HTMLElement => el("h1", { tabindex: "-1" }, outside(text));

export const paragraph = (look: string, ...children: Child[]): HTMLElement =>
  el("p", { class: look }, ...children);

/** Told to those who do not see the window change. */
export function tell(text: string): void {
  const live = document.getElementById("live");
  if (live !== null) {
    live.textContent = text;
  }
}

let last = 0;
export const newId = (): string => `e${++last}`;
