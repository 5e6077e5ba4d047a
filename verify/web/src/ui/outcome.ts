// SPDX-License-Identifier: Apache-2.0
// What became of trust data that was looked for, in words.
import type { TrustInfo } from "../engine";
import { missed, type Refreshed } from "../app/refresh";
import { troubled } from "../app/store";
import { longDate } from "../dates";
import { say } from "../words";
import { el, visible, words } from "./dom";
import { causeWords } from "./phrases";

export const dateOfData = (info: TrustInfo): string =>
  new Date(info.bundleDate * 1000).toISOString();

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

/** Data dated more than a day after the phone's clock is taken, and that is said. */
function withDates(info: TrustInfo, text: string): string {
  const ahead = Math.max(info.rootDate, info.bundleDate) > Date.now() / 1000 + 86400;
  return ahead ? `${text} ${say("trust.ahead")}` : text;
}

/** For a file or notice that the reader gave. */
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
      return withDates(
        info,
        say(`trust.${outcome.kind}`, {
          name: visible(info.name),
          date: longDate(dateOfData(info)),
        }),
      );
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
