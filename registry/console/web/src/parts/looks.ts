// SPDX-License-Identifier: Apache-2.0
// How labels look: the certifier's mark and its colour.
import { one, upload } from "../api";
import { refresh } from "../router";
import { say } from "../words";
import { act } from "./act";
import { button } from "./buttons";
import { dropZone } from "./drop";
import { el, heading, outside } from "./element";
import { facts } from "./facts";
import { form } from "./form";
import { done, failed } from "./notice";

interface Mark {
  mark: string | false;
}

interface Accent {
  accent?: string;
}

async function keep(file: File): Promise<void> {
  const answer = await act({
    command: "mark set",
    body: { args: [await upload(file)] },
    title: say("looks.mark.ask"),
    yes: "looks.mark.yes",
    back: "again",
    seen: "looks.seen",
  });
  if (answer !== undefined) {
    await refresh();
    done(say("looks.mark.done"));
  }
}

async function takeAway(what: "mark" | "accent"): Promise<void> {
  const answer = await act({
    command: `${what} remove`,
    body: {},
    title: say(`looks.${what}.remove.ask`),
    yes: `looks.${what}.remove`,
    back: "again",
    seen: "looks.removed.seen",
  });
  if (answer !== undefined) {
    await refresh();
    done(say(`looks.${what}.removed`));
  }
}

async function colour(value: string): Promise<void> {
  const answer = await act({
    command: "accent set",
    body: { args: [value] },
    title: say("looks.accent.ask", { colour: value }),
    yes: "looks.accent.yes",
    back: "again",
    seen: "looks.seen",
  });
  if (answer !== undefined) {
    await refresh();
    done(say("looks.accent.done"));
  }
}

/** A square of the colour, and its number. */
function swatch(value: string): HTMLElement {
  const square = el("span", { class: "swatch" });
  square.style.background = /^#[0-9a-f]{6}$/.test(value) ? value : "none";
  return el("span", {}, square, " ", outside(value));
}

export async function looksPart(): Promise<HTMLElement> {
  const [{ mark }, { accent }] = await Promise.all([
    one<Mark>("mark show"),
    one<Accent>("accent show"),
  ]);
  const { node } = form(
    [{ name: "colour", label: "looks.accent", kind: "colour", value: accent ?? "#7a1020" }],
    {
      key: "looks.accent.yes",
      look: "quiet",
      work: async (values) => colour(values["colour"] ?? ""),
    },
  );
  return el(
    "section",
    { class: "block", id: "part-looks" },
    heading("h2", "looks.title"),
    facts(
      ["looks.mark", el("span", {}, say(mark === false ? "looks.none" : "looks.kept"))],
      ["looks.accent", accent === undefined ? el("span", {}, say("looks.none")) : swatch(accent)],
    ),
    dropZone(
      "looks.mark.choose",
      "looks.mark.hint",
      "image/png,image/svg+xml,.svg",
      false,
      ([file]) => {
        if (file !== undefined) {
          keep(file).catch(failed);
        }
      },
    ),
    node,
    (mark !== false || accent !== undefined) &&
      el(
        "div",
        { class: "row" },
        mark !== false &&
          button("looks.mark.remove", () => takeAway("mark").catch(failed), "quiet"),
        accent !== undefined &&
          button("looks.accent.remove", () => takeAway("accent").catch(failed), "quiet"),
      ),
  );
}
