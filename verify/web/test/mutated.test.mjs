// SPDX-License-Identifier: Apache-2.0

// Labels and trust files bent at random, from a fixed seed: the module and the native code say the
// same of each, byte for byte.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { digits } from "./support/digits.mjs";
import { engines, hexOf } from "./support/engines.mjs";
import { random } from "./support/random.mjs";
import { fileOf, textOf, vectors } from "./support/vectors.mjs";

const seed = Number(process.env.SELLO_SEED ?? 20261126);
const rounds = 1500;

let ask;
before(async () => (ask = await engines()));
after(() => ask.native.end());

const { below, bytes, pick } = random(seed);

const bends = {
  flip: (b) => b.with(below(b.length), below(256)),
  cut: (b) => b.subarray(0, below(b.length)),
  drop: (b) => splice(b, below(b.length), 1 + below(8), []),
  insert: (b) => splice(b, below(b.length), 0, bytes(1 + below(8))),
  repeat: (b) => splice(b, below(b.length), 0, b.subarray(below(b.length)).subarray(0, 40)),
};

function splice(b, at, n, between) {
  return Uint8Array.from([...b.subarray(0, at), ...between, ...b.subarray(at + n)]);
}

const tokenOf = (row) => Uint8Array.from(Buffer.from(row.token, "hex"));

function bent(start) {
  let out = start;
  for (let n = 1 + below(3); n > 0 && out.length > 1; n--) {
    out = bends[pick(Object.keys(bends))](out);
  }
  return out;
}

function count(answers, answer) {
  const name = answer[0] === "!" ? answer : Buffer.from(answer, "hex").subarray(8, 20).toString();
  answers.set(name, (answers.get(name) ?? 0) + 1);
}

test(`label tokens bent at random (seed ${seed})`, async () => {
  const { labels, trust, now } = vectors("labels");
  const answers = new Map();
  await ask.both("trust", "add", fileOf(trust));
  for (let i = 0; i < rounds; i++) {
    const text = `https://sello.example/#${digits(bent(tokenOf(pick(labels))))}`;
    count(answers, await ask.both(`round ${i}`, "text", now, "es", textOf(text)));
  }
  assert.ok(answers.size > 3, "several verdicts must come up");
});

test(`label texts bent at random (seed ${seed})`, async () => {
  const { labels, trust, now } = vectors("labels");
  await ask.both("clear", "clear");
  await ask.both("trust", "add", fileOf(trust));
  for (let i = 0; i < rounds; i++) {
    const text = hexOf(bent(Uint8Array.from(Buffer.from(pick(labels).text))));
    await ask.both(`round ${i}`, "text", now, pick(["es", "en", "yua"]), text);
  }
});

test(`trust files bent at random (seed ${seed})`, async () => {
  const files = vectors("trust").files.filter(({ trust }) => trust.length < 8000);
  const answers = new Map();
  for (let i = 0; i < rounds / 3; i++) {
    const file = hexOf(bent(Uint8Array.from(Buffer.from(pick(files).trust, "base64"))));
    count(answers, await ask.both(`round ${i}`, "inspect", file));
  }
  assert.ok(answers.size > 8, "several causes must come up");
});
