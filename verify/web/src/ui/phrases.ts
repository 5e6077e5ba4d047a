// SPDX-License-Identifier: Apache-2.0
// A verdict in people's words. The sentences are those of sello-verify (verify/tool/explain.c).
import type { Answer } from "../app/answer";
import { longDate } from "../dates";
import {
  SELLO_E_BEYOND_HIGHEST,
  SELLO_E_DATED_AHEAD,
  SELLO_E_OTHER_ITEM,
} from "../engine_tables";
import { isKey, say, type Key } from "../words";
import { addressOf, shownAddress } from "./host";

export function causeWords(cause: number | undefined): string {
  const key = `cause.${cause ?? 0}`;
  return say(isKey(key) ? key : "cause.other");
}

export function titleKey(verdict: string): Key {
  const key = `title.${verdict}`;
  return isKey(key) ? key : "title.undecided";
}

/** As one of several things that hold, some verdicts have shorter words. */
export function alsoKey(verdict: string): Key {
  const key = `also.${verdict}`;
  return isKey(key) ? key : titleKey(verdict);
}

/** A typed serial's old data says nothing of a label. */
export function headKey(a: Answer): Key {
  if (a.noData) {
    return "no-data.title";
  }
  return a.report.verified ? titleKey(a.verdict) : alsoKey(a.verdict);
}

/**
 * "its certificate is suspended: taller en obra": the reason's words, and the certifier's text, where it is not
 * the same.
 */
export function reasonWords(a: Answer): string {
  const { reason = "other", reason_text: text } = a.report;
  const key = `reason.${reason}`;
  const own = isKey(key) ? say(key) : reason;
  const same = text === undefined || text.toLowerCase() === own.toLowerCase();
  return same ? own : reason === "other" ? text : `${own}: ${text}`;
}

function whyKey(a: Answer): Key {
  const r = a.report;
  if (a.noData) {
    return "no-data.why";
  }
  const old = r.pastMaxAge ? ".old" : "";
  const more: Record<string, string> = {
    stale: r.verified ? `stale${old}` : `stale.typed${old}`,
    "status-only": r.cause === SELLO_E_BEYOND_HIGHEST ? "status-only.high" : "status-only",
    "other-address": r.cause === SELLO_E_OTHER_ITEM ? "other-address.item" : "other-address",
    authentic: r.datedAhead ? "authentic.ahead" : "authentic",
    "unknown-certifier": r.certifier === undefined ? "unknown-certifier" : "unknown-certifier.host",
    "not-a-label": r.notice ? "not-a-label.notice" : "not-a-label",
  };
  const status =
    r.reason !== undefined && ["withdrawn", "suspended", "retired"].includes(a.verdict);
  const key = `why.${status ? `${a.verdict}.reason` : (more[a.verdict] ?? a.verdict)}`;
  return isKey(key) ? key : "why.newer-format";
}

function dateOf(a: Answer): string {
  const r = a.report;
  const date = a.verdict === "expired" ? r.expires : (r.status_date ?? r.bundle_date);
  return date === undefined ? "" : longDate(date);
}

export function why(a: Answer): string {
  return say(whyKey(a), {
    date: dateOf(a),
    cause: causeWords(a.report.cause),
    reason: reasonWords(a),
    address: shownAddress(addressOf(a.text) ?? a.report.address ?? ""),
  });
}

/** What to do next, on this page. */
export function nextKey(a: Answer, anyTrust: boolean): Key {
  const r = a.report;
  switch (a.verdict) {
    case "key-compromised":
    case "not-allowed":
    case "not-issued":
      return r.cause === SELLO_E_DATED_AHEAD ? "next.ahead" : "next.tell";
    case "newer-than-list":
      return "next.stale";
    case "unknown-certifier":
      return r.certifier !== undefined
        ? "next.unknown-certifier.host"
        : anyTrust
          ? "next.unknown-certifier"
          : "next.unknown-certifier.none";
    default: {
      const key = `next.${a.verdict}`;
      return isKey(key) ? key : "next.newer-format";
    }
  }
}
