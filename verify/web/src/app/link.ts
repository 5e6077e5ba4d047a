// SPDX-License-Identifier: Apache-2.0
// The label that the page was opened with. It stands after the #, which no request carries; it is
// taken out of the address at once, so that it stays out of the history too.

const KEPT = "sello.label"; // of this tab alone: a page that the phone put to sleep comes back with it

/** Test machines serve the page from themselves. */
export const isLocal = (): boolean =>
  ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);

/** The folder that the page is in, which is what a label's link names, and its digits; from a test
 * machine the digits alone: whose address that is says nothing. An item's path, where no page is, comes
 * as the query (public/404.html, src/sw.ts). */
const linkHere = (): string =>
  isLocal()
    ? location.hash || (/(?:%23)?[0-9]{17}.*/.exec(location.search)?.[0] ?? "")
    : new URL("./", location.href).href + location.search.replace(/^\?01\//, "01/") + location.hash;

/** A messenger that escaped the #: the host was told all of it, and the address bar need not keep it. */
const inQuery = (): boolean => /[0-9]{17}/.test(location.search);

/** Takes the label out of the address; its text, or that of before a reload, or null. */
export function takeLink(): string | null {
  if (!isLinked()) {
    return wasShop() || workshopHere() !== undefined ? null : kept();
  }
  const text = linkHere();
  history.replaceState(null, "", location.pathname + (inQuery() ? "" : location.search));
  keepLabel(text);
  return text;
}

/** Another label, or a certificate's address, opened in the same tab. */
export function onLink(taken: (text: string) => void, listed: () => void): void {
  addEventListener("hashchange", () => {
    if (workshopHere() !== undefined) {
      listed();
      return;
    }
    const text = isLinked() ? takeLink() : null;
    if (text !== null) {
      taken(text);
    }
  });
}

const SHOP = "sello.shop"; // of this tab: it was in shop mode, and comes back to it

export function keepShop(on: boolean): void {
  try {
    sessionStorage.setItem(SHOP, on ? "1" : "");
  } catch {
    // no storage: a reload begins at the start
  }
}

export function wasShop(): boolean {
  try {
    return sessionStorage.getItem(SHOP) === "1";
  } catch {
    return false;
  }
}

/** A certificate's own address, `#/taller/12`: it is asked of nobody. */
export function workshopHere(): number | undefined {
  const number = /^#\/taller\/([0-9]{1,16})$/.exec(location.hash)?.[1];
  return number === undefined ? undefined : Number(number);
}

export const workshopAddress = (certificate: number): string => `#/taller/${certificate}`;

/** Did a label's link open the page just now, and not a reload? */
export const isLinked = (): boolean =>
  (location.hash.length > 1 && workshopHere() === undefined) || inQuery();

export function forgetLink(): void {
  try {
    sessionStorage.removeItem(KEPT);
  } catch {
    // no storage: nothing was kept
  }
}

/** The label on the screen, however it was read, for when the phone wakes the page up again. */
export function keepLabel(text: string): void {
  try {
    sessionStorage.setItem(KEPT, text);
  } catch {
    // no storage: a reload forgets the label
  }
}

function kept(): string | null {
  try {
    return sessionStorage.getItem(KEPT);
  } catch {
    return null;
  }
}
