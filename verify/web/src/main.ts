// SPDX-License-Identifier: Apache-2.0
// From the link to the answer. What is in the address goes out of it before anything else happens.
import wasmUrl from "sello.wasm?url";
import { onLink, takeLink, wasShop } from "./app/link";
import { loadRows } from "./app/list";
import { pause, within } from "./limit";
import { keepPage } from "./app/offline";
import { whenBack } from "./app/refresh";
import { Session } from "./app/session";
import { onTrouble } from "./app/store";
import { App } from "./ui/app";
import { byId, el, words } from "./ui/dom";
import { findLanguages, firstLanguage } from "./ui/frame";
import { addText } from "./ui/shop";
import { listenForScanner } from "./ui/wedge";
import { choose, type Key } from "./words";

const link = takeLink();

const FIRST = 3000; // milliseconds that the first visit's data has before the page goes on without
const ENGINE = 20000;

function fail(key: Key): void {
  byId("main").replaceChildren(
    el("section", { class: "block" }, el("h1", { tabindex: "-1" }, words(key))),
  );
}

/** A page opened from a label shows the answer; newer trust data, when it comes, may change it. */
async function answer(app: App, text: string | null): Promise<void> {
  if (app.session.trust.own === undefined) {
    await Promise.race([app.refresh(), pause(FIRST)]);
  } else {
    setTimeout(() => void app.refresh());
  }
  if (text === null) {
    app.show(wasShop() ? "shop" : "home", false);
  } else {
    app.judge(text);
  }
}

/** A USB scanner: in shop mode it adds to the list; elsewhere it shows the answer. */
function read(app: App, text: string): void {
  if (app.view === "shop") {
    void addText(app, text);
  } else if (document.querySelector("dialog[open]") === null) {
    app.judge(text);
  }
}

async function start(): Promise<void> {
  const wasm = within(ENGINE, fetch(wasmUrl));
  await firstLanguage(choose);
  if (typeof WebAssembly !== "object") {
    fail("error.old");
    return;
  }
  if (link !== null) {
    byId("main")
      .querySelector(".waiting")
      ?.append(el("p", {}, words("home.checking")));
  }
  const app = new App(await Session.open(wasm));
  await answer(app, link);
  onLink((text) => app.judge(text));
  listenForScanner((text) => read(app, text));
  app.onHistory();
  void loadRows(app.rows).then(() => app.view === "shop" && app.redraw());
  whenBack(() => app.back());
  onTrouble(() => app.news());
  void findLanguages(app);
  app.kept = await keepPage();
  if (app.view === "home") {
    app.news();
  }
}

start().catch((error: unknown) => {
  console.error(error);
  fail("error.engine");
});
