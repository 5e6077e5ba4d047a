// SPDX-License-Identifier: Apache-2.0
// A statement of certified output: whose, about whom, its table as it was signed, and what it proves. The words
// of its verdict are those of sello-verify (verify/tool/print_statement.c).
import { answerOf, toneOf, type Answer } from "../app/answer";
import { ago, longDate } from "../dates";
import { CauseError, type Engine, type Report } from "../engine";
import { isKey, language, say } from "../words";
import { answerView, actions, nextStep, who } from "./answer";
import type { App } from "./app";
import { button, el, heading, outside, visible, words } from "./dom";
import { facts } from "./facts";
import { feedback } from "./feedback";
import { hostNote } from "./host";
import { icon, toneIcon } from "./icons";
import { headKey } from "./phrases";
import { technical } from "./technical";

export { begin, takeText } from "./witnesses"; // in the same part: both need its module

const DAY = 86_400_000;

/** A certificate: product, number, from, until (0: no date is set). */
type Certificate = [number, number, number, number];

/** What was done in a month: product, month, issued, delivered, sold, withdrawn. */
type Row = [number, number, number, number, number, number];

/** As verify/web/wasm/judge_statement.c gives it; days since 1970, and an instant. */
type Signed = [
  producer: number, name: string, from: number, until: number, consent: number, made: number,
  products: string[], certificates: Certificate[], rows: Row[],
  added?: [months: number, products: number, certificates: number],
];

type Stated = Report & { statement?: Signed };

/** By all that is trusted here; undefined: it is no statement, but something newer. */
function judge(app: App, engine: Engine, old: Answer): Answer | undefined {
  engine.clear();
  for (const { file, status } of app.session.trust.held) {
    engine.addTrust(file, status);
  }
  try {
    const now = Math.floor(Date.now() / 1000);
    const report = engine.verifyText(old.text, { now, language: language() });
    const noData = app.session.trust.held.length === 0 && report.verdict === "unknown-certifier";
    return { ...answerOf(report, old.text, old.at), noData };
  } catch (error) {
    if (error instanceof CauseError) {
      return undefined;
    }
    throw error;
  }
}

function why(a: Answer): string {
  const key = `why.statement.${a.verdict}`;
  return say(isKey(key) ? key : "why.statement.damaged");
}

const day = (days: number): string => longDate(new Date(days * DAY).toISOString());

/** "nov 2026", "ene–mar 2026". Months count from that of the first day; none is after that of the last. */
function month([, , from, until, , , , , , [months] = [1, 0, 0]]: Signed, place: number): string {
  const first = new Date(from * DAY);
  const at = (n: number): number => Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + place + n);
  const tags = [language() === "es" ? "es-MX" : language(), "es-MX"];
  const format = new Intl.DateTimeFormat(tags, { month: "short", year: "numeric", timeZone: "UTC" });
  return format.formatRange(at(0), Math.max(at(0), Math.min(at(months - 1), until * DAY)));
}

function head(a: Answer, s: Signed | undefined): HTMLElement {
  const { certifier = "", bundle_date: date, verified } = a.report;
  const about = s && { certifier: visible(certifier), producer: `${visible(s[1])} (R${s[0]})` };
  return el(
    "header",
    { class: "verdict" },
    toneIcon(toneOf(a.verdict)),
    heading("h1", headKey(a)),
    el("p", { class: "what" }, words("statement.title")),
    about && el("p", { class: "by" }, words("statement.of", about)),
    verified &&
      date !== undefined &&
      el("p", { class: "age" }, words("statement.data", { date: longDate(date), ago: ago(date, Date.now()) })),
  );
}

function reasons(a: Answer, app: App): HTMLElement {
  return el(
    "section",
    { class: "block" },
    heading("h2", "card.why"),
    el("p", {}, why(a)),
    a.report.clockBehind && el("p", { class: "warn" }, words("card.clock")),
    hostNote(a),
    nextStep(a, app),
  );
}

