// SPDX-License-Identifier: Apache-2.0
// Etiqueta: what is it, whose, where; and what becomes of it, each with what buyers will see.
import { list, one, type Body } from "../api";
import { act, type Back } from "../parts/act";
import { button, link } from "../parts/buttons";
import { hasCamera, scan } from "../parts/camera";
import { openDialog } from "../parts/dialog";
import { el, heading, outside, title, visible } from "../parts/element";
import { chip, facts } from "../parts/facts";
import { form, given, type Field } from "../parts/form";
import { done, failed, wordsOf } from "../parts/notice";
import { photoOf } from "../parts/pictures";
import { historyOf } from "../parts/related";
import { address, go, refresh } from "../router";
import type { Batch, Label, Run } from "../records";
import type { Screen } from "../parts/screen";
import { listenForScanner, textField } from "../../../../../verify/web/src/ui/wedge";
import { count, day, isKey, say, wordOf, type Key } from "../words";

interface Fate {
  name: "sold" | "returned" | "lost" | "stolen" | "mistake" | "reissue" | "suspend" | "resume";
  command: string;
  body: Body;
  fields?: readonly Field[];
  back: Back;
}

const why: Field = { name: "reason", label: "reason", hint: "label.reason.hint", required: true };

const FATES: readonly Fate[] = [
  { name: "sold", command: "sold", body: { yes: true }, back: "list" },
  { name: "returned", command: "returned", body: { yes: true }, back: "again", fields: [why] },
  { name: "lost", command: "withdraw", body: { yes: true, reason: "lost" }, back: "never" },
  { name: "stolen", command: "withdraw", body: { yes: true, reason: "stolen" }, back: "never" },
  { name: "mistake", command: "withdraw", body: { yes: true, reason: "misprint" }, back: "never" },
  { name: "reissue", command: "reissue", body: { yes: true, reason: "misprint" }, back: "never" },
  { name: "suspend", command: "suspend", body: { yes: true }, back: "list", fields: [why] },
  { name: "resume", command: "resume", body: {}, back: "again" },
];

/** What there is to do with a label of a status. The server has the last word. */
const BY_STATUS: Record<string, readonly Fate["name"][]> = {
  valid: ["sold", "lost", "stolen", "mistake", "reissue", "suspend"],
  retired: ["returned", "lost", "stolen"],
  suspended: ["resume", "lost", "stolen", "mistake"],
  withdrawn: [],
};

/** What of a plan is told: how many labels; of one issued anew, which. */
interface Plan {
  changed?: number;
  count?: number;
  batch?: string;
}

async function carryOut(label: Label, fate: Fate, body: Body): Promise<boolean> {
  const answer = await act<Plan>({
    command: fate.command,
    body: { args: [label.serial_text], ...fate.body, ...body },
    title: say(`fate.${fate.name}.ask`, { serial: label.serial_text }),
    yes: `fate.${fate.name}.yes`,
    places: () => ({ serial: label.serial_text }),
    back: fate.back,
    seen: `fate.${fate.name}.seen`,
    about: (plan) => [
      el(
        "p",
        {},
        outside(label.product ?? ""),
        " · ",
        outside(label.producer ?? ""),
        " · ",
        count("n.labels", plan.changed ?? plan.count ?? 0),
      ),
    ],
  });
  if (answer === undefined) {
    return false;
  }
  await refresh();
  const back = FATES.find(
    (f) =>
      f.name ===
      (fate.name === "sold" ? "returned" : fate.name === "suspend" ? "resume" : undefined),
  );
  done(
    say(`fate.${fate.name}.done`, { serial: label.serial_text }),
    answer,
    back && { key: `fate.${back.name}`, work: () => choose(label, back) },
    ...(fate.name === "reissue"
      ? [
          link(
            "due.to-print.button",
            address("print", answer.lines[0]?.batch ?? ""),
            "main",
            "print",
          ),
        ]
      : []),
  );
  return true;
}

async function choose(label: Label, fate: Fate): Promise<void> {
  if (fate.fields === undefined) {
    await carryOut(label, fate, {});
    return;
  }
  const { node } = form(fate.fields, {
    key: "next",
    work: async (values) => {
      if (await carryOut(label, fate, given(values))) {
        dialog.close();
      }
    },
  });
  node.querySelector(".answers")?.append(button("no", () => dialog.close()));
  const { dialog, closed } = openDialog(say(`fate.${fate.name}`), "", node);
  node.querySelector<HTMLElement>("input")?.focus();
  await closed;
}

const TONES: Record<string, string> = {
  valid: "tone-good",
  retired: "tone-look",
  suspended: "tone-look",
  withdrawn: "tone-bad",
};

const statusKey = (label: Label): Key => {
  const key = `buyers.${label.status}`;
  return key === "buyers.retired" || key === "buyers.suspended" || key === "buyers.withdrawn"
    ? key
    : "buyers.valid";
};

const pictureOf = async (label: Label): Promise<HTMLElement> =>
  el("div", {}, (label.photo !== undefined && (await photoOf(label.serial))) || "");

