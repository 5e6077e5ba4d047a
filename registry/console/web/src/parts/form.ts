// SPDX-License-Identifier: Apache-2.0
// Forms: fields with their labels and hints, and what was refused beside the field that it is about.
import { Refused } from "../api";
import { say, type Key } from "../words";
import { busy, type Look } from "./buttons";
import { el, newId, tell, visible, type Child } from "./element";
import { wordsOf } from "./notice";
import { pickField, type Choice } from "./pick";

export interface Field {
  name: string; // the command's option
  label: Key;
  hint?: Key;
  kind?: "text" | "date" | "number" | "check" | "select" | "area" | "password" | "pick" | "colour";
  value?: string;
  options?: readonly (readonly [string, string])[];
  choices?: readonly Choice[]; // of a pick
  required?: boolean;
}

export type Values = Readonly<Record<string, string>>;

interface Drawn {
  node: HTMLElement;
  value: () => string;
  control: HTMLElement;
  refuse: (text: string) => void;
}

function controlOf(
  field: Field,
  id: string,
): HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement {
  const usual = { id, name: field.name, required: field.required ?? false, autocomplete: "off" };
  switch (field.kind) {
    case "select":
      return el(
        "select",
        { id, name: field.name },
        ...(field.options ?? []).map(([value, text]) =>
          el("option", { value, selected: value === field.value }, visible(text)),
        ),
      );
    case "area":
      return el("textarea", { ...usual, rows: 3 }, field.value ?? "");
    case "check":
      return el("input", {
        id,
        name: field.name,
        type: "checkbox",
        checked: field.value === "true",
      });
    case "number":
      return el("input", {
        ...usual,
        type: "number",
        min: 1,
        step: 1,
        inputmode: "numeric",
        value: field.value,
      });
    case "date":
      return el("input", { ...usual, type: "date", value: field.value });
    case "colour":
      return el("input", { ...usual, type: "color", value: field.value });
    case "password":
      return el("input", { ...usual, type: "password", value: field.value });
    default:
      return el("input", { ...usual, type: "text", maxlength: 2000, value: field.value });
  }
}

function drawField(field: Field): Drawn {
  const id = newId();
  const picked =
    field.kind === "pick" ? pickField(id, field.choices ?? [], field.value) : undefined;
  const control = picked?.input ?? controlOf(field, id);
  const problem = el("p", { class: "problem", id: `${id}p` });
  const hint =
    field.hint !== undefined && el("p", { class: "hint", id: `${id}h` }, say(field.hint));
  control.setAttribute("aria-describedby", hint ? `${id}h ${id}p` : `${id}p`);
  const label = el("label", { for: id }, say(field.label));
  const node =
    field.kind === "check"
      ? el("div", { class: "field" }, el("div", { class: "option" }, control, label), hint, problem)
      : el("div", { class: "field" }, label, hint, picked?.node ?? control, problem);
  const value = (): string => {
    if (picked !== undefined) {
      return picked.value();
    }
    return control instanceof HTMLInputElement && control.type === "checkbox"
      ? String(control.checked)
      : control.value.trim();
  };
  const refuse = (text: string): void => {
    problem.textContent = text;
    control.toggleAttribute("aria-invalid", text !== "");
    if (text !== "") {
      control.setAttribute("aria-invalid", "true");
    }
  };
  return { node, value, control, refuse };
}

export interface Form {
  node: HTMLFormElement;
  values: () => Values;
  refuse: (error: unknown) => void;
}

/** A form that hands its values to submit; what submit throws is told here. */
export function form(
  fields: readonly Field[],
  submit: { key: Key; look?: Look; work: (values: Values) => Promise<void> },
  ...more: Child[]
): Form {
  const drawn = new Map(fields.map((field) => [field.name, drawField(field)]));
  const problem = el("p", { class: "problem", role: "alert" });
  const press = el(
    "button",
    { type: "submit", class: `button ${submit.look ?? "main"}` },
    say(submit.key),
  );
  const values = (): Values => Object.fromEntries([...drawn].map(([name, d]) => [name, d.value()]));
  const clear = (): void => {
    problem.textContent = "";
    drawn.forEach((d) => d.refuse(""));
  };
  const refuse = (error: unknown): void => {
    const words = wordsOf(error);
    const field = error instanceof Refused ? drawn.get(error.field ?? "") : undefined;
    if (field !== undefined) {
      field.refuse(visible(words, 2000));
      field.control.focus();
    } else {
      problem.textContent = visible(words, 2000);
    }
    tell(words);
  };
  const missing = (): boolean => {
    const first = fields.find((f) => f.required && drawn.get(f.name)?.value() === "");
    if (first !== undefined) {
      drawn.get(first.name)?.refuse(say("missing"));
      drawn.get(first.name)?.control.focus();
    }
    return first !== undefined;
  };
  const node = el(
    "form",
    { class: "form", novalidate: true },
    ...[...drawn.values()].map((d) => d.node),
    ...more,
    problem,
    el("div", { class: "row answers" }, press),
  );
  node.addEventListener("submit", (event) => {
    event.preventDefault();
    void busy(press, async () => {
      clear();
      if (missing()) {
        return;
      }
      try {
        await submit.work(values());
      } catch (error) {
        refuse(error);
      }
    });
  });
  return { node, values, refuse };
}

/** The values that were given, as options: empty ones are left out, ticked ones are true. */
export function given(values: Values): Record<string, string | true> {
  const entries = Object.entries(values).filter(([, value]) => value !== "" && value !== "false");
  return Object.fromEntries(
    entries.map(([name, value]) => [name, value === "true" ? true : value]),
  );
}
