// SPDX-License-Identifier: Apache-2.0
// In Firefox and in WebKit: each verdict and more labels of the table, links that were mangled, storage
// and networks that fail, coming back at once, the end of the network. The camera, files, keyboards and
// shop mode are tried in Chromium, beside this.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { breakages, lies, mangled, said } from "./breakages.mjs";
import { page as folder } from "./built.mjs";
import { axeScripts, overflow } from "./checks.mjs";
import { hasFirefox, openFirefox } from "./firefox.mjs";
import { farSites, TILE } from "./histories.mjs";
import { serve } from "./serve.mjs";
import { fragmentOf, linkedRows, oneOfEach, pathOf, rowNamed, sitesOf, trustFile } from "./vectors.mjs";
import { makeWitnessed } from "./witnessed.mjs";
import { hasWebKit, openWebKit } from "./webdriver.mjs";

const engines = [
  ["Firefox", hasFirefox(), openFirefox],
  ["WebKit", hasWebKit(), openWebKit],
].filter(([, here]) => here);

if (engines.length === 0 || !existsSync(new URL("node_modules/ws", import.meta.url))) {
  console.log("Skipped: neither Firefox nor WebKit is here (script/setup --tests installs them).");
  process.exit(77);
}

const LEAVINGS = Number(process.env.SELLO_LEAVINGS ?? 2); // 200 were tried by hand
const EACH = Number(process.env.SELLO_EACH ?? 64); // every so many labels; all were tried by hand
const AXE = "authentic"; // it has most to show; axe looks at all of them in Chromium
/** Once the page has it: a slow machine's first visit goes on without data after 3 seconds, and says that it still looks. */
const VERDICT = `const verdict = document.querySelector("[data-verdict]")?.dataset.verdict;
  return verdict === "unknown-certifier" && document.querySelector(".busy") ? undefined : verdict`;
/** Once the phone keeps what it was shown first: who leaves before that comes back as new. */
const IS_KEPT = `caches.open("sello:" + location.pathname + ":trust").then((cache) => cache.keys())
  .then((keys) => (globalThis.isKept = keys.length > 0)); return globalThis.isKept`;
const GOOD = /^(authentic|stale|expired)$/; // what the phone's clock makes of the table's good labels
const row = rowNamed("authentic");

/** Each server is another origin, and so a phone that never saw the page. */
async function withServer(sites, work) {
  const server = await serve(sites);
  try {
    await work(server);
  } finally {
    await server.close();
  }
}

async function open(page, link) {
  await page.goto("about:blank");
  await page.wait('return location.protocol === "about:"');
  await page.goto(link);
}

/** WebKit sometimes, in one of thirty, shows its error page without asking the worker: then a person tries again. */
async function arrive(page, link) {
  for (let tries = 3; tries > 0; tries--) {
    await open(page, link);
    if (await page.wait('return document.getElementById("main") !== null', 8000).catch(() => false)) {
      return;
    }
  }
}

async function shown(page, link) {
  await arrive(page, link);
  return page.wait(VERDICT);
}

const says = (page, words) => page.wait(`return ${words}.test(document.body.innerText)`);

/** Today's clock changes the good ones alone: the others are judged before their age. */
function expect(verdict, { verdict: want, name }) {
  if (["authentic", "stale", "expired"].includes(want)) {
    assert.match(verdict, GOOD, name);
  } else {
    assert.equal(verdict, want, name);
  }
}

// ---- verdicts ----

/** It fits, and axe finds nothing. */
async function look(page, { verdict }) {
  await page.wait('return document.querySelector(".busy") === null');
  assert.deepEqual(await page.run(`return (${overflow})()`), [], verdict);
  if (verdict === AXE) {
    await page.run(axeScripts[0]);
    assert.deepEqual(await page.wait(axeScripts[1]), [], verdict);
  }
}

