// SPDX-License-Identifier: Apache-2.0

// Reads the CBOR that the module answers. It comes from our own code, which has checked it: this
// reader only takes apart. Integers are at most 2^53 - 1, so that they are exact as numbers.

export type Value = number | boolean | string | Uint8Array | Value[] | { [name: string]: Value };
export type Fields = { [name: string]: Value };

const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

// Without a prototype, so that a name like "__proto__" is a name like any other.
function noFields(): Fields {
  return Object.create(null) as Fields;
}

class Reader {
  #at = 0;

  constructor(readonly bytes: Uint8Array) {}

  get ended(): boolean {
    return this.#at >= this.bytes.length;
  }

  // A head: the major type, and its argument of 0, 1, 2, 4 or 8 bytes more.
  #head(): [number, number] {
    const first = this.#byte();
    const short = first & 31;
    let argument = short < 24 ? short : 0;
    for (let n = short < 24 ? 0 : 1 << (short - 24); n > 0; n--) {
      argument = argument * 256 + this.#byte();
    }
    return [first >> 5, argument];
  }

  #byte(): number {
    const byte = this.bytes[this.#at++];
    if (byte === undefined) {
      throw new RangeError("CBOR ends too early");
    }
    return byte;
  }

  #take(n: number): Uint8Array {
    const part = this.bytes.slice(this.#at, this.#at + n);
    this.#at += n;
    return part;
  }

  value(): Value {
    const [major, argument] = this.#head();
    switch (major) {
      case 0:
        return argument;
      case 1:
        return -1 - argument;
      case 2:
        return this.#take(argument);
      case 3:
        return text.decode(this.#take(argument));
      case 4:
        return Array.from({ length: argument }, () => this.value());
      case 5:
        return this.#map(argument);
      case 6:
        return this.value(); // a tag says nothing to the page
      default:
        return argument === 21;
    }
  }

  #map(n: number): Fields {
    const map = noFields();
    for (; n > 0; n--) {
      this.pair(map);
    }
    return map;
  }

  // Numbers become decimal names; what can be no name becomes "?", as in the tool's JSON.
  pair(into: Fields): void {
    const key = this.value();
    const name = typeof key === "string" || typeof key === "number" ? String(key) : "?";
    into[name] = this.value();
  }
}

/** The names and values that stand after each other in `bytes`. */
export function readFields(bytes: Uint8Array): Fields {
  const reader = new Reader(bytes);
  const fields = noFields();
  while (!reader.ended) {
    reader.pair(fields);
  }
  return fields;
}

/** The one value that `bytes` hold. */
export const readValue = (bytes: Uint8Array): Value => new Reader(bytes).value();

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
