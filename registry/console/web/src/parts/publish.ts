// SPDX-License-Identifier: Apache-2.0
// Publishing: the buyer's page as a folder, and the trust file alone.
import { call, one } from "../api";
import type { Status } from "../records";
import { refresh } from "../router";
import { count, day, say } from "../words";
import { act } from "./act";
import { button } from "./buttons";
import { el, heading, outside } from "./element";
import { done, failed } from "./notice";

interface Published {
  folder: string;
  files: number;
  highest_serial: number;
  certificates: number;
  base_url: string;
}

const FOLDER = "sitio";

async function publish(): Promise<void> {
  const answer = await act<Published>({
    command: "publish",
    body: { args: [{ folder: FOLDER }] },
    title: say("publish.ask"),
    yes: "publish.yes",
    back: "never",
    seen: "publish.seen",
    about: (plan) => [
      el(
        "p",
        {},
        say("publish.plan", {
          certificates: count("n.listed", plan.certificates),
          files: count("n.files", plan.files),
        }),
      ),
      el("p", {}, say("publish.address"), " ", outside(plan.base_url)),
    ],
  });
  const line = answer?.lines[0];
  if (answer !== undefined && line !== undefined) {
    await refresh();
    done(say("publish.done", { folder: line.folder }), answer);
  }
}

async function trustFile(): Promise<void> {
  const answer = await act({
    command: "trust export",
    body: { o: { file: "confianza.sello" } },
    title: say("trust.ask"),
    yes: "trust.yes",
    back: "never",
    seen: "trust.seen",
  });
  if (answer !== undefined) {
    await refresh();
    done(say("trust.done"), answer);
  }
}

async function notice(): Promise<void> {
  done(
    say("notice.done"),
    await call("trust export", { "status-only": true, to: "pdf", o: { file: "aviso.pdf" } }),
  );
}

export async function publishPart(): Promise<HTMLElement> {
  const status = await one<Status>("status");
  return el(
    "section",
    { class: "block", id: "part-publish" },
    heading("h2", "publish.title"),
    el(
      "p",
      {},
      status.bundle_date === undefined
        ? say("today.notPublished")
        : say("today.published", { date: day(status.bundle_date) }),
    ),
    el("p", { class: "hint" }, say("publish.hint")),
    el(
      "div",
      { class: "row" },
      button("publish.button", () => publish().catch(failed), "main"),
      button("trust.button", () => trustFile().catch(failed)),
      button("notice.button", () => notice().catch(failed)),
    ),
  );
}
