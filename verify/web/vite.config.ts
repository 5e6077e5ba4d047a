// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// CMake builds outside the source tree and says where; by hand: npm run wasm, then npm run build.
const wasm = process.env["SELLO_WASM"] ?? here("build/sello.wasm");
const output = process.env["SELLO_PAGE"] ?? here("dist");

export default defineConfig({
  root: here("."),
  base: "./", // the page is served from any folder
  resolve: { alias: [{ find: /^sello\.wasm/, replacement: wasm }] },
  build: {
    outDir: output,
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
