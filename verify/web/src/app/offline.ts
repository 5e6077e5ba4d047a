// SPDX-License-Identifier: Apache-2.0
// The worker that keeps the page for use without network.
import { scriptUrl } from "./script-url";

/** Resolves to true once the page is kept; false where this browser keeps none. */
export async function keepPage(): Promise<boolean> {
  if (!("serviceWorker" in navigator)) {
    return false;
  }
  try {
    await navigator.serviceWorker.register(scriptUrl("sw.js"), { scope: "./" });
    await navigator.serviceWorker.ready;
    return true;
  } catch {
    return false; // a private window, or an address that is not https
  }
}

/** Is the reader of pictures and of the camera kept too? It is fetched when it is first used. */
export async function isReaderKept(): Promise<boolean> {
  try {
    const later = (await caches.keys()).filter((name) => name.endsWith(":later"));
    const requests = await Promise.all(later.map(async (name) => (await caches.open(name)).keys()));
    const scanner = new URL("scanner/", location.href).href;
    return requests.flat().some(({ url }) => url.startsWith(scanner) && url.endsWith(".wasm"));
  } catch {
    return false;
  }
}

/** Asks the phone not to drop what is kept; false where it makes no promise. */
export async function askToKeep(): Promise<boolean> {
  try {
    return (await navigator.storage?.persist?.()) ?? false;
  } catch {
    return false;
  }
}

export async function isKept(): Promise<boolean> {
  try {
    return (await navigator.storage?.persisted?.()) ?? false;
  } catch {
    return false;
  }
}
