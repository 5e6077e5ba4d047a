// SPDX-License-Identifier: Apache-2.0
// Without a browser, or where `sello console` was left out of the build, these tests are skipped.
import "../page/needs-chromium.mjs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";

try {
  execFileSync(
    join(process.env.SELLO_BIN_DIR_REGISTRY ?? "build/dev/registry", "sello"),
    ["console", "--help"],
    { stdio: "ignore" },
  );
} catch {
  console.log("Skipped: this sello has no console.");
  process.exit(77);
}
