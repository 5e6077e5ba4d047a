// SPDX-License-Identifier: Apache-2.0
// The keys: what each is for, where it is, its page of paper.
import { call, list } from "../api";
import { say, wordOf } from "../words";
import { button } from "./buttons";
import { openDialog } from "./dialog";
import { el, heading, outside } from "./element";
import { chip } from "./facts";
import { form } from "./form";
import { done, failed } from "./notice";

interface Key {
  kid: string;
  role: string;
  name?: string;
  state: string;
  file?: string;
}

async function paper(key: Key): Promise<void> {
  const answer = await call("key backup", { args: [key.kid], o: { file: `llave-${key.kid}.pdf` } });
  done(say("key.paper.done"), answer);
}

async function passphrase(key: Key): Promise<void> {
  const { node } = form(
    [
      { name: "old", label: "key.old", kind: "password", required: true },
      { name: "new", label: "key.new", hint: "key.new.hint", kind: "password", required: true },
    ],
    {
      key: "key.passphrase",
      work: async (values) => {
        await call("key passphrase", {
          args: [key.kid],
          passphrase: values["old"] ?? "",
          "new-passphrase": values["new"] ?? "",
        });
        dialog.close();
        done(say("key.passphrase.done"));
      },
    },
  );
  node.querySelector(".answers")?.append(button("no", () => dialog.close()));
  const { dialog, closed } = openDialog(
    say("key.passphrase"),
    "",
    el("p", {}, say("key.passphrase.why")),
    node,
  );
  await closed;
}

function row(key: Key): HTMLElement {
  const here = key.file !== undefined;
  return el(
    "li",
    { class: "line-item" },
    el(
      "span",
      {},
      el("strong", {}, key.name === undefined ? wordOf("role", key.role) : outside(key.name)),
      " ",
      chip(wordOf("role", key.role)),
      " ",
      key.state === "active" || key.state === "member" ? "" : chip(wordOf("keystate", key.state)),
      " ",
      el("span", { class: "small" }, key.kid, " · ", say(here ? "key.here" : "key.elsewhere")),
    ),
    here &&
      el(
        "span",
        { class: "row" },
        button("key.paper", () => paper(key).catch(failed), "quiet", "print"),
        button("key.passphrase", () => passphrase(key).catch(failed)),
      ),
  );
}

export async function keysPart(): Promise<HTMLElement> {
  const keys = await list<Key>("key list");
  return el(
    "section",
    { class: "block", id: "part-keys" },
    heading("h2", "key.title"),
    el("p", { class: "hint" }, say("key.hint")),
    el("ul", { class: "plain" }, ...keys.map(row)),
  );
}
