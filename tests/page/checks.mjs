// SPDX-License-Identifier: Apache-2.0
// What must hold on every view.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
};

/** axe finds nothing. It runs in a world of its own, which the page's policy does not reach. */
export async function accessible(page, where) {
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight)); // nothing is under the dock there
  const client = await page.context().newCDPSession(page);
  const { frameTree } = await client.send("Page.getFrameTree");
  const { executionContextId } = await client.send("Page.createIsolatedWorld", {
    frameId: frameTree.frame.id,
    worldName: "axe",
  });
  const expression = `${axe};axe.run(document, ${JSON.stringify(rules)}).then((r) => JSON.stringify(r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.html + " " + n.failureSummary).join(" | "))))`;
  const { result, exceptionDetails } = await client.send("Runtime.evaluate", {
    expression,
    contextId: executionContextId,
    awaitPromise: true,
    returnByValue: true,
  });
  await client.detach();
  assert.equal(exceptionDetails, undefined, JSON.stringify(exceptionDetails));
  assert.deepEqual(JSON.parse(result.value), [], where);
}

/** Nothing is wider than the window, or cut off inside its own box. */
export async function fits(page, where) {
  const wide = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const seen = (e) => e.checkVisibility() && !e.closest(".unseen, [hidden]");
    const over = (e) =>
      e.getBoundingClientRect().right > width + 1 || e.getBoundingClientRect().left < -1;
    return [...document.body.querySelectorAll("*")]
      .filter((e) => seen(e) && over(e))
      .map((e) => e.outerHTML.slice(0, 120));
  });
  const scroll = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.deepEqual(wide, [], where);
  assert.ok(scroll <= 0, `${where}: ${scroll} pixels too wide`);
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
