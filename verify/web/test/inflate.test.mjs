// SPDX-License-Identifier: Apache-2.0

// The adapter for zlib streams: exactly one stream of exactly the size, as zlib itself answers.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { constants, deflateSync } from "node:zlib";
import { engines, hexOf } from "./support/engines.mjs";
import { random } from "./support/random.mjs";

let ask;
before(async () => (ask = await engines()));
after(() => ask.native.end());

const refused = "!18";
const inflate = (name, zlib, size) => ask.both(name, "inflate", hexOf(zlib), size);

const { bytes, below } = random(7);
const contents = {
  empty: Buffer.alloc(0),
  "one byte": Buffer.from([3]),
  "a list with nothing withdrawn": Buffer.alloc(262144),
  "a few withdrawn": Buffer.from(Array.from({ length: 5000 }, () => (below(40) ? 0 : below(256)))),
  noise: Buffer.from(bytes(40000)),
};
const strategies = ["Z_DEFAULT_STRATEGY", "Z_HUFFMAN_ONLY", "Z_RLE", "Z_FIXED"];

test("what zlib has written, at every level and strategy", async () => {
  for (const [name, content] of Object.entries(contents)) {
    for (const strategy of strategies) {
      for (const level of [0, 1, 6, 9]) {
        const zlib = deflateSync(content, { level, strategy: constants[strategy] });
        const answer = await inflate(`${name}, ${strategy} ${level}`, zlib, content.length);
        assert.equal(answer, hexOf(content));
      }
    }
  }
});

test("any other size, and whatever follows or is missing", async () => {
  for (const [name, content] of Object.entries(contents)) {
    const zlib = deflateSync(content);
    for (const size of [content.length - 1, content.length + 1].filter((n) => n >= 0)) {
      assert.equal(await inflate(`${name}, size ${size}`, zlib, size), refused);
    }
    const longer = [
      Buffer.concat([zlib, Buffer.from([0])]),
      Buffer.concat([zlib.subarray(0, -4), Buffer.from([0]), zlib.subarray(-4)]),
      Buffer.concat([zlib.subarray(0, -4), zlib.subarray(2, -4), zlib.subarray(-4)]),
    ];
    for (const bent of longer) {
      assert.equal(await inflate(`${name}, longer`, bent, content.length), refused);
    }
  }
});

test("every prefix, and every bit of a short stream flipped", async () => {
  const content = contents["a few withdrawn"].subarray(0, 300);
  for (const level of [0, 6]) {
    const zlib = deflateSync(content, { level });
    for (let length = 0; length < zlib.length; length++) {
      assert.equal(await inflate(`prefix ${length}`, zlib.subarray(0, length), 300), refused);
    }
    for (let bit = 0; bit < 8 * zlib.length; bit++) {
      const bent = Buffer.from(zlib);
      bent[bit >> 3] ^= 1 << (bit & 7);
      await inflate(`level ${level}, bit ${bit}`, bent, 300);
    }
  }
});

test("a stream that inflates to a thousand times its size stops at the size", async () => {
  const bomb = deflateSync(Buffer.alloc(64 << 20));
  assert.equal(await inflate("64 MiB", bomb, 1000), refused);
});

/** Bits to bytes, the lowest first, as deflate writes them. */
function packed(bits) {
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  bits.forEach((bit, i) => (bytes[i >> 3] |= bit << (i & 7)));
  return bytes;
}
const number = (value, n) => Array.from({ length: n }, (_, i) => (value >> i) & 1);

/** A dynamic block whose code lengths are of a few small ones: many are no codes, and some are. */
function madeBlock() {
  const codes = Array.from({ length: 19 }, () => below(4));
  const often = below(2) === 0 ? codes.map(() => (below(6) === 0 ? 1 + below(3) : 0)) : codes;
  return [
    ...number(1, 1),
    ...number(2, 2),
    ...number(below(32), 5),
    ...number(below(32), 5),
    ...number(15, 4),
    ...often.flatMap((length) => number(length, 3)),
    ...Array.from({ length: 600 + below(600) }, () => below(2)),
  ];
}

test("blocks of chance, and streams of zlib's with their first bytes changed", async () => {
  for (let i = 0; i < 1500; i++) {
    const kinds = [madeBlock(), [1, 1, 0, ...number(below(1 << 30), 30), ...Array.from({ length: 200 }, () => below(2))]];
    const block = kinds[i % 2];
    const stream = Buffer.concat([Buffer.from([0x78, 0x9c]), packed(block), Buffer.alloc(4)]);
    await inflate(`block ${i}`, stream, 20);
  }
  const noise = (n) => Buffer.from(Array.from({ length: n }, () => below(1 + below(30))));
  for (let i = 0; i < 1500; i++) {
    const content = noise(200);
    const zlib = deflateSync(content, { level: 1 + below(9) });
    const changes = 1 + below(2);
    for (let k = 0; k < changes; k++) {
      zlib[below(Math.min(zlib.length, 60))] ^= 1 << below(8);
    }
    await inflate(`changed ${i}`, zlib, content.length);
  }
});

test("every head, and codes of a single symbol", async () => {
  const body = deflateSync(Buffer.from([3])).subarray(2);
  for (let head = 0; head < 65536; head += 31) {
    for (const by of [0, 1]) {
      const two = Buffer.from([(head + by) >> 8, (head + by) & 255]);
      await inflate(`head ${head + by}`, Buffer.concat([two, body]), 1);
    }
  }
  const run = Buffer.alloc(300, 7); // one distance, which has a code of one bit
  assert.equal(await inflate("a run", deflateSync(run), 300), hexOf(run));
});
