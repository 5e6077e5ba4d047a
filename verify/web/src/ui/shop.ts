// SPDX-License-Identifier: Apache-2.0
// Shop mode: many labels in a row, with a list and counts, and a memory of serials on this phone.
import { toneOf } from "../app/answer";
import { csv, type Row } from "../app/csv";
import { clearRows, elsewhere, mergeList } from "../app/list";
import * as seen from "../app/seen";
import { set, settings } from "../app/settings";
import { minute } from "../dates";
import { say, type Key } from "../words";
import type { App } from "./app";
import { button, el, heading, outside, save, words } from "./dom";
import { icon, toneIcon } from "./icons";
import { unkeptWords } from "./outcome";
import { headKey } from "./phrases";
import { fileButton, textWay } from "./ways";

function counts(app: App): HTMLElement {
  const n = app.counts();
  const one = (key: Key, tone: string, value: number): HTMLElement =>
    el("li", { class: `tone-${tone}` }, words(key, { n: String(value) }));
  return el(
    "ul",
    { class: "counts" },
    one("shop.count", "all", n.all),
    one("shop.count.good", "good", n.good),
    one("shop.count.look", "look", n.look),
    one("shop.count.bad", "bad", n.bad),
  );
}

function rowView(app: App, row: Row): HTMLElement {
  const { answer, detail } = row;
  const { serial_text, product, lang, typed } = answer.report;
  const times = elsewhere(app.rows, row);
  const opened = { type: "button", class: "row-button", on: { click: () => app.showAnswer(answer) } };
  const what =
    product === undefined
      ? el("span", { class: "small" }, !typed && outside(detail))
      : outside(product, lang ?? "es");
  return el(
    "li",
    { class: `tone-${toneOf(answer.verdict)}` },
    el(
      row.told === true ? "div" : "button",
      row.told === true ? { class: "row-button" } : opened,
      toneIcon(toneOf(answer.verdict)),
      el(
        "span",
        { class: "row-text" },
        el(
          "span",
          {},
          el("strong", {}, words(typed ? "statement.title" : headKey(answer))),
          " ",
          el("span", { class: "number" }, serial_text ?? ""),
        ),
        what,
        el("span", { class: "small" }, minute(answer.at)),
        times > 0 &&
          el("span", { class: "small warn" }, words("shop.elsewhere", { n: String(times) })),
        row.told === true && el("span", { class: "small" }, words("shop.told")),
      ),
    ),
  );
}

function option(key: Key, setting: "remember" | "sound" | "vibrate"): HTMLElement {
  const box = el("input", { type: "checkbox", checked: settings[setting] });
  box.addEventListener("change", () => set(setting, box.checked));
  return el("label", { class: "option" }, box, el("span", {}, words(key)));
}

function exportList(app: App): void {
  const day = new Date().toISOString().slice(0, 10);
  save(`sello-${day}.csv`, csv(app.rows), "text/csv;charset=utf-8");
}

/** The list that another phone exported: which labels it scanned too. */
async function takeList(app: App, file: File): Promise<void> {
  const merged = mergeList(app.rows, await file.text());
  app.redraw();
  const said =
    merged === null
      ? say("shop.merge.not")
      : say("shop.merged", { all: String(merged.all), both: String(merged.both) });
  document.querySelector(".merged")?.replaceChildren(said);
  app.tell(said);
}

/** Asks before anything is lost. */
function clearing(app: App): HTMLElement {
  const memory = el("p", { class: "small" });
  void seen
    .remembered()
    .then((n) => memory.replaceChildren(words("shop.memory", { n: String(n) })));
  const clear = async (): Promise<void> => {
    await Promise.all([seen.clear(), clearRows(app.rows)]);
    app.redraw();
    app.tell(say("shop.cleared"));
  };
  const sure = el(
    "div",
    { class: "sure", hidden: true },
    el("p", {}, words("shop.clear.sure")),
    button("shop.yes", () => void clear(), "danger"),
  );
  const ask = (): void => {
    sure.hidden = false;
    sure.querySelector("button")?.focus();
  };
  return el("div", {}, memory, button("shop.clear", ask, "second"), sure);
}

/** One more of the list, by USB scanner or pasted; the field stays ready for the next. */
export async function addText(app: App, text: string): Promise<void> {
  const typing = document.activeElement?.id === "label-text";
  await app.add(app.session.judge(text));
  app.redraw();
  if (typing) {
    document.getElementById("label-text")?.focus();
  }
}

export function shopView(app: App): HTMLElement {
  const any = app.rows.length > 0;
  return el(
    "div",
    { class: "shop" },
    el(
      "section",
      { class: "block" },
      heading("h1", "shop.title"),
      el("p", {}, words("shop.lead")),
      button("shop.start", () => void app.scan(true), "main", icon("scan")),
    ),
    el(
      "section",
      { class: "block ways" },
      textWay((text) => void addText(app, text)),
    ),
    el(
      "section",
      { class: "block" },
      heading("h2", "shop.list"),
      counts(app),
      any
        ? el("ul", { class: "rows" }, ...app.rows.map((row) => rowView(app, row)))
        : el("p", {}, words("shop.empty")),
      el("p", { class: "merged", role: "status" }),
      any && button("shop.export", () => exportList(app), "second"),
      fileButton("shop.merge", ".csv,text/csv", (file) => void takeList(app, file)),
      unkeptWords(),
    ),
    el(
      "section",
      { class: "block" },
      option("shop.remember", "remember"),
      option("shop.vibrate", "vibrate"),
      option("shop.sound", "sound"),
      clearing(app),
    ),
  );
}
