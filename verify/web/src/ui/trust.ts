// SPDX-License-Identifier: Apache-2.0
// Whom this page trusts, and how others come in: by file, with the fingerprint shown and a yes.
import type { Evidence, Held } from "../app/trust";
import { isLocal } from "../app/link";
import { askToKeep, isKept } from "../app/offline";
import { ago, longDate, minute } from "../dates";
import { mixesScripts } from "../names";
import { say } from "../words";
import type { App } from "./app";
import { button, el, heading, outside, save, visible, words } from "./dom";
import { facts, fingerprintView, rootView } from "./facts";
import { icon } from "./icons";
import { outcomeWords, unkeptWords } from "./outcome";
import { dateOfData, untoldWords } from "./taken";
import { causeWords } from "./phrases";
import { takeFile } from "./taking";
import { fileButton } from "./ways";

function elsewhere(h: Held): HTMLElement | null {
  const here = new URL("./", location.href).href;
  return h.own && here !== h.info.baseUrl && !isLocal()
    ? el("p", { class: "warn" }, words("trust.elsewhere", { here, base: h.info.baseUrl }))
    : null;
}

function drop(app: App, h: Held): HTMLElement | false {
  const remove = async (): Promise<void> => {
    await app.session.trust.drop(h.fingerprint);
    app.message = say("trust.removed", { name: visible(h.info.name) });
    app.show("trust");
  };
  return !h.own && button("trust.remove", () => void remove(), "second");
}

/** A file that was refused because it contradicts what is here. */
function evidence(e: Evidence): HTMLElement {
  const name = `sello-${e.fingerprint.slice(0, 8)}-${e.cause}`;
  const keep = (ending: string, bytes: Uint8Array) => (): void =>
    save(name + ending, new Uint8Array(bytes), "application/octet-stream");
  return el(
    "div",
    { class: "evidence ways" },
    el("p", { class: "warn" }, words("trust.evidence", { date: minute(e.at), cause: causeWords(e.cause) })),
    button("trust.evidence.save", keep(".sello", e.bytes), "second"),
    e.tile && button("trust.evidence.tile", keep(".tile", e.tile), "second"),
  );
}

function certifier(app: App, h: Held): HTMLElement {
  const date = dateOfData(h.info);
  return el(
    "section",
    { class: "block" },
    el("h2", {}, outside(h.info.name)),
    mixesScripts(h.info.name) && el("p", { class: "warn" }, words("trust.mixed")),
    el("p", { class: "small" }, words(h.own ? "trust.site" : "trust.file")),
    h.info.practice && el("p", { class: "warn" }, words("trust.practice")),
    facts([
      ["fact.fingerprint", fingerprintView(h.info.fingerprintText)],
      ["fact.root", rootView(h.info)],
      ["fact.data", `${longDate(date)} (${ago(date, Date.now())})`],
      ["fact.contact", h.info.contact !== "" && outside(h.info.contact)],
      ["fact.address", outside(h.info.baseUrl)],
    ]),
    el("p", { class: "small" }, words("trust.checked", { date: minute(h.checked) })),
    app.seen?.line(h, true),
    h.info.certificates > 0 &&
      button("list.open", () => app.showList(h.fingerprint), "second", icon("list")),
    elsewhere(h),
    ...app.session.trust.evidence.filter((e) => e.fingerprint === h.fingerprint).map(evidence),
    drop(app, h),
  );
}

function keeping(): HTMLElement {
  const line = el("p", { class: "small", role: "status" });
  const ask = async (): Promise<void> => {
    line.replaceChildren(words((await askToKeep()) ? "trust.kept" : "trust.not-kept"));
  };
  const askButton = button("trust.keep", () => void ask(), "second");
  void isKept().then((kept) => {
    if (kept) {
      askButton.remove();
      line.replaceChildren(words("trust.kept"));
    }
  });
  return el(
    "section",
    { class: "block" },
    el("p", { class: "small" }, words("home.first")),
    askButton,
    line,
  );
}

export function trustView(app: App): HTMLElement {
  return el(
    "div",
    { class: "trust" },
    el(
      "section",
      { class: "block" },
      heading("h1", "trust.title"),
      el("p", {}, words("trust.lead")),
      el("p", { class: "taken", role: "status" }, app.message),
      outcomeWords(app.refreshed),
      untoldWords(app.refreshed),
      unkeptWords(),
    ),
    ...app.session.trust.held.map((h) => certifier(app, h)),
    el(
      "section",
      { class: "block ways" },
      button("trust.refresh", () => void app.refresh(), "second", icon("turn")),
      el("p", { class: "small" }, words("trust.add.hint")),
      fileButton(
        "trust.add",
        ".sello,application/octet-stream,image/*,text/plain",
        (file) => void takeFile(app, file),
      ),
      button("trust.notice", () => void app.scan(false), "second", icon("scan")),
    ),
    keeping(),
  );
}
