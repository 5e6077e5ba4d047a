// SPDX-License-Identifier: Apache-2.0
// Debian's Firefox, driven by WebDriver BiDi over its own socket.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pageOf } from "./webdriver.mjs";

const firefox = process.env.SELLO_FIREFOX ?? "/usr/bin/firefox-esr";

export const hasFirefox = () => existsSync(firefox);

/** What is kept of a profile, so that it starts in silence and in Spanish. */
const preferences = `user_pref("intl.accept_languages", "es-MX");
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("app.update.enabled", false);
user_pref("browser.startup.page", 0);
`;

/** The address of its socket, which it tells when it listens. */
function listening(child) {
  return new Promise((resolve, reject) => {
    let said = "";
    const timer = setTimeout(() => reject(new Error(`Firefox does not listen: ${said}`)), 60000);
    child.stderr.on("data", (data) => {
      said += data;
      const address = /WebDriver BiDi listening on (ws:\S+)/.exec(said)?.[1];
      if (address !== undefined) {
        clearTimeout(timer);
        resolve(address);
      }
    });
  });
}

async function connect(address) {
  const { WebSocket } = await import("ws");
  const socket = new WebSocket(`${address}/session`);
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  const waiting = new Map();
  socket.on("message", (data) => {
    const { id, result, error, message } = JSON.parse(data);
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (error === undefined) {
      resolve?.(result);
    } else {
      reject?.(new Error(`${error}: ${message}`));
    }
  });
  let last = 0;
  return (method, params) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      socket.send(JSON.stringify({ id: last, method, params }));
    });
}

export async function openFirefox() {
  const profile = await mkdtemp(join(tmpdir(), "sello-firefox-"));
  await writeFile(join(profile, "user.js"), preferences);
  const args = ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"];
  const env = { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: "1" };
  const child = spawn(firefox, args, { env, stdio: ["ignore", "ignore", "pipe"] });
  const ask = await connect(await listening(child));
  await ask("session.new", { capabilities: {} });
  const { contexts } = await ask("browsingContext.getTree", {});
  const { context } = contexts[0];
  const run = async (script) => {
    const { result } = await ask("script.evaluate", {
      expression: `JSON.stringify((() => { ${script} })() ?? null)`,
      target: { context },
      awaitPromise: false,
    });
    return JSON.parse(result?.value ?? "null");
  };
  const close = async () => {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill();
    await gone;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return {
    ...pageOf({
      goto: (url) => ask("browsingContext.navigate", { context, url, wait: "none" }),
      reload: () => ask("browsingContext.reload", { context, wait: "none" }),
      back: () => ask("browsingContext.traverseHistory", { context, delta: -1 }),
      run,
      shot: async () => (await ask("browsingContext.captureScreenshot", { context })).data,
    }),
    close,
  };
}
