// SPDX-License-Identifier: Apache-2.0
// What is kept on this phone: IndexedDB, one database for each address of the page, since several
// certifiers may share a host. No answer depends on it. What the browser cannot keep, because it is full,
// keeps nothing or never answers, lives as long as the page, and the reader is told.
import { TooLate, within } from "../limit";

/**
 * Trust files, serials seen, files that contradict what their certifier said (in "notes"), and shop
 * mode's list (in "rows").
 */
export type Table = "trust" | "seen" | "notes" | "rows";

/** full: there is no room; silent: it never answers; none: this browser keeps nothing. */
export type Trouble = "full" | "silent" | "none";

const VERSION = 2;
const TABLES: Table[] = ["trust", "seen", "notes", "rows"];
const NAME = `sello:${new URL("./", location.href).pathname}`;
const PATIENCE = 1500; // milliseconds; it takes some 10 where it works

const unkept = new Map<string, unknown>(); // undefined: removed
let opening: Promise<IDBDatabase> | undefined;
let trouble: Trouble | undefined;
let told: () => void = () => undefined;

export const troubled = (): Trouble | undefined => trouble;

/** Calls when something could not be kept, or can be again. */
export function onTrouble(tell: () => void): void {
  told = tell;
}

function note(now: Trouble | undefined): void {
  const changed = now !== trouble;
  trouble = now;
  if (changed) {
    told();
  }
}

function open(): Promise<IDBDatabase> {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () =>
      TABLES.filter((t) => !request.result.objectStoreNames.contains(t)).forEach((t) =>
        request.result.createObjectStore(t),
      );
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      request.result.onclose = () => (opening = undefined);
      resolve(request.result);
    };
    request.onerror = () => {
      opening = undefined; // the next one asks anew
      reject(request.error);
    };
  });
  return opening;
}

/** Resolves once it is written, not once it was asked for: a full disk ends the transaction. */
function done<T>(transaction: IDBTransaction, request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error); // its request may not be over
    transaction.onerror = () => reject(request.error);
    transaction.commit?.(); // now: who leaves the page at once has it too
  });
}

function troubleOf(error: unknown): Trouble {
  if (error instanceof TooLate) {
    return "silent";
  }
  return error instanceof DOMException && error.name === "QuotaExceededError" ? "full" : "none";
}

async function ask<T>(
  table: Table,
  mode: IDBTransactionMode,
  request: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  if (trouble === "silent") {
    throw new TooLate(); // it is not waited for twice
  }
  try {
    const db = await within(PATIENCE, open());
    const transaction = db.transaction(table, mode);
    const answer = await within(PATIENCE, done(transaction, request(transaction.objectStore(table))));
    if (mode === "readwrite") {
      note(undefined);
    }
    return answer;
  } catch (error) {
    note(troubleOf(error));
    throw error;
  }
}

const inTable = (table: Table): [string, unknown][] =>
  [...unkept].filter(([k]) => k.startsWith(`${table}/`));

export async function get<T>(table: Table, key: string): Promise<T | undefined> {
  const name = `${table}/${key}`;
  if (unkept.has(name)) {
    return unkept.get(name) as T | undefined;
  }
  return ask(table, "readonly", (s) => s.get(key) as IDBRequest<T | undefined>).catch(
    () => undefined,
  );
}

/** Everything in a table, by its key. */
async function entries<T>(table: Table): Promise<Map<string, T>> {
  const kept = await Promise.all([
    ask(table, "readonly", (s) => s.getAllKeys()),
    ask(table, "readonly", (s) => s.getAll() as IDBRequest<T[]>),
  ]).catch((): [IDBValidKey[], T[]] => [[], []]);
  const [keys, values] = kept;
  const found = new Map(values.map((v, i) => [String(keys[i]), v]));
  for (const [name, value] of inTable(table)) {
    const key = name.slice(table.length + 1);
    if (value === undefined) {
      found.delete(key);
    } else {
      found.set(key, value as T);
    }
  }
  return found;
}

export async function all<T>(table: Table): Promise<T[]> {
  return [...(await entries<T>(table)).values()];
}

export const count = async (table: Table): Promise<number> => (await entries(table)).size;

export async function put(table: Table, key: string, value: unknown): Promise<void> {
  const name = `${table}/${key}`;
  try {
    await ask(table, "readwrite", (s) => s.put(value, key));
    unkept.delete(name);
  } catch {
    unkept.set(name, value);
  }
}

export async function remove(table: Table, key: string): Promise<void> {
  const name = `${table}/${key}`;
  try {
    await ask(table, "readwrite", (s) => s.delete(key));
    unkept.delete(name);
  } catch {
    unkept.set(name, undefined);
  }
}

export async function clear(table: Table): Promise<void> {
  inTable(table).forEach(([name]) => unkept.delete(name));
  await ask(table, "readwrite", (s) => s.clear()).catch(() => undefined);
}
