// SPDX-License-Identifier: Apache-2.0
// Shop mode's list, as it stays on the phone until somebody deletes it; and what another phone scanned,
// from the file that it exported.
import { type Report, verdicts } from "../engine";
import { answerOf, type Answer } from "./answer";
import type { Row } from "./csv";
import * as store from "./store";

/** Written with zeros in front, so that keys sort as the times do. */
const keyOf = (row: Row): string => `${String(row.answer.at).padStart(15, "0")}-${row.id}`;

let last = 0;

/** One more, newest first. */
export function addRow(rows: Row[], answer: Answer, detail: string): void {
  last += 1;
  const row = { answer, detail, id: `${Math.floor(performance.timeOrigin)}-${last}` };
  rows.unshift(row);
  void store.put("rows", keyOf(row), row);
}

export function saveRow(row: Row): void {
  void store.put("rows", keyOf(row), row);
}

/** What was there before this page was opened goes behind what came since. */
export async function loadRows(rows: Row[]): Promise<void> {
  const kept = await store.all<Row>("rows");
  const here = new Set(rows.map((row) => row.id));
  const before = kept.filter((row) => !here.has(row.id));
  rows.push(...before.sort((a, b) => b.answer.at - a.answer.at));
}

export async function clearRows(rows: Row[]): Promise<void> {
  rows.splice(0);
  await store.clear("rows");
}

// ---- the list of another phone ----

/** The fields of a CSV line (RFC 4180). */
function fieldsOf(line: string): string[] {
  const fields = line.match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? [];
  return fields.map((field) =>
    field.replace(/,$/, "").replace(/^"([^]*)"$/, (_, inner: string) => inner.replaceAll('""', '"')),
  );
}

/** The same label: its certifier's name and its serial. */
const labelOf = ({ answer }: Row): string =>
  `${answer.report.certifier ?? ""}/${answer.report.serial ?? ""}`;

const second = (row: Row): string => `${labelOf(row)}/${Math.floor(row.answer.at / 1000)}`;

/** A line of another phone's list. What it says is not checked here, and is shown as that phone's word. */
function told(names: readonly string[], fields: readonly string[]): Row | null {
  const of = (name: string): string => fields[names.indexOf(name)] ?? "";
  const verdict = [...verdicts, "repeated"].find((v) => v === of("verdict"));
  const at = Date.parse(of("time"));
  if (verdict === undefined || Number.isNaN(at)) {
    return null;
  }
  const report = {
    verdict,
    also: [],
    cause: 0,
    verified: false,
    notice: false,
    clockBehind: false,
    pastMaxAge: false,
    datedAhead: false,
    ...(/^[0-9]+$/.test(of("serial")) ? { serial: Number(of("serial")) } : {}),
    serial_text: of("serial_text"),
    product: of("product"),
    certifier: of("certifier"),
  } as Report;
  return { answer: answerOf(report, "", at), detail: of("detail"), told: true };
}

/** How often other phones scanned this label, by the lists that were taken. */
export const elsewhere = (rows: readonly Row[], row: Row): number =>
  row.told === true || row.answer.report.serial === undefined
    ? 0
    : rows.filter((other) => other.told === true && labelOf(other) === labelOf(row)).length;

/**
 * Adds what another phone scanned; a line that is here already is passed over. How many lines there are,
 * and how many labels of it were scanned here too; null: it is no such file.
 */
export function mergeList(rows: Row[], file: string): { all: number; both: number } | null {
  const [head = "", ...lines] = file.replace(/^\ufeff/, "").split(/\r?\n/);
  const names = fieldsOf(head);
  if (!["serial", "certifier", "time", "verdict"].every((name) => names.includes(name))) {
    return null;
  }
  const theirs = lines.map((line) => told(names, fieldsOf(line))).filter((row) => row !== null);
  const ours = new Set(rows.filter((row) => row.told !== true).map(labelOf));
  const both = new Set(theirs.map(labelOf).filter((label) => ours.has(label))).size;
  const here = new Set(rows.map(second));
  for (const row of theirs.filter((one) => !here.has(second(one)))) {
    row.id = `told-${labelOf(row)}`;
    here.add(second(row));
    rows.push(row);
    saveRow(row);
  }
  rows.sort((a, b) => b.answer.at - a.answer.at);
  return { all: theirs.length, both };
}
