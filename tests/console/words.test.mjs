// SPDX-License-Identifier: Apache-2.0
// Both languages have the same texts, with the same places in them, and each text is used.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const src = fileURLToPath(new URL("../../registry/console/web/src/", import.meta.url));

/** The catalog's own lines: files of names and texts, with nothing to run. */
function catalog(tag) {
  const folder = `${src}words/${tag}/`;
  const all = readdirSync(folder)
    .map((name) => readFileSync(folder + name, "utf8"))
    .join("\n");
  const lines = all.matchAll(/^ {2}(?:"([^"]+)"|([a-z]+)):\s+("(?:[^"\\]|\\.)*"),$/gm);
  return new Map([...lines].map(([, quoted, plain, text]) => [quoted ?? plain, JSON.parse(text)]));
}

const es = catalog("es");
const en = catalog("en");
const places = (text) => [...text.matchAll(/\{[a-z]+\}/g)].map(([place]) => place).sort();

test("both languages have the same texts, and the same places in each", () => {
  assert.ok(es.size > 300);
  assert.deepEqual([...en.keys()].sort(), [...es.keys()].sort());
  const apart = [...es].filter(
    ([key, text]) => String(places(text)) !== String(places(en.get(key))),
  );
  assert.deepEqual(apart, []);
});

test("each kind of event that a record's history may have has its words", () => {
  const source = new URL("../../registry/commands/history_words.c", import.meta.url);
  const rows = [...readFileSync(source, "utf8").matchAll(/^ {4}\{"([a-z]+\.[a-z-]+)",/gm)].map(([, kind]) => kind);
  const ofRecords = rows.filter((kind) => /^(?:producer|product|certificate|batch|labels|scheme)\./.test(kind));
  assert.ok(ofRecords.length > 15);
  assert.deepEqual(
    ofRecords.filter((kind) => !kind.endsWith(".taken") && !es.has(`event.${kind}`)),
    [],
  );
});

test("Spanish says tú and quotes with « »", () => {
  const wrong = [...es.values()].filter((text) => /["“”]|\busted\b|\bsu(s)? cuenta\b/.test(text));
  assert.deepEqual(wrong, []);
});

test("every text is used", () => {
  const code = readdirSync(src, { recursive: true })
    .filter((name) => name.endsWith(".ts") && !name.startsWith("words/"))
    .map((name) => readFileSync(src + name, "utf8"))
    .join("\n");
  // Names that are made of two parts: `state.${...}`, count("n.labels", ...), wordOf("role", ...).
  const made = [
    ...code.matchAll(/`([a-z.]+)\.\$\{|`([a-z]+)\.\$\{[^}]+\}\.|(?:count|wordOf)\("([a-zA-Z.]+)"/g),
  ].map((m) => m[1] ?? m[2] ?? m[3]);
  // And whose first part is the record's: `${word}.edit.ask`.
  const ends = [...code.matchAll(/`\$\{word\}(\.[a-z.]+)`/g)].map(([, end]) => end);
  const used = (key) =>
    code.includes(`"${key}"`) ||
    made.some((part) => key.startsWith(`${part}.`)) ||
    ends.some((end) => key === `producer${end}` || key === `product${end}`);
  assert.deepEqual(
    [...es.keys()].filter((key) => !used(key)),
    [],
  );
});
