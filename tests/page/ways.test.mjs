// SPDX-License-Identifier: Apache-2.0
// Every way in: the camera, a picture, pasted text, a USB scanner with the wrong layout, a typed serial;
// and shop mode.
import "./needs-chromium.mjs";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { newPage, open, verdictOf } from "./browser.mjs";
import { mangled } from "./breakages.mjs";
import { page as folder } from "./built.mjs";
import { cameraArgs, film } from "./camera.mjs";
import { accessible, fits, nothingLeft, record } from "./checks.mjs";
import { certify, makeRegistry } from "./registry.mjs";
import { makeShawls, shawl } from "./shawls.mjs";
import { serve } from "./serve.mjs";

let registry, server, symbols;
before(async () => {
  registry = makeRegistry("Consejo Artesanal", "https://sello.example/v/");
  makeShawls(registry);
  symbols = join(registry.folder, "symbols");
  registry.sello("print", "1-3", "--to", "png", "-o", symbols);
  registry.sello("withdraw", "2", "--reason", "stolen");
  server = await serve({ "/v/": { folder: registry.publish(folder) } });
});
after(async () => {
  await server.close();
  registry.remove();
});

const symbol = (serial) => join(symbols, `${String(serial).padStart(6, "0")}.png`);

/** A browser, and what it asked for. */
async function openHome(options) {
  const { browser, close } = await open(options);
  return { ...(await newPage(browser)), asked: record(browser), close };
}

const PHONE = { width: 390, height: 844 };
const filmed = join(tmpdir(), `sello-page-ways-${process.pid}.y4m`); // what the camera sees
const kinds = {
  usual: { permissions: ["camera", "clipboard-read", "clipboard-write"] },
  camera: { args: cameraArgs(filmed) },
  fresh: {}, // a phone that never saw the page
};
const opened = {};
after(async () => {
  await Promise.all(Object.values(opened).map(async (home) => (await home).close()));
  rmSync(filmed, { force: true });
});

/** A page at home, in the browser that tests of one kind share; what it asked for is checked at the end. */
async function withPage(kind, work) {
  const { page, wrongs, asked, close } = await (opened[kind] ??= openHome(kinds[kind]));
  try {
    await page.setViewportSize(PHONE);
    await page.goto("about:blank");
    await page.goto(server.base + "/v/");
    await page.waitForSelector("#serial");
    assert.equal(await page.title(), "Consejo Artesanal", "as published");
    await work(page);
    assert.deepEqual(wrongs, []);
    nothingLeft(server, asked, [registry.label(1), registry.label(2)]);
    await page.evaluate(() => sessionStorage.clear()); // the next begins at home
  } finally {
    await page.context().setOffline(false);
    if (kind === "fresh") {
      delete opened[kind];
      await close();
    }
  }
}

test("the camera", async () => {
  film(symbol(1), filmed);
  await withPage("camera", async (page) => {
    await page.getByRole("button", { name: "Escanear una etiqueta" }).click();
    assert.equal(await verdictOf(page), "authentic");
    assert.equal(await page.innerText(".what"), shawl.name);
    assert.deepEqual(await page.locator(".traits li").allInnerTexts(), [
      shawl.name,
      ...shawl.traits.split("; "),
    ]);
    for (const box of await page.locator(".traits input").all()) {
      await box.check();
    }
    await page.waitForSelector("text=Coincide todo lo que dice la etiqueta.");
    assert.equal(await page.locator("dialog").count(), 0, "the camera is closed");
    assert.ok(
      server.requests.some((r) => /scanner\/.*\.wasm/.test(r.url)),
      "the reader came from this site",
    );
    await page.getByRole("button", { name: "Escanear otra" }).click();
    await page.waitForSelector("dialog");
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog", { state: "detached" });
  });
});

