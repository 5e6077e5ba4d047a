// SPDX-License-Identifier: Apache-2.0
// A change of who may sign: the draft is looked at from both sides, signed, and made the new root.
import { call, list, one, upload, type Answer, type Value } from "../api";
import type { Scheme } from "../records";
import { refresh } from "../router";
import { number, say } from "../words";
import { act } from "./act";
import { button } from "./buttons";
import { draftForm } from "./draft";
import { dropZone } from "./drop";
import { el, heading, outside, visible } from "./element";
import { chip, facts } from "./facts";
import { form, given } from "./form";
import { done, failed } from "./notice";

interface Root {
  version: number;
  certifier: string;
  url: string;
  contact?: string;
  threshold: number;
  members: number;
  fingerprint: string;
  keys: { kid: string; role: string; name?: string }[];
}

/** What the tool tells of it, line by line: what changes, until now and from now on, who signed. */
const told = (answer: Pick<Answer<unknown>, "messages">): HTMLElement =>
  el(
    "pre",
    { class: "told", tabindex: "0" },
    visible(answer.messages.join("\n"), 20_000).replaceAll("\\u{a}", "\n"),
  );

async function addScheme(values: Readonly<Record<string, string>>): Promise<void> {
  const answer = await act<Scheme>({
    command: "scheme add",
    body: given(values),
    title: say("scheme.ask", { name: values["name"] ?? "" }),
    yes: "scheme.yes",
    back: "never",
    seen: "scheme.seen",
  });
  if (answer !== undefined) {
    await refresh();
    done(say("scheme.done"), answer);
  }
}

function schemes(all: readonly Scheme[]): HTMLElement {
  const next = all.reduce((most, s) => Math.max(most, s.code), 0) + 1;
  const made = form(
    [
      { name: "name", label: "scheme.name", hint: "scheme.name.hint", required: true },
      { name: "name-en", label: "scheme.nameEn" },
      {
        name: "code",
        label: "scheme.code",
        hint: "scheme.code.hint",
        kind: "number",
        required: true,
        value: String(next),
      },
    ],
    { key: "scheme.add", look: "quiet", work: addScheme },
  );
  return el(
    "div",
    {},
    heading("h3", "scheme.title"),
    el(
      "ul",
      { class: "plain" },
      ...all.map((s) =>
        el(
          "li",
          { class: "line-item" },
          el(
            "span",
            {},
            chip(s.id),
            " ",
            outside(s.name),
            " ",
            el("span", { class: "small" }, outside(s.name_en ?? "")),
          ),
        ),
      ),
    ),
    el("details", {}, el("summary", {}, say("scheme.add")), made.node),
  );
}

/** A draft, made here or given: shown first, and only then signed. */
function ceremony(root: Root): HTMLElement {
  const place = el("div", { "aria-live": "polite" });
  const show = async (draft: Value, file?: HTMLElement): Promise<void> => {
    const shown = await call("root show", { args: [draft] });
    const sign = async (): Promise<void> => {
      const answer = await act({
        command: "root approve",
        body: { args: [draft], yes: true, o: { file: "raiz.draft" } },
        title: say("root.sign.ask"),
        yes: "root.sign",
        back: "never",
        seen: "root.sign.seen",
      });
      if (answer !== undefined) {
        done(say("root.signed"), answer);
      }
    };
    const assemble = async (): Promise<void> => {
      const answer = await act({
        command: "root assemble",
        body: { args: [draft] },
        title: say("root.assemble.ask"),
        yes: "root.assemble",
        back: "never",
        seen: "root.assemble.seen",
      });
      if (answer !== undefined) {
        await refresh();
        done(say("root.assembled"), answer);
      }
    };
    place.replaceChildren(
      told(shown),
      el(
        "div",
        { class: "row" },
        button("root.sign", () => sign().catch(failed), "main"),
        button("root.assemble", () => assemble().catch(failed)),
        file,
      ),
    );
  };
  const zone = dropZone(
    "root.draft",
    "root.draft.hint",
    ".draft,application/octet-stream",
    false,
    ([file]) => {
      void (async () => {
        if (file !== undefined) {
          place.replaceChildren(); // so that nobody signs the one before it meanwhile
          await show(await upload(file));
        }
      })().catch(failed);
    },
  );
  return el(
    "div",
    {},
    heading("h3", "root.change"),
    el("p", { class: "hint" }, say("root.change.hint")),
    draftForm(
      root,
      root.keys.filter((key) => key.role === "member"),
      show,
    ),
    zone,
    place,
  );
}

export async function rootPart(): Promise<HTMLElement> {
  const [root, all] = await Promise.all([one<Root>("root show"), list<Scheme>("scheme list")]);
  return el(
    "section",
    { class: "block", id: "part-root" },
    heading("h2", "root.title"),
    facts(
      ["root.certifier", root.certifier],
      ["root.url", root.url],
      ["root.contact", root.contact],
      ["root.version", number(root.version)],
      [
        "root.members",
        el("span", {}, say("root.threshold", { k: root.threshold, n: root.members })),
      ],
      [
        "root.fingerprint",
        el("code", {}, (root.fingerprint.slice(0, 32).match(/.{4}/g) ?? []).join(" ")),
      ],
    ),
    schemes(all),
    ceremony(root),
  );
}
