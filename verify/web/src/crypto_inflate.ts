// SPDX-License-Identifier: Apache-2.0
// One whole zlib stream (RFC 1950, RFC 1951), of which the length is known. It refuses what zlib refuses,
// no more and no less, so that the page and wire/inflate_zlib.c take the same trust files
// (test/inflate.test.mjs compares them). A library for this was a sixth of what a first visit loads.

/** The stream is no zlib stream, or not of this length. */
class Refused extends Error {}

function need(holds: boolean): asserts holds {
  if (!holds) {
    throw new Refused();
  }
}

const MAX_BITS = 15;
const END_OF_BLOCK = 256;

/** A prefix code: how many symbols have codes of each length, and the symbols in the order of their codes. */
interface Code {
  count: Uint16Array;
  symbols: Uint16Array;
}

/**
 * The code of these lengths. All codes must be used, but for one of a single symbol of one bit (mayLack),
 * or of none at all, which can read nothing.
 */
function codeOf(lengths: Uint8Array, mayLack: boolean): Code {
  const count = new Uint16Array(MAX_BITS + 1);
  lengths.forEach((length) => (count[length] = (count[length] ?? 0) + 1));
  const none = count[0] === lengths.length;
  count[0] = 0;
  const next = new Uint16Array(MAX_BITS + 2);
  let left = 1; // codes of this length that are not given away
  let longest = 0;
  for (let length = 1; length <= MAX_BITS; length++) {
    const n = count[length] ?? 0;
    left = 2 * left - n;
    need(left >= 0);
    longest = n > 0 ? length : longest;
    next[length + 1] = (next[length] ?? 0) + n;
  }
  need(left === 0 || none || (mayLack && longest === 1));
  const symbols = new Uint16Array(lengths.length);
  lengths.forEach((length, symbol) => {
    if (length > 0) {
      const at = next[length] ?? 0;
      symbols[at] = symbol;
      next[length] = at + 1;
    }
  });
  return { count, symbols };
}

const fixedLiterals = codeOf(new Uint8Array(288).fill(8).fill(9, 144, 256).fill(7, 256, 280), false);
const fixedDistances = codeOf(new Uint8Array(32).fill(5), false);

/** What a symbol stands for: the least value, and how many bits are added to it; `per` symbols for each. */
function ranges(n: number, first: number, per: number): [number[], number[]] {
  const bases: number[] = [];
  const extras: number[] = [];
  for (let i = 0, base = first; i < n; i++) {
    const extra = Math.max(0, Math.floor(i / per) - 1);
    bases.push(base);
    extras.push(extra);
    base += 1 << extra;
  }
  return [bases, extras];
}

const [lengthBases, lengthExtras] = ranges(28, 3, 4);
lengthBases.push(258); // and the longest has a symbol of its own
lengthExtras.push(0);
const [distanceBases, distanceExtras] = ranges(30, 1, 2);

const CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

class Inflater {
  private at = 0; // the next byte
  private held = 0; // bits that were read and not used, the lowest first
  private n = 0;
  private written = 0;

  constructor(
    private readonly zlib: Uint8Array,
    private readonly out: Uint8Array,
  ) {}

  private byte(): number {
    const byte = this.zlib[this.at++];
    need(byte !== undefined);
    return byte;
  }

  private bits(n: number): number {
    for (; this.n < n; this.n += 8) {
      this.held |= this.byte() << this.n;
    }
    const bits = this.held & ((1 << n) - 1);
    this.held >>>= n;
    this.n -= n;
    return bits;
  }

  private symbol({ count, symbols }: Code): number {
    let code = 0; // above the first code of this length
    let index = 0; // of that code's symbol
    for (let length = 1; length <= MAX_BITS; length++) {
      if (this.n === 0) {
        this.held = this.byte();
        this.n = 8;
      }
      code = 2 * code + (this.held & 1);
      this.held >>>= 1;
      this.n--;
      const here = count[length] ?? 0;
      if (code < here) {
        return symbols[index + code] ?? 0;
      }
      code -= here;
      index += here;
    }
    throw new Refused();
  }

