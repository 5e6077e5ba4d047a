// SPDX-License-Identifier: Apache-2.0
// What may be done with a certificate, by its state; whether it may is the server's to say.
import { call, type Body } from "../api";
import type { Certificate } from "../records";
import { address, refresh } from "../router";
import { count, say, type Key } from "../words";
import { act, type Back } from "./act";
import { button, link } from "./buttons";
import { openDialog } from "./dialog";
import { el } from "./element";
import { form, given, type Field } from "./form";
import { done, failed, type Undo } from "./notice";

interface Change {
  verb: "inspect" | "grant" | "renew" | "suspend" | "resume" | "withdraw" | "cancel";
  fields: readonly Field[];
  seen: Key;
  back: Back;
  undo?: (c: Certificate) => Undo;
}

const note: Field = {
  name: "note",
  label: "certificate.note",
  hint: "certificate.note.hint",
  kind: "area",
};
const reason: Field = {
  name: "reason",
  label: "reason",
  hint: "certificate.reason.hint",
  required: true,
};

const CHANGES: Record<Change["verb"], Change> = {
  inspect: {
    verb: "inspect",
    seen: "certificate.inspect.seen",
    back: "again",
    fields: [
      {
        name: "result",
        label: "certificate.result",
        kind: "select",
        get options() {
          return [
            ["pass", say("result.pass")],
            ["fail", say("result.fail")],
          ] as const;
        },
      },
      note,
    ],
  },
  grant: {
    verb: "grant",
    seen: "certificate.grant.seen",
    back: "never",
    fields: [
      { name: "from", label: "certificate.from", hint: "certificate.from.hint", kind: "date" },
      { name: "until", label: "certificate.until", hint: "certificate.until.hint", kind: "date" },
      note,
    ],
  },
  renew: {
    verb: "renew",
    seen: "certificate.renew.seen",
    back: "again",
    fields: [
      { name: "until", label: "certificate.until", hint: "certificate.until.hint", kind: "date" },
      note,
    ],
  },
  suspend: {
    verb: "suspend",
    seen: "certificate.suspend.seen",
    back: "list",
    fields: [reason],
    undo: (c) => ({ key: "certificate.resume", work: () => change(c, CHANGES.resume) }),
  },
  resume: { verb: "resume", seen: "certificate.resume.seen", back: "again", fields: [] },
  withdraw: { verb: "withdraw", seen: "certificate.withdraw.seen", back: "never", fields: [reason] },
  cancel: { verb: "cancel", seen: "certificate.cancel.seen", back: "never", fields: [] },
};

const BY_STATE: Record<string, readonly Change["verb"][]> = {
  applied: ["inspect", "cancel"],
  inspected: ["grant", "inspect", "cancel"],
  failed: ["inspect", "cancel"],
  granted: ["renew", "suspend", "withdraw"],
  suspended: ["resume", "withdraw"],
};

/** Carried out, or given up by the person. */
async function carryOut(
  c: Certificate,
  { verb, seen, back, undo }: Change,
  body: Body,
): Promise<boolean> {
  const asks = verb === "suspend" || verb === "withdraw";
  const answer = await act<{ labels?: number; changed?: number }>({
    command: `certificate ${verb}`,
    body: { args: [c.id], ...(asks ? { yes: true } : {}), ...body },
    title: say(`certificate.${verb}.ask`, {
      id: c.id,
      product: c.product_name,
      producer: c.producer_name,
    }),
    yes: `certificate.${verb}.yes`,
    places: () => ({ id: c.id }),
    back,
    seen,
    about: (plan) =>
      plan.changed === undefined ? [] : [el("p", {}, count("plan.labels", plan.changed))],
  });
  if (answer === undefined) {
    return false;
  }
  await refresh();
  done(say(`certificate.${verb}.done`, { id: c.id }), answer, undo?.(c));
  return true;
}

async function change(c: Certificate, what: Change): Promise<void> {
  if (what.fields.length === 0) {
    await carryOut(c, what, {});
    return;
  }
  const { node } = form(what.fields, {
    key: "next",
    work: async (values) => {
      if (await carryOut(c, what, given(values))) {
        dialog.close();
      }
    },
  });
  node.querySelector(".answers")?.append(button("no", () => dialog.close()));
  const { dialog, closed } = openDialog(say(`certificate.${what.verb}`), "", node);
  node.querySelector<HTMLElement>("select, input, textarea")?.focus();
  await closed;
}

async function print(c: Certificate): Promise<void> {
  const answer = await call("certificate print", {
    args: [c.id],
    to: "pdf",
    o: { file: `certificado-${c.id}.pdf` },
  });
  done(say("certificate.print.done"), answer);
}

export function certificateActions(c: Certificate): HTMLElement {
  const granted = c.state === "granted";
  const verbs = BY_STATE[c.state] ?? [];
  const look = (verb: Change["verb"], i: number) =>
    (verb === "withdraw" || verb === "cancel"
      ? "quiet"
      : i === 0 && !granted
        ? "main"
        : "quiet") as "main" | "quiet";
  return el(
    "div",
    { class: "row" },
    granted && link("certificate.issue", address("issue", c.id), "main", "issue"),
    ...verbs.map((verb, i) =>
      button(`certificate.${verb}`, () => change(c, CHANGES[verb]).catch(failed), look(verb, i)),
    ),
    granted && button("certificate.print", () => print(c).catch(failed), "quiet", "print"),
  );
}
