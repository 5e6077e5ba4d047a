// SPDX-License-Identifier: Apache-2.0
// Productos: what is certified.
import { list, one } from "../api";
import { link } from "../parts/buttons";
import { el, outside, title } from "../parts/element";
import { chip, facts } from "../parts/facts";
import type { Field, Values } from "../parts/form";
import { searchList } from "../parts/list";
import { piecesOf } from "../parts/pictures";
import { batchTable, certificateList, historyOf } from "../parts/related";
import { changedTexts, recordScreen } from "../parts/record";
import { address } from "../router";
import type { Batch, Certificate, Product } from "../records";
import { say } from "../words";

const fields = (p?: Product): Field[] => [
  {
    name: "name",
    label: "product.name",
    hint: "product.name.hint",
    required: true,
    value: p?.name ?? "",
  },
  {
    name: "traits",
    label: "product.traits",
    hint: "product.traits.hint",
    kind: "area",
    value: p?.traits ?? "",
  },
  {
    name: "net-content",
    label: "product.net",
    hint: "product.net.hint",
    value: p?.net_content ?? "",
  },
  { name: "gtin", label: "product.gtin", hint: "product.gtin.hint", value: p?.gtin ?? "" },
];

async function all(): Promise<Node> {
  return searchList(await list<Product>("product list"), {
    href: (p) => address("products", p.id),
    head: (p) => outside(p.name),
    about: (p) => [outside(p.traits ?? ""), " ", chip(p.id)],
    find: (p) => `${p.id} ${p.name} ${p.traits ?? ""} ${p.gtin ?? ""}`,
  });
}

const changed = (p: Product, values: Values): Record<string, string> =>
  changedTexts(
    {
      name: p.name,
      traits: p.traits ?? "",
      "net-content": p.net_content ?? "",
      gtin: p.gtin ?? "",
    },
    values,
  );

async function detail(id: string): Promise<Node[]> {
  const [p, certificates, batches] = await Promise.all([
    one<Product>("product show", { args: [id] }),
    list<Certificate>("certificate list", { product: id }),
    list<Batch>("batch list", { product: id }),
  ]);
  return [
    el("p", { class: "crumb" }, el("a", { href: address("products") }, say("screen.products"))),
    title(p.name),
    el(
      "div",
      { class: "block" },
      facts(
        ["record.id", p.id],
        ["product.traits", p.traits],
        ["product.net", p.net_content],
        ["product.gtin", p.gtin],
      ),
      el("div", { class: "row" }, link("edit", address("products", p.id, "edit"))),
    ),
    ...certificateList(certificates, "producer"),
    ...batchTable(batches, "product"),
    piecesOf(batches),
    historyOf(id),
  ];
}

export const products = recordScreen<Product>({
  word: "product",
  icon: "piece",
  fields,
  changed,
  list: all,
  detail,
});
