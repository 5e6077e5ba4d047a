// SPDX-License-Identifier: Apache-2.0
// The real `sello console` in a folder of its own, and a browser that its link was opened in.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { open, newPage } from "../page/browser.mjs";

const bin =
  process.env.SELLO_BIN_DIR_REGISTRY ??
  fileURLToPath(new URL("../../build/dev/registry", import.meta.url));
const verifyBin =
  process.env.SELLO_BIN_DIR_VERIFY ??
  fileURLToPath(new URL("../../build/dev/verify", import.meta.url));

/** SELLO_SLOW=MS: each answer comes up to so much later, to find where a test does not wait for what it needs. */
const SLOW = Number(process.env.SELLO_SLOW ?? 0);

export const PASSPHRASE = "cuatro telares azules bajo la lluvia";

/** A folder that is a clerk's home, with the tools in it as commands. */
export function makeHome() {
  const folder = mkdtempSync(join(tmpdir(), "sello-console-"));
  mkdirSync(join(folder, "usb"));
  const env = {
    ...process.env,
    ASAN_OPTIONS: "exitcode=99:detect_leaks=0", // leaks are looked for by tests/e2e/leaks.bats
    HOME: folder,
    SELLO_REGISTRY: join(folder, "registro"),
    XDG_STATE_HOME: join(folder, "state"),
    XDG_DATA_HOME: join(folder, "data"),
    LC_ALL: "C.UTF-8",
  };
  const run = (program, args) =>
    execFileSync(program, args, {
      env,
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  return {
    folder,
    env,
    sello: (...args) => run(join(bin, "sello"), ["--no-input", ...args]),
    verify: (...args) => run(join(verifyBin, "sello-verify"), args),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The command with the clerk's passphrase. */
export function withPhrase(home) {
  writeFileSync(join(home.folder, "frase"), `${PASSPHRASE}\n`, { mode: 0o600 });
  return (...args) => home.sello("--passphrase-file", join(home.folder, "frase"), ...args);
}

/** A certifier whose certificate C1 of product P1 and producer R1 was inspected; the command with its passphrase. */
export function makeCertifier(home, { name = "Consejo", scheme = "Barro", ...more } = {}) {
  const sello = withPhrase(home);
  const { producer = "Familia Ruiz", product = "Cántaro", options = [] } = more;
  sello("init", "--name", name, "--url", "https://sello.example/v/", "--contact", "x", ...options);
  sello("scheme", "add", "--code", "1", "--name", scheme);
  sello("producer", "add", "--name", producer, "--origin", "Coyotepec");
  sello("product", "add", "--name", product, "--traits", more.traits ?? "");
  sello("certificate", "apply", "--product", "P1", "--producer", "R1", "--scheme", "S1", "--note", more.note ?? "");
  sello("certificate", "inspect", "C1", "--result", "pass", "--note", more.note ?? "");
  return sello;
}

/** A console on it, and the browser at its window; close ends both and takes the home away. */
export async function openOffice(home) {
  const server = await serveConsole(home);
  const window = await openWindow(server);
  const close = async () => {
    await window.close();
    await server.stop();
    home.remove();
  };
  return { server, window, close };
}

/** Starts the console; its link is for once. */
export async function serveConsole(home) {
  const child = spawn(join(bin, "sello"), ["console", "--no-open", "--json", "--lang", "es"], {
    env: home.env,
    cwd: home.folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (data) => (said += data));
  const url = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", (line) => resolve(JSON.parse(line).url));
    child.once("exit", (status) => reject(new Error(`sello console ended: ${status} ${said}`)));
  });
  const stop = async () => {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await gone;
  };
  return { url, base: url.split("#")[0], said: () => said, stop };
}

/** A browser on a desk, at the screen that the link opens. */
export async function openWindow(server, options = {}) {
  const { browser, close } = await open({ viewport: { width: 1024, height: 768 }, ...options });
  const { page, wrongs } = await newPage(browser);
  page.setDefaultTimeout(Number(process.env.SELLO_PATIENCE ?? 60_000));
  if (SLOW > 0) {
    await page.route(/\/api\//, async (route) => {
      await setTimeout(Math.random() * SLOW);
      await route.continue().catch(() => {}); // the page may be gone
    });
  }
  await page.goto(server.url);
  await page.waitForSelector("h1");
  return { page, wrongs, close, browser };
}

/** Shows a place by its address, and waits until it is drawn. */
export async function visit(page, place) {
  await page.evaluate((to) => {
    document.querySelector("#main h1")?.setAttribute("data-before", "");
    location.hash = `#/${to}`;
  }, place);
  await page.waitForSelector("#main h1:not([data-before])");
}

/** Shows a screen by its menu, as a person does. */
export async function show(page, name) {
  await page.click(`#menu >> text="${name}"`);
  await page.waitForSelector("h1");
}

/** Answers the dialog of the passphrase where it is asked for. */
export async function openLock(page, passphrase = PASSPHRASE) {
  await page.fill("dialog input[type=password]", passphrase);
  await page.click("dialog >> button[type=submit]");
}

/** SELLO_SHOTS=FOLDER keeps a picture of what a test ended with. */
export async function keepShot(page, name) {
  const folder = process.env.SELLO_SHOTS;
  if (folder !== undefined) {
    await page.screenshot({
      path: join(folder, `${name.replace(/[^a-z0-9]+/gi, "-")}.png`),
      fullPage: true,
    });
  }
}
