// SPDX-License-Identifier: Apache-2.0

// A status notice, from the registry to the page: the engine takes what `trust update` takes, and
// then answers as the tool does.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { digits } from "./support/digits.mjs";
import { built } from "./support/engines.mjs";
import { vectors } from "./support/vectors.mjs";

const folder = mkdtempSync(join(tmpdir(), "sello-notice-"));
const at = (name) => join(folder, name);
const env = {
  ...process.env,
  HOME: folder,
  SELLO_REGISTRY: at("registro"),
  XDG_STATE_HOME: at("state"),
  XDG_DATA_HOME: at("data"),
  ASAN_OPTIONS: "detect_leaks=0",
};

function run(program, ...words) {
  const { status, stdout, stderr } = spawnSync(program, words, { env, encoding: "utf8" });
  return { status, stdout, stderr };
}

function sello(...words) {
  const all = ["--no-input", "--passphrase-file", at("passphrase"), "--json", ...words];
  const { status, stdout, stderr } = run(process.env.SELLO, ...all);
  assert.equal(status, 0, `sello ${words.join(" ")}: ${stderr}`);
  return stdout;
}

function exported(name, ...options) {
  sello("trust", "export", "-o", at(name), ...options);
  return new Uint8Array(readFileSync(at(name)));
}

const labelText = (serial) => JSON.parse(sello("label", "show", String(serial))).text;
const now = () => Math.floor(Date.now() / 1000) + 5;

// The length of the CBOR item at the front: heads, and what is within.
function itemLength(bytes, at = 0) {
  const major = bytes[at] >> 5;
  const short = bytes[at] & 31;
  const more = short < 24 ? 0 : 1 << (short - 24);
  let argument = short < 24 ? short : 0;
  for (let i = 1; i <= more; i++) {
    argument = argument * 256 + bytes[at + i];
  }
  let end = at + 1 + more;
  if (major === 2 || major === 3) {
    return end + argument - at;
  }
  for (let n = { 4: argument, 5: 2 * argument, 6: 1 }[major] ?? 0; n > 0; n--) {
    end += itemLength(bytes, end);
  }
  return end - at;
}

// The bundle at the end of a trust file: roots have tag 98.
function noticeText(file) {
  let rest = file;
  while (rest[0] === 0xd8 && rest[1] === 98) {
    rest = rest.subarray(itemLength(rest));
  }
  return `https://sello.example/v/#${digits(rest)}`;
}

let engine;
let whole;
let text;
const cause = (number) => (error) => {
  assert.equal(error.number, number, error.message);
  return true;
};

before(async () => {
  const { loadEngine } = await built("engine.js");
  engine = await loadEngine(readFileSync(process.env.SELLO_WASM));
  writeFileSync(at("passphrase"), "una frase de prueba\n", { mode: 0o600 });
  sello("init", "--name", "Consejo de Prueba", "--url", "https://sello.example/v/");
  sello("scheme", "add", "--code", "1", "--name", "Rebozo");
  sello("producer", "add", "--name", "Taller", "--origin", "Santa María");
  sello("product", "add", "--name", "Rebozo de bolita");
  sello("certificate", "apply", "--product", "P1", "--producer", "R1", "--scheme", "S1");
  sello("certificate", "inspect", "C1", "--result", "pass");
  sello("certificate", "grant", "C1");
  sello("issue", "C1", "--count", "3");
  whole = exported("trust.sello");
  text = labelText(2);
});
after(() => rmSync(folder, { recursive: true }));

function verdict(...trust) {
  engine.clear();
  engine.addTrust(...trust);
  return engine.verifyText(text, { now: now() }).verdict;
}

test("a withdrawal by notice, as in the native trust store", () => {
  assert.equal(verdict(whole), "authentic");
  sello("withdraw", "2", "--reason", "stolen");
  const notice = noticeText(exported("aviso.sello", "--status-only"));
  const { verdict: asLabel, notice: isNotice } = engine.verifyText(notice, { now: now() });
  assert.deepEqual([asLabel, isNotice], ["not-a-label", true]);

  const beside = engine.notice(whole, notice);
  assert.deepEqual(Buffer.from(beside), readFileSync(at("aviso.sello")));
  assert.equal(engine.inspect(beside).statusOnly, true);
  assert.equal(verdict(whole, beside), "withdrawn");

  const verify = process.env.SELLO_VERIFY;
  assert.equal(run(verify, "trust", "add", at("trust.sello"), "--yes").status, 0);
  assert.equal(run(verify, "trust", "update", notice).status, 0);
  assert.equal(JSON.parse(run(verify, "--json", text).stdout).verdict, "withdrawn");
});

test("an older notice, another's, a label and nonsense are refused with their causes", () => {
  const older = noticeText(exported("aviso-1.sello", "--status-only"));
  const newer = noticeText(exported("aviso-2.sello", "--status-only"));
  const beside = engine.notice(whole, newer);
  assert.throws(() => engine.notice(whole, older, beside), cause(82));
  assert.deepEqual(engine.notice(whole, newer, beside), beside);
  const other = Uint8Array.from(Buffer.from(vectors("labels").trust, "base64"));
  assert.throws(() => engine.notice(other, newer), cause(85));
  assert.throws(() => engine.notice(whole, text), cause(6));
  assert.throws(() => engine.notice(whole, "https://sello.example/"), cause(15));
  assert.throws(() => engine.notice(whole, newer.slice(0, -17)), (error) => error.number < 40);
});

test("a newer whole file leaves a notice behind; a new root needs the whole file", () => {
  const notice = engine.notice(whole, noticeText(exported("aviso-3.sello", "--status-only")));
  sello("suspend", "3", "--reason", "lost");
  const newer = exported("trust-2.sello");
  assert.equal(engine.mayFollow(whole, newer, notice).statusOnly, false);
  assert.throws(() => engine.mayFollow(newer, whole), cause(82));
  assert.equal(verdict(newer, notice), verdict(newer));
  sello("scheme", "add", "--code", "2", "--name", "Otro");
  const after = noticeText(exported("aviso-4.sello", "--status-only"));
  assert.throws(() => engine.notice(newer, after), cause(86));
  assert.throws(() => engine.mayFollow(exported("trust-3.sello"), newer), cause(81));
});
