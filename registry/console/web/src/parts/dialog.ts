// SPDX-License-Identifier: Apache-2.0
// Dialogs: a title, what it is about, and buttons that say what they do.
import type { Key, Places } from "../words";
import { button, type Look } from "./buttons";
import { el, newId, type Child } from "./element";

/** Shows a dialog and waits for its close; it is taken away then, and the focus goes back. */
export function openDialog(
  name: string,
  look: string,
  ...children: Child[]
): { dialog: HTMLDialogElement; closed: Promise<string> } {
  const id = newId();
  const dialog = el(
    "dialog",
    { class: `dialog ${look}`, "aria-labelledby": id },
    el("h2", { id }, name),
    ...children,
  );
  document.body.append(dialog);
  const closed = new Promise<string>((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
  });
  dialog.showModal();
  return { dialog, closed };
}

export interface Question {
  title: string;
  about: readonly Child[];
  yes: Key;
  places?: Places;
  look?: Look;
}

/** True where the person said yes, by the button that names what happens. */
export async function ask(question: Question): Promise<boolean> {
  const yes = button(
    question.yes,
    () => dialog.close("yes"),
    question.look ?? "main",
    undefined,
    question.places,
  );
  const no = button("no", () => dialog.close(""));
  const { dialog, closed } = openDialog(
    question.title,
    "",
    ...question.about,
    el("div", { class: "row answers" }, yes, no),
  );
  no.focus();
  return (await closed) === "yes";
}

export async function inform(title: string, ...about: Child[]): Promise<void> {
  const fine = button("close", () => dialog.close(), "quiet");
  const { dialog, closed } = openDialog(
    title,
    "",
    ...about,
    el("div", { class: "row answers" }, fine),
  );
  await closed;
}
