// SPDX-License-Identifier: Apache-2.0

/** Numbers 0..2^32-1 from a seed, the same every time (Mulberry32). */
export function random(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (n) => next() % n;
  const bytes = (n) => Uint8Array.from({ length: n }, () => below(256));
  return { next, below, bytes, pick: (list) => list[below(list.length)] };
}
