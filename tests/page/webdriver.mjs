// SPDX-License-Identifier: Apache-2.0
// WebKit, driven by WebKitWebDriver (W3C WebDriver) in a screen of its own.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const driver = "/usr/bin/WebKitWebDriver";

export const hasWebKit = () => existsSync(driver) && existsSync("/usr/bin/xvfb-run");

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

async function until(work, ms = 60000) {
  for (const end = Date.now() + ms; ; ) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > end) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** A browser with an empty profile; `ask(method, path, body)` is WebDriver's own. */
export async function openWebKit() {
  const home = await mkdtemp(join(tmpdir(), "sello-webkit-"));
  const port = await freePort();
  const env = {
    ...process.env,
    HOME: home,
    XDG_DATA_HOME: home,
    XDG_CACHE_HOME: home,
    XDG_CONFIG_HOME: home,
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
    NO_AT_BRIDGE: "1",
  };
  const args = ["-a", "-s", "-screen 0 800x1000x24", driver, "--host=127.0.0.1", `--port=${port}`];
  const child = spawn("/usr/bin/xvfb-run", args, { env, stdio: "ignore", detached: true });
  const base = `http://127.0.0.1:${port}`;
  const send = async (method, path, body) => {
    const answer = await fetch(base + path, {
      method,
      ...(method === "POST" ? { body: JSON.stringify(body ?? {}) } : {}),
    });
    const { value } = await answer.json();
    if (!answer.ok) {
      throw new Error(`${path}: ${value?.error} ${value?.message ?? ""}`);
    }
    return value;
  };
  const capabilities = {
    alwaysMatch: {
      pageLoadStrategy: "none",
      "webkitgtk:browserOptions": {
        binary: "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
        args: ["--automation"],
      },
    },
  };
  const { sessionId } = await until(() => send("POST", "/session", { capabilities }));
  const ask = (method, path, body) => send(method, `/session/${sessionId}${path}`, body);
  const close = async () => {
    await ask("DELETE", "").catch(() => undefined);
    process.kill(-child.pid, "SIGTERM");
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  };
  return {
    ...pageOf({
      goto: (url) => ask("POST", "/url", { url }),
      reload: () => ask("POST", "/refresh"),
      back: () => ask("POST", "/back"),
      run: (script) => ask("POST", "/execute/sync", { script, args: [] }),
      shot: () => ask("GET", "/screenshot"),
    }),
    close,
  };
}

/** A page by whatever drives it. `run` takes a function's body. */
export function pageOf({ goto, reload, back, run, shot }) {
  return {
    goto,
    reload,
    back,
    run,
    /** What a script returns, once it is something. */
    wait: async (script, ms = 90000) => {
      for (const end = Date.now() + ms; ; ) {
        const value = await run(script).catch(() => null);
        if (value) {
          return value;
        }
        if (Date.now() > end) {
          throw new Error(`not within ${ms} ms: ${script}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
    },
    shot: async () => Buffer.from(await shot(), "base64"),
  };
}
