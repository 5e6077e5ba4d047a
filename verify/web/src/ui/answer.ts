// SPDX-License-Identifier: Apache-2.0
// The answer: first the verdict, what was certified and by whom, and as of when; then what to compare.
import { toneOf, type Answer } from "../app/answer";
import { isLocal, wasShop } from "../app/link";
import type { Held } from "../app/trust";
import { ago, localDate, longDate, minute } from "../dates";
import { say } from "../words";
import type { App } from "./app";
import { compare } from "./compare";
import { button, el, heading, outside, visible, words } from "./dom";
import { facts, fingerprintView, fromList, isComparable, rootView, says } from "./facts";
import { hostNote } from "./host";
import { failed, outcomeWords, unkeptWords } from "./outcome";
import { icon, toneIcon } from "./icons";
import { alsoKey, headKey, nextKey, why } from "./phrases";
import { technical } from "./technical";

/** Withdrawals are known up to a date; how old that is decides how far to rely on the answer. */
export function ageLine(date: string): HTMLElement {
  return el(
    "p",
    { class: "age" },
    words("card.age", { date: longDate(date), ago: ago(date, Date.now()) }),
  );
}

/** Where this page is, and since when this phone knows whose it is: nothing else tells it from an imitation. */
function whereAndSince(held: Held): HTMLElement {
  const since = held.since ?? held.checked;
  const today = localDate(since) === localDate(Date.now());
  return el(
    "p",
    { class: "here" },
    words(today ? "card.here.new" : "card.here", { host: location.host, date: localDate(since) }),
  );
}

function verdictHead(a: Answer, held: Held | undefined, app: App): HTMLElement {
  const r = a.report;
  const serial = r.serial_text;
  const title = heading("h1", headKey(a));
  title.classList.toggle("short", say(headKey(a)).length <= 12);
  return el(
    "header",
    { class: "verdict" },
    toneIcon(toneOf(a.verdict)),
    title,
    el("p", { class: "act" }, words(`act.${toneOf(a.verdict)}`)),
    r.product !== undefined && el("p", { class: "what" }, outside(r.product, r.lang ?? "es")),
    serial !== undefined &&
      el(
        "p",
        { class: "serial" },
        words("fact.serial"),
        " ",
        el("span", { class: "number" }, serial),
      ),
    r.verified &&
      r.certifier !== undefined &&
      el("p", { class: "by" }, words("fact.certifier"), ": ", outside(r.certifier)),
    r.verified && held !== undefined && whereAndSince(held),
    r.bundle_date !== undefined && r.verified && ageLine(r.bundle_date),
    r.verified && held !== undefined && app.seen?.line(held),
  );
}

function reasons(a: Answer, app: App): HTMLElement {
  const r = a.report;
  return el(
    "section",
    { class: "block" },
    heading("h2", "card.why"),
    el("p", {}, visible(why(a), 600)),
    a.also.length > 0 &&
      el("p", {}, words("fact.also"), ": ", a.also.map((v) => say(alsoKey(v))).join("; "), "."),
    a.seen !== undefined && el("p", {}, words("fact.seen"), ": ", seenWords(a)),
    r.clockBehind && el("p", { class: "warn" }, words("card.clock")),
    hostNote(a),
    heading("h2", "card.next"),
    el(
      "p",
      { class: "next" },
      words(r.notice ? "trust.add.hint" : nextKey(a, app.session.trust.held.length > 0)),
    ),
    a.noData && outcomeWords(app.refreshed),
    nextStep(a, app),
    unkeptWords(),
  );
}

function seenWords(a: Answer): string {
  const { first, last, times } = a.seen ?? { first: 0, last: 0, times: 0 };
  const places = { first: minute(first), last: minute(last), times: String(times) };
  return say(times === 1 ? "fact.seen.once" : "fact.seen.times", places);
}

/** What this page itself can do about it. */
export function nextStep(a: Answer, app: App): HTMLElement | null {
  if (a.report.notice) {
    return button("card.take-notice", () => void app.loadLater().then((later) => later.takeNotice(app, a.text)), "second");
  }
  if (a.noData) {
    return button("home.retry", () => void app.refresh(), "second", icon("turn"));
  }
  if (a.verdict === "stale" || a.verdict === "newer-than-list") {
    return el(
      "div",
      {},
      failed(app.refreshed) && outcomeWords(app.refreshed),
      button("trust.refresh", () => void app.refresh(), "second", icon("turn")),
    );
  }
  return a.verdict === "unknown-certifier"
    ? button("card.open-trust", () => app.show("trust"), "second")
    : null;
}

export function who(a: Answer, held: Held | undefined): HTMLElement | null {
  const name = a.report.certifier;
  if (name === undefined || held === undefined) {
    return null;
  }
  const { contact, baseUrl, fingerprintText } = held.info;
  return el(
    "section",
    { class: "block" },
    heading("h2", isComparable(a) ? "card.who" : "card.ask"),
    facts([
      ["fact.certifier", outside(name)],
      ["fact.contact", contact !== "" && outside(contact)],
      ["fact.address", outside(baseUrl)],
      ["fact.fingerprint", fingerprintView(fingerprintText)],
    ]),
    el("p", { class: "small" }, words("card.fingerprint")),
  );
}

