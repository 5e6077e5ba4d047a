// SPDX-License-Identifier: Apache-2.0
// photographs.mjs FOLDER [--seconds N] [--slower N] [--kinds KIND,KIND] [--own]
//
// Holds each photograph of FOLDER (tests/data/photos/make_photos.py) before the page's camera, and tells
// of each kind how many were read, how soon, and whether any text was wrong; and the longest task of the
// page's main thread, with its processor slowed so many times (4). --own: the browser has a reader of
// its own, which reads nothing.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { newPage, open } from "./browser.mjs";
import { page as pageFolder } from "./built.mjs";
import { cameraArgs, filmOf } from "./camera.mjs";
import { longestTask, markScans } from "./held.mjs";
import { serve } from "./serve.mjs";
import { pathOf, rowNamed, sitesOf } from "./vectors.mjs";

const TRACED = 10; // photographs during which tasks are measured

/** The rows of truth.csv; no field of it has a comma or a quote, but for the corners. */
export function truthOf(folder) {
  const lines = readFileSync(join(folder, "truth.csv"), "utf8").trim().split("\n");
  const names = lines[0].split(",");
  const fields = (line) => [...line.matchAll(/"([^"]*)"|([^,]+)|(?<=,)(?=,|$)/g)];
  const values = (line) => fields(line).map(([, quoted, bare]) => quoted ?? bare ?? "");
  return lines.slice(1).map((line) => {
    const row = values(line);
    return Object.fromEntries(names.map((name, i) => [name, row[i]]));
  });
}

/** A browser whose own reader reads nothing; to be run before the page's scripts. */
export const ownReader = () => {
  globalThis.BarcodeDetector = class {
    static getSupportedFormats = async () => ["qr_code"];
    detect = async () => [];
  };
};

/** Runs `work` with a `look(photograph)` that gives {text, seconds}; text is "" when there is none.
    `before` runs in the page before its own scripts. */
export async function withCamera({ seconds = 8, slower = 1, before }, work) {
  const temporary = mkdtempSync(join(tmpdir(), "sello-page-camera-"));
  const path = join(temporary, "photograph.y4m");
  const server = await serve(sitesOf(pageFolder));
  const { browser, close } = await open({ args: cameraArgs(path) });
  const { page, wrongs } = await newPage(browser, rowNamed("authentic").now);
  await page.addInitScript(markScans);
  if (before !== undefined) {
    await page.addInitScript(before);
  }
  const scan = page.getByRole("button", { name: "Escanear una etiqueta" });
  const answered = async () => {
    const text = await page.textContent(".technical .read");
    await page.getByRole("button", { name: "Terminar" }).click();
    return text;
  };
  const look = async (photograph) => {
    filmOf(photograph, path);
    await scan.click();
    await page.waitForSelector('.scan-hint[data-says], [data-verdict]');
    const began = performance.now();
    const found = await page
      .waitForSelector("[data-verdict]", { timeout: seconds * 1000 })
      .catch(() => null);
    const took = (performance.now() - began) / 1000;
    if (found === null) {
      await page.keyboard.press("Escape");
    }
    const text = found === null ? "" : await answered();
    await page.waitForSelector("dialog", { state: "detached" });
    return { text, seconds: took };
  };
  try {
    await page.goto(server.base + pathOf("plain"));
    await scan.waitFor();
    const client = await browser.newCDPSession(page);
    await client.send("Emulation.setCPUThrottlingRate", { rate: slower });
    await work(look, page, server);
    assert.deepEqual(wrongs, []);
  } finally {
    await close();
    await server.close();
    rmSync(temporary, { recursive: true });
  }
}

function line(kind, looks) {
  const read = looks.filter((look) => look.text !== "");
  const wrong = read.filter((look) => look.text !== look.truth);
  const times = read.map((look) => look.seconds).sort((a, b) => a - b);
  const middle = times[times.length >> 1]?.toFixed(1) ?? "-";
  const percent = Math.round((100 * read.length) / looks.length);
  return `${kind.padEnd(10)} ${read.length} of ${looks.length} (${percent} %), half of them within ${middle} s, wrong texts: ${wrong.length}`;
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seconds: { type: "string", default: "8" },
      slower: { type: "string", default: "4" },
      kinds: { type: "string" },
      own: { type: "boolean", default: false },
    },
  });
  const [folder] = positionals;
  const kinds = values.kinds?.split(",");
  const rows = truthOf(folder).filter((row) => kinds?.includes(row.kind) ?? true);
  const looks = [];
  const options = {
    seconds: Number(values.seconds),
    slower: Number(values.slower),
    before: values.own ? ownReader : undefined,
  };
  await withCamera(options, async (look, page) => {
    const lookAt = async (row) => {
      const seen = await look(join(folder, row.file));
      looks.push({ ...row, ...seen, truth: row.text });
      const said = seen.text === "" ? "not read" : seen.text === row.text ? "read" : "WRONG";
      console.error(`${row.file} ${said} ${seen.seconds.toFixed(1)} s`);
    };
    const all = async (rows) => {
      for (const row of rows) {
        await lookAt(row);
      }
    };
    const longest = await longestTask(page, () => all(rows.slice(0, TRACED)));
    await all(rows.slice(TRACED));
    for (const kind of new Set(looks.map((look) => look.kind))) {
      console.log(line(kind, looks.filter((look) => look.kind === kind)));
    }
    console.log(
      `the longest task of ${longest.n} while the camera looked: ${longest.ms} ms of a processor slowed ${options.slower} times`,
    );
  });
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  await main();
}
