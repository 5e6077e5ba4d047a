// SPDX-License-Identifier: Apache-2.0

/** Bytes as FIDO's decimal digits (docs/FORMAT.md, section 4). */
export function digits(token) {
  let text = "";
  for (let at = 0; at < token.length; at += 7) {
    const chunk = token.subarray(at, at + 7);
    let number = 0n;
    chunk.forEach((byte, i) => (number |= BigInt(byte) << BigInt(8 * i)));
    text += String(number).padStart([0, 3, 5, 8, 10, 13, 15, 17][chunk.length], "0");
  }
  return text;
}
