// SPDX-License-Identifier: Apache-2.0
// What the label says, as pairs of name and value. Only there where its signature matches.
import { toneOf, type Answer } from "../app/answer";
import { type Claims, claims } from "../engine_tables";
import { longDate } from "../dates";
import type { CertificateMore, CertificateState } from "../engine_report";
import { say, type Key } from "../words";
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

/** The newest root: a copy that an early key made has the same fingerprint, and another root. */
export function rootView(info: { rootVersion: number; rootHash: string }): HTMLElement {
  const groups = info.rootHash.slice(0, 32).match(/.{4}/g) ?? [];
  return el("div", {}, `${info.rootVersion}:`, fingerprintView(groups.join(" ")));
}

function schemeView(scheme: { code: number; name?: string }): Node {
  return scheme.name === undefined
    ? outside(String(scheme.code))
    : outside(`${scheme.name} (${scheme.code})`);
}

const dateView = (date: string | undefined): string | undefined =>
  date === undefined ? undefined : longDate(date);

/** Is there something to compare? A label that is not to be relied on says nothing of the piece. */
export const isComparable = (a: Answer): boolean =>
  a.report.verified && toneOf(a.verdict) !== "bad";

type Claim = (typeof claims)[number];

/** A claim as people read it; the language of the texts and a photo's hash are for inspectors. */
function claimView(claim: Claim, r: Claims): Fact[1] {
  const value = r[claim.name];
  if (value === undefined || claim.shown === "language" || claim.shown === "photo") {
    return undefined;
  }
  if (typeof value === "object") {
    return schemeView(value);
  }
  switch (claim.shown) {
    case "date":
      return dateView(String(value));
    case "certificate":
      return `C${value}`;
    case "gtin":
      return String(value).padStart(14, "0");
    default:
      return outside(String(value), r.lang ?? "es");
  }
}

/** Whether a certificate is in force, and until when. */
export function stateWords(state: CertificateState, until: string | undefined, past: boolean): string {
  if (state !== "granted") {
    return say(state === "suspended" ? "list.suspended" : "list.ended");
  }
  return until === undefined
    ? say("list.granted")
    : say(past ? "list.past" : "list.until", { date: longDate(until) });
}

/** What the certifier tells besides of where it is made. */
export const moreFacts = (more: CertificateMore): Fact[] => [
  ["fact.region", more.region !== undefined && outside(more.region)],
  ["fact.visits", more.visits !== undefined && outside(more.visits)],
  ["fact.contact", more.contact !== undefined && outside(more.contact)],
  ["fact.place", more.place !== undefined && outside(more.place)],
];

/** What a lean label leaves out: plainly not the label's own words. */
export function fromList(a: Answer): HTMLElement | null {
  const list = a.report.from_list;
  if (list === undefined) {
    return null;
  }
  return el(
    "section",
    { class: "block from-list" },
    heading("h2", "card.list"),
    el("p", { class: "small" }, words("card.list.date", { date: longDate(list.date) })),
    facts([
      ["fact.product", list.product !== undefined && outside(list.product)],
      ["fact.producer", list.producer !== undefined && outside(list.producer)],
      ["fact.origin", list.origin !== undefined && outside(list.origin)],
      ["fact.scheme", list.scheme !== undefined && schemeView(list.scheme)],
      ["fact.certificate", stateWords(list.state, list.until, list.past)],
      ...moreFacts(list),
    ]),
  );
}

// The order of people; claims that are not named here come after these.
const first: readonly (keyof Claims)[] = [
  "product",
  "producer",
  "origin",
  "scheme",
  "lot",
  "certificate",
];
const last: readonly (keyof Claims)[] = ["traits", "net_content", "gtin"];
const named = [...first, "made", ...last];
const others = claims.map((claim) => claim.name).filter((name) => !named.includes(name));

export function says(a: Answer): HTMLElement | null {
  const r = a.report;
  if (!r.verified) {
    return null;
  }
  const fact = (name: keyof Claims): Fact[] =>
    claims
      .filter((claim) => claim.name === name && !(name === "traits" && isComparable(a)))
      .map((claim) => [`fact.${claim.name}`, claimView(claim, r)]);
  return el(
    "section",
    { class: "block" },
    heading("h2", "card.says"),
    facts([
      ...first.flatMap(fact),
      ["fact.serial", r.serial_text],
      ...fact("made"),
      ["fact.issued", dateView(r.issued)],
      ["fact.expires", dateView(r.expires)],
      ...[...last, ...others].flatMap(fact),
    ]),
  );
}
