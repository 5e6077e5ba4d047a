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

/** As it was read: `proved` where this phone checked the same bytes before it kept them. */
export type Read = Kept & { proved?: boolean };

/** As it is written. */
type Written = Kept & { sum?: string | undefined };

const BASE = new URL("./", location.href);
const NAME = `sello:${BASE.pathname}:trust`;
const HURRY = 600; // milliseconds that the store has where a copy is at hand
const PATIENCE = 4000; // and the copies; they take some 10, on a slow phone that wakes up a second or more

const addressOf = (fingerprint: string): string => new URL(`kept/${fingerprint}`, BASE).href;

/** SHA-256 over both files; undefined where the browser has none, which is behind plain http. */
async function sumOf({ file, status = new Uint8Array() }: Kept): Promise<string | undefined> {
  const parts = new Uint8Array(file.length + status.length);
  parts.set(file);
  parts.set(status, file.length);
  const sum = await globalThis.crypto.subtle?.digest("SHA-256", parts);
  return sum && `${file.length} ${new Uint8Array(sum).join()}`;
}

/** A phone's storage may spoil what it keeps, or somebody may have changed it there: then all is checked anew. */
async function read({ sum, ...kept }: Written): Promise<Read> {
  return { ...kept, proved: sum !== undefined && sum === (await sumOf(kept).catch(() => undefined)) };
}

/** Two byte strings and a few words, as an answer from the network would carry them. */
function toAnswer(kept: Written): Response {
  const { file, status = new Uint8Array(), own, checked, since = 0, sum } = kept;
  const headers = { "x-kept": JSON.stringify({ own, checked, since, sum, whole: file.length }) };
  return new Response(new Blob([file.slice(), status.slice()]), { headers });
}

async function fromAnswer(fingerprint: string, answer: Response): Promise<Written> {
  const { own, checked, since, sum, whole } = JSON.parse(answer.headers.get("x-kept") ?? "") as {
    own: boolean;
    checked: number;
    since: number;
    sum?: string;
    whole: number;
  };
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const status = bytes.length > whole ? { status: bytes.slice(whole) } : {};
  return { fingerprint, file: bytes.slice(0, whole), own, checked, since, sum, ...status };
}

const mayCopy = (): boolean => typeof caches === "object";

async function readCopies(): Promise<Written[]> {
  const cache = await caches.open(NAME);
  const [requests, answers] = await Promise.all([cache.keys(), cache.matchAll()]); // in the same order
  const nameOf = (i: number): string => requests[i]?.url.slice(addressOf("").length) ?? "";
  return Promise.all(answers.map((answer, i) => fromAnswer(nameOf(i), answer)));
}

const copies = (): Promise<Written[]> =>
  mayCopy() ? within(PATIENCE, readCopies()).catch(() => []) : Promise.resolve([]);

/** Of each certifier what was looked at last: one of the two may have missed a change. */
function newest(list: readonly Written[]): Written[] {
  const by = new Map<string, Written>();
  for (const kept of list) {
    const other = by.get(kept.fingerprint);
    if (other === undefined || kept.checked > other.checked) {
      by.set(kept.fingerprint, kept);
    }
  }
  return [...by.values()];
}

export async function keptTrust(): Promise<Read[]> {
  const stored = store.all<Written>("trust");
  const hurried = pause(HURRY).then((): Written[] => []);
  const copied = await copies();
  const list = [...(await (copied.length > 0 ? Promise.race([stored, hurried]) : stored)), ...copied];
  return Promise.all(newest(list).map(read));
}

/** What the engine took, signatures and all. */
export async function keepTrust(kept: Kept): Promise<void> {
  const written: Written = { ...kept, sum: await sumOf(kept).catch(() => undefined) };
  const copy = async (): Promise<void> =>
    (await caches.open(NAME)).put(addressOf(kept.fingerprint), toAnswer(written));
  await Promise.all([
    store.put("trust", kept.fingerprint, written),
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