/** Other labels of the same picture: none is passed over in silence. */
function others(a: Answer, app: App): HTMLElement | null {
  const list = a.others ?? [];
  if (list.length === 0) {
    return null;
  }
  const rest = (chosen: Answer): Answer[] => [a, ...list].filter((one) => one !== chosen);
  const line = (one: Answer): HTMLElement =>
    el(
      "li",
      { class: `tone-${toneOf(one.verdict)}` },
      el(
        "button",
        {
          type: "button",
          class: "row-button",
          on: { click: () => app.showAnswer({ ...one, others: rest(one) }) },
        },
        toneIcon(toneOf(one.verdict)),
        el(
          "span",
          { class: "row-text" },
          el("strong", {}, words(headKey(one))),
          el("span", { class: "number" }, one.report.serial_text ?? ""),
        ),
      ),
    );
  return el(
    "section",
    { class: "block others" },
    heading("h2", "card.others"),
    el("ul", { class: "rows" }, ...list.map(line)),
  );
}

/** The same label in its certifier's own page, as its signed data names it: the digits stand behind the #. */
function ownPage(a: Answer, baseUrl: string): HTMLElement | null {
  const digits = /(?:^|#|%23)([0-9]{17,})$/.exec(a.text.trim())?.[1];
  return digits === undefined
    ? null
    : el(
        "p",
        {},
        el("a", { href: `${baseUrl}#${digits}`, rel: "noreferrer noopener", target: "_blank" }, words("sure.open")),
      );
}

/** What can be done to be sure that this page is no imitation: nothing within it proves that. */
function sure(a: Answer, held: Held | undefined): HTMLElement | null {
  if (held === undefined || !a.report.verified) {
    return null;
  }
  const here = new URL("./", location.href).href;
  const copied = el("p", { class: "small", role: "status" });
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(a.text);
    copied.replaceChildren(words("sure.copied"));
  };
  const { baseUrl, endorsedBy } = held.info;
  return el(
    "details",
    { class: "technical" },
    el("summary", {}, words("sure.title")),
    held.own && here !== baseUrl && !isLocal()
      ? el("p", { class: "warn" }, words("trust.elsewhere", { here, base: baseUrl }))
      : null,
    facts([
      ["sure.here", outside(here)],
      ["fact.address", outside(baseUrl)],
      ["sure.since", localDate(held.since ?? held.checked)],
      ["fact.root", rootView(held.info)],
    ]),
    endorsedBy !== undefined &&
      el(
        "p",
        {},
        words("trust.endorsed", {
          name: visible(endorsedBy.name),
          date: longDate(endorsedBy.since ?? ""),
        }),
      ),
    el("p", {}, words("sure.how")),
    a.typed === undefined && here !== baseUrl && ownPage(a, baseUrl),
    a.typed === undefined && button("sure.copy", () => void copy(), "second"),
    copied,
  );
}

/** Whom to ask about a label that nobody trusted here has signed. */
function endorsed(a: Answer): HTMLElement | null {
  const by = a.report.endorsed_by;
  if (by === undefined) {
    return null;
  }
  const places = { name: visible(by.certifier), date: longDate(by.since ?? "") };
  return el(
    "section",
    { class: "block endorsed" },
    heading("h2", "card.ask"),
    facts([
      ["fact.certifier", outside(by.name)],
      ["fact.address", outside(by.url)],
      ["fact.fingerprint", fingerprintView(by.fingerprint.slice(0, 32).replace(/.{4}(?=.)/g, "$& "))],
    ]),
    el("p", { class: "small" }, words("card.endorsed", places)),
  );
}

export function actions(app: App): HTMLElement {
  return el(
    "div",
    { class: "actions row" },
    button("card.print", () => print(), "quiet", icon("print")),
    button(wasShop() ? "card.list.back" : "card.close", () => app.done(), "quiet", icon("close")),
  );
}

export function answerView(app: App): HTMLElement {
  const a = app.answer;
  if (a === undefined) {
    return el("div");
  }
  const held = app.session.trust.find(a.report.fingerprint);
  const first =
    a.verdict === "authentic" ? [compare(app, a), reasons(a, app)] : [reasons(a, app), compare(app, a)];
  return el(
    "article",
    { class: `answer tone-${toneOf(a.verdict)}`, "data-verdict": a.verdict },
    verdictHead(a, held, app),
    others(a, app),
    app.refreshed === "busy" && el("p", { class: "small busy" }, words("card.refreshing")),
    el("div", { class: "columns" }, el("div", {}, ...first), el("div", {}, says(a), fromList(a), endorsed(a), who(a, held))),
    sure(a, held),
    technical(a, held),
    actions(app),
    el(
      "div",
      { class: "dock" },
      button("card.scan-next", () => void app.scan(false), "main", icon("scan")),
    ),
  );
}