test("the camera, by the browser's own reader and without network", async () => {
  film(symbol(2), filmed);
  await withPage("camera", async (page) => {
    await page.evaluate((text) => {
      globalThis.BarcodeDetector = class {
        static getSupportedFormats = async () => ["qr_code"];
        detect = async (video) =>
          video.videoWidth > 0 ? [{ rawValue: "otro código" }, { rawValue: text }] : [];
      };
    }, registry.label(2));
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.context().setOffline(true);
    await page.getByRole("button", { name: "Escanear una etiqueta" }).click();
    assert.equal(await verdictOf(page), "withdrawn");
    assert.match(await page.innerText("article"), /robada/);
  });
});

test("no camera", () =>
  withPage("usual", async (page) => {
    await page.getByRole("button", { name: "Escanear una etiqueta" }).click();
    await page.waitForSelector("text=Aquí no hay una cámara que se pueda usar");
    await accessible(page, "scanner");
  }));

test("a picture: with a label, without one, and no picture", () =>
  withPage("usual", async (page) => {
    const give = (file) => page.setInputFiles('input[type="file"]', file);
    await give(symbol(1));
    assert.equal(await verdictOf(page), "authentic");
    await page.getByRole("button", { name: "Terminar" }).click();
    await give({
      name: "nada.png",
      mimeType: "image/png",
      buffer: readFileSync(join(folder, "icons/icon-192.png")),
    });
    assert.equal(await verdictOf(page), "unreadable");
    assert.match(await page.innerText("article"), /no se halló ningún código/);
    await accessible(page, "unreadable");
    await page.getByRole("button", { name: "Terminar" }).click();
    await give({ name: "foto.png", mimeType: "image/png", buffer: Buffer.from("no") });
    await page.waitForSelector("text=no es una imagen en un formato que se pueda leer");
    await page.getByRole("button", { name: "Terminar" }).click();
    const two = join(registry.folder, "two.png");
    execFileSync("convert", [symbol(1), symbol(2), "+append", two]);
    await give(two); // a good answer never hides a bad one
    await page.waitForSelector('[data-verdict="withdrawn"]');
    assert.match(await page.innerText(".others"), /Auténtica/);
    await accessible(page, "two labels");
    await page.click(".others button");
    assert.equal(await verdictOf(page), "authentic");
    assert.match(await page.innerText(".others"), /Retirada/);
  }));

test("pasted text", () =>
  withPage("usual", async (page) => {
    await page.evaluate((text) => navigator.clipboard.writeText(text), registry.label(1));
    await page.focus("#label-text");
    await page.keyboard.press("Control+V");
    await page.keyboard.press("Enter");
    assert.equal(await verdictOf(page), "authentic");
    await page.getByRole("button", { name: "Terminar" }).click();
    await page.fill("#label-text", "hola");
    await page.keyboard.press("Enter");
    assert.equal(await verdictOf(page), "not-a-label");
    await accessible(page, "not-a-label");
    await page.getByRole("button", { name: "Terminar" }).click();
    await page.keyboard.press("Tab");
    await page.click("text=Revisar >> nth=0");
    await page.waitForSelector("text=Escribe algo primero.");
  }));

/** What a scanner set to the American layout types, by what the computer's own layout makes of it. */
const layouts = {
  american: {
    digit: (d) => [d, `Digit${d}`, false],
    ":": [":", "Semicolon", true],
    "/": ["/", "Slash", false],
    "#": ["#", "Digit3", true],
  },
  latinAmerican: {
    digit: (d) => [d, `Digit${d}`, false],
    ":": ["Ñ", "Semicolon", true],
    "/": ["-", "Slash", false],
    "#": ["#", "Digit3", true],
  },
  french: {
    digit: (d) => ["à&é\"'(-è_ç"[d], `Digit${d}`, false],
    ":": ["M", "Semicolon", true],
    "/": ["!", "Slash", false],
    "#": ["3", "Digit3", true],
  },
};

const strokesOf = (text, layout) =>
  [...text].map((c) =>
    /[0-9]/.test(c) ? layout.digit(Number(c)) : (layout[c] ?? [c, `Key${c.toUpperCase()}`, false]),
  );

