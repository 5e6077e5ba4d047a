// SPDX-License-Identifier: Apache-2.0
// assemble.mjs ENGINE WASM STATEMENT VERSION LICENSE OUT: the npm package sello-verify as a folder, for `npm pack`.
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const [engine, wasm, statement, version, license, out] = process.argv.slice(2);
const here = import.meta.dirname;
const { dependencies } = JSON.parse(readFileSync(join(here, "../package.json"), "utf8"));

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
cpSync(engine, join(out, "engine"), { recursive: true, filter: (path) => basename(path) !== "node_modules" });
copyFileSync(wasm, join(out, "sello.wasm"));
copyFileSync(statement, join(out, "statement.wasm"));
copyFileSync(license, join(out, "LICENSE"));
for (const file of ["index.js", "index.d.ts", "README.md"]) {
  copyFileSync(join(here, file), join(out, file));
}
const described = {
  name: "sello-verify",
  version,
  description: "Is this Sello label authentic? The offline verdict, as WebAssembly",
  license: "Apache-2.0",
  type: "module",
  exports: { ".": { types: "./index.d.ts", default: "./index.js" } },
  engines: { node: ">=20" },
  // The page's own version: what was tested.
  dependencies: { "@noble/ed25519": dependencies["@noble/ed25519"] },
};
writeFileSync(join(out, "package.json"), `${JSON.stringify(described, null, 2)}\n`);
