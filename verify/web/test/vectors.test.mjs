// SPDX-License-Identifier: Apache-2.0

// Every vector through the module and through the native code: the same answer, byte for byte, and
// the one that the vector asks for.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { built, bytesOf, engines } from "./support/engines.mjs";
import { fileOf, published, textOf, vectors } from "./support/vectors.mjs";

let ask;
let toReport;
let countsAsSeen, repeated;

before(async () => {
  ask = await engines();
  ({ toReport, countsAsSeen, repeated } = await built("engine_report.js"));
});
after(() => ask.native.end());

async function trustAlone(...files) {
  await ask.both("clear", "clear");
  for (const file of files) {
    assert.notEqual((await ask.both("a trust file", "add", file))[0], "!");
  }
}

async function report(name, now, text) {
  return toReport(bytesOf(await ask.both(name, "text", now, "es", textOf(text))));
}

for (const kind of ["labels", "labels_bad"]) {
  test(`${kind}.json`, async () => {
    const { labels, texts = [], trust, now } = vectors(kind);
    await trustAlone(fileOf(trust));
    for (const row of [...labels, ...texts]) {
      const { verdict, serial_text } = await report(row.name, now, row.text);
      assert.equal(verdict, row.verdict ?? verdict, row.name);
      assert.equal(serial_text, row.serial_text ?? serial_text, row.name);
    }
    assert.ok(labels.length > 40);
  });
}

test("verdicts.json: labels", async () => {
  const { labels, trust_files } = vectors("verdicts");
  for (const row of labels) {
    await trustAlone(...row.trust.map((name) => fileOf(trust_files[name])));
    const alone = await report(row.name, row.now, row.text);
    const judged = (row.before ?? []).includes(row.text) && countsAsSeen(alone) ? repeated(alone) : alone;
    const seen = row.before !== undefined && row.verdict === "repeated" ? repeated(alone) : judged;
    assert.deepEqual([seen.verdict, seen.also], [row.verdict, row.also], row.name);
  }
});

test("statements.json: by the module that judges labels, and by the other where it says so", async () => {
  const { statements, trust_files } = vectors("statements");
  const { CauseError, loadEngine } = await built("engine.js");
  const [labels, stated] = await Promise.all(
    [process.env.SELLO_WASM, process.env.SELLO_STATEMENT].map((file) => loadEngine(readFileSync(file))),
  );
  let said = 0;
  for (const row of statements) {
    for (const engine of [labels, stated]) {
      engine.clear();
      row.trust.forEach((name) => engine.addTrust(Buffer.from(trust_files[name], "base64")));
    }
    let report = labels.verifyText(row.text, { now: row.now });
    if (report.typed) {
      try {
        report = stated.verifyText(row.text, { now: row.now });
      } catch (error) {
        assert.ok(error instanceof CauseError, row.name); // something newer, judged as a label
      }
    } else {
      assert.throws(() => stated.verifyText(row.text, { now: row.now }), CauseError, row.name);
    }
    assert.deepEqual([report.verdict, report.also], [row.verdict, row.also], row.name);
    assert.deepEqual(report.statement, row.says, row.name);
    said += row.says === undefined ? 0 : 1;
  }
  assert.ok(said > 10);
});

test("verdicts.json: typed serials", async () => {
  const { serials, trust_files } = vectors("verdicts");
  for (const row of serials) {
    await trustAlone(...row.trust.map((name) => fileOf(trust_files[name])));
    const typed = textOf(row.serial_text);
    const answer = await ask.both(row.serial_text, "serial", row.now, "es", typed, 0);
    const { verdict, also } = toReport(bytesOf(answer));
    assert.deepEqual([verdict, also], [row.verdict, row.also], row.serial_text);
  }
});

test("serials.json", async () => {
  const { printed, typed, refused } = vectors("serials");
  const { trust } = vectors("labels");
  await trustAlone(fileOf(trust));
  for (const row of [...printed.map((row) => ({ ...row, typed: row.printed })), ...typed]) {
    const answer = await ask.both(row.typed, "serial", 0, "es", textOf(row.typed), 0);
    assert.equal(toReport(bytesOf(answer)).serial, row.serial);
  }
  for (const row of refused) {
    const answer = await ask.both(row.name, "serial", 0, "es", textOf(row.typed), 0);
    assert.equal(answer[0], "!", row.name);
  }
});

test("trust.json: files", async () => {
  for (const row of vectors("trust").files) {
    const answer = await ask.both(row.name, "inspect", fileOf(row.trust));
    assert.equal(answer[0] !== "!", row.accepted, `${row.name}: ${answer.slice(0, 9)}`);
  }
});

test("trust.json: updates", async () => {
  await ask.both("clear", "clear");
  for (const row of vectors("trust").updates) {
    const [stored, next] = [fileOf(row.stored), fileOf(row.trust)];
    const answer = await ask.both(row.name, "follow", stored, "-", next);
    assert.equal(answer[0] !== "!", row.accepted, `${row.name}: ${answer.slice(0, 9)}`);
  }
});

test("trust.json: identities, of those who have no alias here", async () => {
  const rows = vectors("trust").identities.filter(({ aliases, alias }) => ![...aliases, alias].join(""));
  for (const row of rows) {
    await trustAlone(...row.known.map(fileOf));
    const answer = await ask.both(row.name, "join", fileOf(row.trust));
    assert.equal(answer[0] !== "!", row.accepted, `${row.name}: ${answer.slice(0, 9)}`);
  }
  assert.ok(rows.length > 20);
});

const wycheproof = published("wycheproof_ed25519");
test("Wycheproof", { skip: !wycheproof && "SELLO_VECTORS names no folder that has it" }, async () => {
  let n = 0;
  for (const { publicKey, tests } of wycheproof.testGroups) {
    for (const row of tests.filter(({ sig }) => sig.length === 128)) {
      const answer = await ask.both(row.tcId, "check", row.sig, publicKey.pk, row.msg || "-");
      assert.equal(answer, row.result === "valid" ? "1" : "0", `case ${row.tcId}`);
      n++;
    }
  }
  console.log(`${n} cases`);
});
