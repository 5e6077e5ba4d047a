// SPDX-License-Identifier: Apache-2.0
// Labels on bottles and cloth, before the camera and in pictures: what no plain reader reads is laid
// flat. photographs.mjs measures over more of them.
import "./needs-chromium.mjs";
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { ownReader, truthOf, withCamera } from "./photographs.mjs";

const generator = fileURLToPath(new URL("../data/photos/make_photos.py", import.meta.url));

const python = "/usr/bin/python3";
if (spawnSync(python, ["-c", "import cv2"]).status !== 0) {
  console.log("Skipped: no python3-opencv (script/setup installs it).");
  process.exit(77);
}

let folder, photographs;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "sello-page-bent-"));
  execFileSync(python, [generator, folder, "--kinds", "cylinder,cloth", "--count", "1"]);
  photographs = truthOf(folder).map((row) => ({ ...row, path: join(folder, row.file) }));
});
after(() => rmSync(folder, { recursive: true }));

/** None is read wrong until so many are read, which is enough. */
async function reads(least, rows, look) {
  let n = 0;
  for (const row of rows) {
    if (n === least) {
      return;
    }
    const { text } = await look(row.path);
    assert.ok(["", row.text].includes(text), `${row.file} was read wrong: ${text}`);
    console.log(`# ${row.file} ${text === "" ? "not read" : "read"}`);
    n += text === "" ? 0 : 1;
  }
  assert.ok(n >= least, `${n} of ${rows.length} were read`);
}

const PATIENCE = 60; // seconds, on a machine that does other things as well

test("before the camera", () =>
  withCamera({ seconds: PATIENCE }, (look) => reads(2, photographs, look)));

test("where the browser's own reader reads nothing of it", () =>
  withCamera({ seconds: PATIENCE, before: ownReader }, (look, page, server) => {
    assert.equal(server.requests.filter((r) => r.url.includes("scanner/")).length, 0);
    return reads(1, photographs, look);
  }));

const withoutCanvas = () => delete globalThis.OffscreenCanvas;

test("in browsers whose workers cannot draw", () =>
  withCamera({ seconds: PATIENCE, before: withoutCanvas }, (look) =>
    reads(1, photographs, look),
  ));

test("as pictures, with the network cut once both modules were needed", () =>
  withCamera({ seconds: PATIENCE }, async (look, page, server) => {
    const fromPicture = async (path) => {
      await page.setInputFiles('input[type="file"]', path);
      await page.waitForSelector("[data-verdict]");
      const text = await page.evaluate(() => document.querySelector(".technical .read")?.textContent ?? "");
      await page.getByRole("button", { name: "Terminar" }).click();
      return { text };
    };
    const bottle = photographs.filter((row) => row.kind === "cylinder");
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await reads(1, bottle, fromPicture);
    await page.context().setOffline(true);
    server.state.down = true;
    await page.reload();
    await reads(1, bottle, fromPicture);
  }));
