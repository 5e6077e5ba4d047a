// SPDX-License-Identifier: Apache-2.0
// Small choices of the reader, kept on the phone where it keeps anything.

export interface Settings {
  language: string; // empty: the phone's
  sound: boolean;
  vibrate: boolean;
  remember: boolean; // serials, in shop mode
  policy: string; // whose witness counts; empty: nobody's
  proofs: Record<string, string>; // with witnesses' signatures, by certifier's fingerprint
}

const KEY = `sello.settings:${new URL("./", location.href).pathname}`;
const defaults: Settings = { language: "", sound: false, vibrate: true, remember: true, policy: "", proofs: {} };

function read(): Settings {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return { ...defaults, ...(found as Partial<Settings>) };
  } catch {
    return { ...defaults };
  }
}

export const settings: Settings = read();

export function set<K extends keyof Settings>(key: K, value: Settings[K]): void {
  settings[key] = value;
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // kept as long as the page
  }
}
