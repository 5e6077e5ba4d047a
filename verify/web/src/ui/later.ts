// SPDX-License-Identifier: Apache-2.0
// What no answer needs: fetched when it is first shown, or after the answer.
import { pause } from "../limit";
import { el } from "./dom";
import style from "./later.css?url";

/** Its style, before which nothing of it is shown; or after so many milliseconds without. */
const link = el("link", { rel: "stylesheet", href: style });
const loaded = new Promise<unknown>((resolve) => ["load", "error"].forEach((e) => link.addEventListener(e, resolve)));
document.head.append(link);
export const styled = Promise.race([loaded, pause(3000)]);

export { addRow, loadRows } from "../app/list";
export { homeView, stateView } from "./home";
export { listView } from "./list";
export { addText, shopView } from "./shop";
export { takeNotice } from "./taking";
export { trustView } from "./trust";
export { listenForScanner } from "./wedge";
export { readPicture } from "../scan/decode";
