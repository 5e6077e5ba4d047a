// SPDX-License-Identifier: Apache-2.0
// What was delivered to a producer, each with its receipt to be made again.
import { call } from "../api";
import type { Event } from "../records";
import { count, day, say } from "../words";
import { button } from "./buttons";
import { el, heading } from "./element";
import { chip } from "./facts";
import { done, failed } from "./notice";

const SHOWN = 50;

export async function receipt(delivery: string): Promise<void> {
  const file = `recibo-${delivery}.pdf`;
  done(say("deliver.again.done"), await call("deliver", { again: delivery, o: { file } }));
}

/** Of the events of a record, newest first. */
export function deliveryList(events: readonly Event[]): Node[] {
  const delivered = events.filter((e) => e.what === "labels.delivered").reverse();
  const row = (e: Event): HTMLElement => {
    const id = `D${String(e["number"])}`;
    const press = button("deliver.receipt", () => receipt(id).catch(failed), "quiet", "print");
    press.setAttribute("aria-label", `${say("deliver.receipt")}: ${id}`);
    return el(
      "li",
      { class: "line-item" },
      el("span", {}, chip(id), ` ${day(e.at)} · ${count("n.labels", Number(e["count"] ?? 0))}`),
      press,
    );
  };
  return delivered.length === 0
    ? []
    : [
        heading("h2", "related.deliveries"),
        el("ul", { class: "plain block" }, ...delivered.slice(0, SHOWN).map(row)),
      ];
}
