// SPDX-License-Identifier: Apache-2.0
import { type Fields, type Value, hex, readFields, readValue } from "./engine_cbor.js";
import { type Claims, claims, verdicts } from "./engine_tables.js";

export { verdicts };
export type Verdict = (typeof verdicts)[number];

/** A value of a claim that this version does not know; byte strings as hex. */
export type Extra = number | boolean | string | Extra[] | { [name: string]: Extra };

/** Whether a certificate is in force: a granted one may be past its date. */
export type CertificateState = "granted" | "suspended" | "ended";

/** What the certifier tells of a certificate besides. */
export interface CertificateMore {
  region?: string;
  visits?: string;
  contact?: string;
  /** A geo URI (RFC 5870). */
  place?: string;
}

/** What the certifier's list says of a label's certificate, and the label does not. */
export interface FromList extends CertificateMore {
  /** The instant that the list is of. */
  date: string;
  state: CertificateState;
  /** The last good date; and is it past? */
  until?: string;
  past: boolean;
  product?: string;
  producer?: string;
  origin?: string;
  scheme?: { code: number; name?: string };
}

/** Of an unknown certifier's label: whom to ask, as a trusted certifier vouches for them. */
export interface EndorsedBy {
  certifier: string;
  since?: string;
  name: string;
  url: string;
  fingerprint: string;
}

/** A row of the certifier's list. */
export interface Certificate extends CertificateMore {
  number: number;
  state: CertificateState;
  scheme: number;
  product: string;
  /** "" where it is not public. */
  producer: string;
  origin: string;
  until?: string;
}

/**
 * What is known of a label: the fields of the tool's JSON by their names there (docs/FORMAT.md,
 * section 12.2; absent where unknown), and what the page needs besides. What the label says is there
 * only where `verified`. Texts have no control characters, but are text: never HTML.
 */
export interface Report extends Claims {
  verdict: Verdict;
  /** The other verdicts that hold, in their order. */
  also: Verdict[];
  serial?: number;
  /** As printed: "000005-5". */
  serial_text?: string;
  /** An instant, RFC 3339 UTC. */
  issued?: string;
  /** The last date on which the label is good. */
  expires?: string;
  /** Of an unknown certifier's label: the one to ask, by its web address. */
  certifier?: string;
  /** 64 hex digits. */
  fingerprint?: string;
  kid?: string;
  /** A code's name, or the certifier's own words. */
  reason?: string;
  reason_text?: string;
  status_date?: string;
  bundle_version?: number;
  bundle_date?: string;
  effective_time?: string;
  extra?: { [name: string]: Extra };
  from_list?: FromList;
  endorsed_by?: EndorsedBy;

  /** Why, where there is more to say than the verdict: a number of wire/error.h; 0: nothing. */
  cause: number;
  /** "SELLO_E_SIGNATURE", and an English clause. */
  causeName?: string;
  causeText?: string;
  /** Of a damaged text: the offset of the first byte at fault. */
  errorAt?: number;
  /** The signature matches a trusted key. */
  verified: boolean;
  /** Not a label but a status notice: give its text to `notice`. */
  notice: boolean;
  /** It has a content type, which no label has: a statement of certified output, or something newer. */
  typed?: boolean;
  /** The clock is before the trust data's date. */
  clockBehind: boolean;
  /** It is dated more than a day after the effective time. */
  datedAhead: boolean;
  /** The link before the digits, cut where it is longer than people read. It proves nothing. */
  address?: string;
  /** Of a stale answer: older than the certifier's limit. */
  pastMaxAge: boolean;
  /** The format's number of the reason (docs/FORMAT.md, section 9). */
  reasonCode?: number;
  /** Index of the trust file, as `addTrust` gave it. */
  trust?: number;
  baseUrl?: string;
  /** Version and hash of the newest root, in hex. */
  root_version?: number;
  root_hash?: string;
}