function particulars([, , from, until, consent, made, products, certificates, , [, , more] = [1, 0, 0]]: Signed): HTMLElement {
  const set = (days: number): string => (days > 0 ? day(days) : "–");
  const line = ([product, number, first, last]: Certificate): HTMLElement =>
    el(
      "li",
      {},
      `C${number}, `,
      outside(products[product] ?? ""),
      ": ",
      words("statement.days", { from: set(first), until: set(last) }),
    );
  return el(
    "section",
    { class: "block" },
    facts([
      ["statement.period", say("statement.days", { from: day(from), until: day(until) })],
      ["statement.made", day(made / (DAY / 1000))],
      ["statement.consent", day(consent)],
      [
        "fact.certificate",
        certificates.length + more > 0 &&
          el("ul", {}, ...certificates.map(line), more > 0 && el("li", {}, `+ ${more}`)),
      ],
    ]),
  );
}

function table(s: Signed, name: string, rows: readonly Row[]): HTMLElement {
  const columns = ["statement.issued", "statement.delivered", "statement.sold", "statement.withdrawn"] as const;
  const numbers = new Intl.NumberFormat(language() === "es" ? "es-MX" : language());
  return el(
    "table",
    { class: "months" },
    el("caption", {}, outside(name)),
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        el("th", { scope: "col" }, words("statement.month")),
        ...columns.map((c) => el("th", { scope: "col" }, el("span", {}, words(c)))),
      ),
    ),
    el(
      "tbody",
      {},
      ...rows.map(([, place, ...counts]) =>
        el(
          "tr",
          {},
          el("th", { scope: "row" }, month(s, place)),
          ...counts.map((n) => el("td", {}, numbers.format(n))),
        ),
      ),
    ),
  );
}

function tables(s: Signed): HTMLElement {
  const [, , , , , , products, , rows] = s;
  const of = (product: number): Row[] => rows.filter((row) => row[0] === product);
  const done = products.map((name, i) => [name, of(i)] as const).filter(([, mine]) => mine.length > 0);
  return el(
    "section",
    { class: "block" },
    heading("h2", "statement.rows"),
    ...done.map(([name, mine]) => table(s, name, mine)),
    done.length === 0 && el("p", {}, words("statement.none")),
  );
}

/** What was made to learn with, or with a stolen key, proves nothing. */
const proves = (a: Answer): HTMLElement | false =>
  ["authentic", "stale"].includes(a.verdict) &&
  el(
    "section",
    { class: "block" },
    heading("h2", "statement.proves"),
    el("p", {}, words("statement.proves.what")),
  );

let told = ""; // what was said last: a view that is drawn anew says nothing new

function tell(app: App, a: Answer): void {
  const said = `${say("statement.title")}. ${say(headKey(a))}. ${why(a)}`;
  if (told !== a.text + said) {
    told = a.text + said;
    feedback(a.verdict);
    app.tell(said);
  }
}

export function statementView(app: App, engine: Engine): HTMLElement {
  const a = app.answer && judge(app, engine, app.answer);
  if (a === undefined) {
    return answerView(app);
  }
  const held = app.session.trust.find(a.report.fingerprint);
  const s = (a.report as Stated).statement;
  tell(app, a);
  return el(
    "article",
    { class: `answer tone-${toneOf(a.verdict)}`, "data-verdict": a.verdict, "data-statement": true },
    head(a, s),
    app.refreshed === "busy" && el("p", { class: "small busy" }, words("card.refreshing")),
    el(
      "div",
      { class: "columns" },
      el("div", {}, reasons(a, app), s && particulars(s)),
      el(
        "div",
        {},
        s && tables(s),
        proves(a),
        who(a, held),
      ),
    ),
    technical(a, held),
    actions(app),
    el(
      "div",
      { class: "dock" },
      button("card.scan-next", () => void app.scan(false), "main", icon("scan")),
    ),
  );
}
