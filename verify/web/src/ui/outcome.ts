// SPDX-License-Identifier: Apache-2.0
// What became of trust data that was looked for, in words.
import type { TrustInfo } from "../engine";
import type { Refreshed } from "../app/refresh";
import { longDate } from "../dates";
import { say } from "../words";
import { el, visible, words } from "./dom";
import { causeWords } from "./phrases";

export const dateOfData = (info: TrustInfo): string =>
  new Date(info.bundleDate * 1000).toISOString();

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
      return el("p", { class: "small" }, words("home.offline"));
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

/** For a file or notice that the reader gave. */
export function takenWords(outcome: Refreshed): string {
  switch (outcome.kind) {
    case "added":
      return say("trust.added", { name: visible(outcome.held.info.name) });
    case "updated":
    case "same": {
      const { info } = outcome.held;
      return say(`trust.${outcome.kind}`, {
        name: visible(info.name),
        date: longDate(dateOfData(info)),
      });
    }
    case "refused":
      return say("trust.refused", { cause: causeWords(outcome.cause) });
    case "other":
      return say("trust.other");
    case "offline":
      return say("home.offline");
    case "ask":
      return "";
  }
}
