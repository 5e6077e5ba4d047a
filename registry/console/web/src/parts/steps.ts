// SPDX-License-Identifier: Apache-2.0
// The latest steps, in the tool's words: each is undone from here, or it says why it stays.
import { list, type Body } from "../api";
import type { Step } from "../records";
import { refresh } from "../router";
import { instant, say, type Key } from "../words";
import { act, type Back } from "./act";
import { button } from "./buttons";
import { openDialog } from "./dialog";
import { el, heading, outside, visible } from "./element";
import { form } from "./form";
import { done, failed } from "./notice";

interface Undoing {
  yes: Key;
  seen: Key;
  body?: Body;
  asks?: boolean; // why: buyers are told
  back?: Back; // "again" where it is not said
}

/** By the command that takes a step back. */
const UNDOING: Record<string, Undoing> = {
  undo: { yes: "tables.undo.yes", seen: "tables.undo.seen", body: { yes: true }, back: "never" },
  "producer edit": {
    yes: "steps.edit.yes",
    seen: "steps.edit.seen",
    body: { yes: true },
    back: "list",
  },
  "product edit": {
    yes: "steps.edit.yes",
    seen: "steps.edit.seen",
    body: { yes: true },
    back: "list",
  },
  resume: { yes: "fate.resume.yes", seen: "fate.resume.seen" },
  returned: {
    yes: "fate.returned.yes",
    seen: "fate.returned.seen",
    body: { yes: true },
    asks: true,
  },
  "certificate resume": { yes: "certificate.resume.yes", seen: "certificate.resume.seen" },
  "certificate cancel": {
    yes: "certificate.cancel.yes",
    seen: "certificate.cancel.seen",
    back: "never",
  },
};

const changes = (step: Step): Node[] =>
  (step.changes ?? []).map((change) =>
    el("p", { class: "small" }, visible(say("steps.change", change), 1000)),
  );

async function carryOut(step: Step, how: Undoing, more: Body): Promise<boolean> {
  const { command, of, fields } = step.undo ?? { command: "", of: "" };
  const answer = await act({
    command,
    body: { args: [of], ...how.body, ...fields, ...more },
    title: say("steps.ask"),
    yes: how.yes,
    places: () => ({ id: of, serial: of }),
    back: how.back ?? "again",
    seen: how.seen,
    about: () => [el("p", {}, visible(step.text, 2000)), ...changes(step)],
  });
  if (answer === undefined) {
    return false;
  }
  await refresh();
  done(say("steps.done"), answer);
  return true;
}

async function undo(step: Step, how: Undoing): Promise<void> {
  if (!how.asks) {
    await carryOut(step, how, {});
    return;
  }
  const { node } = form(
    [{ name: "reason", label: "reason", hint: "label.reason.hint", required: true }],
    {
      key: "next",
      work: async (values) => {
        if (await carryOut(step, how, values)) {
          dialog.close();
        }
      },
    },
  );
  node.querySelector(".answers")?.append(button("no", () => dialog.close()));
  const { dialog, closed } = openDialog(
    say("steps.ask"),
    "",
    el("p", {}, visible(step.text, 2000)),
    node,
  );
  node.querySelector<HTMLElement>("input")?.focus();
  await closed;
}

function stepItem(step: Step): HTMLElement {
  const how = UNDOING[step.undo?.command ?? ""];
  const press = how && button("steps.undo", () => undo(step, how).catch(failed));
  press?.setAttribute("aria-label", `${say("steps.undo")}: ${step.text}`);
  return el(
    "li",
    { class: "line-item" },
    el(
      "div",
      {},
      visible(step.text, 2000),
      ...changes(step),
      el("p", { class: "small" }, `${instant(step.at)} · `, outside(step.who)),
    ),
    press ?? el("p", { class: "small stays" }, visible(step.stays_text ?? "")),
  );
}

const FEW = 6;
const MANY = 60;

/** The part of a screen that shows them. */
export async function stepsPart(): Promise<HTMLElement> {
  const rows = async (n: number): Promise<HTMLElement[]> =>
    (await list<Step>("history", { newest: n })).map(stepItem);
  const first = await rows(FEW);
  const place = el("ol", { class: "plain latest" }, ...first);
  const more = button("steps.more", () =>
    rows(MANY).then((all) => {
      place.replaceChildren(...all);
      more.remove();
      (place.children[FEW]?.querySelector("button") ?? place).focus();
    }, failed),
  );
  place.tabIndex = -1;
  return el(
    "section",
    { class: "block", id: "part-steps" },
    heading("h2", "steps.title"),
    el("p", { class: "hint" }, say("steps.hint")),
    place,
    first.length === FEW && more,
  );
}
