// SPDX-License-Identifier: Apache-2.0
import type { Engine, Verdict } from "./engine/engine.js";

export * from "./engine/engine.js";

/** An engine that trusts nobody yet: give it the trust files of the certifiers whom you trust (`addTrust`). */
export function open(): Promise<Engine>;

/** The exit status that `sello-verify` has for a verdict: 0 for "authentic". */
export function exitOf(verdict: Verdict): number;
