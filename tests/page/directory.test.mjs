// SPDX-License-Identifier: Apache-2.0
// What the certifier's list tells: of a lean label, and as a plain list of certificates.
import "./needs-chromium.mjs";
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { newPage, open, verdictOf } from "./browser.mjs";
import { page as folder } from "./built.mjs";
import { accessible, fits } from "./checks.mjs";
import { makeRegistry } from "./registry.mjs";
import { makeShawls } from "./shawls.mjs";
import { serve } from "./serve.mjs";

let own, union, server;
before(async () => {
  own = makeRegistry("Consejo Artesanal", "https://sello.example/v/");
  makeShawls(own);
  own.sello("producer", "add", "--name", "No Se Publica", "--origin", "<b>Toluca</b>");
  own.sello("product", "add", "--name", "<img src=x onerror=alert(1)>");
  own.sello("certificate", "apply", "--product", "P2", "--producer", "R2", "--scheme", "S1");
  own.sello("certificate", "inspect", "C2", "--result", "pass");
  own.sello("certificate", "grant", "C2");
  own.sello("certificate", "suspend", "C2", "--reason", "taller en obra");
  own.sello("issue", "C1", "--count", "1", "--lean"); // serial 4
  union = makeRegistry("Unión de Consejos", "https://union.example/v/");
  own.trustFile();
  union.sello("endorse", "add", join(own.folder, "trust.sello"));
  server = await serve({
    "/v/": { folder, files: { "trust.sello": own.trustFile() } },
    "/u/": { folder, files: { "trust.sello": union.trustFile() } },
  });
});
after(async () => {
  await server.close();
  own.remove();
  union.remove();
});

async function withPage(work, path = "/v/") {
  const { browser, close } = await open({ viewport: { width: 320, height: 568 } });
  const { page, wrongs } = await newPage(browser);
  try {
    await page.goto(server.base + path);
    await page.waitForSelector("#serial");
    await work(page);
    assert.deepEqual(wrongs, []);
  } finally {
    await close();
  }
}

const shoot = (page, name) =>
  process.env.SELLO_SHOTS &&
  page.screenshot({ path: join(process.env.SELLO_SHOTS, `${name}.png`), fullPage: true });

async function readLabel(page, serial) {
  await page.goto(server.base + "/v/#" + own.label(serial).split("#")[1]);
  await page.reload();
  return verdictOf(page);
}

test("what a lean label leaves out is told, as from the list", () =>
  withPage(async (page) => {
    assert.equal(await readLabel(page, 4), "authentic");
    const told = await page.innerText(".from-list");
    assert.match(told, /Esto no lo dice la etiqueta: está en la lista del certificador del/);
    assert.match(told, /Rebozo de bolita, seda/);
    assert.match(told, /Taller La Bolita/);
    assert.match(told, /vigente hasta el 31 de diciembre de 2036/);
    await fits(page, "a lean label");
    await accessible(page, "a lean label");
    await shoot(page, "lean-label");
    assert.equal(await readLabel(page, 1), "authentic");
    assert.doesNotMatch(await page.innerText(".from-list"), /Rebozo de bolita/);
  }));

test("the certificates are a plain list, and what it says stays text", () =>
  withPage(async (page) => {
    await page.getByRole("button", { name: "Certificadores" }).click();
    await page.getByRole("button", { name: "Ver sus certificados" }).click();
    await page.waitForSelector(".certificates li");
    const rows = await page.locator(".certificates li").allInnerTexts();
    assert.equal(rows.length, 2);
    assert.match(rows[0], /Rebozo de bolita, seda[^]*Taller La Bolita[^]*C1: vigente hasta/);
    assert.match(rows[1], /<img src=x onerror=alert\(1\)>[^]*<b>Toluca<\/b>[^]*C2: suspendido/);
    assert.doesNotMatch(rows[1], /No Se Publica|Productor/);
    assert.equal(await page.locator(".certificates img, .certificates b").count(), 0);
    const shown = () => page.locator(".certificates li:visible").count();
    await page.fill("#list-search", "BOLITÁ taller");
    assert.equal(await shown(), 1);
    await page.fill("#list-search", "nadie");
    assert.equal(await shown(), 0);
    await page.fill("#list-search", "");
    assert.equal(await shown(), 2);
    await page.click(".certificates a >> nth=1");
    assert.match(page.url(), /#\/taller\/2$/);
    await page.waitForSelector("#taller-2.named");
    await page.reload();
    await page.waitForSelector("#taller-2.named");
    await fits(page, "the list");
    await accessible(page, "the list");
    await shoot(page, "list");
    await page.evaluate(() => (location.hash = "#/taller/77"));
    await page.waitForSelector("text=C77 no está en esta lista");
    assert.equal(await page.locator(".certificates .named").count(), 0);
  }));

test("of an unknown certifier it is told who vouches for it, and adding it needs no comparing", () =>
  withPage(async (page) => {
    await page.fill("#label-text", own.label(1));
    await page.press("#label-text", "Enter");
    assert.equal(await verdictOf(page), "unknown-certifier");
    const told = await page.innerText(".endorsed");
    assert.match(told, /Consejo Artesanal[^]*https:\/\/sello.example\/v\/[^]*que avala Unión de Consejos/);
    await fits(page, "an unknown certifier");
    await shoot(page, "endorsed-unknown");
    await page.getByRole("button", { name: "Certificadores", exact: true }).click();
    await page.setInputFiles('[data-for="trust.add"]', join(own.folder, "trust.sello"));
    await page.waitForSelector("dialog.ask");
    assert.match(
      await page.innerText("dialog.ask"),
      /Lo avala Unión de Consejos, en quien ya se confía aquí, desde el/,
    );
    await fits(page, "asking");
    await accessible(page, "asking");
    await shoot(page, "endorsed-ask");
    await page.getByRole("button", { name: "Agregar", exact: true }).click();
    await page.waitForSelector("text=Desde ahora se confía en Consejo Artesanal.");
  }, "/u/"));
