// SPDX-License-Identifier: Apache-2.0
// Are these GS1 Digital Link URIs, one a line? bwip-js asks BWIPP: application identifiers in their order,
// check digits, characters and lengths, percent-encoding. Says which are none, and why.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const bwipjs = createRequire(import.meta.url)("bwip-js");

for (const text of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  try {
    // A mask that is given: of the symbol nothing is looked at, and choosing the best takes most of the time.
    bwipjs.raw({ bcid: "gs1dlqrcode", text, mask: 1 });
  } catch (error) {
    console.log(`${text}: ${error.message ?? error}`);
    process.exitCode = 1;
  }
}
