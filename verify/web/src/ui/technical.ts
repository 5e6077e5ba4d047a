// SPDX-License-Identifier: Apache-2.0
// For inspectors: everything the engine said, folded away.
import type { Extra } from "../engine";
import type { Answer } from "../app/answer";
import type { Held } from "../app/trust";
import type { Key } from "../words";
import { say } from "../words";
import { el, outside, visible, words } from "./dom";
import { facts } from "./facts";

function signatureWords(a: Answer): string {
  if (a.report.verified) {
    return say("tech.signature.good");
  }
  return say(a.verdict === "forged" ? "tech.signature.bad" : "tech.signature.none");
}

const optional = (value: string | number | undefined): Node | undefined =>
  value === undefined || value === "" ? undefined : outside(String(value));

function extraFacts(extra: { [name: string]: Extra } | undefined): [Key, Node][] {
  const entries = Object.entries(extra ?? {});
  return entries.map(([name, value]) => [
    "tech.extra",
    outside(`${name}: ${JSON.stringify(value)}`),
  ]);
}

export function technical(a: Answer, held: Held | undefined): HTMLElement {
  const r = a.report;
  const cause = r.cause === 0 ? undefined : `${r.causeName ?? ""} ${r.cause}`.trim();
  return el(
    "details",
    { class: "technical" },
    el("summary", {}, words("tech.title")),
    facts([
      ["tech.verdict", [a.verdict, ...a.also].join(", ")],
      ["tech.cause", optional(cause)],
      ["tech.signature", signatureWords(a)],
      ["tech.kid", optional(r.kid)],
      ["tech.fingerprint", optional(r.fingerprint)],
      ["tech.root", optional(r.root_version ?? held?.info.rootVersion)],
      ["tech.bundle", optional(r.bundle_version)],
      ["tech.bundle_date", optional(r.bundle_date)],
      ["tech.effective", optional(r.effective_time)],
      ["tech.lang", optional(r.lang)],
      ["tech.photo", optional(r.photo)],
      ...extraFacts(r.extra),
      [
        "tech.text",
        a.text === "" ? undefined : el("bdi", { class: "read" }, visible(a.text, 1500)),
      ],
    ]),
  );
}
