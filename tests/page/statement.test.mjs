// SPDX-License-Identifier: Apache-2.0
// A statement of certified output in the buyer's page, made with the real tool: whose it is, what it says and
// proves, and how what is no authentic one is told from it.
import "./needs-chromium.mjs";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { newPage, open, verdictOf } from "./browser.mjs";
import { page as folder } from "./built.mjs";
import { accessible, fits, nothingLeft, record } from "./checks.mjs";
import { makeRegistry } from "./registry.mjs";
import { makeShawls } from "./shawls.mjs";
import { serve } from "./serve.mjs";
import { fragmentOf, trustFile } from "./vectors.mjs";

const vectors = JSON.parse(readFileSync(new URL("../vectors/statements.json", import.meta.url), "utf8"));
const vector = (name) => vectors.statements.find((row) => row.name === name).text;

let registry, server, text, forged;

before(async () => {
  registry = makeRegistry("Consejo Artesanal", "https://sello.example/v/");
  makeShawls(registry);
  registry.sello("deliver", "1-2", "--to", "R1");
  registry.sello("sold", "1");
  registry.sello("withdraw", "3", "--reason", "stolen");
  const file = join(registry.folder, "statement.json");
  const year = new Date().getUTCFullYear();
  registry.sello("statement", "R1", "--from", `${year - 1}-12-01`, "--until", `${year + 1}-01-31`,
    "--to", "json", "-o", file, "--consent", "carta firmada");
  text = JSON.parse(readFileSync(file, "utf8")).text;
  const digits = /[0-9]+$/.exec(text)[0]; // groups of 17; the signature's are the last
  const at = Math.floor(digits.length / 17) * 17 - 1;
  const other = String((Number(digits[at]) + 1) % 10);
  forged = `#${digits.slice(0, at)}${other}${digits.slice(at + 1)}`;
  server = await serve({
    "/v/": { folder: registry.publish(folder) },
    "/other/": { folder, files: { "trust.sello": trustFile("plain") } },
    "/none/": { folder },
    "/vectors/": { folder, files: { "trust.sello": Buffer.from(vectors.trust_files.plain, "base64") } },
  });
});
after(async () => {
  await server.close();
  registry.remove();
});

/** Opened by its link; what was asked for is looked at afterwards. */
async function opened(path, fragment, options, work) {
  server.requests.length = 0;
  const { browser, close } = await open(options);
  const asked = record(browser);
  const { page, wrongs } = await newPage(browser);
  try {
    await page.goto(server.base + path + fragment);
    await page.waitForSelector("[data-statement]");
    await work(page, browser);
    assert.deepEqual(wrongs, []);
    nothingLeft(server, asked, [text]);
  } finally {
    await close();
  }
}

const rows = (page) =>
  page.locator("tbody tr").evaluateAll((list) => list.map((tr) => [...tr.cells].map((c) => c.innerText)));

/** What a narrow phone, axe and a printer show. */
async function looksRight(page, name) {
  await page.setViewportSize({ width: 320, height: 640 });
  await fits(page, name);
  await accessible(page, name);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".dock").isVisible(), false);
  assert.equal(await page.locator("table").first().isVisible(), true);
  await page.emulateMedia({ media: "screen" });
  if (process.env.SELLO_SHOTS) {
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: join(process.env.SELLO_SHOTS, `${name}.png`), fullPage: true });
  }
}

test("its link shows whose it is, about whom, and the table, in Spanish", () =>
  opened("/v/", fragmentOf(text), {}, async (page) => {
    assert.equal(await verdictOf(page), "authentic");
    const said = await page.innerText("article");
    for (const part of [
      "Constancia de producción certificada",
      "De Consejo Artesanal sobre Taller La Bolita (R1)",
      "La firmó la llave del certificador, y confías en él.",
      "El productor consintió el",
      "Cuenta etiquetas, no ingresos",
      "Datos de confianza del",
    ]) {
      assert.ok(said.includes(part), `${part}: ${said}`);
    }
    assert.doesNotMatch(said, /esta etiqueta|compara la pieza/i);
    assert.equal(await page.innerText("caption"), "Rebozo de bolita, seda");
    const [row, ...more] = await rows(page);
    const year = new Date().getFullYear();
    assert.match(row[0], new RegExp(`${year}$`));
    assert.deepEqual([row.slice(1), more], [["3", "2", "1", "1"], []]);
    assert.match(await page.innerText("#live"), /^Constancia de producción certificada\. Auténtica\./);
    assert.equal(page.url(), `${server.base}/v/`, "out of the address");
    await looksRight(page, "es");
  }));

