// SPDX-License-Identifier: Apache-2.0
// Browsers and networks that never answer: whatever is waited for has a time limit.

export class TooLate extends Error {
  override readonly name = "TooLate";
}

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/** The same promise, or TooLate after so many milliseconds. */
export function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new TooLate()), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
