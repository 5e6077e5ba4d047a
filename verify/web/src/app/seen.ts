// SPDX-License-Identifier: Apache-2.0
// Serials that came before: on this phone where it was asked to remember, else in this run.
import * as store from "./store";

export interface Seen {
  first: number; // milliseconds
  last: number;
  times: number;
}

const run = new Map<string, Seen>();

const keyOf = (fingerprint: string, serial: number): string => `${fingerprint}:${serial}`;

/** Notes a sight, and answers what was known before it. */
export async function note(
  fingerprint: string,
  serial: number,
  now: number,
  lasting: boolean,
): Promise<Seen | undefined> {
  const key = keyOf(fingerprint, serial);
  const before = (lasting ? await store.get<Seen>("seen", key) : undefined) ?? run.get(key);
  const after = { first: before?.first ?? now, last: now, times: (before?.times ?? 0) + 1 };
  run.set(key, after);
  if (lasting) {
    await store.put("seen", key, after);
  }
  return before;
}

export async function clear(): Promise<void> {
  run.clear();
  await store.clear("seen");
}

export const remembered = (): Promise<number> => store.count("seen");
