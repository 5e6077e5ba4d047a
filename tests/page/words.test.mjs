// SPDX-License-Identifier: Apache-2.0
// The page's catalogs: complete, with the same places to fill, and the tool's own words for its verdicts.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const source = new URL("../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, source), "utf8");
const es = JSON.parse(read("verify/web/src/words/es.json"));
const en = JSON.parse(read("verify/web/src/words/en.json"));

/** The tool's messages: English to Spanish. */
function translations() {
  const joined = (lines) =>
    [...lines.matchAll(/"((?:[^"\\]|\\.)*)"/g)]
      .map((m) => m[1])
      .join("")
      .replaceAll('\\"', '"');
  const entries = read("po/es.po").matchAll(/msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)/g);
  return new Map([...entries].map(([, id, text]) => [joined(id), joined(text)]));
}

const places = (text) => [...text.matchAll(/\{[a-z]+\}/g)].map((m) => m[0]).sort();

test("Spanish and English have the same texts, with the same places", () => {
  assert.deepEqual(Object.keys(en).sort(), Object.keys(es).sort());
  for (const key of Object.keys(es)) {
    assert.deepEqual(places(en[key]), places(es[key]), key);
    assert.ok(es[key].trim() !== "" && en[key].trim() !== "", key);
  }
});

test("every text is used, and every text that is used is there", () => {
  const folder = new URL("verify/web/src/", source);
  const code = readdirSync(folder, { recursive: true })
    .filter((f) => f.endsWith(".ts"))
    .map((f) => readFileSync(new URL(f, folder), "utf8"))
    .join("\n");
  const made = /^(title|also|why|next|reason|cause|net|keep|act|trust\.(added|updated|same))\.?/;
  const unused = Object.keys(es).filter((key) => !code.includes(`"${key}"`) && !made.test(key));
  assert.deepEqual(unused, []);
});

/** The modules that come with the page: main.ts, what it imports, and so on. */
function atFirst(path = "main.ts", seen = new Map()) {
  if (!seen.has(path)) {
    const code = read(`verify/web/src/${path}`);
    seen.set(path, code);
    for (const [, type, name] of code.matchAll(/^import (type )?(?:[^;]* from )?"(\.[^"?]+)";/gm)) {
      const file = new URL(`${name.replace(/\.js$/, "")}.ts`, `file:///${path}`).pathname.slice(1);
      if (type === undefined && !file.includes(".css")) {
        atFirst(file, seen);
      }
    }
  }
  return seen;
}

test("what an answer says comes with it, and not with the other views", () => {
  const [, source] = /const LATER =\s+\/(.*)\/;/.exec(read("verify/web/vite.config.ts"));
  const later = new RegExp(source);
  const modules = atFirst();
  assert.ok(modules.size > 20 && modules.has("ui/answer.ts"));
  for (const [file, code] of modules) {
    const used = Object.keys(es).filter((key) => later.test(key) && code.includes(`"${key}"`));
    assert.deepEqual(used, [], file);
  }
});

test("verdicts, reasons and causes are said as sello-verify says them", () => {
  const po = translations();
  const plain = (text) => text.replaceAll(/\{[a-z]+\}/g, "%s");
  const same = (key, id, fold = (t) => t) => {
    assert.ok(po.has(id), `${key}: the tool has no "${id}"`);
    assert.equal(fold(plain(es[key])), fold(po.get(id)), key);
  };
  const upper = (text) => text.toLocaleUpperCase("es");
  for (const key of Object.keys(en)) {
    if (/^(title|also)\./.test(key)) {
      same(key, plain(en[key]).toUpperCase(), upper);
    } else if (/^(reason\.|cause\.[0-9]|why\.)/.test(key)) {
      same(key, plain(en[key]));
    }
  }
});

/** The words of a list in the page's tables, which the build reads from the C headers. */
function listed(name) {
  const tables = read("verify/web/src/engine_tables.ts");
  const list = new RegExp(`export const ${name} = \\[([^\\]]*)\\]`).exec(tables)[1];
  return [...list.matchAll(/^ +"([a-z-]+)",$/gm)].map((m) => m[1]);
}

test("the engine's verdicts and reasons all have their words", () => {
  const verdicts = listed("verdicts");
  const reasons = listed("reasons");
  assert.deepEqual([verdicts.length, reasons.length], [20, 12]);
  const keys = [...verdicts.map((v) => `title.${v}`), ...reasons.map((r) => `reason.${r}`)];
  assert.deepEqual(
    keys.filter((key) => !(key in es)),
    [],
  );
});

test("what can be wrong with a label or a trust file has its words", () => {
  const errors = [...read("wire/error.h").matchAll(/X\(SELLO_E_\w+, (\d+),/g)].map((m) => +m[1]);
  const here = errors.filter((n) => n < 120 && !(`cause.${n}` in es));
  assert.ok(errors.length > 100);
  assert.deepEqual(here, []);
});

test("claims are named as sello-verify names them", () => {
  const po = translations();
  const rows = [...read("wire/claim_list.h").matchAll(/"([a-z_]+)",[\s\\]+"([^"]+)"\)/g)];
  assert.ok(rows.length > 10);
  for (const [, name, word] of rows) {
    assert.ok(po.has(word), word);
    assert.equal(es[`fact.${name}`] ?? po.get(word), po.get(word), name);
    assert.equal(en[`fact.${name}`] ?? word, word, name);
  }
});
