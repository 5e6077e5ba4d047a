// SPDX-License-Identifier: Apache-2.0
// Prints the text of the QR code in each PNG named, by a decoder made for browsers.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const jsQR = require("jsqr").default ?? require("jsqr");
const { PNG } = require("pngjs");

for (const path of process.argv.slice(2)) {
  const picture = PNG.sync.read(readFileSync(path));
  const code = jsQR(new Uint8ClampedArray(picture.data), picture.width, picture.height);
  if (code === null) {
    console.error(`${path}: no code found`);
    process.exitCode = 1;
  } else {
    console.log(code.data);
  }
}
