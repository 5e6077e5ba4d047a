// SPDX-License-Identifier: Apache-2.0
// A field that takes pasted text, and a USB scanner's keys whatever the keyboard's layout; and a
// listener for a scanner that is used while no field has the cursor.
import { labelOf, textOfStrokes, type Stroke } from "../app/keys";
import { el } from "./element";

const strokeOf = (event: KeyboardEvent): Stroke => ({
  key: event.key,
  code: event.code,
  shift: event.shiftKey,
});

/** Keys that make text; a phone's own keyboard tells none. */
const makesText = (event: KeyboardEvent): boolean =>
  [...event.key].length === 1 || event.key === "Dead";

const LEAST_STROKES = 17;

export function textField(
  id: string,
  hint: string,
): { input: HTMLInputElement; text: () => string; clear: () => void } {
  const input = el("input", {
    id,
    type: "text",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    maxlength: 4096,
    "aria-describedby": hint,
  });
  let strokes: Stroke[] = [];
  input.addEventListener("keydown", (event) => {
    if (makesText(event) && !(event.ctrlKey !== event.altKey) && !event.metaKey) {
      strokes.push(strokeOf(event));
    }
  });
  input.addEventListener("input", (event) => {
    const how = (event as InputEvent).inputType;
    if (how !== "insertText" || input.value === "") {
      strokes = []; // pasted, corrected or composed: the text itself is right
    }
  });
  const text = (): string =>
    strokes.length >= LEAST_STROKES ? textOfStrokes(strokes) : labelOf(input.value);
  const clear = (): void => {
    strokes = [];
    input.value = "";
  };
  return { input, text, clear };
}

const PAUSE = 500; // milliseconds; scanners send a key every 2 to 40

const QUICK_FIND = ["/", "'"]; // Firefox looks for what is typed behind them, and the page hears no more

const inField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches("input, select, textarea");

export function listenForScanner(read: (text: string) => void): void {
  let strokes: Stroke[] = [];
  let last = 0;
  addEventListener(
    "keydown",
    (event) => {
      if (inField(event.target) || event.isComposing) {
        return;
      }
      strokes = event.timeStamp - last > PAUSE ? [] : strokes;
      last = event.timeStamp;
      if ((event.key === "Enter" || event.key === "Tab") && strokes.length >= LEAST_STROKES) {
        event.preventDefault();
        const text = textOfStrokes(strokes);
        strokes = [];
        read(text);
      } else if (makesText(event)) {
        strokes.push(strokeOf(event));
        if (QUICK_FIND.includes(event.key) && !event.ctrlKey && !event.metaKey) {
          event.preventDefault();
        }
      }
    },
    { capture: true },
  );
}
