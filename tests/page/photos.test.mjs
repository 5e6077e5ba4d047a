// SPDX-License-Identifier: Apache-2.0
// The photo of a piece: asked for by a person, shown only where its hash fits, and kept for later.
import "./needs-chromium.mjs";
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { newPage, open, verdictOf } from "./browser.mjs";
import { page as folder } from "./built.mjs";
import { accessible, fits } from "./checks.mjs";
import { makeRegistry } from "./registry.mjs";
import { makeShawls } from "./shawls.mjs";
import { serve } from "./serve.mjs";

const picture = new URL("../data/pictures/photo.jpg", import.meta.url);

let own, server, photo;
before(async () => {
  own = makeRegistry("Consejo Artesanal", "https://sello.example/v/");
  makeShawls(own);
  own.sello("issue", "C1", "--photo", picture.pathname); // serial 4
  const archive = join(own.folder, "photos");
  own.sello("export", "photos", "-o", archive);
  const [name] = readdirSync(archive);
  photo = { name: `photos/${name}`, file: readFileSync(join(archive, name)) };
  const files = { "trust.sello": own.trustFile() };
  const tampered = Buffer.from(photo.file);
  tampered[tampered.length - 1] ^= 1;
  server = await serve({
    "/v/": { folder, files: { ...files, [photo.name]: photo.file } },
    "/other/": { folder, files: { ...files, [photo.name]: tampered } },
    "/none/": { folder, files },
  });
});
after(async () => {
  await server.close();
  own.remove();
});

async function withPage(path, work) {
  const { browser, close } = await open({ viewport: { width: 320, height: 568 } });
  const { page, wrongs } = await newPage(browser);
  try {
    await page.goto(server.base + path);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.goto(`${server.base}${path}#${own.label(4).split("#")[1]}`);
    await page.reload();
    assert.equal(await verdictOf(page), "authentic");
    await page.waitForFunction(() => document.querySelector(".busy") === null);
    await work(page, browser);
    assert.deepEqual(wrongs, []);
  } finally {
    await close();
  }
}

const asked = () => server.requests.filter((request) => request.url.includes("/photos/"));

const shoot = (page, name) =>
  process.env.SELLO_SHOTS &&
  page.screenshot({ path: join(process.env.SELLO_SHOTS, `${name}.png`), fullPage: true });

test("a scan asks for no photo; a tap shows the very one, later without network too", () =>
  withPage("/v/", async (page, browser) => {
    assert.equal(asked().length, 0);
    assert.equal(await page.locator(".photo img").count(), 0);
    await shoot(page, "photo-before");
    await page.click(".photo button");
    await page.waitForSelector(".photo img");
    assert.equal(asked().length, 1);
    const image = page.locator(".photo img");
    assert.match(await image.getAttribute("alt"), /La pieza/);
    assert.match(await image.getAttribute("src"), /^blob:/);
    await page.waitForFunction(() => document.querySelector(".photo img").naturalWidth > 0);
    assert.match(await page.innerText(".photo"), /misma fotografía que nombra la etiqueta/);
    await fits(page, "photo");
    await accessible(page, "photo");
    await shoot(page, "photo-after");
    await browser.setOffline(true);
    server.state.down = true;
    try {
      await page.reload();
      assert.equal(await verdictOf(page), "authentic");
      await page.click(".photo button");
      await page.waitForSelector(".photo img");
    } finally {
      server.state.down = false;
      await browser.setOffline(false);
    }
  }));

test("another file under its name is not shown, and nothing is said against the label", () =>
  withPage("/other/", async (page) => {
    await page.click(".photo button");
    await page.waitForFunction(() => /no se muestra/.test(document.querySelector(".photo").innerText));
    assert.equal(await page.locator(".photo img").count(), 0);
    assert.equal(await page.getAttribute("[data-verdict]", "data-verdict"), "authentic");
    server.sites["/other/"].files[photo.name] = photo.file; // put right: what came before was not kept
    await page.click(".photo button");
    await page.waitForSelector(".photo img");
  }));

test("a site without the photo says so", () =>
  withPage("/none/", async (page) => {
    await page.click(".photo button");
    await page.waitForFunction(() => /no está aquí/.test(document.querySelector(".photo").innerText));
    assert.equal(await page.locator(".photo img").count(), 0);
  }));

test("a label without a photo offers none", () =>
  withPage("/v/", async (page) => {
    await page.goto(`${server.base}/v/#${own.label(1).split("#")[1]}`);
    await page.reload();
    assert.equal(await verdictOf(page), "authentic");
    assert.equal(await page.locator(".photo").count(), 0);
  }));
