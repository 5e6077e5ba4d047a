// SPDX-License-Identifier: Apache-2.0
// A certifier whose public log went on for so long that its newer trust file no longer tells where it was.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const TILE = "log/tile/0/001";

/** A certifier's page as its log stood, and two sites of long after: one goes on from it, the other does not. */
export function farSites() {
  const far = mkdtempSync(join(tmpdir(), "sello-page-far-"));
  const script = fileURLToPath(new URL("../python/log_sites.py", import.meta.url));
  execFileSync("/usr/bin/python3", [script, far]);
  const read = (name) => readFileSync(join(far, name));
  const of = (name) => ({ trust: read(`${name}/trust.sello`), tile: read(`${name}/${TILE}`) });
  const made = { before: read("before.sello"), on: of("sitio"), other: of("otro") };
  rmSync(far, { recursive: true });
  return made;
}
