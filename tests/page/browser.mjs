// SPDX-License-Identifier: Apache-2.0
// Debian's Chromium, driven by playwright-core, each time with an empty profile.
import { after } from "node:test";

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

const PATIENCE = 90000; // milliseconds for what comes: a machine that does much else takes its time

const usual = {
  viewport: { width: 390, height: 844 },
  locale: "es-MX",
  timezoneId: "America/Mexico_City",
};

let shared; // one process for all tests of a file: to start one takes longer than most tests
const isTest = process.argv[1]?.endsWith(".test.mjs");
if (isTest) {
  after(async () => (await shared)?.close());
}

const launch = (args) => chromium.launch({ executablePath, headless: true, args: [...quiet, ...args] });

/**
 * An empty profile of its own. options: viewport, locale, colorScheme, permissions; args, for which a
 * browser is started.
 */
export async function open(options = {}) {
  const { args = [], ...context } = options;
  const own = args.length > 0 || !isTest ? await launch(args) : undefined;
  const browser = await (own ?? (await (shared ??= launch([])))).newContext({ ...usual, ...context });
  const close = async () => {
    await browser.close();
    await own?.close();
  };
  return { browser, close };
}

/** A page that tells what it logged as wrong, at this time of the clock (seconds since 1970). */
export async function newPage(browser, now) {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
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

/** The verdict that the page shows first. */
export async function firstVerdict(page) {
  await page.waitForSelector("[data-verdict]");
  return page.getAttribute("[data-verdict]", "data-verdict");
}

/**
 * The verdict, once the page has it: a slow machine's first visit goes on without data after 3 seconds, and says
 * that it is still looking.
 */
export async function verdictOf(page) {
  await page.waitForFunction(() => {
    const shown = document.querySelector("[data-verdict]");
    return shown && !(shown.dataset.verdict === "unknown-certifier" && document.querySelector(".busy"));
  });
  return page.getAttribute("[data-verdict]", "data-verdict");
}
