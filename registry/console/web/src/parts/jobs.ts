// SPDX-License-Identifier: Apache-2.0
// What runs in the background: a bar for each, which a reload finds again.
import * as api from "../api";
import { isKey, say, wordOf } from "../words";
import { button } from "./buttons";
import { byId, el, visible } from "./element";

const PATIENCE = 700; // milliseconds, before a bar is worth showing
const looks = new Set<string>(); // jobs that only look ahead
let timer: ReturnType<typeof setTimeout> | undefined;

function bar(job: api.Job): HTMLElement {
  const what = job.progress?.what ?? wordOf("job", job.command);
  const { done, total } = job.progress ?? {};
  const progress = el(
    "progress",
    total ? { value: done ?? 0, max: total, "aria-label": what } : { "aria-label": what },
  );
  const stop = button("job.stop", () => api.stopJob(job.job), "link");
  return el(
    "div",
    { class: "job" },
    el("span", {}, visible(what)),
    progress,
    total ? el("span", { class: "small" }, say("job.of", { n: done ?? 0, of: total })) : null,
    stop,
  );
}

async function look(): Promise<void> {
  const running = (await api.jobs().catch(() => [])).filter(
    (job) => job.state !== "done" && isKey(`job.${job.command}`) && !looks.has(job.job),
  );
  const place = byId("jobs");
  place.hidden = running.length === 0;
  place.setAttribute("aria-label", say("job.label"));
  place.replaceChildren(...running.map(bar));
  timer = running.length > 0 ? setTimeout(() => void look(), PAUSE) : undefined;
}

const PAUSE = 500;

export function watchJobs(): void {
  api.hooks.began = (job, shown) => {
    if (!shown) {
      looks.add(job);
      return;
    }
    timer ??= setTimeout(() => void look(), PATIENCE);
  };
  void look();
}
