// SPDX-License-Identifier: Apache-2.0
// A change of the root, drafted: what is filled in changes, and both sides of it are shown before it is kept.
import { call, upload, type Body, type Value } from "../api";
import { say } from "../words";
import { dropZone } from "./drop";
import { el } from "./element";
import { form, given, type Values } from "./form";

export interface Member {
  kid: string;
  name?: string;
}

export interface Before {
  certifier: string;
  url: string;
  contact?: string;
  threshold: number;
}

/** What is not as it was. */
function changes(before: Before, values: Values, key: Value | undefined): Body {
  const old: Record<string, string> = {
    name: before.certifier,
    url: before.url,
    contact: before.contact ?? "",
    threshold: String(before.threshold),
  };
  const kept = Object.entries(given(values)).filter(([name, value]) => old[name] !== value);
  const { member = "", ...rest } = Object.fromEntries(kept);
  const added = typeof member === "string" && member !== "" && key !== undefined;
  return {
    ...rest,
    ...(added ? { "add-member": [{ ...(key as { upload: string }), prefix: `${member}=` }] } : {}),
  };
}

/** A file that a command made, given back to it. */
async function again(url: string, name: string): Promise<Value> {
  const bytes = await (await fetch(url, { credentials: "same-origin" })).blob();
  return upload(new File([bytes], name));
}

/** show is given the draft: what it changes is looked at, then signed. */
export function draftForm(
  before: Before,
  members: readonly Member[],
  show: (draft: Value, file: HTMLElement) => Promise<void>,
): HTMLElement {
  let key: Value | undefined;
  const { node, refuse } = form(
    [
      { name: "name", label: "root.certifier", value: before.certifier },
      { name: "url", label: "root.url", value: before.url },
      { name: "contact", label: "root.contact", value: before.contact ?? "" },
      {
        name: "threshold",
        label: "draft.threshold",
        hint: "draft.threshold.hint",
        kind: "number",
        value: String(before.threshold),
      },
      {
        name: "remove-member",
        label: "draft.remove",
        kind: "select",
        options: [
          ["", say("draft.nobody")],
          ...members.map((m) => [m.kid, m.name ?? m.kid] as const),
        ],
      },
      { name: "member", label: "draft.add", hint: "draft.add.hint" },
    ],
    {
      key: "draft.make",
      look: "quiet",
      work: async (values) => {
        const answer = await call("root draft", {
          ...changes(before, values, key),
          o: { file: "raiz.draft" },
        });
        const [made] = answer.files;
        if (made !== undefined) {
          const link = el(
            "a",
            { class: "button quiet", href: made.url, download: made.name },
            say("draft.download"),
          );
          await show(await again(made.url, made.name), link);
        }
      },
    },
  );
  const zone = dropZone("draft.key", "draft.key.hint", ".pub,.txt,text/plain", false, ([file]) => {
    if (file !== undefined) {
      upload(file).then((sent) => (key = sent), refuse);
    }
  });
  node.querySelector(".answers")?.before(zone);
  return el("details", {}, el("summary", {}, say("draft.title")), node);
}
