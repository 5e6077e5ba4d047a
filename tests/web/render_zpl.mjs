// SPDX-License-Identifier: Apache-2.0
// render_zpl.mjs [FILE WIDTH_MM HEIGHT_MM DOTS_PER_MM]...: renders each FILE.zpl as FILE.png, by a
// renderer that shares nothing with ours. More than one label in a file is an error.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const { ready } = createRequire(import.meta.url)("zpl-renderer-js");
const { api } = await ready;
const args = process.argv.slice(2);

while (args.length > 0) {
  const [file, ...size] = args.splice(0, 4);
  const zpl = readFileSync(file, "latin1");
  const labels = await api.zplToBase64MultipleAsync(zpl, ...size.map(Number));
  if (labels.length !== 1) {
    console.error(`${file}: ${labels.length} labels`);
    process.exitCode = 1;
  } else {
    writeFileSync(file.replace(/\.zpl$/, ".png"), Buffer.from(labels[0], "base64"));
  }
}
process.exit();
