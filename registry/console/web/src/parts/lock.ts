// SPDX-License-Identifier: Apache-2.0
// The lock: whether what needs a signature can be done without asking. Always in view, and it can be closed.
import * as api from "../api";
import { say } from "../words";
import { button } from "./buttons";
import { openDialog } from "./dialog";
import { byId, el, tell } from "./element";
import { form } from "./form";
import { icon } from "./icons";

let locked = true;

/** Asks for the passphrase. One dialog, however many ask. */
let asking: Promise<boolean> | undefined;

async function askOnce(): Promise<boolean> {
  const { node } = form(
    [{ name: "passphrase", label: "lock.passphrase", kind: "password", required: true }],
    {
      key: "lock.open",
      work: async ({ passphrase = "" }) => {
        const answer = await api.unlock(passphrase);
        if (answer === true) {
          dialog.close("yes");
        } else {
          throw new api.Refused(answer, "passphrase", "passphrase", [], []);
        }
      },
    },
  );
  const no = button("no", () => dialog.close(""));
  node.querySelector(".answers")?.append(no);
  const { dialog, closed } = openDialog(say("lock.title"), "", el("p", {}, say("lock.why")), node);
  node.querySelector("input")?.focus();
  return (await closed) === "yes";
}

function unlock(): Promise<boolean> {
  asking ??= askOnce().finally(() => {
    asking = undefined;
  });
  return asking;
}

async function press(): Promise<void> {
  if (locked) {
    await unlock();
  } else {
    await api.lock();
  }
}

export function lockButton(): HTMLElement {
  const node = el("button", {
    type: "button",
    id: "lock",
    class: "lock",
    on: { click: () => void press() },
  });
  dress(node);
  return node;
}

function dress(node: HTMLElement): void {
  node.classList.toggle("is-open", !locked);
  node.title = say(locked ? "lock.isClosed" : "lock.isOpen");
  node.replaceChildren(
    icon(locked ? "locked" : "open"),
    el("span", {}, say(locked ? "lock.closed" : "lock.opened")),
  );
}

function show(now: boolean): void {
  if (now !== locked) {
    locked = now;
    dress(byId("lock"));
    tell(say(locked ? "lock.isClosed" : "lock.isOpen"));
  }
}

const EVERY = 30_000; // milliseconds: it closes by itself after ten minutes of rest

export function watchLock(first: boolean): void {
  locked = first;
  api.hooks.unlock = unlock;
  api.hooks.locked = show;
  setInterval(
    () =>
      void api
        .isLocked()
        .then(show)
        .catch(() => undefined),
    EVERY,
  );
}
