// SPDX-License-Identifier: Apache-2.0

// The strict rule at its edges, where libraries are known to differ: the module's answer is
// libsodium's. The cases are made here, by arithmetic on the curve.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { engines, hexOf } from "./support/engines.mjs";
import { random } from "./support/random.mjs";

const require = createRequire(`${process.env.SELLO_SOURCE_DIR}/verify/web/`);
const { Point } = await import(pathToFileURL(require.resolve("@noble/ed25519")));

const { p: prime, n: order } = Point.CURVE();
const { BASE, ZERO } = Point;

let ask;
before(async () => (ask = await engines()));
after(() => ask.native.end());

// ---- numbers and points ----

function bytes32(number, sign = 0) {
  const bytes = Buffer.from(number.toString(16).padStart(64, "0"), "hex").reverse();
  bytes[31] |= sign << 7;
  return bytes;
}

function numberOf(bytes) {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString("hex")}`);
}

const times = (number, point) => point.multiply(((number % order) + order) % order, false);

// Eight points whose order divides 8: n times a point that lies outside the subgroup.
function torsion() {
  for (let y = 2n; ; y++) {
    let point;
    try {
      point = Point.fromBytes(bytes32(y));
    } catch {
      continue;
    }
    const one = times(order - 1n, point).add(point); // the library multiplies by less than n
    if (!one.double().double().is0()) {
      return Array.from({ length: 8 }, (_, i) => times(BigInt(i), one));
    }
  }
}

const small = torsion();

function hashed(r, key, message) {
  const hash = createHash("sha512").update(r).update(key).update(message);
  return numberOf(hash.digest()) % order;
}

const secret = 123456789123456789123456789n;
const publicKey = times(secret, BASE);

// S for which [S]B = R' + [k]A' where R' = [r]B, A' = [secret]B, and k is of the bytes as they are.
function signature(rBytes, keyBytes, message, r, keySecret = secret) {
  const s = (r + hashed(rBytes, keyBytes, message) * keySecret) % order;
  return Buffer.concat([rBytes, bytes32(s)]);
}

const check = (name, sig, key, message) =>
  ask.both(name, "check", hexOf(sig), hexOf(key), hexOf(message));
const keyOk = (name, key) => ask.both(name, "key", hexOf(key));
const messages = Array.from({ length: 24 }, (_, i) => Buffer.from(`message ${i}`));

// ---- the cases ----

test("a signature that matches, and each of its bits flipped", async () => {
  const key = publicKey.toBytes();
  const r = 987654321n;
  const sig = signature(BASE.multiply(r).toBytes(), key, messages[0], r);
  assert.equal(await check("as it is", sig, key, messages[0]), "1");
  for (let bit = 0; bit < 768; bit++) {
    const both = Buffer.concat([sig, key]);
    both[bit >> 3] ^= 1 << (bit & 7);
    const answer = await check(`bit ${bit}`, both.subarray(0, 64), both.subarray(64), messages[0]);
    assert.equal(answer, "0", `bit ${bit}`);
  }
});

test("messages of every length up to three blocks of the hash", async () => {
  const key = publicKey.toBytes();
  const r = 31n;
  for (let length = 0; length <= 384 - 64; length++) {
    const message = Buffer.alloc(length, length);
    const sig = signature(times(r, BASE).toBytes(), key, message, r);
    assert.equal(await check(`${length} bytes`, sig, key, message), "1");
  }
});

test("S at the group's order", async () => {
  const key = publicKey.toBytes();
  const r = 5n;
  const good = signature(times(r, BASE).toBytes(), key, messages[1], r);
  const s = numberOf(good.subarray(32));
  for (const bent of [s + order, s + 8n * order, order, order - 1n, order + 1n, 0n, 2n ** 256n - 1n]) {
    const sig = Buffer.concat([good.subarray(0, 32), bytes32(bent % 2n ** 256n)]);
    assert.equal(await check(`S = ${bent}`, sig, key, messages[1]), "0");
  }
});

test("keys of small order sign nothing", async () => {
  for (const [i, point] of small.entries()) {
    const key = point.toBytes();
    assert.equal(await keyOk(`order-8 point ${i}`, key), "0");
    for (const message of messages) {
      for (const r of small) {
        const sig = Buffer.concat([r.toBytes(), bytes32(0n)]);
        assert.equal(await check(`key ${i}`, sig, key, message), "0");
      }
      const sig = signature(times(7n, BASE).toBytes(), key, message, 7n, 0n);
      assert.equal(await check(`key ${i}, R of the subgroup`, sig, key, message), "0");
    }
  }
});

test("R of small order is refused, whatever S", async () => {
  const key = publicKey.toBytes();
  for (const point of small) {
    for (const message of messages.slice(0, 8)) {
      const sig = signature(point.toBytes(), key, message, 0n);
      assert.equal(await check("R of small order", sig, key, message), "0");
    }
  }
});

test("a key of mixed order: only where k makes its torsion vanish", async () => {
  let matched = 0;
  for (const torsionPoint of small.slice(1)) {
    const key = publicKey.add(torsionPoint).toBytes();
    assert.equal(await keyOk("mixed order", key), "0");
    for (const message of messages) {
      const r = times(11n, BASE).toBytes();
      const sig = signature(r, key, message, 11n);
      const answer = await check("mixed order", sig, key, message);
      const k = hashed(r, key, message);
      assert.equal(answer, times(k, torsionPoint).is0() ? "1" : "0");
      matched += Number(answer);
    }
  }
  assert.ok(matched > 10, "some must match, so that both answers were seen");
});

test("R of mixed order: the cofactor is not multiplied in", async () => {
  const key = publicKey.toBytes();
  for (const torsionPoint of small.slice(1)) {
    const r = times(13n, BASE).add(torsionPoint).toBytes();
    for (const message of messages.slice(0, 6)) {
      assert.equal(await check("mixed R", signature(r, key, message, 13n), key, message), "0");
    }
  }
});

test("encodings of y from p on, and x = 0 with a sign", async () => {
  for (let y = 0n; y < 19n; y++) {
    for (const sign of [0, 1]) {
      for (const encoding of [bytes32(y, sign), bytes32(y + prime, sign)]) {
        await keyOk(`y ${y}`, encoding);
        for (const message of messages.slice(0, 3)) {
          const asR = Buffer.concat([encoding, bytes32(1n)]);
          await check(`R ${y}`, asR, publicKey.toBytes(), message);
          const asKey = signature(times(3n, BASE).toBytes(), encoding, message, 3n, 0n);
          await check(`key ${y}`, asKey, encoding, message);
        }
      }
    }
  }
  for (const y of [1n, prime - 1n, prime, prime + 1n, 2n ** 255n - 1n]) {
    assert.equal(await keyOk(`y ${y} with a sign`, bytes32(y, 1)), "0");
  }
});

test("keys: every second of the field's numbers is no point, most points are of mixed order", async () => {
  const { bytes } = random(20260101);
  const answers = { 0: 0, 1: 0 };
  for (let i = 0; i < 200; i++) {
    answers[await keyOk(`random key ${i}`, bytes(32))]++;
  }
  for (let i = 1n; i <= 20n; i++) {
    assert.equal(await keyOk("of the subgroup", times(i * i * 7919n, BASE).toBytes()), "1");
  }
  assert.ok(answers[0] > 150 && answers[1] > 1, JSON.stringify(answers));
  assert.equal(await keyOk("the identity", ZERO.toBytes()), "0");
});
