// SPDX-License-Identifier: Apache-2.0
// Before a label was scanned.
import { isReaderKept } from "../app/offline";
import { ago, longDate } from "../dates";
import type { App } from "./app";
import { button, el, heading, words } from "./dom";
import { icon, sealMark } from "./icons";
import { failed, outcomeWords, unkeptWords } from "./outcome";
import { dateOfData, untoldWords } from "./taken";
import { pictureWay, serialWay, textWay } from "./ways";

/** What this page knows, as of when, and whether it works without network. */
export function stateView(app: App): HTMLElement {
  const held = app.session.trust.held;
  const lines = held.map((h) => {
    const date = dateOfData(h.info);
    return el(
      "p",
      {},
      words("home.data", {
        name: h.info.name,
        date: longDate(date),
        ago: ago(date, Date.now()),
      }),
    );
  });
  return el(
    "section",
    { class: "block state" },
    held.length === 0 && el("p", { class: "warn" }, words("home.no-trust")),
    held.length === 0 && button("home.retry", () => void app.refresh(), "second", icon("turn")),
    ...lines,
    held.some((h) => h.own && h.info.practice) &&
      el("p", { class: "warn" }, words("trust.practice")),
    ...held
      .filter((h) => h.own && h.info.certificates > 0)
      .map((h) => button("home.workshops", () => app.showList(h.fingerprint), "second", icon("list"))),
    outcomeWords(app.refreshed),
    untoldWords(app.refreshed),
    held.length > 0 && failed(app.refreshed) && el("p", { class: "small" }, words("net.meanwhile")),
    unkeptWords(),
    el("p", { class: "small" }, words(app.kept ? "home.ready" : "home.first")),
    app.kept && readerLine(),
    app.kept && el("p", { class: "small" }, words("home.first")),
  );
}

/** Said where it is so: without the reader, links alone are judged without network. */
function readerLine(): HTMLElement {
  const line = el("p", { class: "small", hidden: true }, words("home.ready.not"));
  void isReaderKept().then((kept) => (line.hidden = kept));
  return line;
}

export function homeView(app: App): HTMLElement {
  return el(
    "div",
    { class: "home" },
    el(
      "section",
      { class: "hero" },
      sealMark(),
      heading("h1", "home.title"),
      el("p", { class: "lead" }, words("home.lead")),
      button("home.scan", () => void app.scan(false), "main", icon("scan")),
      el("p", { class: "small" }, words("home.how")),
    ),
    el(
      "section",
      { class: "block ways" },
      heading("h2", "home.other"),
      pictureWay(app),
      textWay((text) => app.judge(text)),
      serialWay(app),
    ),
    stateView(app),
  );
}
