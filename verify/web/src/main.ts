// SPDX-License-Identifier: Apache-2.0
// From the link to the answer. What is in the address goes out of it before anything else happens.
import wasmUrl from "sello.wasm.z?url";
import { onLink, takeLink, wasShop, workshopHere } from "./app/link";
import { pause, within } from "./limit";
import { keepPage } from "./app/offline";
import { whenBack } from "./app/refresh";
import { Session } from "./app/session";
import { inflateExactly } from "./crypto_inflate";
import { onTrouble } from "./app/store";
import { App } from "./ui/app";
import { byId, el, words } from "./ui/dom";
import { findLanguages, firstLanguage } from "./ui/frame";
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
  if (text === null && workshopHere() !== undefined && app.session.trust.own !== undefined) {
    app.showWorkshop();
  } else if (text === null) {
    app.show(wasShop() ? "shop" : "home", false);
  } else {
    app.judge(text);
  }
}

/** A USB scanner: in shop mode it adds to the list; elsewhere it shows the answer. */
function read(app: App, text: string): void {
  if (app.view === "shop") {
    void app.loadLater().then((later) => later.addText(app, text));
  } else if (document.querySelector("dialog[open]") === null) {
    app.judge(text);
  }
}

declare const SELLO_WASM_BYTES: number; // how long the module is (vite.config.ts)

/** The module comes as one zlib stream: a plain host would send it more than twice as long. */
async function fetchEngine(): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await fetch(wasmUrl);
  const module = new Uint8Array(SELLO_WASM_BYTES);
  if (!inflateExactly(new Uint8Array(await answer.arrayBuffer()), module)) {
    throw new Error("the module came damaged");
  }
  return module;
}

/** What an answer does not wait for. */
async function rest(app: App): Promise<void> {
  const later = await app.loadLater();
  later.listenForScanner((text) => read(app, text));
  app.news(); // the words for what became of the data may have come with it
  await later.loadRows(app.rows);
  if (app.view === "shop") {
    app.redraw();
  }
}

async function start(): Promise<void> {
  const wasm = within(ENGINE, fetchEngine());
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
  onLink(
    (text) => app.judge(text),
    () => app.showWorkshop(),
  );
  app.onHistory();
  whenBack(() => app.back());
  onTrouble(() => app.news());
  void findLanguages(app);
  void rest(app);
  app.kept = await keepPage();
  if (app.view === "home") {
    app.news();
  }
}

start().catch((error: unknown) => {
  console.error(error);
  fail("error.engine");
});
