// SPDX-License-Identifier: Apache-2.0
// Keeps the page on the phone, so that labels are checked without network. It sees addresses of files
// only: what stands after a link's # is part of no request.

interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Extendable {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Worker {
  registration: { scope: string };
  clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: Extendable) => void): void;
  addEventListener(type: "fetch", listener: (event: Fetching) => void): void;
}
const worker = globalThis as unknown as Worker;

/* Filled in by the build (vite.config.ts): the page's files. What has no hash in its name changes only
   when the certifier publishes, and then `sello publish` changes the revision. */
const FILES: string[] = JSON.parse("sello-precache");
const REVISION = "sello-publish-revision";

const scope = worker.registration.scope;
const path = new URL(scope).pathname;
const PAGE = `sello:${path}:page:${REVISION}:${FILES.join(" ")}`;
const CACHE = 1500; // milliseconds that the cache has to answer
const NETWORK = 2500; // and the network, where something is kept
const LATER = `sello:${path}:later`; // the scanner, statements, catalogs of languages, photos that were looked at

/** A wifi's log-in, or a host that answers with its start page for what it does not have, is no file of ours. */
const isPage = (answer: Response): boolean =>
  answer.redirected || /html/i.test(answer.headers.get("content-type") ?? "");

/** The page itself: of the same build as this worker, which a host that is being written to may not have yet. */
async function isOurs(answer: Response): Promise<boolean> {
  const html = await answer.clone().text();
  return FILES.filter((file) => /^assets\/index-/.test(file)).every((file) => html.includes(file));
}

async function fetched(file: string): Promise<[string, Response]> {
  const hashed = file.startsWith("assets/");
  const answer = await fetch(new URL(file, scope), { cache: hashed ? "default" : "no-cache" });
  const right = file === "./" ? !answer.redirected && (await isOurs(answer)) : !isPage(answer);
  if (!answer.ok || !right) {
    throw new Error(`${file}: ${answer.status}`);
  }
  return [new URL(file, scope).href, answer];
}

/** All or nothing: half a page is worth nothing offline. */
async function install(): Promise<void> {
  const answers = await Promise.all(["./", ...FILES].map(fetched));
  const cache = await caches.open(PAGE);
  await Promise.all(answers.map(([address, answer]) => cache.put(address, answer)));
  await worker.skipWaiting();
}

/** The page before this one stays too: a tab that is still open may ask for its parts. */
async function tidy(): Promise<void> {
  const pages = (await caches.keys()).filter(
    (name) => name.startsWith(`sello:${path}:page:`) && name !== PAGE,
  );
  await Promise.all(pages.slice(0, -1).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

let opened: Promise<Cache> | undefined;

/** WebKit refuses a cache now and then under load: it is opened anew the next time. */
async function kept(address: string): Promise<Response | undefined> {
  const current = await (opened ??= caches.open(PAGE))
    .then((cache) => cache.match(address))
    .catch(() => (opened = undefined));
  return current ?? (await caches.match(address));
}

/** Undefined after so many milliseconds: some caches and networks never answer. */
function soon<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  return Promise.race([work, new Promise<undefined>((late) => setTimeout(late, ms))]);
}

let silent = false; // the cache did not answer, and is not waited for again

/** What is kept; else the network; and where that has nothing either, what is kept once it comes, however late. */
async function fromPage(request: Request, address: string): Promise<Response> {
  const found = kept(address).catch(() => undefined);
  const late = Symbol();
  const answer = silent
    ? late
    : await Promise.race([found, new Promise<symbol>((r) => setTimeout(r, CACHE, late))]);
  silent ||= answer === late;
  return answer instanceof Response
    ? answer
    : fetch(request).catch(async (error: unknown) => (await found) ?? Promise.reject(error));
}

async function keep(request: Request): Promise<Response> {
  const answer = await fetch(request);
  if (answer.ok && !isPage(answer)) {
    const copy = answer.clone();
    void caches.open(LATER).then((cache) => cache.put(request, copy)).catch(() => undefined); // full
  }
  return answer;
}

/** The scanner's and the statement's files have a hash in their name: what is kept is right for ever. */
async function keptFirst(request: Request): Promise<Response> {
  return (await (await caches.open(LATER)).match(request)) ?? keep(request);
}

/** The page keeps a photo (src/app/photo.ts), once it knows that it is the right one. */
async function photo(request: Request): Promise<Response> {
  return (await (await caches.open(LATER)).match(request)) ?? fetch(request);
}

async function networkFirst(request: Request): Promise<Response> {
  const asked = keep(request);
  const answer = await soon(NETWORK, asked).catch(() => undefined);
  return answer ?? (await (await caches.open(LATER)).match(request)) ?? asked;
}

/** How a request is answered; undefined: by the network, as trust.sello always is. */
function answer(request: Request): Promise<Response> | undefined {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== new URL(scope).origin || !pathname.startsWith(path)) {
    return undefined;
  }
  const file = pathname.slice(path.length);
  if (file === "" || file === "index.html") {
    return fromPage(request, scope);
  }
  if (/^01\/.*\/21\/[0-9]+$/.test(file)) {
    // A label that names its item (public/404.html): what stands behind the # stays with the browser.
    return Promise.resolve(Response.redirect(new URL(`?${file}`, scope), 302));
  }
  if (FILES.includes(file)) {
    return fromPage(request, new URL(file, scope).href);
  }
  if (file.startsWith("assets/")) {
    return fromPage(request, request.url); // of the page before this one
  }
  if (file.startsWith("photos/")) {
    return photo(request);
  }
  return /^s(canner|tatement)\//.test(file)
    ? keptFirst(request)
    : file.startsWith("words/")
      ? networkFirst(request)
      : undefined;
}

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(tidy()));
worker.addEventListener("fetch", (event) => {
  const answered = answer(event.request);
  if (answered !== undefined) {
    event.respondWith(answered);
  }
});
