// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// CMake builds outside the source tree and says where; by hand: npm run wasm, then npm run build.
const wasm = process.env["SELLO_WASM"] ?? here("build/sello.wasm");
const flatten = process.env["SELLO_FLATTEN"] ?? here("build/flatten.wasm");
const output = process.env["SELLO_PAGE"] ?? here("dist");

/** What lies beside the built files (public/) and belongs to the page. */
const beside = ["manifest.webmanifest", "icons/icon-192.png"];

/** Tells the worker which files to keep, and the browser to fetch the verdict's module at once. */
function offline(): Plugin {
  return {
    name: "sello-offline",
    enforce: "post",
    transformIndexHtml: {
      order: "post",
      handler: (_html, { bundle }) => {
        const module = Object.keys(bundle ?? {}).find((file) => /^assets\/.*\.wasm$/.test(file));
        const attrs = {
          rel: "preload",
          as: "fetch",
          type: "application/wasm",
          crossorigin: true,
          href: `./${module}`,
        };
        return module === undefined ? [] : [{ tag: "link", attrs, injectTo: "head" as const }];
      },
    },
    generateBundle(_options, bundle) {
      const files = Object.keys(bundle).filter((file) => file.startsWith("assets/"));
      const worker = bundle["sw.js"];
      if (worker?.type === "chunk") {
        worker.code = worker.code.replace(
          "sello-precache",
          JSON.stringify([...files.sort(), ...beside]).replaceAll('"', '\\"'),
        );
      }
    },
  };
}

const bundled = ["@noble/ed25519", "@noble/hashes", "pako", "zxing-wasm"];

/** The licences of what is built in, as a text beside the page. */
function licences(): Plugin {
  const require = createRequire(import.meta.url);
  const folder = (name: string) => here(`node_modules/${name}/`);
  const one = (name: string): string => {
    const { version, license } = require(`${folder(name)}package.json`) as {
      version: string;
      license: string;
    };
    return `${name} ${version} (${license})\n\n${readFileSync(`${folder(name)}LICENSE`, "utf8").trim()}\n`;
  };
  return {
    name: "sello-licences",
    generateBundle() {
      const own = readFileSync(here("../../LICENSE"), "utf8");
      const source = [`Sello (Apache-2.0)\n\n${own.trim()}\n`, ...bundled.map(one)].join(
        `\n${"-".repeat(72)}\n\n`,
      );
      this.emitFile({ type: "asset", fileName: "LICENSES.txt", source });
    },
  };
}

/** The scanner's files go where the worker looks for what loads later. */
const scanner = {
  entryFileNames: "scanner/[name]-[hash].js",
  chunkFileNames: "scanner/[name]-[hash].js",
  assetFileNames: "scanner/[name]-[hash][extname]",
};

export default defineConfig({
  root: here("."),
  base: "./", // the page is served from any folder
  resolve: {
    alias: [
      { find: /^sello\.wasm/, replacement: wasm },
      { find: /^flatten\.wasm/, replacement: flatten },
    ],
  },
  plugins: [offline(), licences()],
  worker: { format: "es", rollupOptions: { output: scanner } },
  build: {
    outDir: output,
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    assetsInlineLimit: 0,
    rollupOptions: {
      input: { index: here("index.html"), sw: here("src/sw.ts") },
      output: {
        entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
        assetFileNames: (asset) =>
          asset.names[0]?.startsWith("zxing")
            ? "scanner/[name]-[hash][extname]"
            : "assets/[name]-[hash][extname]",
      },
    },
  },
});
