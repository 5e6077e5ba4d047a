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
