// SPDX-License-Identifier: Apache-2.0

// The engine as the page uses it, and its reports against the JSON of sello-verify.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { built } from "./support/engines.mjs";
import { vectors } from "./support/vectors.mjs";

const wasm = readFileSync(process.env.SELLO_WASM);
const folder = mkdtempSync(join(tmpdir(), "sello-engine-"));
const bytes = (base64) => Uint8Array.from(Buffer.from(base64, "base64"));
const cause = (number) => (error) => {
  assert.equal(error.name, "CauseError");
  assert.equal(error.number, number, error.message);
  return error.message.length > 5;
};

let engine;
let api;
before(async () => {
  api = await built("engine.js");
  engine = await api.loadEngine(wasm);
});
after(() => rmSync(folder, { recursive: true }));

// ---- against the tool ----

const endOfYears = Date.UTC(9999, 11, 31) / 1000; // the tool takes no --now beyond

// What only the tool has, or only the page.
const toolAlone = ["format", "input", "code_index", "alias", "this_run_only", "detail", "next", "seen"];

function asTool(report) {
  const { cause, causeName, causeText, errorAt, verified, notice, typed, clockBehind, pastMaxAge, ...rest } =
    report;
  const { reasonCode, trust, baseUrl, datedAhead, ...fields } = rest;
  return {
    ...fields,
    ...(causeName && { cause: causeName }),
    ...(clockBehind && { clock_behind: true }),
    ...(datedAhead && { dated_ahead: true }),
  };
}

function toolReports(trusts, now, language, texts) {
  const files = trusts.flatMap((file, i) => {
    const path = join(folder, `${i}.sello`);
    writeFileSync(path, file);
    return ["--trust", path];
  });
  const arguments_ = [...files, "--json", "--lang", language, "--now", now, "-"];
  const { stdout, stderr } = spawnSync(process.env.SELLO_VERIFY, arguments_, {
    input: `${texts.join("\n")}\n`,
    encoding: "utf8",
    env: { ...process.env, XDG_DATA_HOME: folder },
  });
  assert.notEqual(stdout, "", stderr);
  return stdout.trim().split("\n").map((line) => {
    const report = JSON.parse(line);
    toolAlone.forEach((name) => delete report[name]);
    return report;
  });
}

function sameAsTool(files, now, language, texts) {
  const instant = new Date(now * 1000).toISOString().replace(".000", "");
  const theirs = toolReports(files, instant, language, texts);
  assert.equal(theirs.length, texts.length);
  engine.clear();
  files.forEach((file) => engine.addTrust(file));
  const seen = new Set();
  texts.forEach((text, i) => {
    let report = engine.verifyText(text, { now, language });
    if (api.countsAsSeen(report)) {
      const sight = `${report.fingerprint} ${report.serial}`;
      report = seen.has(sight) ? api.repeated(report) : report;
      seen.add(sight);
    }
    const mine = JSON.parse(JSON.stringify(asTool(report)));
    assert.deepEqual(mine, theirs[i], text);
  });
}

// One line each: a text with a line end within would be two.
const oneLine = ({ text }) => !/[\n\r\0]/.test(text) && text.length < 4000 && text.trim() !== "";

for (const kind of ["labels", "labels_bad"]) {
  test(`${kind}.json: every field as in sello-verify --json`, () => {
    const { labels, trust, now } = vectors(kind);
    for (const language of ["es", "en"]) {
      sameAsTool([bytes(trust)], now, language, labels.filter(oneLine).map(({ text }) => text));
    }
  });
}

