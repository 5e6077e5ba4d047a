// SPDX-License-Identifier: Apache-2.0
// Productores: who makes what is certified.
import { list, one } from "../api";
import { act } from "../parts/act";
import { button, link } from "../parts/buttons";
import { openDialog } from "../parts/dialog";
import { el, outside, title } from "../parts/element";
import { chip, facts } from "../parts/facts";
import { form, type Field, type Values } from "../parts/form";
import { searchList } from "../parts/list";
import { deliveryList } from "../parts/deliveries";
import { done, failed } from "../parts/notice";
import { piecesOf } from "../parts/pictures";
import { batchTable, certificateList, historyOf } from "../parts/related";
import { changedTexts, recordScreen } from "../parts/record";
import { statementPart } from "../parts/statement";
import { address, go, refresh } from "../router";
import type { Batch, Certificate, Event, Producer } from "../records";
import { say } from "../words";

const fields = (p?: Producer): Field[] => [
  {
    name: "name",
    label: "producer.name",
    hint: "producer.name.hint",
    required: true,
    value: p?.name ?? "",
  },
  {
    name: "origin",
    label: "producer.origin",
    hint: "producer.origin.hint",
    required: true,
    value: p?.origin ?? "",
  },
  { name: "state", label: "producer.state", value: p?.state ?? "" },
  {
    name: "public",
    label: "producer.public",
    hint: "producer.public.hint",
    kind: "check",
    value: String(p?.public ?? false),
  },
];

async function all(): Promise<Node> {
  const producers = await list<Producer>("producer list");
  return searchList(
    producers,
    {
      href: (p) => address("producers", p.id),
      head: (p) => outside(p.name),
      about: (p) => [
        outside([p.origin, p.state].filter(Boolean).join(", ")),
        " ",
        chip(p.id),
        p.public ? "" : chip(say("producer.private"), "soft"),
      ],
      find: (p) => `${p.id} ${p.name} ${p.origin} ${p.state ?? ""}`,
    },
    [
      { label: say("list.all"), keep: () => true },
      { label: say("producer.isPublic"), keep: (p) => p.public },
      { label: say("producer.private"), keep: (p) => !p.public },
    ],
  );
}

function changed(before: Producer, values: Values): Record<string, string | true> {
  const old: Record<string, string> = {
    name: before.name,
    origin: before.origin,
    state: before.state ?? "",
  };
  const consent =
    values["public"] === String(before.public)
      ? {}
      : { [values["public"] === "true" ? "public" : "no-public"]: true as const };
  return { ...changedTexts(old, values), ...consent };
}

async function merge(p: Producer): Promise<void> {
  const others = (await list<Producer>("producer list")).filter((other) => other.id !== p.id);
  const choices = others.map((o) => ({ value: o.id, text: o.name, more: o.origin }));
  const { node } = form(
    [{ name: "into", label: "producer.merge.into", kind: "pick", choices, required: true }],
    {
      key: "next",
      work: async ({ into = "" }) => {
        const answer = await act<{ id: string }>({
          command: "producer merge",
          body: { args: [p.id, into], yes: true },
          title: say("producer.merge.ask", {
            from: p.name,
            into: others.find((o) => o.id === into)?.name ?? into,
          }),
          yes: "producer.merge.yes",
          back: "never",
          seen: "producer.merge.seen",
        });
        if (answer !== undefined) {
          dialog.close();
          go("producers", answer.lines[0]?.id ?? into);
        }
      },
    },
  );
  node.querySelector(".answers")?.append(button("no", () => dialog.close()));
  const { dialog, closed } = openDialog(
    say("producer.merge"),
    "",
    el("p", {}, say("producer.merge.why", { name: p.name })),
    node,
  );
  await closed;
}

async function consent(p: Producer): Promise<void> {
  const answer = await act({
    command: "producer edit",
    body: { args: [p.id], yes: true, [p.public ? "no-public" : "public"]: true },
    title: say(p.public ? "producer.hide" : "producer.show", { name: p.name }),
    yes: p.public ? "producer.hide.yes" : "producer.show.yes",
    back: "list",
    seen: p.public ? "producer.hide.seen" : "producer.show.seen",
  });
  if (answer !== undefined) {
    await refresh();
    done(say("saved"), answer);
  }
}

async function detail(id: string): Promise<Node[]> {
  const [p, certificates, batches, events] = await Promise.all([
    one<Producer>("producer show", { args: [id] }),
    list<Certificate>("certificate list", { producer: id }),
    list<Batch>("batch list", { producer: id }),
    list<Event>("history", { args: [id] }),
  ]);
  return [
    el("p", { class: "crumb" }, el("a", { href: address("producers") }, say("screen.producers"))),
    title(p.name),
    el(
      "div",
      { class: "block" },
      facts(
        ["record.id", p.id],
        ["producer.origin", [p.origin, p.state].filter(Boolean).join(", ")],
        [
          "producer.consent",
          el("span", {}, say(p.public ? "producer.consent.yes" : "producer.consent.no")),
        ],
      ),
      el(
        "div",
        { class: "row" },
        link("edit", address("producers", p.id, "edit")),
        button(p.public ? "producer.hide.yes" : "producer.show.yes", () =>
          consent(p).catch(failed),
        ),
        button("producer.merge", () => merge(p).catch(failed)),
      ),
    ),
    ...certificateList(certificates, "product"),
    link("certificate.apply", address("certificates", "new", p.id), "quiet", "certificate"),
    ...batchTable(batches, "producer"),
    ...deliveryList(events),
    piecesOf(batches),
    statementPart(p),
    historyOf(id),
  ];
}

export const producers = recordScreen<Producer>({
  word: "producer",
  icon: "people",
  fields,
  changed,
  list: all,
  detail,
});
