// SPDX-License-Identifier: Apache-2.0
// Certifiers by file, with the fingerprint shown and a yes; status notices; languages of communities.
import "./needs-chromium.mjs";
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { newPage, open, verdictOf } from "./browser.mjs";
import { page as folder } from "./built.mjs";
import { accessible, fits, nothingLeft, record } from "./checks.mjs";
import { farSites, TILE } from "./histories.mjs";
import { makeRegistry } from "./registry.mjs";
import { makeShawls } from "./shawls.mjs";
import { serve } from "./serve.mjs";
import { fragmentOf, update } from "./vectors.mjs";
import { makeWitnessed } from "./witnessed.mjs";

let own, other, namesake, practice, server, site;
before(async () => {
  [own, other, namesake, practice] = [
    makeRegistry("Consejo Artesanal", "https://sello.example/v/"),
    makeRegistry("Otro Consejo", "https://otro.example/"),
    makeRegistry("CONSEJO  ARTESANAL", "https://falso.example/"),
    makeRegistry("Escuela", "https://escuela.example/p/", "--practice"),
  ];
  [own, other, practice].forEach((registry) => makeShawls(registry));
  site = mkdtempSync(join(tmpdir(), "sello-page-site-"));
  cpSync(folder, site, { recursive: true });
  writeFileSync(join(site, "words/list.json"), '{"tzo":"Bats\'i k\'op","he":"עברית"}');
  writeFileSync(join(site, "words/he.json"), '{"home.title":"זה אמיתי?"}');
  writeFileSync(
    join(site, "words/tzo.json"),
    '{"title.authentic":"(prueba)","home.scan":7,"otra":"x"}',
  );
  server = await serve({
    "/v/": { folder: site, files: { "trust.sello": own.trustFile() } },
    "/p/": { folder, files: { "trust.sello": practice.trustFile() } },
  });
});
after(async () => {
  await server.close();
  [own, other, namesake, practice].forEach((registry) => registry.remove());
  rmSync(site, { recursive: true });
});

async function withPage(work, { path = "/v/", ...options } = {}) {
  const { browser, close } = await open({ viewport: { width: 320, height: 568 }, ...options });
  const asked = record(browser);
  const { page, wrongs } = await newPage(browser);
  try {
    await page.goto(server.base + path);
    await page.waitForSelector("#serial");
    await work(page);
    assert.deepEqual(wrongs, []);
    nothingLeft(server, asked, [own.label(1), other.label(1)]);
  } finally {
    await close();
  }
}

const shoot = (page, name) =>
  process.env.SELLO_SHOTS &&
  page.screenshot({ path: join(process.env.SELLO_SHOTS, `${name}.png`), fullPage: true });
const file = (registry) => ({
  name: "trust.sello",
  mimeType: "application/octet-stream",
  buffer: registry.trustFile(),
});
const toTrust = (page) => page.getByRole("button", { name: "Certificadores", exact: true }).click();
const give = (page, given) => page.setInputFiles('[data-for="trust.add"]', given);
const reads = async (page, text) => {
  await page.click(".brand");
  await page.fill("#label-text", text);
  await page.press("#label-text", "Enter");
  return verdictOf(page);
};

/** "2:" and the first 128 bits, in groups, as the registry tells it. */
const rootOf = (registry) => {
  const { root_version, root_hash } = JSON.parse(registry.sello("--json", "status"));
  return `${root_version}: ${root_hash}`;
};
const flat = (text) => text.replace(/\s+/g, " ");