test("verdicts.json: every field as in sello-verify --json", () => {
  const { labels, trust_files } = vectors("verdicts");
  const groups = new Map();
  for (const row of labels.filter(({ now }) => now < endOfYears)) {
    const key = JSON.stringify([row.trust, row.now]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  for (const [key, rows] of groups) {
    const [names, now] = JSON.parse(key);
    const texts = rows.filter(oneLine).map(({ text }) => text);
    if (names.length > 0 && texts.length > 0) {
      sameAsTool(names.map((name) => bytes(trust_files[name])), now, "es", texts);
    }
  }
});

// ---- the page's calls ----

test("what a trust file is", () => {
  const { trust } = vectors("labels");
  const { files } = vectors("trust");
  engine.clear();
  const info = engine.addTrust(bytes(trust));
  assert.equal(info.index, 0);
  assert.match(info.fingerprintText, /^([0-9a-f]{4} ){7}[0-9a-f]{4}$/);
  assert.equal(info.fingerprint.slice(0, 32), info.fingerprintText.replaceAll(" ", ""));
  assert.equal(engine.addTrust(bytes(trust)).index, 1);
  assert.equal(engine.inspect(bytes(trust)).index, -1);
  for (const row of files.filter(({ accepted }) => accepted)) {
    const { fingerprint, rootVersion, bundleVersion, highest } = engine.inspect(bytes(row.trust));
    assert.deepEqual(
      [fingerprint, rootVersion, bundleVersion, highest],
      [row.fingerprint, row.root_version, row.bundle_version, row.highest],
      row.name,
    );
  }
});

test("signatures of what was taken before are not worked out again, and of nothing else", () => {
  const file = bytes(vectors("labels").trust);
  file[file.length - 1] ^= 1; // of the last signature
  const refused = () => engine.clear() ?? assert.throws(() => engine.addTrust(file), cause(73));
  refused();
  assert.equal(engine.addTrust(file, undefined, true).index, 0);
  refused();
  assert.throws(() => engine.addTrust(file.subarray(0, -1), undefined, true), cause(1));
  refused();
});

test("the hash of a photo's file, of every length up to three blocks", () => {
  for (let length = 0; length <= 192; length++) {
    const file = Uint8Array.from({ length }, (_, i) => i * 7 + length);
    const hash = createHash("sha256").update(file).digest("hex");
    assert.equal(engine.photoHash(file), hash.slice(0, 32), `${length} bytes`);
  }
});

test("a refused file adds nothing", () => {
  const { trust, labels, now } = vectors("labels");
  engine.clear();
  assert.throws(() => engine.addTrust(bytes(trust).subarray(0, -1)), cause(1));
  assert.throws(() => engine.addTrust(new Uint8Array(0)), cause(50));
  assert.equal(engine.addTrust(bytes(trust)).index, 0);
  assert.notEqual(engine.verifyText(labels[0].text, { now }).verdict, "unknown-certifier");
});

test("what may not follow has the cause of trust update", () => {
  const numbers = Object.fromEntries(
    Array.from(
      readFileSync(`${process.env.SELLO_SOURCE_DIR}/wire/error.h`, "utf8").matchAll(
        /X\((SELLO_E_\w+), (\d+)/g,
      ),
      ([, name, number]) => [name, Number(number)],
    ),
  );
  engine.clear(); // certifiers of other tables have some of the same keys
  for (const row of vectors("trust").updates) {
    const follow = () => engine.mayFollow(bytes(row.stored), bytes(row.trust));
    if (row.accepted) {
      assert.equal(follow().index, -1, row.name);
    } else {
      assert.throws(follow, cause(numbers[row.reason]), row.name);
    }
  }
});

test("what two files leave untold of the log is told by one tile of it", () => {
  const script = `${process.env.SELLO_SOURCE_DIR}/tests/python/log_sites.py`;
  assert.equal(spawnSync("/usr/bin/python3", [script, folder]).status, 0);
  const read = (name) => new Uint8Array(readFileSync(join(folder, name)));
  const before = read("before.sello");
  engine.clear();
  for (const [site, right] of [["sitio", true], ["otro", false]]) {
    const next = read(`${site}/trust.sello`);
    const { logTile } = engine.mayFollow(before, next);
    assert.equal(logTile, "tile/0/001");
    const tile = read(`${site}/log/${logTile}`);
    const by = (bytes) => engine.mayFollow(before, next, undefined, bytes);
    if (right) {
      assert.equal(by(tile).logTile, logTile);
    } else {
      assert.throws(() => by(tile), cause(95));
    }
    for (let at = 0; at < tile.length; at += 511) {
      const bent = tile.slice();
      bent[at] ^= 1;
      assert.throws(() => by(bent), cause(98));
    }
    for (const length of [1, 32, tile.length - 32, tile.length - 1]) {
      assert.throws(() => by(tile.slice(0, length)), cause(98));
    }
  }
  assert.equal(engine.mayFollow(before, before).logTile, undefined);
  assert.equal(engine.mayFollow(before, before, undefined, new Uint8Array(8192)).index, -1);
});

test("mistyped serials, unknown trust files and clocks that are none", () => {
  const { trust, labels } = vectors("labels");
  engine.clear();
  engine.addTrust(bytes(trust));
  assert.throws(() => engine.verifySerial(0, "000005-6", { now: 0 }), cause(19));
  assert.throws(() => engine.verifySerial(0, "five", { now: 0 }), cause(11));
  assert.throws(() => engine.verifySerial(1, 5, { now: 0 }), cause(166));
  assert.equal(engine.verifySerial(0, 5, { now: 0 }).serial_text, "000005-5");
  for (const now of [NaN, -5, Infinity, 1e300]) {
    assert.equal(engine.verifyText(labels[0].text, { now }).clockBehind, true);
  }
});

test("many calls take no more memory than a few", () => {
  const { trust, labels, now } = vectors("labels");
  const file = bytes(trust);
  const round = () => {
    engine.clear();
    engine.addTrust(file);
    engine.inspect(file);
    engine.verifyText(labels[0].text, { now });
    assert.throws(() => engine.addTrust(file.subarray(1)));
  };
  for (let i = 0; i < 5; i++) {
    round();
  }
  const pages = engine.wasm.memory.buffer.byteLength;
  for (let i = 0; i < 30; i++) {
    engine.verifyText(labels[i % labels.length].text, { now });
    round();
  }
  assert.equal(engine.wasm.memory.buffer.byteLength, pages);
});

test("a text of a million characters is no label, at once", () => {
  const { verdict } = engine.verifyText("1".repeat(1_000_000), { now: 0 });
  assert.equal(verdict, "not-a-label");
});