/** What a trust file is. */
export interface TrustInfo {
  /** Its place among those added; -1 where it was only looked at. */
  index: number;
  name: string;
  /** 64 hex digits: the certifier's identity. */
  fingerprint: string;
  /** As people compare it: eight groups of four. */
  fingerprintText: string;
  baseUrl: string;
  contact: string;
  rootVersion: number;
  /** SHA-256 of the newest root's payload, in hex. */
  rootHash: string;
  /** When the newest root was issued, in seconds since 1970. */
  rootDate: number;
  /** A registry to learn with: its labels are no real ones. */
  practice: boolean;
  /** So many members must sign a root, of so many. */
  threshold: number;
  members: number;
  bundleVersion: number;
  /** When its status is of, in seconds since 1970. */
  bundleDate: number;
  freshDays: number;
  maxAgeDays: number;
  /** The highest serial ever reserved. */
  highest: number;
  /** It gives status alone: stored beside the whole file, never instead of it. */
  statusOnly: boolean;
  /** Which of those trusted vouches for it, and since when: of one that may join. */
  endorsedBy?: { name: string; since?: string };
  /** The file below log/ that tells what two trust files leave untold: of one that may follow. */
  logTile?: string;
  /** How many certificates its list has, and the instant that it is of, in seconds since 1970. */
  certificates: number;
  certificatesDate: number;
  /** Names of scheme codes by language: {"1": {"es": "Rebozo"}}. */
  schemes: { [code: string]: { [language: string]: string } };
}

const secondsPerDay = 86400;
const endOfYears = Date.UTC(9999, 11, 31) / 1000 + secondsPerDay; // dates have four digits of year

function instant(seconds: number): string | undefined {
  return seconds < endOfYears
    ? new Date(seconds * 1000).toISOString().replace(".000Z", "Z")
    : undefined;
}

function date(day: number): string | undefined {
  return instant(day * secondsPerDay)?.slice(0, 10);
}

function plain(value: Value): Extra {
  if (value instanceof Uint8Array) {
    return hex(value);
  }
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  return typeof value === "object" ? plainFields(value) : value;
}

function plainFields(fields: Fields): { [name: string]: Extra } {
  const out = Object.create(null) as { [name: string]: Extra };
  for (const [name, value] of Object.entries(fields)) {
    out[name] = plain(value);
  }
  return out;
}

// How each field is shown; the others are taken as they are.
const shapes: { [name: string]: (value: never) => unknown } = {
  ...Object.fromEntries(claims.filter((c) => c.shown === "date").map((c) => [c.name, date])),
  expires: date,
  status_date: date,
  issued: instant,
  bundle_date: instant,
  effective_time: instant,
  fingerprint: hex,
  root_hash: hex,
  kid: hex,
  extra: (bytes: Uint8Array) => plainFields(readFields(bytes)),
};

// What the tool's JSON does not have is named as TypeScript names things.
const names: { [name: string]: string } = {
  cause_name: "causeName",
  cause_text: "causeText",
  error_at: "errorAt",
  clock_behind: "clockBehind",
  past_max_age: "pastMaxAge",
  reason_code: "reasonCode",
  base_url: "baseUrl",
  dated_ahead: "datedAhead",
};

function degrees(value: number): string {
  const whole = Math.abs(value);
  const rest = String(whole % 100000).padStart(5, "0");
  return `${value < 0 ? "-" : ""}${Math.floor(whole / 100000)}.${rest}`;
}

const place = ([latitude = 0, longitude = 0]: number[]): string =>
  `geo:${degrees(latitude)},${degrees(longitude)}`;

function takeEndorsed(fields: Fields): [EndorsedBy | undefined, Fields] {
  const { endorser, endorsed_name, endorsed_url, endorsed_fingerprint, endorsed_since, ...rest } = fields;
  if (endorser === undefined) {
    return [undefined, rest];
  }
  const since = date(endorsed_since as number);
  return [
    {
      certifier: endorser as string,
      ...(since !== undefined && { since }),
      name: endorsed_name as string,
      url: endorsed_url as string,
      fingerprint: hex(endorsed_fingerprint as Uint8Array),
    },
    rest,
  ];
}

/** What was answered as "listed_...", and the rest. */
function takeListed(fields: Fields): [FromList | undefined, Fields] {
  const listed: { [name: string]: unknown } = {};
  const rest: Fields = {};
  for (const [name, value] of Object.entries(fields)) {
    if (name.startsWith("listed_")) {
      listed[name.slice("listed_".length)] = value;
    } else {
      rest[name] = value;
    }
  }
  const { date: at, until, scheme, scheme_name, place: where, ...plain } = listed;
  if (at === undefined) {
    return [undefined, rest];
  }
  const from = {
    ...plain,
    date: instant(at as number),
    ...(until !== undefined && { until: date(until as number) }),
    ...(scheme !== undefined && {
      scheme: { code: scheme, ...(scheme_name !== undefined && { name: scheme_name }) },
    }),
    ...(where !== undefined && { place: place(where as number[]) }),
  };
  return [from as unknown as FromList, rest];
}