test("another certifier is trusted only after a yes, and can be dropped", () =>
  withPage(async (page) => {
    await toTrust(page);
    await give(page, file(other));
    await page.waitForSelector("dialog.ask");
    assert.match(await page.innerText("dialog .fingerprint"), /^([0-9a-f]{4}\s*){8}$/);
    assert.ok(flat(await page.innerText("dialog")).includes(rootOf(other)));
    await fits(page, "asking");
    await accessible(page, "asking");
    await page.getByRole("button", { name: "No agregar" }).click();
    assert.equal(await reads(page, other.label(1)), "unknown-certifier");
    await toTrust(page);
    await give(page, file(other));
    await page.getByRole("button", { name: "Sí, coincide" }).click();
    await page.waitForSelector("text=Desde ahora se confía en Otro Consejo.");
    assert.ok(flat(await page.innerText("main")).includes(rootOf(own)));
    assert.ok(flat(await page.innerText("main")).includes(rootOf(other)));
    await fits(page, "certifiers");
    await accessible(page, "certifiers");
    assert.equal(await reads(page, other.label(1)), "authentic");
    await page.reload();
    await page.waitForSelector("[data-verdict=authentic]");
    await toTrust(page);
    await page.getByRole("button", { name: "Dejar de confiar" }).click();
    assert.equal(await reads(page, other.label(1)), "unknown-certifier");
  }));

test("what is pressed while news come in is clicked, and who has the keyboard keeps it", async () => {
  let worker;
  server.state.instead = (url, response) => url === "/v/sw.js" && ((worker = response), true);
  await withPage(async (page) => {
    const shop = page.getByRole("button", { name: "Modo tienda" });
    await shop.scrollIntoViewIfNeeded();
    const { x, y, height } = await shop.boundingBox();
    await page.mouse.move(x + 9, y + height / 2);
    await page.mouse.down();
    server.state.instead = () => false; // now the page is kept, which it says above the button
    worker.writeHead(200, { "content-type": "text/javascript" }).end(readFileSync(join(folder, "sw.js")));
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.waitForTimeout(300);
    await page.mouse.up();
    await page.waitForSelector(".shop");
    await toTrust(page);
    const again = page.getByRole("button", { name: "Buscar datos más nuevos" });
    await again.focus();
    await again.evaluate((e) => (e.dataset.before = "1"));
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-before]", { state: "detached" });
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Buscar datos más nuevos");
  });
});

test("a namesake is refused, and so is a file that is none", () =>
  withPage(async (page) => {
    await toTrust(page);
    await give(page, file(namesake));
    await page.waitForSelector(
      "text=No se puede tomar: su nombre es el de otro certificador en que se confía",
    );
    await give(page, {
      name: "x.sello",
      mimeType: "application/octet-stream",
      buffer: Buffer.from("no es"),
    });
    await page.waitForSelector("text=/No se puede tomar: (?!su nombre)/");
    await give(page, file(own));
    await page.waitForSelector("text=/Consejo Artesanal está al día|Se actualizaron los datos/");
  }));

test("a status notice is taken from a picture, and an older one is not", () =>
  withPage(async (page) => {
    const older = own.notice();
    own.sello("withdraw", "2", "--reason", "lost");
    const newer = own.notice();
    assert.equal(await reads(page, own.label(2)), "authentic");
    await toTrust(page);
    await give(page, newer);
    await page.waitForSelector("text=Se actualizaron los datos de Consejo Artesanal");
    assert.equal(await reads(page, own.label(2)), "withdrawn");
    await page.reload();
    assert.equal(await verdictOf(page), "withdrawn");
    await page.getByRole("button", { name: "Inicio" }).click();
    await page.setInputFiles('[data-for="in.picture"]', older);
    assert.equal(await verdictOf(page), "not-a-label");
    await page.getByRole("button", { name: "Tomar el aviso" }).click();
    await page.waitForSelector("text=los datos de confianza del archivo son anteriores");
    assert.equal(await reads(page, own.label(2)), "withdrawn");
  }));

