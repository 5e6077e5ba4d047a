// SPDX-License-Identifier: Apache-2.0
// The texts that zxing-wasm, the page's reader, finds in pictures: a line of JSON for each. Pictures
// come as lines of standard input: PATH of a PGM file (P5), which keeps JPEG out of the comparison.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const require = createRequire(new URL("../../verify/web/package.json", import.meta.url));
const reader = require.resolve("zxing-wasm/reader");
const { prepareZXingModule, readBarcodes } = await import(pathToFileURL(reader).href);
const wasmBinary = readFileSync(require.resolve("zxing-wasm/reader/zxing_reader.wasm")).buffer;
await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });

function pixels(path) {
  const file = readFileSync(path);
  const [, width, height] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(file.toString("latin1", 0, 40)).map(Number);
  const grey = file.subarray(file.length - width * height);
  const data = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < grey.length; i++) {
    data.fill(grey[i], 4 * i, 4 * i + 3);
    data[4 * i + 3] = 255;
  }
  return { data, width, height, colorSpace: "srgb" };
}

for await (const path of createInterface({ input: process.stdin })) {
  const codes = await readBarcodes(pixels(path), {
    formats: ["QRCode"],
    tryHarder: true,
    maxNumberOfSymbols: 8,
  });
  console.log(JSON.stringify(codes.filter((code) => code.isValid).map((code) => code.text)));
}
