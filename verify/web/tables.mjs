// SPDX-License-Identifier: Apache-2.0
// tables.mjs OUTPUT: what the page shares with C and with po/, as TypeScript: the verdicts, the
// claims with their names, the reasons and the numbers of errors, read from the lists of the headers.
import { readFileSync, writeFileSync } from "node:fs";

const source = new URL("../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, source), "utf8");

/** The rows of a list: X(a, "b", ...), over several lines too. */
function rows(path, list, n) {
  const body = new RegExp(`#define ${list}\\(X\\)((?:.*\\\\\\n)*.*)`).exec(read(path))?.[1] ?? "";
  const text = body.replaceAll("\\\n", "\n");
  const found = [...text.matchAll(/\bX\(((?:[^()"]|"(?:[^"\\]|\\.)*")*)\)/g)].map(([, row]) =>
    [...row.matchAll(/"(?:[^"\\]|\\.)*"|[^,\s"]+/g)].map(([item]) =>
      item.startsWith('"') ? JSON.parse(item) : item,
    ),
  );
  const calls = [...text.matchAll(/\bX\(/g)].length;
  if (found.length === 0 || found.length !== calls || found.some((row) => row.length < n)) {
    throw new Error(`${path}: a row of ${list} is not understood`);
  }
  return found;
}

/** The Spanish of a message of the tools. */
function spanish(english) {
  const id = `\nmsgid ${JSON.stringify(english)}\nmsgstr `;
  const [, after = ""] = read("po/es.po").split(id);
  const text = /^"(.+)"\n/.exec(after)?.[1];
  if (text === undefined) {
    throw new Error(`po/es.po does not translate "${english}": run script/update-po`);
  }
  return JSON.parse(`"${text}"`);
}

const claims = rows("wire/claim_list.h", "SELLO_CLAIM_LIST", 8).map(
  ([, , , type, , shown, name, word]) => ({ type, shown: shown.toLowerCase(), name, word }),
);
const verdicts = rows("verify/verdict/sello_verify.h", "SELLO_VERDICT_LIST", 4);
const reasons = rows("wire/bundle.h", "SELLO_REASON_LIST", 3);
const errors = rows("wire/error.h", "SELLO_ERROR_LIST", 3);

/** What a claim is in a report. */
function typeOf({ type, shown }) {
  const other = { scheme: "{ code: number; name?: string }", date: "string" };
  return other[shown] ?? (type === "NUMBER" ? "number" : "string");
}

const array = (values) => `[\n${values.map((value) => `  ${JSON.stringify(value)},\n`).join("")}]`;
const words = (say) =>
  `{\n${claims.map((c) => `    ${JSON.stringify(`fact.${c.name}`)}: ${JSON.stringify(say(c.word))},\n`).join("")}  }`;

writeFileSync(
  process.argv[2],
  `// SPDX-License-Identifier: Apache-2.0
// Made by tables.mjs from the lists of the C headers: change those.

/** The verdicts, in their order of precedence (docs/FORMAT.md, section 12). */
export const verdicts = ${array(verdicts.map(([, , word]) => word))} as const;

/** The exit status of sello-verify for each. */
export const exits = {
${verdicts.map(([, , word, status]) => `  ${JSON.stringify(word)}: ${status},\n`).join("")}} as const;

/** Why a label's status is not valid, by the format's number (section 9). */
export const reasons = ${array(reasons.map(([, , word]) => word))} as const;

/** Numbers of failures. */
${errors.map(([name, number]) => `export const ${name} = ${number};\n`).join("")}
/** What a label can say, by the names of the tool's JSON; a date is YYYY-MM-DD. */
export interface Claims {
${claims.map((c) => `  ${c.name}?: ${typeOf(c)};\n`).join("")}}

/** How each claim is shown. */
export const claims = [
${claims.map(({ name, shown }) => `  { name: ${JSON.stringify(name)}, shown: ${JSON.stringify(shown)} },\n`).join("")}] as const;

/** The claims' names for people, as the tool has them; the page's catalogs may say others. */
export const claimWords = {
  en: ${words((word) => word)},
  es: ${words(spanish)},
} as const;
`,
);
