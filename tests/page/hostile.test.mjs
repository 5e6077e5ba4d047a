// SPDX-License-Identifier: Apache-2.0
// Labels and codes made to do harm: they do none, and are shown as text.
import "./needs-chromium.mjs";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { newPage, open, verdictOf } from "./browser.mjs";
import { page as folder } from "./built.mjs";
import { accessible, fits, nothingLeft, record } from "./checks.mjs";
import { certify, makeRegistry } from "./registry.mjs";
import { serve } from "./serve.mjs";
import { fragmentOf, rowNamed, trustFile } from "./vectors.mjs";

const script = "<img src=x onerror=alert(1)><script>alert(2)</script>";
const arabic = "مرحبا بالعالم العربي الكبير";

let registry, server;
before(async () => {
  registry = makeRegistry("<b onclick=alert(3)>Consejo</b> مرحبا", "https://sello.example/v/");
  registry.sello("scheme", "add", "--code", "1", "--name", "javascript:alert(4)");
  registry.sello("producer", "add", "--name", "W".repeat(64), "--origin", arabic, "--public");
  certify(registry, {
    name: script,
    traits: "{{7*7}} ${alert(5)} %s &lt;u&gt; \"'`",
    net: "=1+1",
    producer: "R1",
    scheme: "S1",
  });
  registry.sello("issue", "C1", "--count", "2", "--lot", "@SUM(A1:A9)");
  certify(registry, { name: '=HYPERLINK("x","y")', traits: "x", producer: "R1", scheme: "S1" });
  registry.sello("issue", "C2", "--count", "1");
  server = await serve({
    "/v/": { folder, files: { "trust.sello": registry.trustFile() } },
    "/p/": { folder, files: { "trust.sello": trustFile("plain") } },
  });
});
after(async () => {
  await server.close();
  registry.remove();
});

/** A page at the narrowest width; anything it would run or ask for elsewhere fails the test. */
async function withPage(path, now, work) {
  const { browser, close } = await open({ viewport: { width: 320, height: 568 } });
  const asked = record(browser);
  const { page, wrongs } = await newPage(browser, now);
  const alerts = [];
  page.on("dialog", (dialog) => (alerts.push(dialog.message()), dialog.dismiss()));
  try {
    await page.goto(server.base + path);
    await work(page);
    assert.deepEqual([alerts, wrongs], [[], []]);
    nothingLeft(server, asked, [registry.label(1)]);
  } finally {
    await close();
  }
}

/** Nothing can be followed but to the certifier's own page. */
async function leadsHome(page, what) {
  const links = await page.locator("article a").evaluateAll((all) => all.map((a) => a.href));
  const others = links.filter((link) => !/^https:\/\/sello\.example\/v\/#[0-9]+$/.test(link));
  assert.deepEqual(others, [], what);
}

test("markup, long words and other directions in a signed label", () =>
  withPage("/v/" + fragmentOf(registry.label(1)), undefined, async (page) => {
    assert.equal(await verdictOf(page), "authentic");
    assert.equal(await page.innerText(".what"), script);
    assert.equal(await page.locator("main img, main script, main b").count(), 0);
    await leadsHome(page, "a hostile label");
    const text = await page.innerText("article");
    for (const part of [
      "W".repeat(64),
      arabic,
      "javascript:alert(4)",
      "{{7*7}} ${alert(5)}",
      "<b onclick=alert(3)>",
    ]) {
      assert.ok(text.includes(part), part);
    }
    assert.equal(
      await page
        .locator("bdi", { hasText: arabic })
        .first()
        .evaluate((e) => getComputedStyle(e).unicodeBidi),
      "isolate",
    );
    await page.click("summary");
    await fits(page, "hostile label");
    await accessible(page, "hostile label");
    await page.click(".brand");
    await page.waitForSelector(".state");
    assert.match(await page.innerText(".state"), /\u2068[^\u2069]*مرحبا\u2069: del/, "and the date stays behind it");
  }));

test("its fields are no formulas in the exported table", () =>
  withPage("/v/", undefined, async (page) => {
    await page.getByRole("button", { name: "Modo tienda" }).click();
    await page.fill("#label-text", registry.label(3));
    await page.press("#label-text", "Enter");
    await page.waitForSelector(".rows li");
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Exportar CSV" }).click(),
    ]);
    const table = readFileSync(await file.path(), "utf8");
    assert.ok(table.includes(`,"'=HYPERLINK(""x"",""y"")",`), table);
  }));

