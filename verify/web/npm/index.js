// SPDX-License-Identifier: Apache-2.0
import { loadEngine } from "./engine/engine.js";
import { exits } from "./engine/engine_tables.js";

export { CauseError, countsAsSeen, repeated, verdicts } from "./engine/engine.js";

/** node reads its files; elsewhere the module is asked for. */
async function moduleBytes(wasm) {
  return wasm.protocol === "file:" ? (await import("node:fs/promises")).readFile(wasm) : fetch(wasm);
}

export const open = async () => loadEngine(await moduleBytes(new URL("./sello.wasm", import.meta.url)));

export const openStatements = async () => loadEngine(await moduleBytes(new URL("./statement.wasm", import.meta.url)));

export const exitOf = (verdict) => exits[verdict] ?? 1;