  private put(byte: number): void {
    need(this.written < this.out.length);
    this.out[this.written++] = byte;
  }

  private stored(): void {
    this.held = 0;
    this.n = 0;
    const length = this.bits(16);
    need(this.bits(16) === (length ^ 0xffff));
    need(this.at + length <= this.zlib.length && this.written + length <= this.out.length);
    this.out.set(this.zlib.subarray(this.at, this.at + length), this.written);
    this.at += length;
    this.written += length;
  }

  private lengths(n: number, code: Code): Uint8Array {
    const lengths = new Uint8Array(n);
    for (let i = 0; i < n; ) {
      const symbol = this.symbol(code);
      if (symbol < 16) {
        lengths[i++] = symbol;
        continue;
      }
      need(symbol !== 16 || i > 0);
      const repeated = symbol === 16 ? (lengths[i - 1] ?? 0) : 0;
      const times = symbol === 16 ? 3 + this.bits(2) : symbol === 17 ? 3 + this.bits(3) : 11 + this.bits(7);
      need(i + times <= n);
      lengths.fill(repeated, i, i + times);
      i += times;
    }
    return lengths;
  }

  private dynamic(): void {
    const literals = this.bits(5) + 257;
    const distances = this.bits(5) + 1;
    const codes = this.bits(4) + 4;
    need(literals <= 286 && distances <= 30);
    const lengths = new Uint8Array(CODE_ORDER.length);
    CODE_ORDER.slice(0, codes).forEach((symbol) => (lengths[symbol] = this.bits(3)));
    const both = this.lengths(literals + distances, codeOf(lengths, false));
    need(both[END_OF_BLOCK] !== 0);
    this.block(codeOf(both.subarray(0, literals), true), codeOf(both.subarray(literals), true));
  }

  private block(literals: Code, distances: Code): void {
    for (;;) {
      const symbol = this.symbol(literals);
      if (symbol === END_OF_BLOCK) {
        return;
      }
      if (symbol < END_OF_BLOCK) {
        this.put(symbol);
        continue;
      }
      const length = this.value(symbol - END_OF_BLOCK - 1, lengthBases, lengthExtras);
      const distance = this.value(this.symbol(distances), distanceBases, distanceExtras);
      need(distance <= this.written);
      for (let i = 0; i < length; i++) {
        this.put(this.out[this.written - distance] ?? 0);
      }
    }
  }

  private value(symbol: number, bases: number[], extras: number[]): number {
    const base = bases[symbol];
    need(base !== undefined);
    return base + this.bits(extras[symbol] ?? 0);
  }

  private head(): void {
    const method = this.byte();
    const flags = this.byte();
    need((256 * method + flags) % 31 === 0 && (method & 15) === 8 && method >> 4 <= 7);
    need((flags & 32) === 0); // a dictionary of its own
  }

  /** Adler-32, the highest byte first. */
  private sum(): void {
    let a = 1;
    let b = 0;
    for (let i = 0; i < this.out.length; ) {
      for (const end = Math.min(this.out.length, i + 3000); i < end; i++) {
        a += this.out[i] ?? 0;
        b += a;
      }
      a %= 65521;
      b %= 65521;
    }
    for (const byte of [b >> 8, b & 255, a >> 8, a & 255]) {
      need(this.byte() === byte);
    }
  }

  run(): void {
    this.head();
    for (let last = false; !last; ) {
      last = this.bits(1) === 1;
      const kind = this.bits(2);
      need(kind < 3);
      if (kind === 0) {
        this.stored();
      } else if (kind === 1) {
        this.block(fixedLiterals, fixedDistances);
      } else {
        this.dynamic();
      }
    }
    need(this.written === this.out.length);
    this.sum();
    need(this.at === this.zlib.length);
  }
}

/** Inflates into `out`: true only when the stream ends exactly there and fills it. */
export function inflateExactly(zlib: Uint8Array, out: Uint8Array<ArrayBuffer>): boolean {
  try {
    new Inflater(zlib, out).run();
    return true;
  } catch (error) {
    if (error instanceof Refused) {
      return false;
    }
    throw error;
  }
}
