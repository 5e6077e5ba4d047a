// SPDX-License-Identifier: Apache-2.0
import { Point } from "@noble/ed25519";
import { inflateExactly } from "./crypto_inflate.js";
import { alike } from "./names.js";

// What the module imports (wasm/host.h). The library gives the group and the hashes; what is
// accepted is decided in the module, by the same rule as the native tools.

const order = Point.CURVE().n;

// The library's products keep secrets: they are made in the same time whatever the number. Here
// all is public, so both are added up in one walk over the bits.
function sumOfProducts(a: bigint, p: Point, b: bigint, q: Point): Point {
  const both = p.add(q);
  let sum = Point.ZERO;
  for (let bit = 252n; bit >= 0n; bit--) {
    const inA = (a >> bit) & 1n;
    const inB = (b >> bit) & 1n;
    sum = sum.double();
    if (inA !== 0n || inB !== 0n) {
      sum = sum.add(inA === 0n ? q : inB === 0n ? p : both);
    }
  }
  return sum;
}

function littleEndian(bytes: Uint8Array): bigint {
  let hex = "0x";
  for (let i = bytes.length - 1; i >= 0; i--) {
    hex += (bytes[i] ?? 0).toString(16).padStart(2, "0");
  }
  return BigInt(hex);
}

function pointOf(bytes: Uint8Array): Point | null {
  try {
    return Point.fromBytes(bytes);
  } catch {
    return null;
  }
}

/** The encoding of [S]B - [k]A, or null when the key is no point. S is below the group's order, and k the hash. */
export function expectedR(
  signature: Uint8Array,
  key: Uint8Array,
  hash: Uint8Array,
): Uint8Array | null {
  const a = pointOf(key);
  if (a === null) {
    return null;
  }
  const k = littleEndian(hash) % order;
  return sumOfProducts(littleEndian(signature.subarray(32)), Point.BASE, k, a.negate()).toBytes();
}

/** Is it a point of the prime-order subgroup? */
export function inSubgroup(key: Uint8Array): boolean {
  return pointOf(key)?.isTorsionFree() ?? false;
}

/** proved: what is signed now was checked before, byte for byte, and its points are not worked out again. */
export interface Host {
  proved: boolean;
}

/** The module's imports, over the memory it exports. */
export function hostFunctions(
  memory: () => WebAssembly.Memory,
  host: Host = { proved: false },
): WebAssembly.ModuleImports {
  const view = (at: number, length: number) => new Uint8Array(memory().buffer, at, length);
  return {
    host_ed25519_r(sig: number, key: number, hash: number, out: number) {
      const r = host.proved
        ? view(sig, 32)
        : expectedR(view(sig, 64), view(key, 32), view(hash, 64));
      view(out, 32).set(r ?? []);
      return r === null ? 0 : 1;
    },
    host_ed25519_in_subgroup(key: number) {
      return host.proved || inSubgroup(view(key, 32)) ? 1 : 0;
    },
    host_names_alike(a: number, aLength: number, b: number, bLength: number) {
      const text = (at: number, length: number) => new TextDecoder().decode(view(at, length));
      return alike(text(a, aLength), text(b, bLength)) ? 1 : 0;
    },
    host_inflate(zlib: number, length: number, out: number, size: number) {
      return inflateExactly(view(zlib, length), view(out, size)) ? 1 : 0;
    },
  };
}