/** One label of each verdict, and every so many of all: of one trust file as links opened in the page that is there. */
async function labels(page, server) {
  const each = oneOfEach();
  const rows = linkedRows()
    .filter((r) => !/a clock|the clock/.test(r.name)) // these engines have today's
    .filter((r, i) => i % EACH === 0 || each.some(({ name }) => name === r.name))
    .sort((a, b) => a.trust[0].localeCompare(b.trust[0]));
  let open;
  for (const row of rows) {
    if (row.trust[0] === open) {
      await page.run(`location.hash = "${fragmentOf(row.text)}"`);
      // News of the network may draw the one before once more, until the page has taken this link.
      await page.wait('return location.hash === ""');
      expect(await page.wait(VERDICT), row);
    } else {
      expect(await shown(page, server.base + pathOf(row.trust[0]) + fragmentOf(row.text)), row);
    }
    open = row.trust[0];
    if (each.some(({ name }) => name === row.name)) {
      await look(page, row);
    }
  }
  console.log(`# ${rows.length} labels`);
}

async function mangledLinks(page, server) {
  const place = server.base + pathOf("plain");
  for (const link of mangled(fragmentOf(row.text).slice(1))) {
    if (/^#[^:]*$/.test(link)) {
      await page.run(`location.hash = ${JSON.stringify(link)}`); // in the page that is there
      await page.wait('return location.hash === ""');
      assert.match(await page.wait(VERDICT), GOOD, link.slice(0, 20));
    } else {
      assert.match(await shown(page, place + link), GOOD, link.slice(0, 20));
    }
    assert.doesNotMatch(await page.run("return location.href"), /[0-9]{17}/);
  }
}

// ---- storage and network ----

const index = readFileSync(join(folder, "index.html"), "utf8");

/** The page with a script before its own, since no driver of these engines runs one there. */
const broken = (breakage) => ({
  "/v/": {
    folder,
    files: {
      "trust.sello": trustFile("plain"),
      "index.html": Buffer.from(index.replace(/<script/, '<script src="broken.js"></script>$&')),
      "broken.js": Buffer.from(`(${breakage})();`),
    },
  },
});

async function storageFails(page, key, breakage) {
  await withServer(broken(breakage), async (server) => {
    const link = `${server.base}/v/${fragmentOf(row.text)}`;
    assert.match(await shown(page, link), GOOD);
    await says(page, said[key]);
    await page.wait(IS_KEPT);
    await page.wait("return navigator.serviceWorker.controller !== null");
    server.state.down = true; // the copy in the browser's cache serves
    assert.match(await shown(page, link), GOOD);
  });
}

async function networkLies(page, words, lie) {
  await withServer(sitesOf(folder), async (server) => {
    const link = server.base + pathOf("plain") + fragmentOf(row.text);
    const lying = (url, response) => url.endsWith("trust.sello") && (lie(response), true);
    server.state.instead = lying;
    assert.equal(await shown(page, link), "unknown-certifier");
    assert.equal(await page.run('return document.querySelector("h1").innerText'), "Todavía sin revisar");
    await says(page, words);
    server.state.instead = () => false; // logged in, and back
    await page.wait('dispatchEvent(new Event("online")); return document.querySelector("[data-verdict=stale]") !== null');
    if (words === lies.silent[0]) {
      await page.wait(IS_KEPT);
      server.state.instead = lying; // from now on what is kept serves, as in Chromium after each of them
      assert.match(await shown(page, link), GOOD);
    }
  });
}

const OTHER = "este certificador muestra historias distintas";

/** What became of another history that follows the one this phone has. */
async function afterOther(page) {
  const { before, other } = farSites();
  const files = { "trust.sello": before };
  let told;
  await withServer({ "/far/": { folder, files } }, async (server) => {
    await arrive(page, `${server.base}/far/`); // by way of nowhere: the page before would answer for this one
    await page.wait(IS_KEPT);
    Object.assign(files, { "trust.sello": other.trust, [TILE]: other.tile });
    await arrive(page, `${server.base}/far/`);
    told = await page.wait(`return /${OTHER}|no se pudo comparar/.exec(document.body.innerText)?.[0]`);
  });
  return told;
}

