// SPDX-License-Identifier: Apache-2.0
import { ZStream, Z_FINISH, Z_OK, Z_STREAM_END, zlibInflate, zlibInflateInit } from "pako";

/**
 * Inflates one whole zlib stream (RFC 1950) into `out`: true only when it ends exactly there and
 * fills it. pako is zlib itself in JavaScript, so this is wire/inflate_zlib.c line by line, and
 * refuses what that refuses.
 */
export function inflateExactly(zlib: Uint8Array, out: Uint8Array<ArrayBuffer>): boolean {
  const z = new ZStream();
  z.input = zlib;
  z.next_in = 0;
  z.avail_in = zlib.length;
  if (zlibInflateInit(z) !== Z_OK) {
    return false;
  }
  z.output = out;
  z.next_out = 0;
  z.avail_out = out.length;
  const end = zlibInflate(z, Z_FINISH);
  return end === Z_STREAM_END && z.avail_in === 0 && z.avail_out === 0;
}
