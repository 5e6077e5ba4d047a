// SPDX-License-Identifier: Apache-2.0
// Without a browser or its driver these tests are skipped, and say so; ctest knows 77.
import { existsSync } from "node:fs";

const chromium = process.env.SELLO_CHROMIUM ?? "/usr/bin/chromium";

function skip(what) {
  console.log(`Skipped: no ${what} (script/test installs it).`);
  process.exit(77);
}

if (!existsSync(chromium)) {
  skip(`Chromium at ${chromium}`);
}
if (!existsSync(new URL("node_modules/playwright-core", import.meta.url))) {
  skip("playwright-core beside this test");
}
