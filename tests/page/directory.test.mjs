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

let own, server;
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
  server = await serve({ "/v/": { folder, files: { "trust.sello": own.trustFile() } } });
});
after(async () => {
  await server.close();
  own.remove();
});

async function withPage(work) {
  const { browser, close } = await open({ viewport: { width: 320, height: 568 } });
  const { page, wrongs } = await newPage(browser);
  try {
    await page.goto(server.base + "/v/");
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
    await fits(page, "the list");
    await accessible(page, "the list");
    await shoot(page, "list");
  }));
