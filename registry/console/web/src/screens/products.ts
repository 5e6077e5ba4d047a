// SPDX-License-Identifier: Apache-2.0
// Productos: what is certified.
import { call, list, one } from "../api";
import { act } from "../parts/act";
import { link } from "../parts/buttons";
import { el, heading, outside, title } from "../parts/element";
import { chip, facts } from "../parts/facts";
import { form, given, type Field, type Values } from "../parts/form";
import { searchList } from "../parts/list";
import { batchTable, certificateList, historyOf } from "../parts/related";
import { address, leave } from "../router";
import type { Batch, Certificate, Product } from "../records";
import type { Screen } from "../parts/screen";
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

async function all(): Promise<Node[]> {
  const products = await list<Product>("product list");
  return [
    el(
      "div",
      { class: "head" },
      heading("h1", "screen.products"),
      link("product.add", address("products", "new"), "main", "issue"),
    ),
    searchList(products, {
      href: (p) => address("products", p.id),
      head: (p) => outside(p.name),
      about: (p) => [outside(p.traits ?? ""), " ", chip(p.id)],
      find: (p) => `${p.id} ${p.name} ${p.traits ?? ""} ${p.gtin ?? ""}`,
    }),
  ];
}

function add(): Node[] {
  const { node } = form(fields(), {
    key: "save",
    work: async (values) => {
      const answer = await call<Product>("product add", given(values));
      leave(node, "products", answer.lines[0]?.id ?? "");
    },
  });
  return [heading("h1", "product.add"), el("div", { class: "block narrow" }, node)];
}

function changed(p: Product, values: Values): Record<string, string> {
  const old: Record<string, string> = {
    name: p.name,
    traits: p.traits ?? "",
    "net-content": p.net_content ?? "",
    gtin: p.gtin ?? "",
  };
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => old[name] !== value));
}

function edit(p: Product): Node[] {
  const { node } = form(fields(p), {
    key: "save",
    work: async (values) => {
      const change = changed(p, values);
      if (Object.keys(change).length > 0) {
        const answer = await act({
          command: "product edit",
          body: { args: [p.id], yes: true, ...change },
          title: say("product.edit.ask", { name: p.name }),
          yes: "save",
          seen: "product.edit.seen",
        });
        if (answer === undefined) {
          return;
        }
      }
      leave(node, "products", p.id);
    },
  });
  return [heading("h1", "product.edit"), el("div", { class: "block narrow" }, node)];
}

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
    ...batchTable(batches),
    historyOf(id),
  ];
}

export const products: Screen = {
  id: "products",
  icon: "piece",
  view: async ([id, what]) => {
    if (id === undefined || id === "") {
      return all();
    }
    if (id === "new") {
      return add();
    }
    return what === "edit" ? edit(await one<Product>("product show", { args: [id] })) : detail(id);
  },
};
