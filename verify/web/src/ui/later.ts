// SPDX-License-Identifier: Apache-2.0
// What no answer needs: fetched when it is first shown, or after the answer.
import "./views.css";
import "./scanner.css";

export { addRow, loadRows } from "../app/list";
export { homeView, stateView } from "./home";
export { listView } from "./list";
export { addText, shopView } from "./shop";
export { takeNotice } from "./taking";
export { trustView } from "./trust";
export { listenForScanner } from "./wedge";
export { readPicture } from "../scan/decode";