const states: readonly CertificateState[] = ["granted", "suspended", "ended"];

/** From the module's answer to the rows of a certifier's list. */
export function toCertificates(answer: Uint8Array): Certificate[] {
  const rows = answer.length > 0 ? (readValue(answer) as Value[][]) : [];
  return rows.map((row) => {
    const [number, state, scheme, product, producer, origin, until, more] = row as [
      number, number, number, string, string, string, number, Fields,
    ];
    const last = until === 0 ? undefined : date(until);
    return {
      number, scheme, product, producer, origin,
      state: states[state] ?? "ended",
      ...(last !== undefined && { until: last }),
      ...(more["1"] !== undefined && { visits: more["1"] as string }),
      ...(more["2"] !== undefined && { contact: more["2"] as string }),
      ...(more["3"] !== undefined && { place: place(more["3"] as number[]) }),
      ...(more["4"] !== undefined && { region: more["4"] as string }),
    };
  });
}

/** From the module's answer to a report. */
export function toReport(answer: Uint8Array): Report {
  const report: { [name: string]: unknown } = {};
  const [endorsed_by, answered] = takeEndorsed(readFields(answer));
  const [from_list, said] = takeListed(answered);
  const { scheme, scheme_name, ...fields } = said;
  for (const [name, value] of Object.entries(fields)) {
    const shaped = shapes[name]?.(value as never) ?? (name in shapes ? undefined : value);
    if (shaped !== undefined) {
      report[names[name] ?? name] = shaped;
    }
  }
  if (scheme !== undefined) {
    report["scheme"] = { code: scheme, ...(scheme_name && { name: scheme_name }) };
  }
  if (endorsed_by !== undefined) {
    report["endorsed_by"] = endorsed_by;
  }
  if (from_list !== undefined) {
    report["from_list"] = from_list;
  }
  return report as unknown as Report;
}

/** From the module's answer to what it says of a trust file. */
export function toTrustInfo(answer: Uint8Array, index: number): TrustInfo {
  const fields = readFields(answer);
  const number = (name: string) => fields[name] as number;
  const text = (name: string) => (fields[name] ?? "") as string;
  const since = fields["endorser"] === undefined ? undefined : date(number("endorsed_since"));
  return {
    index,
    name: text("name"),
    fingerprint: hex(fields["fingerprint"] as Uint8Array),
    fingerprintText: text("fingerprint_text"),
    baseUrl: text("base_url"),
    contact: text("contact"),
    rootVersion: number("root_version"),
    rootHash: hex(fields["root_hash"] as Uint8Array),
    rootDate: number("root_date"),
    practice: fields["practice"] as boolean,
    threshold: number("threshold"),
    members: number("members"),
    bundleVersion: number("bundle_version"),
    bundleDate: number("bundle_date"),
    freshDays: number("fresh_days"),
    maxAgeDays: number("max_age_days"),
    highest: number("highest"),
    statusOnly: fields["status_only"] as boolean,
    ...(fields["endorser"] !== undefined && {
      endorsedBy: { name: text("endorser"), ...(since !== undefined && { since }) },
    }),
    ...(fields["log_tile"] !== undefined && { logTile: text("log_tile") }),
    certificates: number("certificates"),
    certificatesDate: number("certificates_date"),
    schemes: (fields["schemes"] ?? {}) as TrustInfo["schemes"],
  };
}

/** Does it count as a sight of its serial? Only a label that is the certifier's own does. */
export function countsAsSeen(report: Report): boolean {
  return (
    report.verified &&
    report.serial !== undefined &&
    verdicts.indexOf(report.verdict) >= verdicts.indexOf("withdrawn")
  );
}

/** The same report, where its serial came before (sello_report_repeated). */
export function repeated(report: Report): Report {
  const holding = new Set<Verdict>([report.verdict, ...report.also, "repeated"]);
  holding.delete("authentic");
  const [verdict = "repeated", ...also] = verdicts.filter((each) => holding.has(each));
  if (verdict !== "repeated") {
    return { ...report, verdict, also };
  }
  const { causeName: _name, causeText: _text, ...rest } = report; // of the verdict that was first
  return { ...rest, verdict, also, cause: 0 };
}
