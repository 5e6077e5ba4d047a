// SPDX-License-Identifier: Apache-2.0
// Entregar: labels to a producer, with the receipt to sign; those spoiled are withdrawn.
import { list } from "../api";
import { act } from "../parts/act";
import { el, heading, outside } from "../parts/element";
import { chip } from "../parts/facts";
import { form, type Values } from "../parts/form";
import { receipt } from "../parts/deliveries";
import { done } from "../parts/notice";
import { address, refresh } from "../router";
import type { Batch, Producer } from "../records";
import type { Screen } from "../parts/screen";
import { count, say } from "../words";

interface Plan {
  delivery: string;
  producer: string;
  labels: number;
  spoiled: number;
  serials: { first: number; last: number }[];
}

/** "12, 14-20" as operands. */
const operands = (text: string): string[] => text.split(/[\s,;]+/).filter((part) => part !== "");

async function deliver(values: Values): Promise<void> {
  const { what = "", to = "", spoiled = "" } = values;
  const bad = operands(spoiled);
  const answer = await act<Plan>({
    command: "deliver",
    body: {
      args: operands(what),
      to,
      ...(bad.length > 0 ? { spoiled: bad } : {}),
      yes: true,
      o: { file: "recibo.pdf" },
    },
    title: say("deliver.ask"),
    yes: "deliver.yes",
    places: (plan) => ({ n: count("n.labels", plan.labels) }),
    back: "never",
    seen: bad.length > 0 ? "deliver.seen.spoiled" : "deliver.seen",
    about: (plan) => [
      el(
        "p",
        {},
        say("deliver.plan", {
          n: count("n.labels", plan.labels),
          serials: plan.serials
            .map((r) => (r.first === r.last ? String(r.first) : `${r.first}-${r.last}`))
            .join(", "),
        }),
      ),
      plan.spoiled > 0 &&
        el("p", {}, say("deliver.plan.spoiled", { n: count("n.labels", plan.spoiled) })),
    ],
  });
  const line = answer?.lines[0];
  if (answer !== undefined && line !== undefined) {
    await refresh();
    done(
      say("deliver.done", { n: count("n.labels", line.labels), delivery: line.delivery }),
      answer,
    );
  }
}

/** Pieces that were sold and came back: their labels are for sale again. */
async function takeBack({ what = "", reason = "" }: Values): Promise<void> {
  const answer = await act<{ changed?: number }>({
    command: "returned",
    body: { args: operands(what), reason, yes: true },
    title: say("fate.returned.ask", { serial: what }),
    yes: "fate.returned.yes",
    places: () => ({ serial: what }),
    back: "again",
    seen: "fate.returned.seen",
    about: (plan) => [el("p", {}, count("plan.labels", plan.changed ?? 0))],
  });
  if (answer !== undefined) {
    await refresh();
    done(say("fate.returned.done", { serial: what }), answer);
  }
}

async function view(chosen: string): Promise<Node[]> {
  const [batches, producers] = await Promise.all([
    list<Batch>("batch list", { state: "signed" }),
    list<Producer>("producer list"),
  ]);
  const ready = batches
    .filter((b) => b.printed - b.delivered - b.spoiled > 0 && b.left > 0)
    .reverse();
  const of = (b: Batch | undefined): string =>
    producers.find((p) => p.name === b?.producer_name)?.id ?? "";
  const first = ready.find((b) => b.id === chosen) ?? (ready.length === 1 ? ready[0] : undefined);
  const made = form(
    [
      {
        name: "what",
        label: "deliver.what",
        hint: "deliver.what.hint",
        required: true,
        value: first?.id ?? "",
      },
      {
        name: "to",
        label: "deliver.to",
        kind: "pick",
        required: true,
        value: of(first),
        choices: producers.map((p) => ({ value: p.id, text: p.name, more: p.origin })),
      },
      { name: "spoiled", label: "deliver.spoiled", hint: "deliver.spoiled.hint" },
    ],
    { key: "deliver.next", work: deliver },
  );
  const rows = ready
    .slice(0, 200)
    .map((b) =>
      el(
        "li",
        {},
        el(
          "a",
          { href: address("deliver", b.id), "aria-current": b === first && "true" },
          el("strong", {}, outside(`${b.product_name} · ${b.producer_name}`)),
          el(
            "span",
            { class: "about" },
            chip(b.id),
            " ",
            say("deliver.ready", { n: count("n.labels", b.printed - b.delivered - b.spoiled) }),
          ),
        ),
      ),
    );
  const back = form(
    [
      { name: "what", label: "deliver.returned.what", hint: "deliver.returned.hint", required: true },
      { name: "reason", label: "reason", hint: "label.reason.hint", required: true },
    ],
    { key: "deliver.next", look: "quiet", work: takeBack },
  );
  const again = form(
    [{ name: "again", label: "deliver.again", hint: "deliver.again.hint", required: true }],
    {
      key: "deliver.again.yes",
      look: "quiet",
      work: ({ again: d = "" }) => receipt(d),
    },
  );
  return [
    heading("h1", "screen.deliver"),
    rows.length > 0
      ? el("ul", { class: "rows" }, ...rows)
      : el("p", { class: "lead" }, say("deliver.none")),
    el("div", { class: "block narrow" }, made.node),
    el(
      "details",
      { class: "block narrow" },
      el("summary", {}, say("deliver.again.title")),
      again.node,
    ),
    el(
      "details",
      { class: "block narrow" },
      el("summary", {}, say("deliver.returned.title")),
      back.node,
    ),
  ];
}

export const delivering: Screen = {
  id: "deliver",
  icon: "deliver",
  view: async ([batch = ""]) => view(batch),
};