test("a file that takes back what its certifier said is refused, and kept to be shown", () =>
  withPage(async (page) => {
    const { stored, trust } = update("a withdrawn label is valid");
    const given = (base64) => ({
      name: "trust.sello",
      mimeType: "application/octet-stream",
      buffer: Buffer.from(base64, "base64"),
    });
    await toTrust(page);
    await give(page, given(stored));
    await page.getByRole("button", { name: "Sí, coincide" }).click();
    await page.waitForSelector("text=Desde ahora se confía en");
    await give(page, given(trust));
    await page.waitForSelector("text=No se puede tomar: el archivo se desdice");
    await page.reload();
    await toTrust(page);
    await fits(page, "certifiers with evidence");
    await accessible(page, "certifiers with evidence");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Guardar el archivo rechazado" }).click(),
    ]);
    assert.equal(readFileSync(await download.path()).toString("base64"), trust);
  }));

// ---- the public log ----

/** A phone that knows the log from before, and then is shown this trust file with this tile beside it. */
async function shown(before, trust, tile, work) {
  const files = { "trust.sello": before };
  server.sites["/far/"] = { folder, files };
  const since = server.requests.length;
  const look = async (page) => {
    await toTrust(page);
    Object.assign(files, { "trust.sello": trust, ...(tile && { [TILE]: tile }) });
    await page.getByRole("button", { name: "Buscar datos más nuevos" }).click();
    await work(page, files);
  };
  await withPage(look, { path: "/far/" });
  const asked = server.requests.slice(since).map((request) => request.url);
  return asked.filter((url) => url.includes("/log/"));
}

const REFUSED = "text=/se rechazaron: este certificador muestra historias distintas/";
const UNTOLD = "text=/bitácora pública del certificador no se pudo comparar/";
const whenTaken = (page, trust) =>
  page.waitForFunction(async (length) => {
    const cache = await caches.open(`sello:${location.pathname}:trust`);
    const [answer] = await cache.matchAll();
    return JSON.parse(answer.headers.get("x-kept")).whole === length;
  }, trust.length);

test("a far newer history is compared by the log's tile beside the page: another one is refused, and kept", async () => {
  const { before, on, other: split } = farSites();
  const save = async (page, name) => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name }).click(),
    ]);
    return readFileSync(await download.path());
  };
  const asked = await shown(before, split.trust, split.tile, async (page, files) => {
    await page.waitForSelector(REFUSED);
    await accessible(page, "different histories");
    await fits(page, "different histories");
    await shoot(page, "histories");
    assert.deepEqual(await save(page, "Guardar el archivo rechazado"), split.trust);
    assert.deepEqual(await save(page, "Guardar el tramo de la bitácora"), split.tile);
    Object.assign(files, { "trust.sello": on.trust, [TILE]: on.tile });
    await page.getByRole("button", { name: "Buscar datos más nuevos" }).click();
    await whenTaken(page, on.trust);
    await page.waitForSelector(REFUSED, { state: "detached" });
    assert.equal(await reads(page, own.label(1)), "unknown-certifier"); // no request tells of it
    await toTrust(page);
    assert.equal(await page.locator(UNTOLD).count(), 0);
  });
  assert.deepEqual(asked, [`/far/${TILE}`, `/far/${TILE}`]);
});

test("no tile, another's or a host that never gives it: said, and the data is taken", async () => {
  const { before, on, other: split } = farSites();
  for (const tile of [undefined, on.tile]) {
    await shown(before, split.trust, tile, async (page) => {
      await page.waitForSelector(UNTOLD);
      await whenTaken(page, split.trust);
    });
  }
  server.state.instead = (url) => url.endsWith(TILE);
  await shown(before, split.trust, split.tile, (page) => page.waitForSelector(UNTOLD));
  server.state.instead = () => false;
});

test("a file that is given is compared too, with its certifier's own site alone", async () => {
  const { before, on, other: split } = farSites();
  const given = (buffer) => ({ name: "t.sello", mimeType: "application/octet-stream", buffer });
  await shown(before, before, split.tile, async (page) => {
    await give(page, given(split.trust));
    await page.waitForSelector("text=/No se puede tomar: este certificador muestra historias/");
  });
  await withPage(async (page) => {
    await toTrust(page);
    await give(page, given(before));
    await page.getByRole("button", { name: "Sí, coincide" }).click();
    await page.waitForSelector("text=Desde ahora se confía en");
    await give(page, given(on.trust));
    await page.waitForSelector("text=/Se actualizaron los datos .* no se pudo comparar/");
  });
  assert.ok(!server.requests.some((request) => request.url.startsWith("/v/log/")));
});

