// SPDX-License-Identifier: Apache-2.0
// Whether the registry is whole, and one more clerk at the same one.
import { call, invite } from "../api";
import { count, say } from "../words";
import { button } from "./buttons";
import { inform } from "./dialog";
import { el, heading, visible } from "./element";
import { done, failed } from "./notice";

async function check(): Promise<void> {
  const answer = await call<{ whole: boolean; labels: number; signatures_checked: number }>(
    "check",
    { all: true },
  );
  const line = answer.lines.at(-1);
  done(
    say(line?.whole === true ? "check.whole" : "check.broken", {
      n: count("n.labels", line?.signatures_checked ?? 0),
    }),
    answer,
  );
}

export const wholePart = (): HTMLElement =>
  el(
    "section",
    { class: "block", id: "part-check" },
    heading("h2", "check.title"),
    el("p", { class: "hint" }, say("check.hint")),
    button("check.button", () => check().catch(failed)),
  );

async function showInvitation(): Promise<void> {
  const url = await invite();
  await inform(
    say("invite.title"),
    el("p", {}, say("invite.how")),
    el("p", {}, el("code", {}, visible(url))),
  );
}

export const otherClerk = (): HTMLElement =>
  el(
    "section",
    { class: "block", id: "part-clerk" },
    heading("h2", "invite.heading"),
    el("p", { class: "hint" }, say("invite.hint")),
    button("invite.button", () => showInvitation().catch(failed)),
  );
