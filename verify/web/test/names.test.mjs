// SPDX-License-Identifier: Apache-2.0

// Names that look the same: the page's table and the browser's Unicode against the tool, which asks ICU.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { built, hexOf, Native } from "./support/engines.mjs";
import { random } from "./support/random.mjs";

const seed = Number(process.env.SELLO_SEED ?? 20261129);
const { below, pick } = random(seed);

let alike, mixesScripts, looks, native;
before(async () => {
  const names = await built("names.js");
  await names.loadLooks();
  ({ alike, mixesScripts } = names);
  ({ looks } = await built("names_looks.js"));
  native = new Native();
});
after(() => native.end());

const askAlike = async (a, b) =>
  (await native.ask("alike", hexOf(Buffer.from(a)), hexOf(Buffer.from(b)))) === "1";

/** Both say the same of every pair; how many of them are alike. */
async function compare(pairs) {
  const theirs = await Promise.all(pairs.map(([a, b]) => askAlike(a, b)));
  const differ = pairs.filter(([a, b], at) => alike(a, b) !== theirs[at]);
  const shown = differ.slice(0, 20).map(([a, b]) => `${JSON.stringify(a)} ${JSON.stringify(b)}`);
  assert.equal(differ.length, 0, `${differ.length} differ: ${shown.join(", ")}`);
  return theirs.filter(Boolean).length;
}

const charactersOf = (pattern) =>
  Array.from({ length: 0x110000 }, (_, c) => c)
    .filter((c) => c < 0xd800 || c > 0xdfff)
    .map((c) => String.fromCodePoint(c))
    .filter((c) => pattern.test(c));

const plain = Array.from("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

// Node may know letters of a newer Unicode than ICU does.
const newer = "\ua7f1";
const letters = charactersOf(/[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u).filter((c) => !newer.includes(c));

test("every letter of Latin, Greek and Cyrillic beside the plain ones that it is like, and some others", async () => {
  const pairs = letters.flatMap((c) =>
    plain.map((p) => [`a${c}a`, `a${p}a`]).filter(([a, b]) => alike(a, b) || below(8) === 0),
  );
  assert.ok(letters.length > 2000);
  assert.ok((await compare(pairs)) > 1500);
});

test("every character of the table is like what it looks like", async () => {
  const rows = looks.split(" ").filter(Boolean);
  assert.ok(rows.length > 1000);
  await compare(rows.map((row) => [`a${Array.from(row)[0]}a`, `a${Array.from(row).slice(1).join("")}a`]));
});

test("what shows as nothing", async () => {
  const nothing = [..."\u2800\u3164\u115f\uffa0\u00ad\u200b\u180e\ufe0f\u17b4 .·-\u{1d173}\u{1d159}\u{13441}\u{e0041}"];
  const pairs = nothing.map((c) => [`Consejo${c}Artesanal`, "Consejo Artesanal"]);
  assert.equal(await compare(pairs), pairs.length);
});

test(`names with some letters changed (seed ${seed})`, async () => {
  const names = ["Consejo Artesanal", "MIEL DE MILPA", "Corazón Núm. 10", "Ñañú Hnähñu", "Tienda Xeꞌa", "Совет мастеров"];
  const changes = [...letters, ...plain, " ", ".", "\u2800", "́"];
  const changed = (name) => {
    const out = Array.from(name);
    for (let n = below(4); n > 0; n--) {
      out[below(out.length)] = pick(changes);
    }
    return out.join("");
  };
  const near = { l: "I1|ӏΙ", a: "аАα", e: "еЕ", o: "оοО0", s: "ѕЅ", i: "іІ", n: "пη", r: "г" };
  const twin = (name) =>
    Array.from(name, (c) => (below(3) === 0 ? pick(Array.from(near[c.toLowerCase()] ?? c)) : c)).join("");
  const pairs = Array.from({ length: 10000 }, (_, at) => {
    const name = pick(names);
    return at % 2 === 0 ? [changed(name), changed(name)] : [name, twin(name)];
  });
  assert.ok((await compare(pairs)) > 1000);
});

test("letters that look different are different", async () => {
  for (const [a, b] of [["Consejo", "Concejo"], ["Tienda 1", "Tienda 2"], ["Miel", "Mial"]]) {
    assert.equal(await askAlike(a, b), false);
    assert.equal(alike(a, b), false);
  }
});

test("letters of more than one script", () => {
  const mixed = ["C\u043ensejo", "Taller \u03a9", "Consejo \u56fd", "\u13a0rte"];
  const plain = ["Consejo Núm. 3", "Tienda Xe\ua78ca", "Совет 2", "\u56fd\u3042\u30a2", "k\u02bcinal", ""];
  assert.deepEqual([...mixed, ...plain].filter(mixesScripts), mixed);
});
