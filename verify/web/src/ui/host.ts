// SPDX-License-Identifier: Apache-2.0
// The address written in a code. It gives no trust and is never opened; where it is not the
// certifier's own, that is said.
import type { Answer } from "../app/answer";
import { el, visible, words } from "./dom";

/** What stands before the # of a link, or null where there is no link. */
export function addressOf(text: string): string | null {
  const link = /^\s*(https?:\/\/[^#]*?)(#|%23|\s*$)/i.exec(text);
  return link?.[1] ?? null;
}

/** The address as written and, where letters look like others, as the network would take it. */
export function shownAddress(address: string): string {
  const shown = visible(address, 120);
  try {
    const { host } = new URL(address);
    return address.toLowerCase().includes(host) ? shown : `${shown} (${host})`;
  } catch {
    return shown;
  }
}

export function hostNote(a: Answer): HTMLElement | null {
  const address = addressOf(a.text);
  const base = a.report.baseUrl;
  const said = a.verdict === "other-address" || address === base;
  if (said || address === null || location.href.startsWith(address)) {
    return null;
  }
  const host = shownAddress(address);
  return el(
    "p",
    { class: "warn host" },
    base === undefined ? words("card.host.unknown", { host }) : words("card.host", { host, base }),
  );
}