test("by a policy that is given it is told how many witnesses saw the data, and no verdict hangs on it", async () => {
  const made = makeWitnessed(folder);
  const files = { "trust.sello": made.trust, "trust.tlog-proof": made.proofs[1] };
  server.sites["/w/"] = { folder, files };
  const text = (buffer) => ({ name: "testigos.txt", mimeType: "text/plain", buffer });
  const proofs = () => server.requests.filter(({ url }) => url.includes("tlog-proof")).length;
  const again = async (page) => {
    const asked = proofs();
    await page.getByRole("button", { name: "Buscar datos más nuevos" }).click();
    while (proofs() === asked) {
      await page.waitForTimeout(20);
    }
  };
  const seen = (words) => `.trust .witnesses >> text=${words}`;
  await withPage(async (page) => {
    await toTrust(page);
    assert.equal(await page.locator(".witnesses").count(), 0, "by itself nobody is asked");
    await give(page, text(Buffer.from("witness sin llave\n")));
    await page.waitForSelector("text=/No se puede tomar: un renglón/");
    await give(page, text(made.proofs[1]));
    await page.waitForSelector("text=Da primero la política");
    assert.equal(proofs(), 0);
    await give(page, text(made.policy));
    await page.waitForSelector("text=Desde ahora se dice cuántos testigos vieron los datos");
    await page.waitForSelector(seen("También la vieron 1 de 3 testigos; el último, el "));
    await fits(page, "witnesses");
    await accessible(page, "witnesses");
    await shoot(page, "witnesses");
    const broken = Buffer.from(made.proofs[2]);
    broken[60] ^= 1;
    for (const other of [broken, made.proofs[0], Buffer.from("<!doctype html>")]) { // none takes away what is kept
      files["trust.tlog-proof"] = other;
      await again(page);
    }
    await page.waitForSelector(seen("También la vieron 1 de 3 testigos"));
    await give(page, text(broken));
    await page.waitForSelector("text=/No prueba que los datos/");
    await give(page, text(made.proofs[2])); // by hand, as for a certifier without a site here
    await page.waitForSelector(seen("También la vieron 2 de 3 testigos"));
    assert.equal(await reads(page, made.text), "authentic");
    await page.waitForSelector("article .witnesses >> text=También la vieron 2 de 3 testigos");
    await fits(page, "an answer with witnesses");
    await accessible(page, "an answer with witnesses");
    await shoot(page, "witnesses-answer");
    await page.selectOption("#language", "en");
    await page.waitForSelector("article .witnesses >> text=Also seen by 2 of 3 witnesses, the latest on ");
    await page.selectOption("#language", "es");
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.reload(); // by the worker, which keeps the part that tells it
    await page.waitForSelector("article .witnesses");
    await page.context().setOffline(true);
    await page.reload();
    await page.waitForSelector("article .witnesses >> text=También la vieron 2 de 3 testigos");
    await page.context().setOffline(false);
    await toTrust(page);
    await page.getByRole("button", { name: "No preguntar más por testigos" }).click();
    await page.waitForSelector("text=Desde ahora no se pregunta por ningún testigo");
    assert.equal(await reads(page, made.text), "authentic");
    assert.equal(await page.locator(".witnesses").count(), 0);
  }, { path: "/w/" });
  made.remove();
});

