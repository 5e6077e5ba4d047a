// SPDX-License-Identifier: Apache-2.0
// From the link to the answer. What is in the address goes out of it before anything else happens.
import wasmUrl from "sello.wasm.z?url";
import { onLink, takeLink, wasShop, workshopHere } from "./app/link";
import { pause, within } from "./limit";
import { keptTrust } from "./app/kept";
import { fetchModule } from "./app/module";
import { whenBack } from "./app/refresh";
import { Session } from "./app/session";
import { settings } from "./app/settings";
import { loadEngine } from "./engine";
import { onTrouble } from "./app/store";
import { App } from "./ui/app";
import { byId, el, words } from "./ui/dom";
import { findLanguages, firstLanguage } from "./ui/frame";
import { choose, type Key } from "./words";

const link = takeLink();

const FIRST = 3000; // milliseconds that the first visit's data has before the page goes on without
const ENGINE = 20000;
const SEEN = 500;

function fail(key: Key): void {
  byId("main").replaceChildren(
    el("section", { class: "block" }, el("h1", { tabindex: "-1" }, words(key))),
  );
}

/** Once what was drawn is seen, or soon where nobody looks: what may wait does not stand before it. */
const seen = (): Promise<unknown> =>
  Promise.race([pause(SEEN), new Promise((done) => requestAnimationFrame(() => setTimeout(done)))]);

/** A page opened from a label shows the answer; newer trust data, when it comes, may change it. */
async function answer(app: App, text: string | null): Promise<void> {
  if (app.session.trust.own === undefined) {
    await Promise.race([app.refresh(), pause(FIRST)]);
  } else {
    void seen().then(() => app.refresh());
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

/** What an answer does not wait for. */
async function rest(app: App): Promise<void> {
  const later = await app.loadLater();
  const kept = later.keepPage();
  later.listenForScanner((text) => read(app, text));
  app.news(); // the words for what became of the data may have come with it
  if (settings.policy !== "") {
    void later.askWitnesses(app);
  }
  await later.loadRows(app.rows);
  if (app.view === "shop") {
    app.redraw();
  }
  app.kept = await kept;
  if (app.view === "home") {
    app.news();
  }
}

async function start(): Promise<void> {
  // What an answer needs is asked for at once: each of the four waits for somebody else.
  const kept = keptTrust();
  const engine = within(ENGINE, fetchModule(wasmUrl, SELLO_WASM_BYTES)).then((m) => loadEngine(m, true));
  engine.catch(() => undefined); // awaited below
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
  const app = new App(new Session(await engine, await kept));
  await answer(app, link);
  onLink(
    (text) => app.judge(text),
    () => app.showWorkshop(),
  );
  app.onHistory();
  whenBack(() => app.back());
  onTrouble(() => app.news());
  await seen();
  void findLanguages(app);
  void rest(app);
}

start().catch((error: unknown) => {
  console.error(error);
  fail("error.engine");
});