/** Other codes than genuine labels: pasted, since a camera gives the same text. */
const digits = () => fragmentOf(registry.label(1)).slice(1);
const codes = {
  "another host": [
    () => `https://evil.example/v/#${digits()}`,
    "other-address",
    /el enlace impreso, https:\/\/evil\.example\/v\/, no es de este certificador/,
  ],
  "a look-alike host": [
    () => `https://sellо.example/v/#${digits()}`,
    "other-address",
    /xn--sell-/,
  ],
  "a user that looks like a host": [
    () => `https://sello.example@evil.example/v/#${digits()}`,
    "other-address",
    /sello\.example@evil\.example/,
  ],
  "script address": [() => "javascript:alert(6)", "not-a-label", /javascript:alert\(6\)/],
  "hidden direction": [
    () => `https://e.example/\u202Egpj.olles/v/#${digits()}`,
    "other-address",
    /\\u\{202e\}gpj\.olles/,
  ],
  "giant numbers": [() => `https://sello.example/v/#${"9".repeat(4000)}`, "not-a-label", /./],
  "a long text": [() => "https://sello.example/v/#" + "0".repeat(4096), "not-a-label", /./],
  "a changed digit": [
    () => registry.label(1).replace(/.$/, (d) => String((Number(d) + 1) % 10)),
    "damaged",
    /./,
  ],
};

test("other codes", () =>
  withPage("/v/", undefined, async (page) => {
    for (const [name, [text, verdict, shown]] of Object.entries(codes)) {
      await page.fill("#label-text", text());
      await page.press("#label-text", "Enter");
      const got = await verdictOf(page);
      assert.ok(
        got === verdict || (name === "a changed digit" && got === "forged"),
        `${name}: ${got}`,
      );
      await page.click("summary");
      assert.match(await page.innerText("article"), shown, name);
      await leadsHome(page, name);
      await fits(page, name);
      await page.getByRole("button", { name: "Terminar" }).click();
    }
  }));

test("an unknown certifier's address is named, not followed", () => {
  const row = rowNamed("an unknown key");
  return withPage("/p/", row.now, async (page) => {
    await page.fill("#label-text", `https://tienda.example/${fragmentOf(row.text)}`);
    await page.press("#label-text", "Enter");
    assert.equal(await verdictOf(page), "unknown-certifier");
    assert.match(
      await page.innerText(".host"),
      /https:\/\/tienda\.example\/.*aquí no se abre ninguna/,
    );
    assert.equal(await page.locator("article a").count(), 0);
  });
});

test("the page's policy lets in no script of others", async () => {
  const { browser, close } = await open();
  const { page } = await newPage(browser);
  await page.goto(server.base + "/v/");
  await page.waitForSelector("h1");
  const attempts = await page.evaluate(async () => {
    const refused = (attempt) => {
      try {
        attempt();
        return false;
      } catch {
        return true;
      }
    };
    return {
      markup: refused(() => (document.body.innerHTML = "<b>x</b>")),
      worker: refused(() => new Worker("data:text/javascript,1")),
      policy: refused(() => trustedTypes.createPolicy("other", {})),
      away: await fetch("https://evil.example/").then(
        () => false,
        () => true,
      ),
    };
  });
  assert.deepEqual(attempts, { markup: true, worker: true, policy: true, away: true });
  await close();
});