/** A byte of what this phone keeps of its certifier is another from now on; `sum`: with the hash that goes with it. */
const spoil = (page, sum) =>
  page.evaluate(async (withSum) => {
    const place = new URL("./", location.href);
    const cache = await caches.open(`sello:${place.pathname}:trust`);
    const [request] = await cache.keys();
    const answer = await cache.match(request);
    const kept = JSON.parse(answer.headers.get("x-kept"));
    const file = new Uint8Array(await answer.arrayBuffer());
    file[file.length - 1] ^= withSum ? 1 : 2; // of the last signature
    if (withSum) {
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", file));
      kept.sum = `${kept.whole} ${hash.join()}`;
    }
    await cache.put(request, new Response(file, { headers: { "x-kept": JSON.stringify(kept) } }));
    await new Promise((resolve) => {
      const opening = indexedDB.open(`sello:${place.pathname}`);
      opening.onsuccess = () => {
        const changing = opening.result.transaction("trust", "readwrite");
        changing.objectStore("trust").clear();
        changing.oncomplete = () => (opening.result.close(), resolve());
      };
    });
  }, sum);

test("what the phone's storage spoiled is checked anew, and passed over", () =>
  withPage(async (page) => {
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.context().setOffline(true); // newer data would heal it
    for (const [sum, verdict] of [
      [true, "authentic"], // as if it had been taken: what was checked once is not checked again
      [false, "unknown-certifier"],
    ]) {
      await spoil(page, sum);
      await page.reload();
      await page.waitForSelector("#label-text");
      assert.equal(await reads(page, own.label(1)), verdict);
      await page.click(".brand");
    }
  }));

test("a practice registry is said to be one: at home, of its labels, among the certifiers", () =>
  withPage(async (page) => {
    await toTrust(page);
    await give(page, file(practice));
    await page.waitForSelector("dialog.ask >> text=Es un registro de práctica");
    await fits(page, "asking for practice");
    await page.getByRole("button", { name: "No agregar" }).click();
    await page.goto("about:blank");
    await page.goto(server.base + "/p/");
    await page.waitForSelector(".state >> text=Es un registro de práctica");
    await accessible(page, "home for practice");
    await shoot(page, "practice-home");
    assert.equal(await reads(page, practice.label(1)), "practice");
    await page.waitForSelector("h1 >> text=De práctica: no es una etiqueta real");
    await fits(page, "practice");
    await accessible(page, "practice");
    await shoot(page, "practice");
    await toTrust(page);
    await page.waitForSelector(".trust >> text=Es un registro de práctica");
    await shoot(page, "practice-trust");
  }));

test("a community's catalog is offered, and Spanish stands where it has nothing", async () => {
  await withPage(async (page) => {
    await page.waitForSelector('#language option[value="tzo"]', { state: "attached" });
    await page.selectOption("#language", "tzo");
    await page.waitForFunction(() => document.documentElement.lang === "tzo");
    assert.equal(
      await page.locator('button span[lang="es"]', { hasText: "Escanear una etiqueta" }).count(),
      1,
    );
    await page.goto("about:blank");
    await page.goto(server.base + "/v/" + fragmentOf(own.label(1)));
    await page.waitForSelector("h1 >> text=(prueba)"); // the choice was kept
    await page.goto(server.base + "/v/?lang=he"); // written from right to left
    await page.waitForSelector('html[dir="rtl"] [data-verdict]');
    await page.click(".brand");
    await page.waitForSelector("h1 >> text=זה אמיתי?");
    await fits(page, "from right to left");
    await shoot(page, "right-to-left");
  });
  const { browser, close } = await open({ locale: "tzo-MX" });
  const { page } = await newPage(browser);
  await page.goto(server.base + "/v/");
  await page.waitForSelector("#serial");
  assert.equal(await page.evaluate(() => document.documentElement.lang), "tzo");
  await close();
});

test("English, and the way back to Spanish", () =>
  withPage(
    async (page) => {
      await page.waitForSelector("text=Scan a label");
      await accessible(page, "home in English");
      await page.selectOption("#language", "es");
      await page.waitForSelector("text=Escanear una etiqueta");
      assert.equal(await page.evaluate(() => document.activeElement.id), "language");
      await fits(page, "home");
      await accessible(page, "home");
    },
    { locale: "en-GB", colorScheme: "dark" },
  ));
