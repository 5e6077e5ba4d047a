// SPDX-License-Identifier: Apache-2.0
// What the label says, as pairs of name and value. Only there where its signature matches.
import { toneOf, type Answer } from "../app/answer";
import { longDate } from "../dates";
import type { Key } from "../words";
import { el, heading, outside, words } from "./dom";

type Fact = [Key, Node | string | false | undefined];

export function facts(list: readonly Fact[]): HTMLElement {
  const rows = list.filter(([, value]) => value !== undefined && value !== false);
  return el(
    "dl",
    {},
    ...rows.map(([key, value]) => el("div", {}, el("dt", {}, words(key)), el("dd", {}, value))),
  );
}

/** Eight groups of four, as on the certifier's poster. */
export function fingerprintView(text: string): HTMLElement {
  return el(
    "span",
    { class: "fingerprint" },
    ...text.split(/\s+/).map((group) => el("span", {}, group)),
  );
}

function schemeView(scheme: { code: number; name?: string } | undefined): Node | undefined {
  if (scheme === undefined) {
    return undefined;
  }
  return scheme.name === undefined
    ? outside(String(scheme.code))
    : outside(`${scheme.name} (${scheme.code})`);
}

const dateView = (date: string | undefined): string | undefined =>
  date === undefined ? undefined : longDate(date);

/** Is there something to compare? A label that is not to be relied on says nothing of the piece. */
export const isComparable = (a: Answer): boolean =>
  a.report.verified && toneOf(a.verdict) !== "bad";

export function says(a: Answer): HTMLElement | null {
  const r = a.report;
  if (!r.verified) {
    return null;
  }
  const text = (value: string | undefined): Node | undefined =>
    value === undefined ? undefined : outside(value, r.lang ?? "es");
  return el(
    "section",
    { class: "block" },
    heading("h2", "card.says"),
    facts([
      ["fact.product", text(r.product)],
      ["fact.producer", text(r.producer)],
      ["fact.origin", text(r.origin)],
      ["fact.scheme", schemeView(r.scheme)],
      ["fact.lot", text(r.lot)],
      ["fact.certificate", r.certificate === undefined ? undefined : `C${r.certificate}`],
      ["fact.serial", r.serial_text],
      ["fact.made", dateView(r.made)],
      ["fact.issued", dateView(r.issued)],
      ["fact.expires", dateView(r.expires)],
      ["fact.traits", isComparable(a) ? undefined : text(r.traits)],
      ["fact.net_content", text(r.net_content)],
      ["fact.gtin", r.gtin === undefined ? undefined : String(r.gtin).padStart(14, "0")],
    ]),
  );
}
