// SPDX-License-Identifier: Apache-2.0
// Certificados: the board, and what is done with one.
import { call, list, one } from "../api";
import { link } from "../parts/buttons";
import { el, heading, outside, title } from "../parts/element";
import { chip, facts } from "../parts/facts";
import { form, given } from "../parts/form";
import { searchList } from "../parts/list";
import { certificateActions } from "../parts/certificate-actions";
import { batchTable, historyOf, stateChip } from "../parts/related";
import { address, leave } from "../router";
import {
  STATES,
  type Batch,
  type Certificate,
  type Producer,
  type Product,
  type Scheme,
} from "../records";
import type { Screen } from "../parts/screen";
import { count, day, say, wordOf } from "../words";

const EACH = 8; // cards of a column; the rest is in the list
const SOON = 30; // days, as `sello status` counts them

function card(c: Certificate): HTMLElement {
  return el(
    "li",
    { class: "card" },
    el(
      "a",
      { href: address("certificates", c.id) },
      el("strong", {}, outside(c.product_name)),
      el("span", {}, outside(c.producer_name)),
    ),
    el(
      "span",
      { class: "small" },
      chip(c.id),
      " ",
      c.until === undefined ? day(c.applied) : say("until", { date: day(c.until) }),
    ),
  );
}

function column(name: string, cards: readonly Certificate[]): HTMLElement {
  const more = cards.length - EACH;
  return el(
    "section",
    { class: `column state-${name}`, "aria-label": wordOf("column", name) },
    el("h2", {}, wordOf("column", name), " ", el("span", { class: "chip" }, String(cards.length))),
    cards.length === 0
      ? el("p", { class: "nothing" }, say("column.none"))
      : el("ul", {}, ...cards.slice(0, EACH).map(card)),
    more > 0 &&
      el("a", { class: "more", href: address("certificates", name) }, count("column.more", more)),
  );
}

async function board(): Promise<Node[]> {
  const [certificates, ending] = await Promise.all([
    list<Certificate>("certificate list"),
    list<Certificate>("certificate list", { "ends-within": SOON }),
  ]);
  const soon = new Set(ending.map((c) => c.id));
  const of = (state: string): Certificate[] =>
    certificates
      .filter((c) => c.state === state && !(state === "granted" && soon.has(c.id)))
      .reverse();
  return [
    el(
      "div",
      { class: "head" },
      heading("h1", "screen.certificates"),
      link("certificate.apply", address("certificates", "new"), "main", "issue"),
    ),
    el(
      "div",
      { class: "board" },
      column("applied", of("applied")),
      column("inspected", of("inspected")),
      column("granted", of("granted")),
      column("ending", ending),
    ),
    el("p", {}, el("a", { href: address("certificates", "all") }, say("certificate.all"))),
  ];
}

async function all(state: string): Promise<Node[]> {
  const ending = state === "ending";
  const certificates = await list<Certificate>(
    "certificate list",
    ending ? { "ends-within": SOON } : state === "all" ? {} : { state },
  );
  const filters = [
    { label: say("list.all"), keep: () => true },
    ...STATES.map((s) => ({ label: wordOf("state", s), keep: (c: Certificate) => c.state === s })),
  ];
  return [
    el(
      "p",
      { class: "crumb" },
      el("a", { href: address("certificates") }, say("screen.certificates")),
    ),
    state === "all" ? heading("h1", "certificate.all") : title(wordOf("column", state)),
    searchList(
      certificates,
      {
        href: (c) => address("certificates", c.id),
        head: (c) => outside(`${c.product_name} · ${c.producer_name}`),
        about: (c) => [
          chip(c.id),
          " ",
          stateChip(c),
          " ",
          c.until === undefined ? "" : say("until", { date: day(c.until) }),
        ],
        find: (c) => `${c.id} ${c.product_name} ${c.producer_name} ${c.scheme.name}`,
      },
      state === "all" ? filters : [],
    ),
  ];
}

async function apply(producer: string): Promise<Node[]> {
  const [producers, products, schemes] = await Promise.all([
    list<Producer>("producer list"),
    list<Product>("product list"),
    list<Scheme>("scheme list"),
  ]);
  const { node } = form(
    [
      {
        name: "producer",
        label: "certificate.producer",
        kind: "pick",
        required: true,
        value: producer,
        choices: producers.map((p) => ({ value: p.id, text: p.name, more: p.origin })),
      },
      {
        name: "product",
        label: "certificate.product",
        kind: "pick",
        required: true,
        choices: products.map((p) => ({ value: p.id, text: p.name })),
      },
      {
        name: "scheme",
        label: "certificate.scheme",
        kind: "select",
        options: schemes.map((s) => [s.id, s.name] as const),
      },
      { name: "note", label: "certificate.note", hint: "certificate.note.hint", kind: "area" },
    ],
    {
      key: "certificate.apply.yes",
      work: async (values) => {
        const answer = await call<Certificate>("certificate apply", {
          ...given(values),
          yes: true,
        });
        leave(node, "certificates", answer.lines[0]?.id ?? "");
      },
    },
  );
  return [
    heading("h1", "certificate.apply"),
    schemes.length === 0 ? el("p", { class: "warn" }, say("certificate.noScheme")) : "",
    el("div", { class: "block narrow" }, node),
  ].filter((n): n is HTMLElement => n !== "");
}

async function detail(id: string): Promise<Node[]> {
  const [c, batches] = await Promise.all([
    one<Certificate>("certificate show", { args: [id] }),
    list<Batch>("batch list", { certificate: id }),
  ]);
  const notes = (c.history ?? [])
    .filter((h) => h.note !== undefined)
    .map((h) => el("p", { class: "small" }, `${day(h.at)}: `, outside(h.note ?? "")));
  return [
    el(
      "p",
      { class: "crumb" },
      el("a", { href: address("certificates") }, say("screen.certificates")),
    ),
    title(`${c.product_name} · ${c.producer_name}`),
    el(
      "div",
      { class: "block" },
      facts(
        ["record.id", c.id],
        ["certificate.state", stateChip(c)],
        [
          "certificate.product",
          el("a", { href: address("products", c.product) }, outside(c.product_name)),
        ],
        [
          "certificate.producer",
          el("a", { href: address("producers", c.producer) }, outside(c.producer_name)),
        ],
        ["certificate.scheme", c.scheme.name],
        ["certificate.applied", day(c.applied)],
        ["certificate.from", day(c.from)],
        ["certificate.until", day(c.until)],
      ),
      ...notes,
      certificateActions(c),
    ),
    ...batchTable(batches, "certificate"),
    historyOf(id),
  ];
}

export const certificates: Screen = {
  id: "certificates",
  icon: "certificate",
  view: async ([id = "", producer = ""]) => {
    if (id === "") {
      return board();
    }
    if (id === "new") {
      return apply(producer);
    }
    return id === "all" || id === "ending" || STATES.some((s) => s === id) ? all(id) : detail(id);
  },
};
