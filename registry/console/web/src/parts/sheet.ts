// SPDX-License-Identifier: Apache-2.0
// A sheet of labels as a picture whose labels can be pressed.
import { say } from "../words";
import { el } from "./element";

export interface Stock {
  name: string;
  title: string;
  paper: string;
  shape: string;
  columns: number;
  rows: number;
  labels: number;
  width: number; // millimetres, as all of these
  height: number;
  paper_width: number;
  paper_height: number;
  left: number;
  top: number;
  pitch_x: number;
  pitch_y: number;
}

export const isRoll = (stock: Stock): boolean => stock.paper === "roll";

/** Draws the sheet; dress tells how the label in a place (from 0, row by row) looks and is called. */
export function drawSheet(
  stock: Stock,
  dress: (
    place: number,
    row: number,
    column: number,
  ) => { name: string; text?: string; look: string; pressed: boolean } | undefined,
  press: (place: number, row: number, column: number) => void,
): HTMLElement {
  const sheet = el("div", {
    class: "sheet",
    role: "group",
    "aria-label": say("sheet.label", { title: stock.title }),
  });
  const percent = (part: number, whole: number): string => `${(100 * part) / whole}%`;
  sheet.style.aspectRatio = `${stock.paper_width} / ${stock.paper_height}`;
  for (let place = 0; place < stock.columns * stock.rows; place++) {
    const row = Math.floor(place / stock.columns);
    const column = place % stock.columns;
    const dressed = dress(place, row + 1, column + 1);
    if (dressed === undefined) {
      continue;
    }
    const { name, text, look, pressed } = dressed;
    const cell = el(
      "button",
      {
        type: "button",
        class: `cell ${stock.shape} ${look}`,
        "aria-pressed": String(pressed),
        "aria-label": name,
        title: name,
        on: { click: () => press(place, row + 1, column + 1) },
      },
      text ?? "",
    );
    cell.style.left = percent(stock.left + column * stock.pitch_x, stock.paper_width);
    cell.style.top = percent(stock.top + row * stock.pitch_y, stock.paper_height);
    cell.style.width = percent(stock.width, stock.paper_width);
    cell.style.height = percent(stock.height, stock.paper_height);
    sheet.append(cell);
  }
  return sheet;
}

/** Draws again what is in a place, and keeps the focus on the label that has it. */
export function redraw(place: HTMLElement, ...nodes: readonly (Node | string)[]): void {
  const at = [...place.querySelectorAll("button")].indexOf(
    document.activeElement as HTMLButtonElement,
  );
  place.replaceChildren(...nodes);
  if (at >= 0) {
    place.querySelectorAll("button")[at]?.focus();
  }
}
