// SPDX-License-Identifier: Apache-2.0
// What belongs to a record: its certificates, its batches, its history.
import { list } from "../api";
import type { Batch, Certificate, Event } from "../records";
import { address } from "../router";
import { count, day, instant, isKey, number, say, wordOf } from "../words";
import { el, heading, outside, visible } from "./element";
import { chip } from "./facts";

export const stateChip = (c: Certificate): HTMLElement =>
  chip(wordOf("state", c.state), `state-${c.state}`);

export function certificateList(
  certificates: readonly Certificate[],
  of: "product" | "producer",
): Node[] {
  const rows = certificates.map((c) =>
    el(
      "li",
      {},
      el(
        "a",
        { href: address("certificates", c.id) },
        el("strong", {}, outside(of === "product" ? c.product_name : c.producer_name)),
        el(
          "span",
          { class: "about" },
          chip(c.id),
          " ",
          stateChip(c),
          " ",
          c.until === undefined ? "" : say("until", { date: day(c.until) }),
        ),
      ),
    ),
  );
  return [
    heading("h2", "related.certificates"),
    rows.length > 0
      ? el("ul", { class: "rows" }, ...rows)
      : el("p", { class: "nothing" }, say("related.noCertificates")),
  ];
}

/** The batches as a table: what became of their labels, and whose they are where the screen does not say it. */
export function batchTable(
  batches: readonly Batch[],
  of: "product" | "producer" | "certificate",
): Node[] {
  if (batches.length === 0) {
    return [];
  }
  const columns = ["issued", "printed", "delivered", "spoiled", "left"] as const;
  const newest = [...batches].reverse().slice(0, 100);
  const row = (b: Batch): HTMLElement =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, el("a", { href: address("print", b.id) }, b.id)),
      of !== "certificate" &&
        el("td", {}, outside(of === "product" ? b.producer_name : b.product_name)),
      el("td", { class: "whole" }, outside(b.lot ?? "")),
      el("td", {}, day(b.issued_at)),
      ...columns.map((c) => el("td", { class: "num" }, number(b[c]))),
    );
  const whose = {
    product: [say("certificate.producer")],
    producer: [say("certificate.product")],
    certificate: [],
  }[of];
  const heads = [say("batch"), ...whose, say("issue.lot"), say("batch.date")];
  return [
    heading("h2", "related.batches"),
    el(
      "div",
      { class: "wide", tabindex: "0", role: "group", "aria-label": say("related.batches") },
      el(
        "table",
        {},
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            ...heads.map((t) => el("th", { scope: "col" }, t)),
            ...columns.map((c) => el("th", { scope: "col", class: "num" }, say(`batch.${c}`))),
          ),
        ),
        el("tbody", {}, ...newest.map(row)),
      ),
    ),
  ];
}

/** What an event says besides, in short. */
function eventText(event: Event): string {
  const key = `event.${event.what}`;
  const what = isKey(key) ? say(key) : event.what;
  const step = typeof event["step"] === "string" ? wordOf("step", event["step"]) : "";
  const status = typeof event["status"] === "string" ? wordOf("status", event["status"]) : "";
  const labels = typeof event["count"] === "number" ? count("n.labels", event["count"]) : "";
  const until =
    typeof event["until"] === "string" ? say("until", { date: day(event["until"]) }) : "";
  const note = typeof event["note"] === "string" ? event["note"] : "";
  return [what, step, status, labels, until, note].filter(Boolean).join(" · ");
}

/** What was done, newest first; told when it is opened. */
export function historyOf(id: string): HTMLElement {
  const place = el("ol", { class: "history" });
  const details = el(
    "details",
    { class: "block" },
    el("summary", {}, say("related.history")),
    place,
  );
  details.addEventListener(
    "toggle",
    () => {
      void list<Event>("history", { args: [id] }).then(
        (events) =>
          place.replaceChildren(
            ...events
              .reverse()
              .slice(0, 200)
              .map((e) =>
                el(
                  "li",
                  {},
                  el("span", {}, visible(eventText(e))),
                  el("span", { class: "small" }, `${instant(e.at)} · `, outside(e.who)),
                ),
              ),
          ),
        () => place.replaceChildren(el("li", {}, say("failed"))),
      );
    },
    { once: true },
  );
  return details;
}