async function detail(text: string): Promise<Node[]> {
  const label = await one<Label>("label show", { args: [text] });
  const batch =
    label.batch === undefined
      ? undefined
      : await one<Batch>("batch show", { args: [label.batch] }).catch(() => undefined);
  const where =
    batch &&
    (
      await list<{
        printed: boolean;
        delivered: boolean;
        first_serial: number;
        last_serial: number;
      }>("label list", { certificate: label.certificate }).catch(() => [])
    ).find((r) => r.first_serial <= label.serial && label.serial <= r.last_serial);
  const fates = (BY_STATUS[label.status] ?? [])
    .filter((name) => name !== "reissue" || label.photo === undefined) // a photo is of one piece
    .map((name) => FATES.find((f) => f.name === name))
    .filter((f): f is Fate => f !== undefined);
  return [
    el("p", { class: "crumb" }, el("a", { href: address("label") }, say("label.other"))),
    title(say("label.title", { serial: label.serial_text })),
    el(
      "div",
      { class: `verdict ${TONES[label.status] ?? ""}` },
      el(
        "strong",
        {},
        wordOf("status", label.status),
        label.reason === "sold" || !isKey(`reason.${label.reason}`)
          ? ""
          : `: ${wordOf("reason", label.reason ?? "")}`,
      ),
      el("p", {}, say(statusKey(label))),
    ),
    el(
      "div",
      { class: "block" },
      facts(
        ["certificate.product", label.product],
        ["label.whose", label.producer],
        ["producer.origin", label.origin],
        [
          "label.where",
          where &&
            el(
              "span",
              {},
              say(
                where.delivered
                  ? "label.delivered"
                  : where.printed
                    ? "label.printed"
                    : "label.unprinted",
              ),
            ),
        ],
        ["issue.lot", label.lot],
        ["product.traits", label.traits],
        ["label.issued", day(label.issued)],
        ["label.expires", day(label.expires)],
        [
          "label.certificate",
          el("a", { href: address("certificates", label.certificate) }, label.certificate),
        ],
        ["batch", chip(label.batch)],
      ),
    ),
    await pictureOf(label),
    fates.length > 0
      ? heading("h2", "label.do")
      : el("p", { class: "nothing" }, say("label.nothing")),
    el(
      "ul",
      { class: "fates" },
      ...fates.map((fate) =>
        el(
          "li",
          { class: "block" },
          button(`fate.${fate.name}`, () => choose(label, fate).catch(failed), "quiet"),
          el("p", { class: "small" }, say(`fate.${fate.name}.seen`)),
        ),
      ),
    ),
    historyOf(String(label.serial)),
  ];
}

function find(): Node[] {
  const { input, text } = textField("label-text", "label-hint");
  const problem = el("p", { class: "problem", role: "alert" });
  const node = el(
    "form",
    { class: "form block narrow" },
    el("label", { for: "label-text" }, say("label.field")),
    el("p", { class: "hint", id: "label-hint" }, say("label.field.hint")),
    el(
      "div",
      { class: "line" },
      input,
      el("button", { type: "submit", class: "button main" }, say("label.find")),
    ),
    problem,
    hasCamera() && button("camera.use", byCamera, "quiet", "label"),
  );
  node.addEventListener("submit", (event) => {
    event.preventDefault();
    seek(text(), problem);
  });
  return [
    heading("h1", "screen.label"),
    el("p", { class: "lead" }, say("label.lead")),
    node,
    undoable("label.sold", { state: "sold" }),
    undoable("label.suspended", { state: "suspended" }),
  ];
}

const LISTED = 200;

/** What can be taken back: told when it is opened, each with the way to its label. */
function undoable(key: Key, filter: Body): HTMLElement {
  const place = el("ul", { class: "rows" });
  const details = el("details", { class: "block narrow" }, el("summary", {}, say(key)), place);
  const row = (run: Run): HTMLElement =>
    el(
      "li",
      {},
      el(
        "a",
        { href: address("label", String(run.first_serial)) },
        el(
          "strong",
          {},
          run.labels === 1 ? String(run.first_serial) : `${run.first_serial}-${run.last_serial}`,
        ),
        el("span", { class: "about" }, outside(`${run.product_name} · ${run.producer_name}`)),
      ),
    );
  const fill = async (): Promise<void> => {
    const runs = (await list<Run>("label list", filter)).reverse().slice(0, LISTED);
    place.replaceChildren(
      ...(runs.length > 0 ? runs.map(row) : [el("li", { class: "nothing" }, say("list.none"))]),
    );
  };
  details.addEventListener("toggle", () => void fill().catch(failed), { once: true });
  return details;
}

async function byCamera(): Promise<void> {
  const text = await scan();
  if (text !== undefined) {
    seek(text);
  }
}

/** A serial opens its label; a label's own text is taken apart by the server. */
function seek(text: string, problem?: HTMLElement): void {
  const wanted = text.trim();
  if (wanted === "") {
    return;
  }
  void resolve(wanted).then(
    (serial) => go("label", serial),
    (error: unknown) =>
      problem === undefined ? failed(error) : (problem.textContent = visible(wordsOf(error), 2000)),
  );
}

async function resolve(text: string): Promise<string> {
  return (await one<Label>("label show", { args: [text] })).serial_text;
}

listenForScanner((text) => seek(text));

export const label: Screen = {
  id: "label",
  icon: "label",
  view: async ([serial = ""]) => (serial === "" ? find() : detail(serial)),
};
