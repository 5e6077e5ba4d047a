// SPDX-License-Identifier: Apache-2.0
// What became of trust data that was looked for, in words.
import { missed, type Refreshed } from "../app/refresh";
import { troubled } from "../app/store";
import { el, words } from "./dom";
import { causeWords } from "./phrases";

export const failed = (refreshed: Refreshed | "busy" | undefined): boolean =>
  typeof refreshed === "object" && missed(refreshed);

/** What could not be kept on this phone. */
export function unkeptWords(): HTMLElement | null {
  const trouble = troubled();
  return trouble === undefined ? null : el("p", { class: "warn" }, words(`keep.${trouble}`));
}

/** For the page's own data: only what the reader should know. */
export function outcomeWords(refreshed: Refreshed | "busy" | undefined): HTMLElement | null {
  if (refreshed === undefined) {
    return null;
  }
  if (refreshed === "busy") {
    return el("p", { class: "small busy" }, words("card.refreshing"));
  }
  switch (refreshed.kind) {
    case "offline":
    case "silent":
    case "portal":
    case "absent":
      return el(
        "p",
        { class: refreshed.kind === "offline" ? "small" : "warn" },
        words(`net.${refreshed.kind}`),
      );
    case "other":
      return el("p", { class: "warn" }, words("trust.other"));
    case "refused":
      return el(
        "p",
        { class: "warn" },
        words("trust.newest-refused", { cause: causeWords(refreshed.cause) }),
      );
    default:
      return null;
  }
}
