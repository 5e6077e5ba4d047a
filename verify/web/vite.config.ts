// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { deflateSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// CMake builds outside the source tree and says where; by hand: npm run wasm, then npm run build.
const wasm = process.env["SELLO_WASM"] ?? here("build/sello.wasm");
const flatten = process.env["SELLO_FLATTEN"] ?? here("build/flatten.wasm");
const output = process.env["SELLO_PAGE"] ?? here("dist");

/** The module as the page takes it (src/main.ts). */
const packed = `${wasm}.z`;
const wasmBytes = readFileSync(wasm);
writeFileSync(packed, deflateSync(wasmBytes, { level: 9 }));

/** What lies beside the built files (public/) and belongs to the page. */
const beside = ["manifest.webmanifest", "icons/icon-192.png"];

/**
 * The words are fetched beside the script, and not after it. Which is a guess: src/ui/frame.ts decides, by
 * what was chosen before too.
 */
const earlyScript = (es: string, en: string): string =>
  `{const l=document.createElement("link");l.rel="modulepreload";` +
  `l.href=/^en/i.test(navigator.language)?"${en}":"${es}";document.head.append(l)}`;

/** Tells the worker which files to keep, and the browser to fetch the verdict's module at once. */
function offline(): Plugin {
  return {
    name: "sello-offline",
    enforce: "post",
    transformIndexHtml: {
      order: "post",
      handler: (html, { bundle }) => {
        const named = (form: RegExp): string =>
          `./${Object.keys(bundle ?? {}).find((file) => form.test(file)) ?? ""}`;
        const early = earlyScript(named(/^assets\/es-.*\.js$/), named(/^assets\/en-.*\.js$/));
        const hash = createHash("sha256").update(early).digest("base64");
        const attrs = {
          rel: "preload",
          as: "fetch",
          crossorigin: true,
          href: named(/^assets\/.*\.z$/),
        };
        return {
          html: html.replace("'wasm-unsafe-eval'", `'wasm-unsafe-eval' 'sha256-${hash}'`),
          tags: [
            { tag: "link", attrs, injectTo: "head" as const },
            { tag: "script", children: early, injectTo: "head" as const },
          ],
        };
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

const bundled = ["@noble/ed25519", "@noble/hashes", "zxing-wasm"];

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
      { find: /^sello\.wasm\.z/, replacement: packed },
      { find: /^flatten\.wasm/, replacement: flatten },
    ],
  },
  define: { SELLO_WASM_BYTES: String(wasmBytes.length) },
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
