// SPDX-License-Identifier: Apache-2.0
// Buttons and links that look like them.
import { say, type Key, type Places } from "../words";
import { el } from "./element";
import { icon, type Icon } from "./icons";

export type Look = "main" | "quiet" | "danger" | "link";

export function button(
  key: Key,
  click: () => unknown,
  look: Look = "quiet",
  drawn?: Icon,
  places?: Places,
): HTMLButtonElement {
  return el(
    "button",
    { type: "button", class: `button ${look}`, on: { click: () => void click() } },
    drawn && icon(drawn),
    el("span", {}, say(key, places)),
  );
}

export function link(
  key: Key,
  href: string,
  look: Look = "quiet",
  drawn?: Icon,
): HTMLAnchorElement {
  return el("a", { class: `button ${look}`, href }, drawn && icon(drawn), el("span", {}, say(key)));
}

/** No second press while the first one is at work. */
export async function busy(node: HTMLButtonElement, work: () => Promise<void>): Promise<void> {
  if (node.getAttribute("aria-disabled") === "true") {
    return;
  }
  node.setAttribute("aria-disabled", "true");
  try {
    await work();
  } finally {
    node.removeAttribute("aria-disabled");
  }
}
