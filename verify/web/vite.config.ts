// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { zlibAsync } from "@gfx/zopfli";
import { defineConfig, type Plugin } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// CMake builds outside the source tree and says where; by hand: npm run wasm, then npm run build.
const wasm = process.env["SELLO_WASM"] ?? here("build/sello.wasm");
const statement = process.env["SELLO_STATEMENT"] ?? here("build/statement.wasm");
const flatten = process.env["SELLO_FLATTEN"] ?? here("build/flatten.wasm");
const output = process.env["SELLO_PAGE"] ?? here("dist");

/** A module as the page takes it (src/main.ts): zopfli's stream is a twelfth shorter than zlib's. */
async function pack(file: string): Promise<[string, number]> {
  const bytes = readFileSync(file);
  writeFileSync(`${file}.z`, await zlibAsync(bytes, { numiterations: 15 }));
  return [`${file}.z`, bytes.length];
}

const [packed, wasmLength] = await pack(wasm);
const [packedStatement, statementLength] = await pack(statement);

/** What lies beside the built files (public/) and belongs to the page. */
const beside = ["manifest.webmanifest", "icons/icon-192.png"];

/**
 * The words and the newest trust data (src/app/refresh.ts takes it) are fetched beside the script, and not
 * after it. Which words is a guess: src/ui/frame.ts decides, by what was chosen before too.
 */
const earlyScript = (es: string, en: string): string =>
  `{const s=new AbortController,a=fetch("trust.sello",{cache:"no-cache",credentials:"same-origin",redirect:"manual",signal:s.signal});` +
  `a.catch(()=>0);globalThis.selloTrust=[a,s]}` +
  `{const l=document.createElement("link");l.rel="modulepreload";` +
  `l.href=/^en/i.test(navigator.language)?"${en}":"${es}";document.head.append(l)}`;

/**
 * Texts that no answer needs, nor what stands around it: a first visit is spared them. tests/page/words.test.mjs
 * looks that no module of an answer uses one.
 */
const LATER =
  /^(home\.(?!checking|retry|title)|in\.|scan\.|shop\.(?!title)|list\.(?!granted|until|past|suspended|ended)|trust\.(?!title|refresh|other|elsewhere|endorsed|newest|add\.hint|practice)|(why\.)?statement\.|cause\.(20|[5-9][0-9]|12[0-9]))/;

/** Texts that come with the part that says them (src/ui/witnesses.ts). */
const RARE = /^witness\./;

/** A catalog's three parts. */
function parts(): Plugin {
  return {
    name: "sello-words",
    enforce: "pre",
    load(id) {
      const [, file, part] = /^(.*\.json)\?(first|later|rare)$/.exec(id) ?? [];
      if (file === undefined) {
        return undefined;
      }
      const texts = JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
      const partOf = (key: string): string => (RARE.test(key) ? "rare" : LATER.test(key) ? "later" : "first");
      const mine = Object.entries(texts).filter(([key]) => partOf(key) === part);
      const code = `export default ${JSON.stringify(Object.fromEntries(mine))}`;
      return { code, moduleType: "js" };
    },
  };
}

/** Vite's own would look for styles and modules to fetch beside a part that is imported; there are none. */
function plainImports(): Plugin {
  return {
    name: "sello-imports",
    enforce: "pre",
    load: (id) =>
      id.endsWith("vite/preload-helper.js") ? "export const __vitePreload = (load) => load();" : undefined,
  };
}

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
        const first = (lang: string): string =>
          `./${Object.values(bundle ?? {}).find((f) => f.type === "chunk" && f.facadeModuleId?.endsWith(`${lang}.json?first`))?.fileName ?? ""}`;
        const early = earlyScript(first("es"), first("en"));
        const hash = createHash("sha256").update(early).digest("base64");
        const attrs = {
          rel: "preload",
          as: "fetch",
          crossorigin: true,
          href: named(/^assets\/sello.*\.z$/),
        };
        return {
          // Before the style: a script behind one waits until it has come, half a second on a slow network.
          html: html
            .replace("'wasm-unsafe-eval'", `'wasm-unsafe-eval' 'sha256-${hash}'`)
            .replace(/(<meta http-equiv="Content-Security-Policy"[^>]*>)/, `$1\n    <script>${early}</script>`),
          tags: [{ tag: "link", attrs, injectTo: "head" as const }],
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

const bundled = ["@noble/ed25519", "zxing-wasm"];

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
      { find: /^statement\.wasm\.z/, replacement: packedStatement },
      { find: /^flatten\.wasm/, replacement: flatten },
    ],
  },
  define: { SELLO_WASM_BYTES: String(wasmLength), SELLO_STATEMENT_BYTES: String(statementLength) },
  plugins: [parts(), plainImports(), offline(), licences()],
  worker: { format: "es", rollupOptions: { output: scanner } },
  build: {
    outDir: output,
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false, // what it would fetch ahead is named in index.html
    reportCompressedSize: false,
    minify: "terser",
    terserOptions: { module: true, ecma: 2020, compress: { passes: 3 } },
    assetsInlineLimit: 0,
    rollupOptions: {
      input: { index: here("index.html"), sw: here("src/sw.ts") },
      output: {
        chunkFileNames: (chunk) => `${chunk.name === "statement" ? "statement" : "assets"}/[name]-[hash].js`,
        entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
        assetFileNames: (asset) =>
          asset.names[0]?.startsWith("zxing")
            ? "scanner/[name]-[hash][extname]"
            : asset.names[0]?.startsWith("statement")
              ? "statement/[name]-[hash][extname]"
              : "assets/[name]-[hash][extname]",
      },
    },
  },
});
