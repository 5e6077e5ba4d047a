// SPDX-License-Identifier: Apache-2.0
// The certificates of one certifier, as its trust file lists them: a plain list.
import type { Certificate } from "../engine";
import type { Held } from "../app/trust";
import { longDate } from "../dates";
import { language } from "../words";
import type { App } from "./app";
import { button, el, heading, outside, words } from "./dom";
import { facts, moreFacts, stateWords } from "./facts";

/** The last place on Earth where a date ends is 12 hours west of UTC. */
const isPast = (until: string | undefined): boolean =>
  until !== undefined && Date.now() >= Date.parse(until) + 36 * 3_600_000;

function schemeName(held: Held, code: number): string {
  const names = held.info.schemes[String(code)] ?? {};
  const name = names[language()] ?? names["es"] ?? Object.values(names)[0];
  return name === undefined ? String(code) : `${name} (${code})`;
}

function row(held: Held, c: Certificate): HTMLElement {
  return el(
    "li",
    {},
    el("h2", {}, outside(c.product)),
    facts([
      ["fact.producer", c.producer !== "" && outside(c.producer)],
      ["fact.origin", outside(c.origin)],
      ["fact.scheme", outside(schemeName(held, c.scheme))],
      ["fact.certificate", `C${c.number}: ${stateWords(c.state, c.until, isPast(c.until))}`],
      ...moreFacts(c),
    ]),
  );
}

export function listView(app: App): HTMLElement {
  const held = app.session.trust.find(app.listed);
  if (held === undefined) {
    return el("div");
  }
  const date = new Date(held.info.certificatesDate * 1000).toISOString();
  return el(
    "div",
    { class: "trust" },
    el(
      "section",
      { class: "block" },
      heading("h1", "list.title"),
      el("p", {}, outside(held.info.name)),
      el("p", { class: "small" }, words("list.date", { date: longDate(date) })),
      button("trust.title", () => app.show("trust"), "second"),
    ),
    el(
      "ul",
      { class: "certificates" },
      ...app.session.certificates(held).map((c) => row(held, c)),
    ),
  );
}
