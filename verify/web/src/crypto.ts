// SPDX-License-Identifier: Apache-2.0
import { Point } from "@noble/ed25519";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
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

/** What a label says of its photo's file: the first 16 bytes of SHA-256, in hexadecimal. */
export function photoHash(file: Uint8Array): string {
  return [...sha256(file).subarray(0, 16)].map((b) => b.toString(16).padStart(2, "0")).join("");
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

/** The encoding of [S]B - [k]A, or null when the key is no point. S is below the group's order. */
export function expectedR(
  signature: Uint8Array,
  key: Uint8Array,
  message: Uint8Array,
): Uint8Array | null {
  const a = pointOf(key);
  if (a === null) {
    return null;
  }
  const hash = sha512.create().update(signature.subarray(0, 32)).update(key).update(message);
  const k = littleEndian(hash.digest()) % order;
  return sumOfProducts(littleEndian(signature.subarray(32)), Point.BASE, k, a.negate()).toBytes();
}

/** Is it a point of the prime-order subgroup? */
export function inSubgroup(key: Uint8Array): boolean {
  return pointOf(key)?.isTorsionFree() ?? false;
}

/** The module's imports, over the memory it exports. */
export function hostFunctions(memory: () => WebAssembly.Memory): WebAssembly.ModuleImports {
  const view = (at: number, length: number) => new Uint8Array(memory().buffer, at, length);
  return {
    host_ed25519_r(sig: number, key: number, message: number, length: number, out: number) {
      const r = expectedR(view(sig, 64), view(key, 32), view(message, length));
      view(out, 32).set(r ?? []);
      return r === null ? 0 : 1;
    },
    host_ed25519_in_subgroup(key: number) {
      return inSubgroup(view(key, 32)) ? 1 : 0;
    },
    host_sha256(parts: number, n: number, out: number) {
      const slices = new Uint32Array(memory().buffer, parts, 2 * n); // struct sello_bytes
      const hash = sha256.create();
      for (let i = 0; i < n; i++) {
        hash.update(view(slices[2 * i] ?? 0, slices[2 * i + 1] ?? 0));
      }
      view(out, 32).set(hash.digest());
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
