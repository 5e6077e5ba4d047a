// SPDX-License-Identifier: Apache-2.0

// The modules need nothing of the world but their adapters, and are small.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const web = `${process.env.SELLO_SOURCE_DIR}/verify/web`;
const bytes = readFileSync(process.env.SELLO_WASM);
const module = new WebAssembly.Module(bytes);
const flattenBytes = readFileSync(process.env.SELLO_FLATTEN);
const flatten = new WebAssembly.Module(flattenBytes);
const declared = (header, prefix) => [
  ...new Set(readFileSync(`${web}/${header}`, "utf8").match(RegExp(`\\b${prefix}\\w+(?=\\()`, "g"))),
];

test("its imports are exactly the adapters of host.h", () => {
  const imports = WebAssembly.Module.imports(module);
  assert.deepEqual(imports.map(({ name }) => name).sort(), declared("wasm/host.h", "host_").sort());
  assert.ok(imports.every(({ kind, module }) => kind === "function" && module === "env"));
});

test("its exports are exactly engine.h's functions and its memory", () => {
  const exports = WebAssembly.Module.exports(module).map(({ name }) => name);
  const elsewhere = /^web_(put_|witnesses$)/; // answer.h's, and the module for statements'
  const wanted = declared("wasm/engine.h", "web_").filter((name) => !elsewhere.test(name));
  assert.deepEqual(exports.sort(), ["memory", ...wanted].sort());
});

test("the module for statements exports and imports nothing more", () => {
  const statement = new WebAssembly.Module(readFileSync(process.env.SELLO_STATEMENT));
  const exports = WebAssembly.Module.exports(statement).map(({ name }) => name);
  const names = "answer answer_len cause_text clear mark release take trust_add verify_text witnesses".split(" ");
  assert.deepEqual(exports.sort(), ["memory", ...names.map((name) => `web_${name}`)]);
  const adapters = declared("wasm/host.h", "host_");
  const imports = WebAssembly.Module.imports(statement);
  assert.ok(imports.every(({ name }) => adapters.includes(name)));
});

test("what lays symbols flat has one import, and is small", () => {
  const imports = WebAssembly.Module.imports(flatten).map(({ module, name }) => `${module}.${name}`);
  assert.deepEqual(imports, ["env.host_read_modules"]);
  const exports = WebAssembly.Module.exports(flatten).map(({ name }) => name);
  assert.deepEqual(exports.sort(), ["memory", ...declared("flatten/flatten_web.h", "web_")].sort());
  const compressed = gzipSync(flattenBytes, { level: 9 }).length;
  console.log(`flatten.wasm: ${flattenBytes.length} bytes, ${compressed} with gzip`);
  assert.ok(compressed < 30000);
});

async function bundled(entry) {
  const require = createRequire(`${web}/`);
  const { build } = await import(pathToFileURL(require.resolve("vite")));
  const [{ output }] = await build({
    root: web,
    configFile: false,
    logLevel: "error",
    build: { write: false, minify: true, lib: { entry, name: "engine", formats: ["iife"] } },
  });
  return output[0].code;
}

test("module, libraries and engine stay within 52 KB compressed", async () => {
  const script = await bundled(`${web}/src/engine.ts`);
  const sizes = { "sello.wasm": bytes, "engine and libraries": Buffer.from(script) };
  let total = 0;
  for (const [name, content] of Object.entries(sizes)) {
    const compressed = gzipSync(content, { level: 9 }).length;
    console.log(`${name}: ${content.length} bytes, ${compressed} with gzip`);
    total += compressed;
  }
  console.log(`together: ${total} with gzip`);
  assert.ok(total < 52000);
});
