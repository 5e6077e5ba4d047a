// SPDX-License-Identifier: Apache-2.0
// One answer: the engine's report, what was read, and what this phone remembers.
import type { Report } from "../engine";
import type { Seen } from "./seen";

export interface Answer {
  report: Report;
  verdict: string; // the report's, or "repeated"
  also: string[];
  text: string; // what was read or typed
  typed?: string; // of a typed serial: the fingerprint of the certifier that was asked
  at: number; // when, by the phone's clock, in milliseconds
  seen?: Seen;
  others?: Answer[]; // of other labels in the same picture
  noData?: boolean; // nobody was trusted here when it was judged: it says nothing of the label
}

/** Verdicts that a label seen before still has, since they come first (docs/FORMAT.md, section 12). */
const GRAVER = ["withdrawn", "suspended", "retired"];

/** Verdicts of labels that their certifier issued: only these count as seen. */
const ISSUED = [...GRAVER, "repeated", "other-address", "expired", "newer-than-list", "stale", "authentic"];

export function answerOf(report: Report, text: string, at: number): Answer {
  return { report, verdict: report.verdict, also: report.also, text, at };
}

export const wasIssued = (a: Answer): boolean => a.report.verified && ISSUED.includes(a.verdict);

/** The answer, where this serial came before. */
export function repeated(a: Answer, seen: Seen): Answer {
  if (GRAVER.includes(a.verdict)) {
    return { ...a, seen, also: [...a.also, "repeated"] };
  }
  const also = a.verdict === "authentic" ? a.also : [a.verdict, ...a.also];
  return { ...a, seen, verdict: "repeated", also };
}

/** How it is shown: colour, icon, sound. The words say the same. */
export type Tone = "good" | "look" | "bad" | "unknown";

const BAD = ["forged", "key-compromised", "not-issued", "not-allowed", "withdrawn"];
const UNKNOWN = [
  "unknown-certifier",
  "not-a-label",
  "unreadable",
  "newer-format",
  "practice",
  "status-only",
];

/** Green for authentic alone; red for all that is graver than suspended, as the tool has it. */
export function toneOf(verdict: string): Tone {
  if (verdict === "authentic") {
    return "good";
  }
  return BAD.includes(verdict) ? "bad" : UNKNOWN.includes(verdict) ? "unknown" : "look";
}

const GRAVITY: Tone[] = ["bad", "look", "unknown", "good"];

/** For sorting, the gravest first. */
export const graver = (a: Answer, b: Answer): number =>
  GRAVITY.indexOf(toneOf(a.verdict)) - GRAVITY.indexOf(toneOf(b.verdict));
