// SPDX-License-Identifier: Apache-2.0
// Debian's Chromium, driven by playwright-core, each time with an empty profile.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

// Not an import statement: those are all resolved before needs-chromium.mjs can say what is missing.
const { chromium } = await import("playwright-core");
const executablePath = process.env.SELLO_CHROMIUM ?? "/usr/bin/chromium";

const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A browser with one window. options: viewport, locale, colorScheme, args, permissions. */
export async function open(options = {}) {
  const { args = [], ...context } = options;
  const profile = await mkdtemp(join(tmpdir(), "sello-page-"));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: [...quiet, ...args],
    viewport: { width: 390, height: 844 },
    locale: "es-MX",
    timezoneId: "America/Mexico_City",
    ...context,
  });
  const close = async () => {
    await browser.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return { browser, close };
}

/** A page that tells what it logged as wrong, at this time of the clock (seconds since 1970). */
export async function newPage(browser, now) {
  const page = await browser.newPage();
  const wrongs = [];
  page.on("pageerror", (error) => wrongs.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !/Failed to load resource|net::ERR/.test(message.text())) {
      wrongs.push(message.text());
    }
  });
  if (now !== undefined) {
    await page.clock.setFixedTime(now * 1000);
  }
  return { page, wrongs };
}

/** The verdict that the page shows, once it does. */
export async function verdictOf(page) {
  await page.waitForSelector("[data-verdict]");
  return page.getAttribute("[data-verdict]", "data-verdict");
}
