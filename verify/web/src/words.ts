// SPDX-License-Identifier: Apache-2.0
// The page's words. Spanish and English are built in, each a file of its own; a community's catalog
// (words/<tag>.json beside the page) is fetched when it is chosen or when the phone asks for it. What it
// lacks is in Spanish.
import { within } from "./limit";
import { claimWords } from "./engine_tables";
import type esTexts from "./words/es.json";

export type Key = keyof typeof esTexts | keyof typeof claimWords.es;
type Catalog = Partial<Record<Key, string>>;

export interface Language {
  tag: string;
  name: string; // in the language itself
}

interface BuiltIn {
  names: Catalog; // claims have names without texts here too: those of the tool
  first: () => Promise<{ default: Catalog }>; // what an answer needs
  later: () => Promise<{ default: Catalog }>;
  rare?: Catalog | undefined;
}

const builtIn: Record<string, BuiltIn> = {
  es: {
    names: claimWords.es,
    first: () => import("./words/es.json?first"),
    later: () => import("./words/es.json?later"),
  },
  en: {
    names: claimWords.en,
    first: () => import("./words/en.json?first"),
    later: () => import("./words/en.json?later"),
  },
};
const builtInNames: Language[] = [
  { tag: "es", name: "Español" },
  { tag: "en", name: "English" },
];

const PATIENCE = 3000; // milliseconds for a catalog

let tag = "es";
let catalog: Catalog = {};
let whole: Catalog = {}; // has every text: the same, or Spanish beside a community's
let isWhole = false; // or those of an answer alone

/** The language in use, for lang attributes. */
export function language(): string {
  return tag;
}

/** The language that a key's text is really in: Spanish where the catalog lacks it. */
export function languageOf(key: Key): string {
  return catalog[key] === undefined ? "es" : tag;
}

// Scripts that run from right to left, and languages that are written in them.
const TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const LANGUAGES_TO_LEFT = /^(ar|arc|ckb|dv|fa|he|ks|ps|sd|ug|ur|yi)(-|$)/i;

/** Which way the language in use is written. */
export const direction = (): "rtl" | "ltr" => (LANGUAGES_TO_LEFT.test(tag) ? "rtl" : "ltr");

/** What is filled in keeps its own direction, and does not turn what stands around it. */
const apart = (text: string): string =>
  TO_LEFT.test(text) || direction() === "rtl" ? `\u2068${text}\u2069` : text;

/** A text, with its {places} filled. What is filled in is plain text, never markup. */
export function say(key: Key, places: Record<string, string> = {}): string {
  const text = catalog[key] ?? whole[key] ?? key;
  return text.replace(/\{([a-z]+)\}/g, (whole, name: string) => apart(places[name] ?? whole));
}

/** Is there a text by this name? For names made from codes that a newer format may add to. */
export function isKey(name: string): name is Key {
  return Object.hasOwn(whole, name);
}

// ---- catalogs of communities ----

/** The catalogs beside the page, from words/list.json: {"yua": "Maaya t'aan"}. */
export async function languages(): Promise<Language[]> {
  const list = await fetchJson("words/list.json");
  const found = Object.entries(list)
    .filter(([t, name]) => isTag(t) && typeof name === "string" && !(t in builtIn))
    .map(([t, name]) => ({ tag: t, name: String(name) }));
  return [...builtInNames, ...found];
}

/** A BCP 47 tag, by its form: what may stand in an address. */
function isTag(text: string): boolean {
  return /^[a-z]{2,8}(-[a-z0-9]{1,8})*$/i.test(text) && text.length <= 35;
}

async function fetchJson(path: string): Promise<Record<string, unknown>> {
  try {
    const options = { cache: "no-cache", credentials: "same-origin" } as const;
    const answer = await within(PATIENCE, fetch(path, options));
    const value: unknown = answer.ok ? await answer.json() : {};
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {}; // offline, or not JSON: Spanish serves
  }
}

function textsOf(value: Record<string, unknown>): Catalog {
  const texts = Object.entries(value).filter(([k, t]) => isKey(k) && typeof t === "string");
  return Object.fromEntries(texts) as Catalog;
}

async function ownTexts(own: BuiltIn, all: boolean): Promise<Catalog> {
  const [first, later] = await Promise.all([own.first(), all ? own.later() : undefined]);
  return { ...own.names, ...first.default, ...later?.default, ...own.rare };
}

/** Texts that few need: of a part that brings its own, by language. */
export function addWords(texts: Record<string, Catalog>): void {
  for (const [tag, own] of Object.entries(builtIn)) {
    own.rare = texts[tag];
  }
  Object.assign(whole, texts[whole === catalog ? tag : "es"]);
}

/**
 * Speaks the language of this tag from now on; false where there is no catalog of it. all: also what no
 * answer needs, which allWords() loads else.
 */
export async function speak(wanted: string, all = true): Promise<boolean> {
  const own = builtIn[wanted];
  if (own !== undefined) {
    whole = await ownTexts(own, all);
    isWhole = all;
    catalog = whole;
    tag = wanted;
    return true;
  }
  const spanish = builtIn["es"];
  whole = spanish === undefined ? {} : await ownTexts(spanish, true);
  isWhole = true;
  const found = isTag(wanted) ? textsOf(await fetchJson(`words/${wanted}.json`)) : {};
  if (Object.keys(found).length === 0) {
    return false;
  }
  tag = wanted;
  catalog = found;
  return true;
}

/** Loads what is missing of the language in use. */
export async function allWords(): Promise<void> {
  const spoken = tag;
  const later = isWhole ? undefined : await builtIn[spoken]?.later();
  if (later !== undefined && tag === spoken) {
    Object.assign(whole, later.default);
    isWhole = true;
  }
}

/** The first of the phone's languages that there is a catalog for: the whole tag, then its language. */
export function choose(wanted: readonly string[], offered: readonly Language[]): string {
  for (const want of wanted) {
    const parts = want.toLowerCase().split("-");
    for (let n = parts.length; n > 0; n--) {
      const cut = parts.slice(0, n).join("-");
      const hit = offered.find((o) => o.tag.toLowerCase() === cut);
      if (hit) {
        return hit.tag;
      }
    }
  }
  return "es";
}
