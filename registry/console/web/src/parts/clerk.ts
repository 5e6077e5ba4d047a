// SPDX-License-Identifier: Apache-2.0
// Who is at the window: what is done is noted under this name, beside the account's.
import * as api from "../api";
import { say } from "../words";
import { el } from "./element";
import { form } from "./form";

const KEPT = "sello-clerk";

/** A session that does not know is told the name that this browser kept. */
export async function tellClerk(hello: api.Hello): Promise<void> {
  const kept = localStorage.getItem(KEPT) ?? "";
  if (kept !== "" && hello.clerk === "") {
    await api.nameClerk(kept).catch(() => localStorage.removeItem(KEPT));
  }
}

/** Asks where nobody has said so; can be said again. */
export function clerkForm(): HTMLElement {
  const name = localStorage.getItem(KEPT) ?? "";
  const { node } = form([{ name: "name", label: "clerk.name", hint: "clerk.hint", value: name }], {
    key: "save",
    look: "quiet",
    work: async (values) => {
      const said = values["name"] ?? "";
      await api.nameClerk(said);
      localStorage.setItem(KEPT, said);
      summary.textContent = words(said);
      details.open = false;
    },
  });
  const words = (said: string): string =>
    said === "" ? say("clerk.ask") : say("clerk.is", { name: said });
  const summary = el("summary", {}, words(name));
  const details = el("details", { class: "clerk block narrow", open: name === "" }, summary, node);
  return details;
}
