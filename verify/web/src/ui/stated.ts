// SPDX-License-Identifier: Apache-2.0
// What has a content type is no label. The module that judges statements, and their view, are fetched when the
// first is opened, and kept by the worker from then on.
import wasmUrl from "statement.wasm.z?url";
import { fetchModule } from "../app/module";
import { loadEngine, type Engine } from "../engine";
import { within } from "../limit";
import type { App } from "./app";
import { byId, button, el, heading, words } from "./dom";
import { icon } from "./icons";

declare const SELLO_STATEMENT_BYTES: number; // how long the module is (vite.config.ts)

const PATIENCE = 20_000; // milliseconds

type View = (app: App, engine: Engine) => HTMLElement;

/** The module; TooLate, or as a network fails, where it cannot be had. */
export const statementEngine = (): Promise<Engine> =>
  within(PATIENCE, fetchModule(wasmUrl, SELLO_STATEMENT_BYTES).then((module) => loadEngine(module, true)));

let ready: { view: View; engine: Engine } | undefined;
let isMissing = false; // it could not be had

async function load(app: App): Promise<void> {
  try {
    const view = within(PATIENCE, import("./statement"));
    const engine = await statementEngine();
    ready = { view: (await view).statementView, engine };
  } catch (error) {
    console.warn("the view of statements could not be had", error);
    isMissing = true;
  }
  if (app.view === "answer" && app.answer?.report.typed) {
    app.redraw();
    byId("main").querySelector("h1")?.focus({ preventScroll: true });
  }
}

function missing(app: App): HTMLElement {
  const again = (): void => {
    isMissing = false;
    app.redraw();
  };
  return el(
    "section",
    { class: "block" },
    heading("h1", "statement.title"),
    el("p", { role: "status" }, words("statement.fetch")),
    button("home.retry", again, "second", icon("turn")),
  );
}

export function statementView(app: App): HTMLElement {
  if (ready !== undefined) {
    return ready.view(app, ready.engine);
  }
  if (isMissing) {
    return missing(app);
  }
  void load(app);
  return el("section", { class: "block", "aria-busy": "true" }, heading("h1", "statement.title"));
}
