// SPDX-License-Identifier: Apache-2.0
// The core of it in Firefox and in WebKit: verdicts, coming back at once, the end of the network. What
// Chromium does is tested at length beside this.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { describe, test } from "node:test";
import { page as folder } from "./built.mjs";
import { hasFirefox, openFirefox } from "./firefox.mjs";
import { serve } from "./serve.mjs";
import { fragmentOf, oneOfEach, pathOf, rowNamed, sitesOf } from "./vectors.mjs";
import { hasWebKit, openWebKit } from "./webdriver.mjs";

const engines = [
  ["Firefox", hasFirefox(), openFirefox],
  ["WebKit", hasWebKit(), openWebKit],
].filter(([, here]) => here);

if (engines.length === 0 || !existsSync(new URL("node_modules/ws", import.meta.url))) {
  console.log("Skipped: neither Firefox nor WebKit is here (script/setup --tests installs them).");
  process.exit(77);
}

const LEAVINGS = Number(process.env.SELLO_LEAVINGS ?? 4); // 200 were tried by hand
const VERDICT = 'return document.querySelector("[data-verdict]")?.dataset.verdict';
const linkOf = (server, row) => server.base + pathOf(row.trust[0]) + fragmentOf(row.text);

async function core(t, name, openBrowser) {
  const server = await serve(sitesOf(folder));
  const page = await openBrowser();
  const shown = async (row) => {
    await page.goto("about:blank");
    await page.wait('return location.protocol === "about:"');
    await page.goto(linkOf(server, row));
    return page.wait(VERDICT);
  };
  try {
    await t.test("verdicts by the phone's clock", async () => {
      const rows = oneOfEach().filter((r) =>
        ["forged", "withdrawn", "not-issued", "unknown-certifier", "damaged"].includes(r.verdict),
      );
      for (const row of rows) {
        assert.equal(await shown(row), row.verdict, row.name);
        assert.equal(await page.run("return location.hash"), "");
      }
    });
    const row = rowNamed("authentic"); // its data is old by the clock of today
    await t.test(`leaving right after the verdict and coming back, ${LEAVINGS} times`, async () => {
      let longest = 0;
      for (let i = 0; i < LEAVINGS; i++) {
        const start = performance.now();
        assert.equal(await shown(row), "stale");
        longest = Math.max(longest, performance.now() - start);
      }
      console.log(`# ${name}: the longest took ${Math.round(longest)} ms`);
    });
    await t.test("two starts without network", async () => {
      await page.wait("return navigator.serviceWorker.controller !== null");
      server.state.down = true;
      for (let i = 0; i < 2; i++) {
        assert.equal(await shown(row), "stale");
      }
      await page.reload();
      assert.equal(await page.wait(VERDICT), "stale");
    });
  } finally {
    await page.close();
    await server.close();
  }
}

describe("other engines", { concurrency: 2 }, () => {
  for (const [name, , openBrowser] of engines) {
    test(name, (t) => core(t, name, openBrowser));
  }
});
