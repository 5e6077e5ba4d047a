// SPDX-License-Identifier: Apache-2.0
// What was done, told above the screen until the next one: the server's words, files to open, and how to undo.
import { Gone, Outside, Refused, type Answer } from "../api";
import { language, say, type Key } from "../words";
import { button } from "./buttons";
import { el, tell, visible, type Child } from "./element";
import { icon } from "./icons";
import { forWindow } from "./messages";

let told: HTMLElement | undefined;

export function clearNotice(): void {
  told?.remove();
  told = undefined;
}

function put(look: string, ...children: Child[]): void {
  clearNotice();
  const close = button("close", clearNotice, "link", "close");
  told = el(
    "div",
    { class: `notice ${look}`, role: "group", tabindex: "-1", "aria-label": say("notice.label") },
    el("div", { class: "notice-text" }, ...children),
    close,
  );
  document.getElementById("main")?.prepend(told);
  told.scrollIntoView({ block: "nearest" });
}

type Taken = Pick<Answer<unknown>, "files" | "folders">;

/** Links to what a command made: its files, and its folders packed. */
export const fileLinks = (answer: Taken): HTMLElement[] =>
  [
    ...(answer.files ?? []).map((file) => [file.url, file.name] as const),
    ...(answer.folders ?? []).flatMap(({ zip, name }) =>
      zip === undefined ? [] : [[zip, `${name}.zip`] as const],
    ),
  ].map(([href, name]) =>
    el(
      "a",
      { class: "button quiet", href, download: name, lang: language() },
      icon("file"),
      el("span", {}, visible(name)),
    ),
  );

export interface Undo {
  key: Key;
  work: () => Promise<void>;
}

export function done(
  text: string,
  answer?: Pick<Answer<unknown>, "messages"> & Taken,
  undo?: Undo,
  ...links: HTMLElement[]
): void {
  const messages = forWindow(answer?.messages ?? []).map((message) =>
    el("p", { class: "small" }, visible(message, 2000)),
  );
  const more = [
    ...links,
    ...(answer === undefined ? [] : fileLinks(answer)),
    ...(undo ? [button(undo.key, () => undo.work().catch(failed))] : []),
  ];
  put(
    "good",
    el("p", {}, el("strong", {}, text)),
    ...messages,
    more.length > 0 && el("div", { class: "row" }, ...more),
  );
  tell(text);
}

/** The server's words for it, or ours where there are none of its. */
export const wordsOf = (error: unknown): string =>
  error instanceof Refused
    ? (forWindow([error.message])[0] ?? error.message)
    : say(error instanceof Gone ? "gone" : error instanceof Outside ? "outside" : "failed");

/** What went wrong, in the server's words. */
export function failed(error: unknown): void {
  if (error instanceof Refused && error.rule === "locked") {
    return; // the person gave up
  }
  const text = wordsOf(error);
  put("bad", el("p", {}, el("strong", {}, visible(text, 2000))));
  tell(text);
  if (!(error instanceof Refused || error instanceof Gone || error instanceof Outside)) {
    console.error(error);
  }
}
