// SPDX-License-Identifier: Apache-2.0
// How long a page's main thread is held by one task while its camera looks, in processor time: that of
// the clock would tell of the other programs on this machine as well.

/** To be run in the page before its own scripts: marks when the camera is over it, and when no more. */
export function markScans() {
  let on = false;
  new MutationObserver(() => {
    if ((document.querySelector("dialog.scanner[open]") !== null) !== on) {
      on = !on;
      console.timeStamp(on ? "camera on" : "camera off");
    }
  }).observe(document, { childList: true, subtree: true, attributes: true });
}

const marked = (e) => (e.name === "TimeStamp" ? e.args.data?.message : undefined);
const isMain = (e) => e.name === "thread_name" && e.args.name === "CrRendererMain";
const useful = (e) => isMain(e) || marked(e) || (e.ph === "X" && e.dur > 5000);
const thread = ({ pid, tid }) => `${pid} ${tid}`;

/** From each "camera on" to the "camera off" after it. */
function scansOf(events) {
  const marks = events.filter(marked).sort((a, b) => a.ts - b.ts);
  const ends = marks.filter((e) => marked(e) === "camera off");
  return marks
    .filter((e) => marked(e) === "camera on")
    .map((e) => [e.ts, ends.find((end) => end.ts > e.ts)?.ts ?? Infinity]);
}

/** Runs `work` and gives the longest task in milliseconds: of those from when the camera was asked for
    until it is no more over the page, and but for the tests' own. */
export async function longestTask(page, work) {
  const client = await page.context().newCDPSession(page);
  const events = [];
  client.on("Tracing.dataCollected", ({ value }) => events.push(...value.filter(useful)));
  const traceConfig = { includedCategories: ["toplevel", "devtools.timeline", "__metadata"] };
  await client.send("Tracing.start", { transferMode: "ReportEvents", traceConfig });
  await work();
  const complete = new Promise((resolve) => client.once("Tracing.tracingComplete", resolve));
  await client.send("Tracing.end");
  await complete;
  await client.detach();
  const mains = new Set(events.filter(isMain).map(thread));
  const ours = events.filter((e) => e.ph === "X" && mains.has(thread(e)));
  const aside = ours.filter((e) => JSON.stringify(e.args).includes("DevToolsSession"));
  const scans = scansOf(events);
  const tasks = ours
    .filter((task) => /RunTask$/.test(task.name))
    .filter((t) => scans.some(([on, off]) => t.ts >= on && t.ts + t.dur <= off))
    .filter((t) => !aside.some((e) => e.tid === t.tid && e.ts >= t.ts && e.ts <= t.ts + t.dur));
  return { n: tasks.length, ms: Math.round(Math.max(0, ...tasks.map((task) => task.tdur / 1000))) };
}
