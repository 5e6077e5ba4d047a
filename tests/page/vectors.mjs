// SPDX-License-Identifier: Apache-2.0
// The table of verdicts (tests/vectors), as sites: one address for each trust file.
import { readFileSync } from "node:fs";

const table = JSON.parse(readFileSync(new URL("../vectors/verdicts.json", import.meta.url)));

const trustNames = Object.keys(table.trust_files);
export const trustFile = (name) => Buffer.from(table.trust_files[name], "base64");
export const pathOf = (trust) => `/t${trustNames.indexOf(trust)}/`;

/** Sites for the server: the page with each trust file beside it, and one without any. */
export function sitesOf(folder) {
  const sites = trustNames.map((name) => [
    pathOf(name),
    { folder, files: { "trust.sello": trustFile(name) } },
  ]);
  return Object.fromEntries([...sites, ["/none/", { folder }]]);
}

/** The digits of a label text, as the fragment of a link. */
export const fragmentOf = (text) => `#${/[0-9]*$/.exec(text.trim())[0]}`;

/** The labels that one link can show. */
export const linkedRows = () =>
  table.labels.filter(
    (row) => row.trust.length === 1 && /#[0-9]+$/.test(row.text.trim()) && !["repeated", "other-address"].includes(row.verdict),
  );

/** The first of them of each verdict. */
export function oneOfEach() {
  const rows = new Map();
  for (const row of linkedRows()) {
    if (!rows.has(row.verdict)) {
      rows.set(row.verdict, row);
    }
  }
  return [...rows.values()];
}

export const rowNamed = (name) => table.labels.find((row) => row.name === name);
export const repeatedRow = () => table.labels.find((row) => row.verdict === "repeated");

/** A row of what may follow what is stored (trust.json). */
export const update = (name) =>
  JSON.parse(readFileSync(new URL("../vectors/trust.json", import.meta.url))).updates.find(
    (row) => row.name === name,
  );
