// SPDX-License-Identifier: Apache-2.0
import { Inflate } from "fflate";

// fflate takes a deflate stream apart. The module needs more: the whole zlib stream (RFC 1950), of
// exactly the size it said, ending exactly at its end, and never more output than that size.

const headerLength = 2;
const checksumLength = 4;
const leastSlice = 1024;
const mostSlices = 64;

// 32 KiB of window at most, no dictionary.
function headerIsGood(zlib: Uint8Array): boolean {
  const [method = 0, flags = 0] = zlib;
  return (
    (method & 15) === 8 &&
    method >> 4 <= 7 &&
    (flags & 0x20) === 0 &&
    (method * 256 + flags) % 31 === 0
  );
}

// Adler-32, as RFC 1950 section 8.2 defines it. 3800 bytes add less than 2^53 between reductions.
function checksum(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (let at = 0; at < bytes.length; ) {
    for (const end = Math.min(at + 3800, bytes.length); at < end; at++) {
      low += bytes[at] ?? 0;
      high += low;
    }
    low %= 65521;
    high %= 65521;
  }
  return high * 65536 + low;
}

// In slices, so that a stream that inflates to gigabytes is given up after the first that is too
// much; in few, because what follows the end of a stream is kept and copied at each.
function fills(deflate: Uint8Array, out: Uint8Array): boolean {
  let filled = 0;
  const inflate = new Inflate((chunk) => {
    out.set(chunk, filled); // throws where it does not fit
    filled += chunk.length;
  });
  const slice = Math.max(leastSlice, Math.ceil(deflate.length / mostSlices));
  for (let at = 0; at < deflate.length; at += slice) {
    inflate.push(deflate.subarray(at, at + slice), at + slice >= deflate.length);
  }
  return filled === out.length;
}

// A stream that is whole without its last byte ended before it.
function endsEarly(deflate: Uint8Array): boolean {
  try {
    new Inflate(() => {}).push(deflate.subarray(0, -1), true);
    return true;
  } catch {
    return false;
  }
}

/** Inflates one whole zlib stream into `out`; false when it is anything else. */
export function inflateExactly(zlib: Uint8Array, out: Uint8Array): boolean {
  if (zlib.length < headerLength + checksumLength || !headerIsGood(zlib)) {
    return false;
  }
  const end = zlib.length - checksumLength;
  const deflate = zlib.subarray(headerLength, end);
  const wanted = new DataView(zlib.buffer, zlib.byteOffset + end).getUint32(0);
  try {
    return fills(deflate, out) && checksum(out) === wanted && !endsEarly(deflate);
  } catch {
    return false;
  }
}
