// SPDX-License-Identifier: Apache-2.0
// Every verdict of the table by its own label: in words, in Spanish and English, by day and by night, on
// the narrowest phone and a desktop. SELLO_SHOTS=FOLDER keeps pictures of all looks, to be looked at.
import "./needs-chromium.mjs";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { newPage, open } from "./browser.mjs";
import { accessible, fits, nothingLeft, record } from "./checks.mjs";
import { page as folder } from "./built.mjs";
import { serve } from "./serve.mjs";
import { fragmentOf, oneOfEach, pathOf, rowNamed, sitesOf } from "./vectors.mjs";

const words = (lang) =>
  JSON.parse(readFileSync(new URL(`../../verify/web/src/words/${lang}.json`, import.meta.url)));
const LIGHT = "light";
const DARK = "dark";
const PHONE = { width: 320, height: 568 };
const DESK = { width: 1280, height: 800 };
// One of each colour is looked at on a desk and by night too: what differs is there.
const TONES = ["authentic", "suspended", "withdrawn", "unknown-certifier"];
const shots = process.env.SELLO_SHOTS; // a folder for pictures of every look

let server;
before(async () => {
  server = await serve(sitesOf(folder));
});
after(() => server.close());

async function look(page, scheme, size) {
  await page.emulateMedia({ colorScheme: scheme });
  await page.setViewportSize(size);
}

/** Twice as large: letters alone, on a phone; and everything, on a desk, where that leaves half its width. */
async function enlarged(page, verdict) {
  const letters = (size) =>
    page.evaluate((to) => document.documentElement.style.setProperty("font-size", to), size);
  await look(page, LIGHT, { width: 390, height: 844 });
  const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.querySelector("article p")).fontSize));
  const before = await size();
  await letters("200%");
  assert.equal(await size(), 2 * before, verdict);
  await fits(page, `${verdict} in letters twice as large`);
  await letters("");
  await look(page, LIGHT, { width: DESK.width / 2, height: DESK.height / 2 });
  await fits(page, `${verdict} at 200 %`);
  await look(page, LIGHT, PHONE);
}

async function pictures(page, verdict) {
  for (const lang of ["es", "en"]) {
    await page.selectOption("#language", lang);
    for (const scheme of [LIGHT, DARK]) {
      for (const size of [PHONE, { width: 390, height: 844 }, DESK]) {
        await look(page, scheme, size);
        await page.evaluate(() => scrollTo(0, 0));
        const name = `${verdict}-${lang}-${scheme}-${size.width}`;
        await page.screenshot({ path: join(shots, `${name}.png`) });
        await page.screenshot({ path: join(shots, `${name}-whole.png`), fullPage: true });
      }
    }
  }
}

/** The labels of one trust file are opened one after the other in the page that is there. */
async function showLabel(page, row) {
  const place = server.base + pathOf(row.trust[0]);
  await page.clock.setFixedTime(row.now * 1000);
  if (page.url() === place) {
    await page.evaluate((hash) => (location.hash = hash), fragmentOf(row.text));
    await page.waitForFunction(() => location.hash === "");
  } else {
    await page.goto(place + fragmentOf(row.text));
  }
  await page.waitForSelector(`[data-verdict="${row.verdict}"]`);
}

const byTrust = (a, b) => a.trust[0].localeCompare(b.trust[0]);

test("every verdict", async (t) => {
  const { browser, close } = await open({ viewport: PHONE, colorScheme: LIGHT });
  const asked = record(browser);
  const { page, wrongs } = await newPage(browser);
  for (const row of oneOfEach().sort(byTrust)) {
    const { verdict } = row;
    await t.test(verdict, async () => {
      await look(page, LIGHT, PHONE);
      await showLabel(page, row);
      assert.equal(await page.innerText("h1"), words("es")[`title.${verdict}`]);
      assert.equal(await page.evaluate(() => document.documentElement.lang), "es");
      assert.equal(await page.evaluate(() => location.hash), "");
      await page.waitForFunction(() => document.querySelector(".busy") === null);
      await fits(page, verdict);
      await accessible(page, verdict);
      await enlarged(page, verdict);
      assert.doesNotMatch(await page.innerText("article"), /(\p{L}{4,}): \1/u, "a reason is said once");
      await page.selectOption("#language", "en");
      await page.waitForSelector(`h1 >> text="${words("en")[`title.${verdict}`]}"`);
      assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
      await fits(page, `${verdict} in English`);
      if (TONES.includes(verdict)) {
        await look(page, DARK, PHONE);
        await accessible(page, `${verdict} by night`);
        await look(page, DARK, DESK);
        await fits(page, `${verdict} on a desk`);
      }
      if (shots) {
        await pictures(page, verdict);
      }
      await page.selectOption("#language", "es");
      assert.deepEqual(wrongs, []);
    });
  }
  await t.test("what the label says is shown only where its signature matches", async () => {
    for (const [name, shown] of [
      ["authentic", true],
      ["a signature that does not match", false],
    ]) {
      await showLabel(page, rowNamed(name));
      assert.equal((await page.locator("dt", { hasText: "Serie" }).count()) > 0, shown, name);
    }
  });
  await close();
  nothingLeft(
    server,
    asked,
    oneOfEach().map((row) => row.text),
  );
});

