// SPDX-License-Identifier: Apache-2.0
// The other ways in: a picture, a text or USB scanner, a typed serial.
import { say } from "../words";
import type { App } from "./app";
import { button, el, visible, words } from "./dom";
import { icon } from "./icons";
import { causeWords } from "./phrases";
import { textField } from "./wedge";

/** A file chooser that looks like our buttons, and works by keyboard as one. */
export function fileButton(
  key: Parameters<typeof button>[0],
  accept: string,
  chosen: (file: File) => void,
): HTMLElement {
  const input = el("input", { type: "file", accept, hidden: true, "data-for": key });
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    input.value = "";
    if (file !== undefined) {
      chosen(file);
    }
  });
  return el(
    "div",
    { class: "file" },
    input,
    button(key, () => input.click(), "second", icon("picture")),
  );
}

export function pictureWay(app: App): HTMLElement {
  const busy = el("p", { class: "small", role: "status" });
  const judge = async (file: File): Promise<void> => {
    busy.textContent = say("in.picture.busy");
    try {
      await app.judgePicture(file);
    } catch {
      busy.textContent = say("scan.reader");
    }
  };
  return el(
    "div",
    { class: "way" },
    fileButton("in.picture", "image/*", (file) => void judge(file)),
    busy,
  );
}

/** Pasted text or a USB scanner's line goes to `read`. */
export function textWay(read: (text: string) => void): HTMLElement {
  const { input, text, clear } = textField("label-text", "label-text-hint");
  const problem = el("p", { class: "problem", role: "alert" });
  const form = el(
    "form",
    { class: "way" },
    el("label", { for: "label-text" }, words("in.paste")),
    el("p", { class: "small", id: "label-text-hint" }, words("in.paste.hint")),
    el(
      "div",
      { class: "line" },
      input,
      el("button", { class: "button second" }, words("in.paste.do")),
    ),
    problem,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = text();
    problem.textContent = given === "" ? say("in.empty") : "";
    if (given !== "") {
      clear();
      read(given);
    }
  });
  return form;
}

function certifierChoice(app: App): HTMLSelectElement {
  const options = app.session.trust.held.map((h) =>
    el("option", { value: h.fingerprint }, visible(h.info.name)),
  );
  return el(
    "select",
    { id: "serial-certifier", "aria-label": say("in.serial.certifier") },
    ...options,
  );
}

export function serialWay(app: App): HTMLElement | null {
  const held = app.session.trust.held;
  if (held.length === 0) {
    return null;
  }
  const input = el("input", {
    id: "serial",
    type: "text",
    autocomplete: "off",
    autocapitalize: "characters",
    spellcheck: "false",
    maxlength: 24,
    "aria-describedby": "serial-hint",
  });
  const choice = certifierChoice(app);
  const problem = el("p", { class: "problem", role: "alert" });
  const form = el(
    "form",
    { class: "way" },
    el("label", { for: "serial" }, words("in.serial")),
    el("p", { class: "small", id: "serial-hint" }, words("in.serial.hint")),
    held.length > 1 && choice,
    el(
      "div",
      { class: "line" },
      input,
      el("button", { class: "button second" }, words("in.paste.do")),
    ),
    problem,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const answer =
      input.value.trim() === "" ? undefined : app.session.judgeSerial(choice.value, input.value);
    if (typeof answer === "object") {
      app.showAnswer(answer);
    } else {
      problem.textContent =
        answer === undefined
          ? say("in.empty")
          : say("in.serial.bad", { cause: causeWords(answer) });
    }
  });
  return form;
}
