// SPDX-License-Identifier: Apache-2.0
// Shop mode's list, as it stays on the phone until somebody deletes it; and what another phone scanned,
// from the file that it exported.
import type { Answer } from "./answer";
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

/** How many labels the other phone had scanned that are here too; null: it is no such file. */
export function mergeList(rows: readonly Row[], file: string): { all: number; both: number } | null {
  const [head = "", ...lines] = file.replace(/^\ufeff/, "").split(/\r?\n/);
  const names = fieldsOf(head);
  const at = { serial: names.indexOf("serial"), certifier: names.indexOf("certifier") };
  if (at.serial < 0 || at.certifier < 0) {
    return null;
  }
  const theirs = new Map<string, number>();
  for (const fields of lines.map(fieldsOf)) {
    const serial = fields[at.serial] ?? "";
    const key = `${fields[at.certifier] ?? ""}/${serial}`;
    if (serial !== "") {
      theirs.set(key, (theirs.get(key) ?? 0) + 1);
    }
  }
  let both = 0;
  const told = new Set<string>();
  for (const row of rows) {
    const { certifier, serial } = row.answer.report;
    const key = `${certifier ?? ""}/${serial ?? ""}`;
    if (theirs.has(key)) {
      both += told.has(key) ? 0 : 1;
      told.add(key);
      row.elsewhere = (row.elsewhere ?? 0) + (theirs.get(key) ?? 0);
      saveRow(row);
    }
  }
  return { all: [...theirs.values()].reduce((sum, n) => sum + n, 0), both };
}
