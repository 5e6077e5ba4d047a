// SPDX-License-Identifier: Apache-2.0
// Phones that keep nothing and networks that lie: every label gets its answer all the same, and the
// reader is told what is missing.
import "./needs-chromium.mjs";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { firstVerdict, newPage, open, verdictOf } from "./browser.mjs";
import { breakages, lies, portal, said } from "./breakages.mjs";
import { page as folder } from "./built.mjs";
import { serve } from "./serve.mjs";
import { fragmentOf, pathOf, rowNamed, sitesOf } from "./vectors.mjs";

const row = rowNamed("authentic");
const place = pathOf("plain");
const MOST = 20000; // milliseconds to any answer: 5 s, on a machine that does much else

/** A browser with a server of its own; breakage runs in each page before the page does. */
async function withPage(breakage, work) {
  const server = await serve(sitesOf(folder));
  const { browser, close } = await open();
  if (breakage !== undefined) {
    await browser.addInitScript(breakage);
  }
  const { page, wrongs } = await newPage(browser, row.now);
  const opened = async (told = verdictOf) => {
    const start = performance.now();
    await page.goto("about:blank");
    await page.goto(server.base + place + fragmentOf(row.text), { waitUntil: "commit" });
    const verdict = await told(page);
    const took = performance.now() - start;
    assert.ok(took < MOST, `${verdict} after ${Math.round(took)} ms`);
    return verdict;
  };
  try {
    await work({ server, browser, page, opened });
    assert.deepEqual(wrongs.filter((w) => !/Connecting to .* violates/.test(w)), []); // a portal's redirection
  } finally {
    await close();
    await server.close();
  }
}

/** The verdict comes before the trust file is written: who leaves the page at once would not find it. */
const isKept = (page) =>
  page.waitForFunction(async () => {
    const cache = await caches.open(`sello:${location.pathname}:trust`);
    return (await cache.keys()).length > 0;
  });

// ---- storage ----

async function storageFails(key, breakage) {
  await withPage(breakage, async ({ server, browser, page, opened }) => {
    assert.equal(await opened(), "authentic");
    await page.waitForFunction(
      (want) => new RegExp(want).test(document.body.innerText),
      said[key].source,
    );
    await isKept(page);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await browser.setOffline(true); // the copy in the browser's cache serves
    server.state.down = true;
    assert.equal(await opened(), "authentic");
  });
}

/** The worker's cache is refused once, when it is opened after the page was kept. */
async function cacheIsRefused() {
  const refusing = `{
      const open = caches.open.bind(caches);
      let n = 0;
      caches.open = (name) =>
        name.includes(":page:") && ++n === 2 ? Promise.reject(new Error("busy")) : open(name);
    }
    ${readFileSync(join(folder, "sw.js"), "utf8")}`;
  await withPage(undefined, async ({ server, page, opened }) => {
    server.state.instead = (url, response) =>
      url === `${place}sw.js` &&
      Boolean(response.writeHead(200, { "content-type": "text/javascript" }).end(refusing));
    assert.equal(await opened(), "authentic");
    await isKept(page);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    server.state.down = true;
    assert.equal(await opened(), "authentic");
  });
}

// ---- the network ----

async function networkLies(words, lie) {
  await withPage(undefined, async ({ server, page, opened }) => {
    await page.clock.install({ time: row.now * 1000 }); // its timers, too
    const lying = (url, response) => url.endsWith("trust.sello") && (lie(response), true);
    server.state.instead = lying;
    const hurry = setInterval(() => page.clock.fastForward(3000).catch(() => undefined), 1000);
    assert.equal(await opened(firstVerdict), "unknown-certifier");
    assert.equal(await page.innerText("h1"), "Todavía sin revisar");
    assert.doesNotMatch(await page.innerText("article"), /pídele su archivo/);
    await page.waitForFunction(
      (want) => new RegExp(want).test(document.querySelector("article").innerText),
      words.source,
      { timeout: 15000 },
    );
    clearInterval(hurry);
    server.state.instead = () => false; // logged in, and back
    await page.clock.fastForward(60000);
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await page.waitForSelector('[data-verdict="authentic"]');
    await isKept(page);
    server.state.instead = lying; // from now on what is kept serves
    assert.equal(await opened(), "authentic");
  });
}

/** While the worker fetches the page to keep it, something else comes in its place. */
async function portalIsNotKept() {
  await withPage(undefined, async ({ server, browser, page, opened }) => {
    let loaded = false;
    server.state.instead = (url, response) =>
      loaded && url === place && Boolean(response.writeHead(200, { "content-type": "text/html" }).end(portal));
    page.on("request", (request) => (loaded ||= request.url().endsWith(".js")));
    assert.equal(await opened(), "authentic");
    await page.waitForFunction(async () => {
      const worker = await navigator.serviceWorker.getRegistration();
      return worker === undefined || (worker.installing === null && worker.active === null);
    });
    server.state.instead = () => false;
    assert.equal(await opened(), "authentic");
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await browser.setOffline(true);
    assert.equal(await opened(), "authentic");
  });
}

// Most of their time is waiting.
describe("a phone or a network that does not do its part", { concurrency: 2 }, () => {
  for (const [name, [key, breakage]] of Object.entries(breakages)) {
    test(`storage: ${name}`, () => storageFails(key, breakage));
  }
  test("storage: the worker's cache is refused once", cacheIsRefused);
  test("network: a portal's page while this one is being kept", portalIsNotKept);
  for (const [name, [words, lie]] of Object.entries(lies)) {
    test(`network: ${name}`, () => networkLies(words, lie));
  }
});
