// SPDX-License-Identifier: Apache-2.0
// What became of a file or a notice that the reader gave, in words.
import type { TrustInfo } from "../engine";
import type { Refreshed } from "../app/refresh";
import { longDate } from "../dates";
import { say } from "../words";
import { el, visible, words } from "./dom";
import { causeWords } from "./phrases";

export const dateOfData = (info: TrustInfo): string =>
  new Date(info.bundleDate * 1000).toISOString();

/** Data dated more than a day after the phone's clock is taken, and that is said. */
function withDates(info: TrustInfo, text: string): string {
  const ahead = Math.max(info.rootDate, info.bundleDate) > Date.now() / 1000 + 86400;
  return ahead ? `${text} ${say("trust.ahead")}` : text;
}

/** A stretch of the public log that could not be compared: the page's own data was taken all the same. */
export const untoldWords = (refreshed: Refreshed | "busy" | undefined): HTMLElement | false =>
  typeof refreshed === "object" &&
  refreshed.kind === "updated" &&
  refreshed.untold === true &&
  el("p", { class: "small" }, words("trust.untold"));

export function takenWords(outcome: Refreshed): string {
  switch (outcome.kind) {
    case "added":
      return withDates(
        outcome.held.info,
        say("trust.added", { name: visible(outcome.held.info.name) }),
      );
    case "updated":
    case "same": {
      const { info } = outcome.held;
      const places = { name: visible(info.name), date: longDate(dateOfData(info)) };
      const text = withDates(info, say(`trust.${outcome.kind}`, places));
      return outcome.kind === "updated" && outcome.untold
        ? `${text} ${say("trust.untold")}`
        : text;
    }
    case "refused":
      return say("trust.refused", { cause: causeWords(outcome.cause) });
    case "other":
      return say("trust.other");
    case "offline":
    case "silent":
    case "portal":
    case "absent":
      return say(`net.${outcome.kind}`);
    case "ask":
      return "";
  }
}
