// SPDX-License-Identifier: Apache-2.0
// A producer's statement for whoever lends: only with their consent, which is noted here and taken back.
import { call } from "../api";
import type { Producer } from "../records";
import { refresh } from "../router";
import { day, say } from "../words";
import { button } from "./buttons";
import { ask } from "./dialog";
import { el, visible } from "./element";
import { form, given, type Field } from "./form";
import { done, failed } from "./notice";

async function make(p: Producer, values: Record<string, string | true>): Promise<void> {
  const answer = await call("statement", {
    args: [p.id],
    ...values,
    to: "pdf",
    o: { file: `constancia-${p.id}.pdf` },
  });
  await refresh();
  done(say("statement.done"), answer);
}

async function end(p: Producer): Promise<void> {
  const yes = await ask({
    title: say("statement.end.ask", { name: p.name }),
    yes: "statement.end",
    about: [
      el("p", {}, el("strong", {}, say("seen.title")), " ", say("statement.end.seen")),
      el("p", { class: "small" }, say("seen.again")),
    ],
  });
  if (yes) {
    await call("statement", { args: [p.id], "end-consent": true });
    await refresh();
    done(say("statement.ended"));
  }
}

export function statementPart(p: Producer): HTMLElement {
  const year = new Date().getFullYear();
  const consent: Field = {
    name: "consent",
    label: "statement.consent",
    hint: "statement.consent.hint",
    required: true,
  };
  const made = form(
    [
      {
        name: "from",
        label: "statement.from",
        kind: "date",
        required: true,
        value: `${year}-01-01`,
      },
      {
        name: "until",
        label: "statement.until",
        kind: "date",
        required: true,
        value: `${year}-12-31`,
      },
      ...(p.consent === undefined ? [consent] : []),
    ],
    { key: "statement.make", look: "quiet", work: (values) => make(p, given(values)) },
  );
  return el(
    "details",
    { class: "block narrow", id: "part-statement" },
    el("summary", {}, say("statement.title")),
    el("p", { class: "hint" }, say("statement.hint")),
    p.consent !== undefined &&
      el(
        "p",
        {},
        say("statement.consented", { date: day(p.consent) }),
        " ",
        visible(p.consent_note ?? "", 500),
      ),
    made.node,
    p.consent !== undefined &&
      el("p", {}, button("statement.end", () => end(p).catch(failed), "quiet")),
  );
}