/** Keys as a scanner sends them, to whatever has the focus. */
function type(page, strokes) {
  return page.evaluate((keys) => {
    for (const [key, code, shiftKey] of [...keys, ["Enter", "Enter", false]]) {
      const target = document.activeElement ?? document.body;
      const event = new KeyboardEvent("keydown", {
        key: String(key),
        code,
        shiftKey,
        bubbles: true,
        cancelable: true,
      });
      target.dispatchEvent(event);
      if (key === "Enter" && !event.defaultPrevented && target instanceof HTMLInputElement) {
        target.form.requestSubmit();
      } else if (target instanceof HTMLInputElement) {
        target.value += key;
        target.dispatchEvent(
          new InputEvent("input", {
            inputType: "insertText",
            data: String(key),
            bubbles: true,
          }),
        );
      }
    }
  }, strokes);
}

test("a USB scanner, whatever the layout, in the field and outside of it", () =>
  withPage("usual", async (page) => {
    for (const [name, layout] of Object.entries(layouts)) {
      for (const field of [true, false]) {
        await page.evaluate(
          (at) =>
            at ? document.querySelector("#label-text").focus() : document.activeElement.blur(),
          field,
        );
        await type(page, strokesOf(registry.label(1), layout));
        assert.equal(await verdictOf(page), "authentic", `${name}, ${field ? "field" : "page"}`);
        await page.getByRole("button", { name: "Terminar" }).click();
      }
    }
  }));

test("links that were mangled on the way", () =>
  withPage("usual", async (page) => {
    const digits = /[0-9]+$/.exec(registry.label(1).trim())[0];
    for (const link of mangled(digits)) {
      await page.goto("about:blank");
      await page.goto(server.base + "/v/" + link);
      assert.equal(await verdictOf(page), "authentic", link.slice(0, 20));
      assert.doesNotMatch(page.url(), /[0-9]{17}/);
    }
    const lost = readFileSync(join(folder, "404.html"));
    server.state.instead = (url, response) =>
      /%23[0-9]/.test(url) && Boolean(response.writeHead(404, { "content-type": "text/html" }).end(lost));
    await page.goto("about:blank");
    await page.goto(`${server.base}/v/%23${digits}`);
    assert.equal(await verdictOf(page), "authentic", "the # escaped in the path");
    assert.equal(page.url(), server.base + "/v/");
    server.requests.splice(0); // the host of the last two was told, by whoever escaped the #
    await page.goto(server.base + "/v/check.html");
    await page.waitForSelector("text=/Funciona|Todo bien/");
    assert.equal(await page.locator("li.wrong").count(), 0);
  }));

