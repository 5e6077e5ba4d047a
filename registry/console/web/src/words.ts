// SPDX-License-Identifier: Apache-2.0
// The window's words, in the two languages that it speaks.
import { en } from "./words/en";
import { es } from "./words/es";

export type Key = keyof typeof es;
export type Language = "es" | "en";
export type Places = Readonly<Record<string, string | number>>;

const catalogs: Record<Language, Record<Key, string>> = { es, en };
let tag: Language = "es";

export const language = (): Language => tag;

export function speak(wanted: string | undefined): void {
  tag = wanted?.toLowerCase().startsWith("en") ? "en" : "es";
  document.documentElement.lang = tag;
}

/** A text, with its {places} filled. What is filled in is plain text, never markup. */
export function say(key: Key, places: Places = {}): string {
  return catalogs[tag][key].replace(/\{([a-z]+)\}/g, (whole, name: string) =>
    String(places[name] ?? whole),
  );
}

export const isKey = (name: string): name is Key => Object.hasOwn(es, name);

/** The text of a word that the server uses, as "state.granted"; the word itself where it is new. */
export function wordOf(group: string, word: string): string {
  const key = `${group}.${word}`;
  return isKey(key) ? say(key) : word;
}

type Counted = Key extends infer K ? (K extends `${infer Stem}.one` ? Stem : never) : never;

/** "1 etiqueta", "24 etiquetas". */
export function count(stem: Counted, n: number): string {
  const key = `${stem}.${n === 1 ? "one" : "many"}`;
  return isKey(key) ? say(key, { n: number(n) }) : String(n);
}

const locale = (): string => (tag === "es" ? "es-MX" : "en");

export const number = (n: number): string => new Intl.NumberFormat(locale()).format(n);

/** A day of UTC as the format has it, or an instant's: "30 nov 2026". */
export function day(text: string | undefined): string {
  const at = Date.parse(text ?? "");
  const zone = (text ?? "").length > 10 ? {} : { timeZone: "UTC" };
  return Number.isNaN(at)
    ? (text ?? "")
    : new Intl.DateTimeFormat(locale(), { dateStyle: "medium", ...zone }).format(at);
}

export function instant(text: string): string {
  const at = Date.parse(text);
  return Number.isNaN(at)
    ? text
    : new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short" }).format(at);
}

const marks = /\p{M}/gu;

/** For searching: without accents and case. */
export const fold = (text: string): string =>
  text.normalize("NFD").replace(marks, "").toLowerCase();
