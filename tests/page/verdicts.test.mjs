// SPDX-License-Identifier: Apache-2.0
// Every verdict of the table by its own label: in words, in Spanish and English, by day and by night, on
// the narrowest phone and a desktop. SELLO_SHOTS=FOLDER keeps pictures, to be looked at.
import "./needs-chromium.mjs";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { newPage, open, verdictOf } from "./browser.mjs";
import { accessible, fits, nothingLeft, record } from "./checks.mjs";
import { page as folder } from "./built.mjs";
import { serve } from "./serve.mjs";
import { fragmentOf, oneOfEach, pathOf, rowNamed, sitesOf } from "./vectors.mjs";

const words = (lang) =>
  JSON.parse(readFileSync(new URL(`../../verify/web/src/words/${lang}.json`, import.meta.url)));
/* The last two looks, and axe in all but the first, see one of each colour: what differs is there.
   SELLO_SHOTS takes them all. */
const TONES = ["authentic", "suspended", "withdrawn", "unknown-certifier"];
const ONE_OF_EACH_TONE = process.env.SELLO_SHOTS ? undefined : TONES;
const looks = [
  { lang: "es", locale: "es-MX", colorScheme: "light", viewport: { width: 320, height: 568 } },
  { lang: "en", locale: "en-US", colorScheme: "dark", viewport: { width: 1280, height: 800 } },
  {
    lang: "en",
    locale: "en-US",
    colorScheme: "dark",
    viewport: { width: 320, height: 568 },
    only: ONE_OF_EACH_TONE,
  },
  {
    lang: "es",
    locale: "es-MX",
    colorScheme: "light",
    viewport: { width: 1280, height: 800 },
    only: ONE_OF_EACH_TONE,
  },
];

let server;
before(async () => {
  server = await serve(sitesOf(folder));
});
after(() => server.close());

async function shoot(page, name) {
  if (process.env.SELLO_SHOTS) {
    await page.screenshot({
      path: join(process.env.SELLO_SHOTS, `${name}.png`),
      fullPage: true,
    });
  }
}

for (const look of looks) {
  const called = `${look.lang}-${look.colorScheme}-${look.viewport.width}`;
  test(`every verdict, ${called}`, async (t) => {
    const { lang, only, ...options } = look;
    const { browser, close } = await open(options);
    const asked = record(browser);
    for (const row of oneOfEach().filter((r) => only?.includes(r.verdict) ?? true)) {
      await t.test(row.verdict, async () => {
        const { page, wrongs } = await newPage(browser, row.now);
        await page.goto(server.base + pathOf(row.trust[0]) + fragmentOf(row.text));
        assert.equal(await verdictOf(page), row.verdict, row.name);
        assert.equal(await page.innerText("h1"), words(lang)[`title.${row.verdict}`]);
        assert.equal(await page.evaluate(() => document.documentElement.lang), lang);
        assert.equal(await page.evaluate(() => location.hash), "");
        await page.waitForFunction(() => document.querySelector(".busy") === null);
        await fits(page, `${called} ${row.verdict}`);
        if (look === looks[0] || TONES.includes(row.verdict)) {
          await accessible(page, `${called} ${row.verdict}`);
        }
        await shoot(page, `${called}-${row.verdict}`);
        assert.deepEqual(wrongs, []);
        await page.close();
      });
    }
    await close();
    nothingLeft(
      server,
      asked,
      oneOfEach().map((row) => row.text),
    );
  });
}

test("what the label says is shown only where its signature matches", async () => {
  const { browser, close } = await open();
  for (const [name, shown] of [
    ["authentic", true],
    ["a signature that does not match", false],
  ]) {
    const row = rowNamed(name);
    const { page } = await newPage(browser, row.now);
    await page.goto(server.base + pathOf(row.trust[0]) + fragmentOf(row.text));
    await verdictOf(page);
    assert.equal((await page.locator("dt", { hasText: "Serie" }).count()) > 0, shown, name);
    await page.close();
  }
  await close();
});
