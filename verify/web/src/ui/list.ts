// SPDX-License-Identifier: Apache-2.0
// The certificates of one certifier, as its trust file lists them: to be searched, printed, and each with
// an address of its own.
import type { Certificate } from "../engine";
import type { Held } from "../app/trust";
import { longDate } from "../dates";
import { workshopAddress, workshopHere } from "../app/link";
import { language, say } from "../words";
import type { App } from "./app";
import { button, el, heading, outside, words } from "./dom";
import { facts, moreFacts, stateWords } from "./facts";
import { icon } from "./icons";

/** The last place on Earth where a date ends is 12 hours west of UTC. */
const isPast = (until: string | undefined): boolean =>
  until !== undefined && Date.now() >= Date.parse(until) + 36 * 3_600_000;

function schemeName(held: Held, code: number): string {
  const names = held.info.schemes[String(code)] ?? {};
  const name = names[language()] ?? names["es"] ?? Object.values(names)[0];
  return name === undefined ? String(code) : `${name} (${code})`;
}

/** Without accents and capitals, as people type. */
const plain = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

interface Entry {
  item: HTMLElement;
  words: string; // that it is found by
  visits: boolean;
}

function entry(held: Held, c: Certificate): Entry {
  const scheme = schemeName(held, c.scheme);
  const item = el(
    "li",
    { id: `taller-${c.number}`, tabindex: "-1" },
    el(
      "h2",
      {},
      held.own
        ? el("a", { href: workshopAddress(c.number) }, outside(c.product))
        : outside(c.product),
    ),
    facts([
      ["fact.producer", c.producer !== "" && outside(c.producer)],
      ["fact.origin", outside(c.origin)],
      ["fact.scheme", outside(scheme)],
      ["fact.certificate", `C${c.number}: ${stateWords(c.state, c.until, isPast(c.until))}`],
      ...moreFacts(c),
    ]),
  );
  const told = [c.product, c.producer, c.origin, scheme, c.region, c.place, `C${c.number}`];
  return { item, words: plain(told.join("\n")), visits: c.visits !== undefined };
}

/** Every word that was typed is somewhere in what is told of the workshop. */
function search(entries: readonly Entry[]): HTMLElement {
  const typed = el("input", { id: "list-search", type: "search", autocomplete: "off" });
  const welcome = el("input", { type: "checkbox" });
  const found = el("p", { class: "small", role: "status" });
  const look = (): void => {
    const wanted = plain(typed.value).split(/\s+/);
    let n = 0;
    for (const { item, words: told, visits } of entries) {
      const fits = wanted.every((word) => told.includes(word)) && (visits || !welcome.checked);
      item.hidden = !fits;
      n += fits ? 1 : 0;
    }
    found.textContent = say("list.found", { n: String(n), all: String(entries.length) });
  };
  typed.addEventListener("input", look);
  welcome.addEventListener("change", look);
  look();
  return el(
    "div",
    { class: "way" },
    el("label", { for: "list-search" }, words("list.search")),
    typed,
    entries.some((e) => e.visits) &&
      el("label", { class: "option" }, welcome, el("span", {}, words("list.welcome"))),
    found,
  );
}

/** The one that the address names stands out, and is scrolled to. The sentence where it is not here. */
function pointOut(entries: readonly Entry[]): HTMLElement | false {
  const number = workshopHere();
  const item = entries.find((e) => e.item.id === `taller-${number ?? ""}`)?.item;
  item?.classList.add("named");
  setTimeout(() => {
    item?.scrollIntoView({ block: "center" });
    item?.focus({ preventScroll: true });
  });
  return (
    number !== undefined &&
    item === undefined &&
    el("p", { role: "status" }, words("list.absent", { n: String(number) }))
  );
}

export function listView(app: App): HTMLElement {
  const held = app.session.trust.find(app.listed ?? app.session.trust.own?.fingerprint);
  if (held === undefined) {
    return el("div");
  }
  const date = new Date(held.info.certificatesDate * 1000).toISOString();
  const entries = app.session.certificates(held).map((c) => entry(held, c));
  const absent = pointOut(entries);
  return el(
    "div",
    { class: "trust" },
    el(
      "section",
      { class: "block" },
      heading("h1", "list.title"),
      el("p", {}, outside(held.info.name)),
      el("p", { class: "small" }, words("list.date", { date: longDate(date) })),
      absent,
      search(entries),
      el(
        "div",
        { class: "row" },
        button("trust.title", () => app.show("trust"), "second"),
        button("card.print", () => print(), "second", icon("print")),
      ),
    ),
    el("ul", { class: "certificates" }, ...entries.map(({ item }) => item)),
  );
}
