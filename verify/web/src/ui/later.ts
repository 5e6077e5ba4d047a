// SPDX-License-Identifier: Apache-2.0
// What no answer needs: fetched when it is first shown, or after the answer.
import { pause } from "../limit";
import type { App, View } from "./app";
import { el } from "./dom";
import { homeView } from "./home";
import style from "./later.css?url";
import { listView } from "./list";
import { shopView } from "./shop";
import { statementView } from "./stated";
import { trustView } from "./trust";

/** Its style, before which nothing of it is shown; or after so many milliseconds without. */
const link = el("link", { rel: "stylesheet", href: style });
const loaded = new Promise<unknown>((resolve) => ["load", "error"].forEach((e) => link.addEventListener(e, resolve)));
document.head.append(link);
export const styled = Promise.race([loaded, pause(3000)]);

export { keepPage } from "../app/offline";
export { addRow, loadRows } from "../app/list";
export { stateView } from "./home";
export { addText } from "./shop";
export { askWitnesses, takeNotice } from "./taking";
export { listenForScanner } from "./wedge";
export { readPicture } from "../scan/decode";

/** An answer of what is no label is here too. */
export const views: Record<View, (app: App) => HTMLElement> = {
  answer: statementView,
  home: homeView,
  shop: shopView,
  trust: trustView,
  list: listView,
};