/** A static host: what is not there is its 404.html, with that status. */
const hostOf = (site) => (url, response) => {
  const name = url.replace(/^\/v\//, "") || "index.html";
  return (
    !existsSync(join(site, name)) &&
    Boolean(response.writeHead(404, { "content-type": "text/html" }).end(readFileSync(join(site, "404.html"))))
  );
};

test("links that name the item, on a host that only has the 404 file", () =>
  withPage("fresh", async (page) => {
    const digits = /[0-9]+$/.exec(registry.label(1).trim())[0];
    server.state.instead = hostOf(server.sites["/v/"].folder);
    const paths = ["?s=1", "01/07501000000012/21/1", "01/07501000000012/10/L-7/21/1", "01/07501000000012/10/A%2F%25%3F1/21/1"];
    try {
      for (const down of [false, true]) { // and from the cache alone, once the worker has it
        server.state.down = down;
        for (const path of paths) {
          await page.goto("about:blank");
          await page.goto(`${server.base}/v/${path}#${digits}`);
          assert.equal(await verdictOf(page), "authentic", path);
          assert.doesNotMatch(page.url(), /[0-9]{17}/);
        }
        await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
      }
    } finally {
      server.state.down = false;
      server.state.instead = () => false;
    }
  }));

test("the page holds a link to its item, with the address that it was opened with", async () => {
  const items = makeRegistry("Consejo Artesanal", "https://sello.example/v/", "--address", "gs1");
  const { browser, close } = await open({ serviceWorkers: "block" });
  try {
    items.sello("scheme", "add", "--code", "1", "--name", "Rebozo");
    items.sello("producer", "add", "--name", "Taller", "--origin", "Temoaya");
    certify(items, { name: "Rebozo", traits: "seda", producer: "R1", scheme: "S1", gtin: "7501000000012" });
    items.sello("issue", "C1", "--count", "1", "--lot", "A/1");
    const site = items.publish(folder), text = items.label(1).trim();
    assert.match(text, /\/01\/07501000000012\/10\/A%2F1\/21\/1#/);
    await browser.route("https://sello.example/v/**", (route) => {
      const name = new URL(route.request().url()).pathname.slice(3) || "index.html";
      const path = join(site, existsSync(join(site, name)) ? name : "404.html");
      return route.fulfill({ path, status: path.endsWith(name) ? 200 : 404 });
    });
    const { page } = await newPage(browser);
    for (const [link, verdict] of [
      [text, "authentic"],
      [text.replace("/21/1#", "/21/2#"), "other-address"],
      [text.replace("/10/A%2F1", ""), "other-address"],
      [text.replace("01/07501000000012/10/A%2F1/21/1", "?s=1"), "authentic"],
      [text.replace("01/07501000000012/10/A%2F1/21/1", "?s=2"), "other-address"],
    ]) {
      await page.goto("about:blank");
      await page.goto(link);
      assert.equal(await verdictOf(page), verdict, link.slice(0, 70));
    }
  } finally {
    await browser.unrouteAll({ behavior: "wait" }); // what the page loads when it has time is read from the folder
    await close();
    items.remove();
  }
});

test("a typed serial answers for status alone", () =>
  withPage("usual", async (page) => {
    const check = async (serial) => {
      await page.fill("#serial", serial);
      await page.press("#serial", "Enter");
    };
    await check("000001-2");
    await page.waitForSelector("text=su símbolo de control no concuerda");
    await check("000001-1");
    assert.equal(await verdictOf(page), "status-only");
    assert.match(await page.innerText("article"), /No se revisó la etiqueta misma/);
    await accessible(page, "status-only");
    await page.getByRole("button", { name: "Terminar" }).click();
    await check("2");
    assert.equal(await verdictOf(page), "withdrawn");
    assert.equal(await page.locator(".what").count(), 0, "nothing of the label is known");
    await page.selectOption("#language", "en");
    await page.waitForSelector("text=The certifier withdrew this label");
  }));

test("shop mode counts, remembers, exports and forgets", async () => {
  film(symbol(1), filmed);
  await withPage(
    "camera",
    async (page) => {
      await page.setViewportSize({ width: 320, height: 568 });
      await page.getByRole("button", { name: "Modo tienda" }).click();
      await page.getByRole("button", { name: "Empezar a escanear" }).click();
      await page.waitForSelector(".scan-last.tone-good");
      await page.waitForTimeout(1500); // it stays in view, and is one sight
      await fits(page, "scanner");
      await page.getByRole("button", { name: "Cerrar" }).click();
      await page.waitForSelector(".rows li"); // a dialog says that it was closed a moment later
      assert.equal(await page.locator(".rows li").count(), 1);
      await type(page, strokesOf(registry.label(1), layouts.american));
      await page.waitForFunction(() => document.querySelectorAll(".rows li").length === 2);
      assert.match(await page.innerText(".rows li >> nth=0"), /Auténtica, pero repetida/);
      await type(page, strokesOf(registry.label(2), layouts.american));
      await page.waitForFunction(() => document.querySelectorAll(".rows li").length === 3);
      assert.deepEqual(await page.locator(".counts li").allInnerTexts(), [
        "Escaneadas: 3",
        "Auténticas: 1",
        "Por revisar: 1",
        "No confiables: 1",
      ]);
      await fits(page, "shop");
      const text = await page.locator(".row-text").first().boundingBox();
      assert.ok(text.width > 150, `a row's words have ${text.width} pixels`);
      await accessible(page, "shop");
      await exported(page);
      await stays(page);
      await merges(page);
      await remembers(page);
    },
  );
});

async function exported(page) {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Exportar CSV" }).click(),
  ]);
  const lines = readFileSync(await file.path(), "utf8")
    .trimEnd()
    .split("\r\n");
  assert.equal(
    lines[0],
    "\ufeffinput,time,verdict,serial,serial_text,product,certifier,data_of,seen_first,seen_times,detail",
  );
  assert.match(
    lines[1],
    /^camera,[0-9TZ:-]+,withdrawn,2,000002-2,"Rebozo de bolita, seda",Consejo Artesanal,/,
  );
  assert.match(lines[2], /,repeated,1,000001-1,.*,1,"La firma coincide/);
  assert.equal(lines.length, 4);
}

const rowsAre = (page, n) =>
  page.waitForFunction((want) => document.querySelectorAll(".rows li").length === want, n);

/** The list stays over a reload, the way back and the end of an answer. */
async function stays(page) {
  await page.reload();
  await rowsAre(page, 3);
  await page.click(".rows button");
  assert.equal(await verdictOf(page), "withdrawn");
  await page.getByRole("button", { name: "Volver a la lista" }).click();
  await rowsAre(page, 3);
  await page.click(".rows button");
  await verdictOf(page);
  await page.goBack();
  await rowsAre(page, 3);
  const mayFind = await page.evaluate(() =>
    ["/", "'"].map((key) =>
      document.body.dispatchEvent(
        new KeyboardEvent("keydown", { key, code: "Slash", bubbles: true, cancelable: true }),
      ),
    ),
  );
  assert.deepEqual(mayFind, [false, false], "a scanner's keys open no quick find");
}

/** Another phone's list: which labels it scanned too. */
async function merges(page) {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Exportar CSV" }).click(),
  ]);
  const other = readFileSync(await file.path(), "utf8").replaceAll(/camera,20[0-9]{2}/g, "camera,2020");
  const theirs = { name: "lista.csv", mimeType: "text/csv", buffer: Buffer.from(other) };
  const said = "text=Se juntó la otra lista: tiene 3 etiquetas, y 2 también se escanearon aquí.";
  for (let times = 0; times < 2; times++) { // the second changes nothing
    await page.setInputFiles('[data-for="shop.merge"]', theirs);
    await page.waitForSelector(said);
    await rowsAre(page, 6);
  }
  assert.match(await page.innerText(".rows li >> nth=0"), /También la escaneó otro teléfono/);
  assert.match(await page.innerText(".rows li >> nth=5"), /Lo dice la lista de otro teléfono/);
  assert.equal(await page.locator(".rows li >> nth=5 >> button").count(), 0, "it is not opened as an answer");
  await page.reload();
  await rowsAre(page, 6);
}

/** After the page was closed too; and no more once it was told to forget. */
async function remembers(page) {
  const again = async () => {
    await page.goto("about:blank");
    await page.goto(server.base + "/v/");
    await page.waitForSelector(".shop");
    await page.evaluate(() => document.activeElement.blur());
  };
  await again();
  await rowsAre(page, 6);
  await type(page, strokesOf(registry.label(1), layouts.american));
  await rowsAre(page, 7);
  await page.click(".rows button");
  assert.match(await page.innerText("article"), /Vista antes: 2 veces/);
  await page.getByRole("button", { name: "Modo tienda" }).click();
  await page.getByRole("button", { name: "Borrar la memoria" }).click();
  await page.getByRole("button", { name: "Sí, borrar" }).click();
  await page.waitForSelector("text=Series recordadas: 0");
  await again();
  await rowsAre(page, 0);
  await type(page, strokesOf(registry.label(1), layouts.american));
  await page.waitForSelector(".rows .tone-good");
}
