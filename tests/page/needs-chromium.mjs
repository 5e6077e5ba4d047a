// SPDX-License-Identifier: Apache-2.0
// Without a browser these tests are skipped, and say so; ctest knows 77.
import { chromiumPath, hasChromium } from "./browser.mjs";

if (!hasChromium) {
  console.log(`Skipped: no Chromium at ${chromiumPath} (script/setup --tests installs it).`);
  process.exit(77);
}
