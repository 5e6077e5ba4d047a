// SPDX-License-Identifier: Apache-2.0
// The shop's list as CSV (RFC 4180), with the first columns of `sello-verify --csv`.
import type { Answer } from "./answer";
import type { Seen } from "./seen";

export interface Row {
  answer: Answer;
  detail: string; // why, in the reader's language
  id?: string;
  told?: boolean; // by another phone's list, and not judged here
}

const HEADER =
  "input,time,verdict,serial,serial_text,product,certifier,data_of,seen_first,seen_times,detail";

/** What a spreadsheet would take for a formula gets an apostrophe; line ends become spaces. */
export function field(text: string): string {
  const flat = text.replace(/[\r\n\t]+/g, " ");
  const safe = /^[=+\-@]/.test(flat) ? `'${flat}` : flat;
  return /[",;']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const instant = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");

function seenFields(seen: Seen | undefined): string[] {
  return seen === undefined ? ["", ""] : [instant(seen.first), String(seen.times)];
}

function line(row: Row): string {
  const { report, verdict, seen, at } = row.answer;
  const fields = [
    row.told === true ? "list" : "camera",
    instant(at),
    verdict,
    report.serial,
    report.serial_text,
    report.product,
    report.certifier,
    report.bundle_date,
    ...seenFields(seen),
    row.detail,
  ];
  return fields.map((f) => field(String(f ?? ""))).join(",");
}

/** The byte order mark tells spreadsheets that it is UTF-8. */
export function csv(rows: readonly Row[]): string {
  return `\ufeff${[HEADER, ...rows.map(line)].join("\r\n")}\r\n`;
}
