// SPDX-License-Identifier: Apache-2.0
// What is kept on this phone: IndexedDB, one database for each address of the page, since several
// certifiers may share a host. Where the browser keeps nothing, it lives as long as the page.

/** Trust files, serials seen, and (in "notes") files that contradict what their certifier said. */
export type Table = "trust" | "seen" | "notes";

const TABLES: Table[] = ["trust", "seen", "notes"];
const NAME = `sello:${new URL("./", location.href).pathname}`;

const memory = new Map<string, unknown>();
let opening: Promise<IDBDatabase | null> | undefined;

function open(): Promise<IDBDatabase | null> {
  opening ??= new Promise((resolve) => {
    try {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => TABLES.forEach((t) => request.result.createObjectStore(t));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve(null);
      request.onblocked = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
  return opening;
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB"));
  });
}

export async function get<T>(table: Table, key: string): Promise<T | undefined> {
  const db = await open();
  if (db === null) {
    return memory.get(`${table}/${key}`) as T | undefined;
  }
  return (await done(db.transaction(table).objectStore(table).get(key))) as T | undefined;
}

export async function all<T>(table: Table): Promise<T[]> {
  const db = await open();
  if (db === null) {
    return [...memory].filter(([k]) => k.startsWith(`${table}/`)).map(([, v]) => v as T);
  }
  return (await done(db.transaction(table).objectStore(table).getAll())) as T[];
}

export async function count(table: Table): Promise<number> {
  const db = await open();
  return db === null
    ? (await all(table)).length
    : done(db.transaction(table).objectStore(table).count());
}

export async function put(table: Table, key: string, value: unknown): Promise<void> {
  const db = await open();
  if (db === null) {
    memory.set(`${table}/${key}`, value);
    return;
  }
  await done(db.transaction(table, "readwrite").objectStore(table).put(value, key));
}

export async function remove(table: Table, key: string): Promise<void> {
  const db = await open();
  memory.delete(`${table}/${key}`);
  if (db !== null) {
    await done(db.transaction(table, "readwrite").objectStore(table).delete(key));
  }
}

export async function clear(table: Table): Promise<void> {
  const db = await open();
  [...memory.keys()].filter((k) => k.startsWith(`${table}/`)).forEach((k) => memory.delete(k));
  if (db !== null) {
    await done(db.transaction(table, "readwrite").objectStore(table).clear());
  }
}
