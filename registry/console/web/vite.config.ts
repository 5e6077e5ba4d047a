// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// CMake builds outside the source tree and says where.
const output = process.env["SELLO_CONSOLE"] ?? here("dist");

/** Each file once more as the browser takes it, so that the server need not pack. */
function packed(): Plugin {
  return {
    name: "sello-packed",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        for (const [fileName, file] of Object.entries(bundle)) {
          const bytes = file.type === "chunk" ? file.code : file.source;
          this.emitFile({ type: "asset", fileName: `${fileName}.gz`, source: gzipSync(bytes, { level: 9 }) });
        }
      },
    },
  };
}

export default defineConfig({
  root: here("."),
  base: "/",
  plugins: [packed()],
  build: {
    outDir: output,
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    reportCompressedSize: false,
    assetsInlineLimit: 0, // the server's policy lets nothing in that is written into a file
  },
});
