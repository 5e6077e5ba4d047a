// SPDX-License-Identifier: Apache-2.0
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// CMake builds outside the source tree and says where.
const output = process.env["SELLO_CONSOLE"] ?? here("dist");

// The buyer's page as it was built: its scanner serves here too.
const page = process.env["SELLO_PAGE"] ?? here("../../../verify/web/dist");
const scannerFiles = existsSync(`${page}/scanner`) ? readdirSync(`${page}/scanner`) : [];
const reader = scannerFiles.find((name) => /^reader-worker-.*\.js$/.test(name));

/** The scanner's files and the licences of what is in them; they are fetched when a camera is first opened. */
function scanner(): Plugin {
  return {
    name: "sello-scanner",
    generateBundle() {
      for (const name of scannerFiles) {
        this.emitFile({
          type: "asset",
          fileName: `scanner/${name}`,
          source: readFileSync(`${page}/scanner/${name}`),
        });
      }
      if (reader !== undefined) {
        this.emitFile({
          type: "asset",
          fileName: "LICENSES.txt",
          source: readFileSync(`${page}/LICENSES.txt`),
        });
      }
    },
  };
}

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
          this.emitFile({
            type: "asset",
            fileName: `${fileName}.gz`,
            source: gzipSync(bytes, { level: 9 }),
          });
        }
      },
    },
  };
}

export default defineConfig({
  root: here("."),
  base: "/",
  define: { SELLO_READER: JSON.stringify(reader === undefined ? "" : `/scanner/${reader}`) },
  plugins: [scanner(), packed()],
  build: {
    outDir: output,
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    reportCompressedSize: false,
    assetsInlineLimit: 0, // the server's policy lets nothing in that is written into a file
  },
});
