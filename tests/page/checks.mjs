// SPDX-License-Identifier: Apache-2.0
// What must hold on every view.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
};

/** What axe finds, as an expression for a page that has axe: a promise. */
const looked = `axe.run(document, ${JSON.stringify(rules)}).then((r) => r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.html + " " + n.failureSummary).join(" | ")))`;

/** The same where nobody waits for promises: these two scripts, the second until it returns something. */
export const axeScripts = [
  `globalThis.found = undefined; ${axe};${looked}.then((r) => { globalThis.found = r; }, (e) => { globalThis.found = [String(e)]; });`,
  "return globalThis.found",
];

/** axe finds nothing. It runs in a world of its own, which the page's policy does not reach. */
export async function accessible(page, where) {
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight)); // nothing is under the dock there
  const client = await page.context().newCDPSession(page);
  const { frameTree } = await client.send("Page.getFrameTree");
  const { executionContextId } = await client.send("Page.createIsolatedWorld", {
    frameId: frameTree.frame.id,
    worldName: "axe",
  });
  const run = (expression) =>
    client.send("Runtime.evaluate", {
      expression,
      contextId: executionContextId,
      awaitPromise: true,
      returnByValue: true,
    });
  const { result: here } = await run("typeof axe"); // its source takes as long to read as a page to look at
  const loading = here.value === "undefined" ? `${axe};` : "";
  const { result, exceptionDetails } = await run(`${loading}${looked}.then((r) => JSON.stringify(r))`);
  await client.detach();
  assert.equal(exceptionDetails, undefined, JSON.stringify(exceptionDetails));
  assert.deepEqual(JSON.parse(result.value), [], where);
}

/** Runs in the page: what is wider than the window, or cut off inside its own box. */
export function overflow() {
  const width = document.documentElement.clientWidth;
  const seen = (e) => e.checkVisibility() && !e.closest(".unseen, [hidden]");
  const over = (e) =>
    e.getBoundingClientRect().right > width + 1 || e.getBoundingClientRect().left < -1;
  const scrolls = (e) => e.parentElement?.closest(".wide") ?? false; // a table, in a box of its own
  const wide = [...document.body.querySelectorAll("*")]
    .filter((e) => seen(e) && over(e) && !scrolls(e))
    .map((e) => e.outerHTML.slice(0, 120));
  const more = document.documentElement.scrollWidth - width;
  return more > 0 ? [...wide, `${more} pixels too wide`] : wide;
}

/** Nothing is wider than the window. */
export async function fits(page, where) {
  assert.deepEqual(await page.evaluate(overflow), [], where);
}

/** No request carries ten digits in a row of a label, and none goes elsewhere. */
export function nothingLeft(server, asked, texts) {
  const pieces = texts.flatMap((text) => text.match(/[0-9]{10}/g) ?? []);
  assert.ok(pieces.length > 0);
  for (const request of server.requests) {
    const all = `${request.url} ${request.headers}`;
    assert.equal(
      pieces.find((piece) => all.includes(piece)),
      undefined,
      all,
    );
  }
  for (const url of asked) {
    assert.ok(
      url.startsWith(server.base) || url.startsWith("blob:"),
      `a request elsewhere: ${url}`,
    );
  }
}

/** Every address that this browser asks for, the workers' too. */
export function record(browser) {
  const asked = [];
  browser.on("request", (request) => asked.push(request.url()));
  return asked;
}
