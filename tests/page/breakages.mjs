// SPDX-License-Identifier: Apache-2.0
// What phones and networks do to a page: each with what the reader is told of it.

/** Storage that fails: the key of the page's words for it, and what runs before the page. */
export const breakages = {
  "there is none": ["keep.none", () => Object.defineProperty(globalThis, "indexedDB", { value: undefined })],
  "it is full": [
    "keep.full",
    () => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException("no room", "QuotaExceededError");
      };
    },
  ],
  "transactions are aborted": [
    "keep.none",
    () => {
      const { transaction } = IDBDatabase.prototype;
      IDBDatabase.prototype.transaction = function (...args) {
        const made = transaction.apply(this, args);
        queueMicrotask(() => made.abort());
        return made;
      };
      IDBTransaction.prototype.commit = undefined;
    },
  ],
  "reading never ends": [
    "keep.silent",
    () => {
      IDBObjectStore.prototype.getAll = () => ({});
      IDBTransaction.prototype.commit = undefined;
      IDBObjectStore.prototype.getAllKeys = () => ({});
      Object.defineProperty(IDBTransaction.prototype, "oncomplete", { set: () => undefined });
    },
  ],
};

/** In words, by that key. */
export const said = {
  "keep.none": /no guarda nada/,
  "keep.full": /no tiene espacio/,
  "keep.silent": /no contesta cuando se le pide guardar/,
};

/** The page of a wifi that wants a log-in. */
export const portal = "<!doctype html><title>Wifi</title><h1>Registro</h1>";

/** Networks that lie: what is said of each, and what it answers in place of the newest data. */
export const lies = {
  silent: [/Hay red, pero no contesta/, () => undefined],
  portal: [/parece que este wifi pide registrarse/, (r) => r.writeHead(200).end(portal)],
  redirect: [
    /parece que este wifi pide registrarse/,
    (r) => r.writeHead(302, { location: "http://localhost:9/login" }).end(),
  ],
  absent: [/no entregó los datos/, (r) => r.writeHead(404).end(portal)],
};

/** What messengers, mails and scanners make of a link, from its digits: behind the address of the page. */
export const mangled = (digits) => [
  `#${digits}&fbclid=IwAR0123`,
  `#${digits}?utm_source=x`,
  `#${digits}).`,
  `#${digits.replaceAll(/.{100}/g, "$&%20")}%0A`,
  `#${[...digits].map((d) => `%3${d}`).join("")}`,
  `?x=1#${digits}:~:text=x`,
  `?%23${digits}`,
];
