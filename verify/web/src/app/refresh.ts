// SPDX-License-Identifier: Apache-2.0
// Newer trust data from this page's own site. The browser asks with the ETag or date it has; the
// request says nothing of what was scanned. Networks lie: some never answer, and a wifi that wants a
// log-in answers with its own page.
import { TooLate, within } from "../limit";
import { loadLooks } from "../names";
import { bodyOf } from "./body";
import type { Outcome, Trust } from "./trust";

/** silent: there is a network, and no answer; portal: another page came; absent: the site does not have it. */
export type Missed = { kind: "offline" | "silent" | "portal" | "absent" };
export type Refreshed = Outcome | Missed;

const MOST = 32 * 1024 * 1024; // docs/FORMAT.md, section 15
const PATIENCE = 8000; // milliseconds without a byte

export const missed = (refreshed: Refreshed): refreshed is Missed =>
  ["offline", "silent", "portal", "absent"].includes(refreshed.kind);

const ask = (redirect: RequestRedirect, stop: AbortController): Promise<Response> =>
  fetch("trust.sello", {
    cache: "no-cache",
    credentials: "same-origin",
    redirect,
    signal: stop.signal,
  });

type Asked = [Promise<Response>, AbortController];

/** What index.html asked for before this script was here, once; else anew. */
function asked(): Asked {
  const page = globalThis as { selloTrust?: Asked | undefined };
  const early = page.selloTrust;
  page.selloTrust = undefined;
  const stop = new AbortController();
  return early ?? [ask("manual", stop), stop];
}

/** The page's policy lets no request go elsewhere, so a portal's redirection fails as a dead network does. */
async function answered([request, stop]: Asked): Promise<Response | Missed> {
  const first = await within(PATIENCE, request);
  return first.type !== "opaqueredirect"
    ? first
    : within(PATIENCE, ask("follow", stop)).catch((): Missed => ({ kind: "portal" }));
}

/** A page in HTML, whatever its host calls it: no trust file begins like that. */
const isPage = (file: Uint8Array): boolean =>
  new TextDecoder().decode(file.subarray(0, 64)).trimStart().startsWith("<");

async function fetchOwn(request: Asked): Promise<Uint8Array | Missed> {
  const answer = await answered(request);
  if (!(answer instanceof Response)) {
    return answer;
  }
  if (!answer.ok) {
    return { kind: answer.status === 511 ? "portal" : "absent" }; // 511: network authentication required
  }
  const file =
    Number(answer.headers.get("content-length") ?? 0) > MOST ? undefined : await bodyOf(answer, MOST, PATIENCE);
  return file === undefined ? { kind: "absent" } : isPage(file) ? { kind: "portal" } : file;
}

async function fetchOrTell(): Promise<Uint8Array | Missed> {
  const request = asked();
  try {
    return await fetchOwn(request);
  } catch (error) {
    request[1].abort(); // else the browser's cache has the next one wait for it
    return { kind: navigator.onLine || error instanceof TooLate ? "silent" : "offline" };
  }
}

export async function refresh(trust: Trust): Promise<Refreshed> {
  const file = await fetchOrTell();
  if (!(file instanceof Uint8Array)) {
    return file;
  }
  if (trust.held.length > 0) {
    try {
      await loadLooks();
    } catch {
      return { kind: "silent" };
    }
  }
  return trust.offerOwn(file, Date.now());
}

/** Calls when the network or the reader comes back: data may be had that could not be had before. */
export function whenBack(look: () => void): void {
  addEventListener("online", look);
  addEventListener("pageshow", (event) => event.persisted && look());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") {
      look();
    }
  });
}
