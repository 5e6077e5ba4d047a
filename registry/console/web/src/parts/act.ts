// SPDX-License-Identifier: Apache-2.0
// A step that changes something: first what would be, as the server answers it, and who will see it; then, by
// a button that names it, the step itself, refused where something changed in between.
import { call, type Answer, type Body } from "../api";
import { say, type Key, type Places } from "../words";
import { ask } from "./dialog";
import { el, visible, type Child } from "./element";
import { forWindow } from "./messages";

/** How it is taken back: from the list of what was done last, as the server keeps it; by another of its kind; never. */
export type Back = "list" | "again" | "never";

export interface Step<T> {
  command: string;
  body: Body;
  title: string;
  yes: Key;
  places?: (plan: T) => Places;
  back: Back;
  seen: Key; // what will be seen, by whom
  about?: (plan: T) => Child[];
}

interface Planned {
  seen?: string;
}

/** The answer of the step, or undefined where the person said no. */
export async function act<T = Record<string, unknown>>(
  step: Step<T>,
): Promise<Answer<T> | undefined> {
  const dry = await call<T & Planned>(step.command, { ...step.body, "dry-run": true });
  const plan = (dry.lines[0] ?? {}) as T & Planned;
  const warnings = forWindow(dry.messages).map((message) =>
    el("p", { class: "warn" }, visible(message, 2000)),
  );
  const yes = await ask({
    title: step.title,
    yes: step.yes,
    places: step.places?.(plan) ?? {},
    look: step.back === "never" ? "danger" : "main",
    about: [
      ...(step.about?.(plan) ?? []),
      ...warnings,
      el("p", {}, el("strong", {}, say("seen.title")), " ", say(step.seen)),
      el(
        "p",
        { class: step.back === "never" ? "warn" : "small" },
        say(`seen.${step.back}`),
      ),
    ],
  });
  if (!yes) {
    return undefined;
  }
  const seen = plan.seen === undefined ? {} : { "if-seen": plan.seen };
  return call<T>(step.command, { ...step.body, ...seen });
}
