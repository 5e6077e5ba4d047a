// SPDX-License-Identifier: Apache-2.0
// Hoy: what is due, each with what is done about it.
import { one } from "../api";
import { link } from "../parts/buttons";
import { clerkForm } from "../parts/clerk";
import { el, heading, visible } from "../parts/element";
import { icon, type Icon } from "../parts/icons";
import { stepsPart } from "../parts/steps";
import { address } from "../router";
import type { Screen } from "../parts/screen";
import type { Status } from "../records";
import { count, day, isKey, number, say, type Key } from "../words";

interface Due {
  icon: Icon;
  to: string;
  button: Key;
  n?: (status: Status) => number;
}

/** What is done about each thing that `sello status` names. */
const DUES: Record<string, Due> = {
  "to-inspect": {
    icon: "certificate",
    to: address("certificates", "applied"),
    button: "due.to-inspect.button",
    n: (s) => s.certificates["applied"] ?? 0,
  },
  "to-grant": {
    icon: "certificate",
    to: address("certificates", "inspected"),
    button: "due.to-grant.button",
    n: (s) => s.certificates["inspected"] ?? 0,
  },
  ending: {
    icon: "certificate",
    to: address("certificates", "ending"),
    button: "due.ending.button",
  },
  ended: {
    icon: "certificate",
    to: address("certificates", "granted"),
    button: "due.ended.button",
  },
  "to-print": {
    icon: "print",
    to: address("print"),
    button: "due.to-print.button",
    n: (s) => s.labels_not_printed,
  },
  "to-deliver": {
    icon: "deliver",
    to: address("deliver"),
    button: "due.to-deliver.button",
    n: (s) => s.labels_not_delivered,
  },
  "trust-file": { icon: "safe", to: address("safety", "publish"), button: "due.trust-file.button" },
  backup: {
    icon: "safe",
    to: address("safety", "backup"),
    button: "due.backup.button",
    n: (s) => s.labels_since_backup,
  },
  "member-keys": { icon: "safe", to: address("safety", "keys"), button: "due.member-keys.button" },
  "label-key": { icon: "safe", to: address("safety", "keys"), button: "due.member-keys.button" },
  interrupted: { icon: "issue", to: address("issue"), button: "due.interrupted.button" },
};

/** Our words for it, as a clerk at a window needs no command's name; the tool's where we have none. */
function wordsOf(code: string, text: string, status: Status): string {
  const key = `due.${code}`;
  return isKey(key) ? say(key, { n: number(DUES[code]?.n?.(status) ?? 0) }) : text;
}

function dueItem(due: Status["due"][number], status: Status): HTMLElement {
  const known = DUES[due.code];
  return el(
    "li",
    { class: "due block" },
    icon(known?.icon ?? "today"),
    el("p", {}, visible(wordsOf(due.code, due.text, status), 2000)),
    known && link(known.button, known.to, "quiet"),
  );
}

function numbers(status: Status): HTMLElement {
  const all: [string, string][] = [
    [address("producers"), count("n.producers", status.producers)],
    [address("products"), count("n.products", status.products)],
    [address("certificates", "granted"), count("n.granted", status.certificates["granted"] ?? 0)],
    [address("label"), count("n.labels", status.labels)],
  ];
  return el(
    "ul",
    { class: "numbers" },
    ...all.map(([href, text]) => el("li", {}, el("a", { href }, text))),
  );
}

export const today: Screen = {
  id: "today",
  icon: "today",
  view: async () => {
    const [status, steps] = await Promise.all([one<Status>("status"), stepsPart()]);
    const due = status.due.map((d) => dueItem(d, status));
    return [
      heading("h1", "screen.today"),
      el(
        "p",
        { class: "lead" },
        due.length === 0 ? say("today.nothing") : count("today.due", due.length),
      ),
      el("ul", { class: "dues" }, ...due),
      numbers(status),
      steps,
      clerkForm(),
      el(
        "p",
        { class: "small" },
        status.last_backup === undefined
          ? say("today.noBackup")
          : say("today.backup", { date: day(status.last_backup) }),
        " ",
        status.bundle_date === undefined
          ? say("today.notPublished")
          : say("today.published", { date: day(status.bundle_date) }),
      ),
    ];
  },
};
