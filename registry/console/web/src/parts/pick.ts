// SPDX-License-Identifier: Apache-2.0
// A field that finds one of thousands by some letters of it, without their accents.
import { fold, say } from "../words";
import { el, outside } from "./element";

export interface Choice {
  value: string; // "R1"
  text: string;
  more?: string;
}

const MOST = 8; // shown at once

export function pickField(
  id: string,
  choices: readonly Choice[],
  first = "",
): { node: HTMLElement; input: HTMLInputElement; value: () => string } {
  const folded = choices.map((choice) =>
    fold(`${choice.value} ${choice.text} ${choice.more ?? ""}`),
  );
  const labelOf = (choice: Choice): string => `${choice.text} (${choice.value})`;
  let chosen = choices.find((choice) => choice.value === first);
  let shown: Choice[] = [];
  let active = -1;
  const list = el("ul", {
    id: `${id}l`,
    class: "choices",
    role: "listbox",
    "aria-label": say("pick.found"),
    hidden: true,
  });
  const input = el("input", {
    id,
    type: "text",
    role: "combobox",
    autocomplete: "off",
    "aria-expanded": "false",
    "aria-controls": `${id}l`,
    "aria-autocomplete": "list",
    placeholder: say("pick.hint"),
    value: chosen && labelOf(chosen),
  });

  const close = (): void => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (choice: Choice): void => {
    chosen = choice;
    input.value = labelOf(choice);
    close();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const mark = (to: number): void => {
    active = (to + shown.length) % shown.length;
    [...list.children].forEach((node, i) =>
      node.setAttribute("aria-selected", String(i === active)),
    );
    input.setAttribute("aria-activedescendant", `${id}o${active}`);
  };
  const open = (): void => {
    const parts = fold(chosen && input.value === labelOf(chosen) ? "" : input.value).split(/\s+/);
    shown = choices
      .filter((_, i) => parts.every((part) => folded[i]?.includes(part)))
      .slice(0, MOST);
    list.replaceChildren(
      ...shown.map((choice, i) =>
        el(
          "li",
          {
            id: `${id}o${i}`,
            role: "option",
            "aria-selected": "false",
            on: { pointerdown: (event) => (event.preventDefault(), take(choice)) },
          },
          el("span", {}, outside(choice.text)),
          el(
            "span",
            { class: "small" },
            outside([choice.value, choice.more].filter(Boolean).join(" · ")),
          ),
        ),
      ),
    );
    list.hidden = shown.length === 0;
    active = -1;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };

  input.addEventListener("input", () => {
    chosen = undefined;
    open();
  });
  input.addEventListener("click", open);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) {
        open();
      }
      if (shown.length > 0) {
        mark(active + (event.key === "ArrowDown" ? 1 : active < 0 ? 0 : -1));
      }
    } else if (event.key === "Enter" && !list.hidden && shown[Math.max(active, 0)] !== undefined) {
      event.preventDefault();
      take(shown[Math.max(active, 0)] as Choice);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      event.preventDefault();
      close();
    }
  });
  const value = (): string => {
    const typed = input.value.trim();
    const same = choices.find(
      (c) => labelOf(c) === typed || c.value.toLowerCase() === typed.toLowerCase(),
    );
    return (chosen ?? same)?.value ?? typed;
  };
  return { node: el("div", { class: "pick" }, input, list), input, value };
}
