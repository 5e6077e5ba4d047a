// SPDX-License-Identifier: Apache-2.0
// Newer trust data from this page's own site. The browser asks with the ETag or date it has; the
// request says nothing of what was scanned.
import type { Outcome, Trust } from "./trust";

export type Refreshed = Outcome | { kind: "offline" };

const MOST = 32 * 1024 * 1024; // docs/FORMAT.md, section 15

async function fetchOwn(): Promise<Uint8Array | null> {
  try {
    const answer = await fetch("trust.sello", {
      cache: "no-cache",
      credentials: "same-origin",
    });
    if (!answer.ok || Number(answer.headers.get("content-length") ?? 0) > MOST) {
      return null;
    }
    return new Uint8Array(await answer.arrayBuffer());
  } catch {
    return null;
  }
}

export async function refresh(trust: Trust): Promise<Refreshed> {
  const file = await fetchOwn();
  return file === null ? { kind: "offline" } : trust.offerOwn(file, Date.now());
}