test("in English", () =>
  opened("/v/", fragmentOf(text), { locale: "en-US" }, async (page) => {
    const said = await page.innerText("article");
    assert.match(said, /Statement of certified output/);
    assert.match(said, /Of Consejo Artesanal about Taller La Bolita \(R1\)/);
    assert.match(said, /It tells of labels, as the certifier's records had them on its date; not of income\./);
    assert.match(said, /It counts labels, not income/);
    await looksRight(page, "en");
  }));

test("what was added up says over which months, and for how many certificates more", async () => {
  await opened("/vectors/", fragmentOf(vector("rows of three months, the last product is four")), {}, async (page) => {
    const months = (await rows(page)).map(([month]) => month);
    assert.equal(months.length, 3);
    for (const month of months) {
      assert.match(month, /^\p{L}{3,4}\.?( de \d{4})? ?– ?\p{L}{3,4}\.? de \d{4}$/u);
    }
    await looksRight(page, "added-up");
  });
  await opened("/vectors/", fragmentOf(vector("certificates that are not listed")), {}, async (page) => {
    assert.match(await page.innerText("ul"), /\+ 30$/);
    const [[year]] = await rows(page);
    assert.match(year, /^\p{L}{3,4} ?– ?\p{L}{3,4}\.? de \d{4}$/u);
  });
});

test("one that was changed is forged, and nothing of it is shown", () =>
  opened("/v/", forged, {}, async (page) => {
    assert.equal(await verdictOf(page), "forged");
    const said = await page.innerText("article");
    assert.match(said, /Su firma no coincide: la inventaron o la cambiaron\./);
    assert.equal(await page.locator("table").count(), 0);
    assert.doesNotMatch(said, /Taller La Bolita|Qué prueba/);
    await accessible(page, "forged");
  }));

test("of a certifier who is not known here, and where nobody is yet", async () => {
  await opened("/other/", fragmentOf(text), {}, async (page) => {
    assert.equal(await verdictOf(page), "unknown-certifier");
    const said = await page.innerText("article");
    assert.match(said, /Nadie en quien confíes la firmó|en quien confíes/);
    assert.equal(await page.locator("table").count(), 0);
  });
  await opened("/none/", fragmentOf(text), {}, async (page) => {
    assert.equal(await page.innerText("h1"), "Todavía sin revisar");
    assert.equal(await page.locator("table").count(), 0);
  });
});

test("without network, once a statement was read", () =>
  opened("/v/", fragmentOf(text), {}, async (first, browser) => {
    await first.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await first.reload(); // what came before the worker is fetched once more, and kept
    await first.waitForSelector("[data-statement]");
    await first.waitForFunction(async () => {
      const names = (await caches.keys()).filter((name) => name.endsWith(":later"));
      const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return kept.flat().filter(({ url }) => url.includes("/statement/")).length === 2;
    });
    await browser.setOffline(true);
    server.state.down = true;
    try {
      const { page, wrongs } = await newPage(browser);
      await page.goto(server.base + "/v/" + fragmentOf(text));
      assert.equal(await verdictOf(page), "authentic");
      assert.deepEqual((await rows(page))[0].slice(1), ["3", "2", "1", "1"]);
      assert.deepEqual(wrongs, []);
    } finally {
      server.state.down = false;
    }
  }));

test("without network and none read before, it says what it needs", async () => {
  const { browser, close } = await open();
  try {
    const { page } = await newPage(browser);
    await page.goto(server.base + "/v/");
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await browser.setOffline(true);
    server.state.down = true;
    await page.goto(server.base + "/v/" + fragmentOf(text));
    await page.waitForSelector("text=Para leer constancias hace falta internet la primera vez");
    server.state.down = false;
    await browser.setOffline(false);
    await page.getByRole("button", { name: "Volver a intentar" }).click();
    await page.waitForSelector("[data-statement]");
    assert.equal(await verdictOf(page), "authentic");
  } finally {
    server.state.down = false;
    await close();
  }
});

test("typed or pasted, as a label's text is", () =>
  opened("/v/", fragmentOf(text), {}, async (page) => {
    await page.getByRole("button", { name: "Terminar" }).click();
    await page.waitForSelector("#serial");
    await page.fill("#label-text", text);
    await page.getByRole("button", { name: "Revisar", exact: true }).first().click();
    assert.equal(await verdictOf(page), "authentic");
    assert.equal((await rows(page)).length, 1);
  }));

test("in shop mode its row says what it is, and opens it", () =>
  opened("/v/", fragmentOf(text), {}, async (page) => {
    await page.getByRole("button", { name: "Terminar" }).click();
    await page.getByRole("button", { name: "Modo tienda" }).click();
    await page.fill("#label-text", text);
    await page.getByRole("button", { name: "Revisar", exact: true }).first().click();
    await page.waitForSelector(".rows li");
    const row = await page.innerText(".rows li >> nth=0");
    assert.match(row, /^Constancia de producción certificada/);
    assert.doesNotMatch(row, /formato|etiqueta/i);
    await page.locator(".rows li button").first().click();
    assert.equal((await rows(page)).length, 1);
  }));
