// SPDX-License-Identifier: Apache-2.0
// Trust files as they stay on the phone: in the store, and once more in the browser's cache, beside the
// page itself. In WebKit the store sometimes never answers, and without network there would be no answer
// to give.
import { pause, within } from "../limit";
import * as store from "./store";

/** What is kept of one certifier. */
export interface Kept {
  fingerprint: string;
  file: Uint8Array; // the whole trust file
  status?: Uint8Array; // a newer one of status alone, beside it
  own: boolean; // of this page's site
  checked: number; // when newer data was last looked for, in milliseconds
  since?: number; // when this phone first had it, in milliseconds
}

const BASE = new URL("./", location.href);
const NAME = `sello:${BASE.pathname}:trust`;
const HURRY = 600; // milliseconds that the store has where a copy is at hand
const PATIENCE = 1500;

const addressOf = (fingerprint: string): string => new URL(`kept/${fingerprint}`, BASE).href;

/** Two byte strings and a few words, as an answer from the network would carry them. */
function toAnswer(kept: Kept): Response {
  const { file, status = new Uint8Array(), own, checked, since = 0 } = kept;
  const headers = { "x-kept": JSON.stringify({ own, checked, since, whole: file.length }) };
  return new Response(new Blob([file.slice(), status.slice()]), { headers });
}

async function fromAnswer(fingerprint: string, answer: Response): Promise<Kept> {
  const { own, checked, since, whole } = JSON.parse(answer.headers.get("x-kept") ?? "") as {
    own: boolean;
    checked: number;
    since: number;
    whole: number;
  };
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const status = bytes.length > whole ? { status: bytes.slice(whole) } : {};
  return { fingerprint, file: bytes.slice(0, whole), own, checked, since, ...status };
}

const mayCopy = (): boolean => typeof caches === "object";

async function readCopies(): Promise<Kept[]> {
  const cache = await caches.open(NAME);
  const requests = await cache.keys();
  const found = requests.map(async ({ url }) => {
    const answer = await cache.match(url);
    return answer && fromAnswer(url.slice(addressOf("").length), answer);
  });
  return (await Promise.all(found)).filter((k) => k !== undefined);
}

const copies = (): Promise<Kept[]> =>
  mayCopy() ? within(PATIENCE, readCopies()).catch(() => []) : Promise.resolve([]);

/** Of each certifier what was looked at last: one of the two may have missed a change. */
function newest(list: readonly Kept[]): Kept[] {
  const by = new Map<string, Kept>();
  for (const kept of list) {
    const other = by.get(kept.fingerprint);
    if (other === undefined || kept.checked > other.checked) {
      by.set(kept.fingerprint, kept);
    }
  }
  return [...by.values()];
}

export async function keptTrust(): Promise<Kept[]> {
  const stored = store.all<Kept>("trust");
  const copied = await copies();
  const hurried = pause(HURRY).then((): Kept[] => []);
  return newest([...(await (copied.length > 0 ? Promise.race([stored, hurried]) : stored)), ...copied]);
}

export async function keepTrust(kept: Kept): Promise<void> {
  const copy = async (): Promise<void> =>
    (await caches.open(NAME)).put(addressOf(kept.fingerprint), toAnswer(kept));
  await Promise.all([
    store.put("trust", kept.fingerprint, kept),
    mayCopy() && copy().catch(() => undefined),
  ]);
}

export async function forgetTrust(fingerprint: string): Promise<void> {
  const uncopy = async (): Promise<unknown> =>
    (await caches.open(NAME)).delete(addressOf(fingerprint));
  await Promise.all([
    store.remove("trust", fingerprint),
    mayCopy() && uncopy().catch(() => undefined),
  ]);
}
