// SPDX-License-Identifier: Apache-2.0
// Are these GS1 Digital Link URIs, one a line? bwip-js asks BWIPP: application identifiers in their order,
// check digits, characters and lengths, percent-encoding. Says which are none, and why.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const bwipjs = createRequire(import.meta.url)("bwip-js");

for (const text of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  try {
    bwipjs.raw({ bcid: "gs1dlqrcode", text });
  } catch (error) {
    console.log(`${text}: ${error.message ?? error}`);
    process.exitCode = 1;
  }
}