/** On a slow machine the tile may come later than the page waits for it, which takes the data then and says so. */
async function otherHistory(page) {
  let told;
  for (let tries = 3; tries > 0 && told !== OTHER; tries--) {
    told = await afterOther(page);
  }
  assert.equal(told, OTHER);
}

// ---- witnesses ----

/** The reader chooses this file; no driver of both engines gives one. */
const give = (page, bytes) =>
  page.run(`const input = document.querySelector('[data-for="trust.add"]');
    const given = new DataTransfer();
    given.items.add(new File([new Uint8Array([${[...bytes]}])], "testigos.txt", { type: "text/plain" }));
    input.files = given.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));`);

const press = (page, words) =>
  page.wait(`const found = [...document.querySelectorAll("button")].find((b) => b.innerText.trim() === "${words}");
    found?.click(); return found !== undefined`);

async function witnesses(page) {
  const made = makeWitnessed(folder);
  const files = { "trust.sello": made.trust, "trust.tlog-proof": made.proofs[0] };
  try {
    await withServer({ "/v/": { folder, files } }, async (server) => {
      await page.goto(`${server.base}/v/`);
      await page.wait('return document.querySelector("#serial") !== null');
      await press(page, "Certificadores");
      await page.wait(`return document.querySelector('[data-for="trust.add"]') !== null`);
      await give(page, made.policy);
      await says(page, /Aún sin firma de ninguno de 3 testigos/);
      files["trust.tlog-proof"] = made.proofs[2];
      await press(page, "Buscar datos más nuevos");
      await says(page, /También la vieron 2 de 3 testigos; el último, el /);
      assert.match(await shown(page, `${server.base}/v/${fragmentOf(made.text)}`), GOOD);
      await says(page, /También la vieron 2 de 3 testigos; el último, el /);
    });
  } finally {
    made.remove();
  }
}

// ---- coming back ----

async function leavings(page, server, name) {
  let longest = 0;
  for (let i = 0; i < LEAVINGS; i++) {
    const start = performance.now();
    assert.match(await shown(page, server.base + pathOf("plain") + fragmentOf(row.text)), GOOD);
    longest = Math.max(longest, performance.now() - start);
  }
  console.log(`# ${name}: the longest took ${Math.round(longest)} ms`);
}

async function withoutNetwork(page, server) {
  const link = server.base + pathOf("plain") + fragmentOf(row.text);
  await page.wait("return navigator.serviceWorker.controller !== null");
  server.state.down = true;
  for (let i = 0; i < 2; i++) {
    assert.match(await shown(page, link), GOOD);
  }
  await page.reload();
  assert.match(await page.wait(VERDICT), GOOD);
}

async function core(t, name, openBrowser) {
  const page = await openBrowser();
  const step = (title, work) => t.test(title, work);
  try {
    await withServer(sitesOf(folder), async (server) => {
      await step("labels of the table; each verdict fits, and axe finds nothing", () => labels(page, server));
      await step("mangled links", () => mangledLinks(page, server));
      await step(`leaving right after the verdict and coming back, ${LEAVINGS} times`, () =>
        leavings(page, server, name),
      );
      await step("two starts without network", () => withoutNetwork(page, server));
    });
    for (const [what, [key, breakage]] of Object.entries(breakages)) {
      await step(`storage: ${what}`, () => storageFails(page, key, breakage));
    }
    for (const [what, [words, lie]] of Object.entries(lies)) {
      await step(`network: ${what}`, () => networkLies(page, words, lie));
    }
    await step("how many witnesses saw the data, by a policy", () => witnesses(page));
    await step("another history, by a tile of the public log", () => otherHistory(page));
  } finally {
    await page.close();
  }
}

describe("other engines", { concurrency: 2 }, () => {
  for (const [name, , openBrowser] of engines) {
    test(name, (t) => core(t, name, openBrowser));
  }
});
