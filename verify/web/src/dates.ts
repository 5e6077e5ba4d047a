// SPDX-License-Identifier: Apache-2.0
// Dates in the reader's language. A date of the format is a day of UTC, never shifted by a time zone.
import { language } from "./words";

/** Languages that the browser cannot write dates in get Mexican Spanish ones. */
function locale(): string {
  const tag = language() === "es" ? "es-MX" : language();
  return Intl.DateTimeFormat.supportedLocalesOf([tag]).length > 0 ? tag : "es-MX";
}

const DAY = 86_400_000;

/** "26 de noviembre de 2026" of "2026-11-26" or an instant; what is no date stays as it is. */
export function longDate(text: string): string {
  const at = Date.parse(text);
  if (Number.isNaN(at)) {
    return text;
  }
  return new Intl.DateTimeFormat(locale(), { dateStyle: "long", timeZone: "UTC" }).format(at);
}

/** Day and minute by the phone's own clock: when something was seen here. */
export function minute(at: number): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short" }).format(at);
}

/** A day by the phone's own clock. */
export function localDate(at: number): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "long" }).format(at);
}

/** How long ago: "hoy", "hace 3 días", "hace 4 meses". A date ahead of the clock counts as today. */
export function ago(text: string, now: number): string {
  const days = Math.max(0, Math.floor(now / DAY) - Math.floor(Date.parse(text) / DAY));
  const words = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
  if (days < 60) {
    return words.format(-days, "day");
  }
  return days < 730
    ? words.format(-Math.floor(days / 30.44), "month")
    : words.format(-Math.floor(days / 365.25), "year");
}
