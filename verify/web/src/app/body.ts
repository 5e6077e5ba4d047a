// SPDX-License-Identifier: Apache-2.0
// What the network sends, up to a limit: a host may send without end, or stop in the middle.
import { within } from "../limit";

/** Undefined where it has more bytes than `most`; throws TooLate after so many milliseconds without one. */
export async function bodyOf(
  answer: Response,
  most: number,
  patience: number,
): Promise<Uint8Array | undefined> {
  const reader = answer.body?.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done = true, value } = (await (reader && within(patience, reader.read()))) ?? {};
    if (value !== undefined) {
      parts.push(value);
      length += value.length;
    }
    if (done || length > most) {
      break;
    }
  }
  if (length > most) {
    return undefined;
  }
  const whole = new Uint8Array(length);
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
}
