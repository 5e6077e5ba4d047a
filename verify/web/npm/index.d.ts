// SPDX-License-Identifier: Apache-2.0
import type { Engine, Report, Verdict } from "./engine/engine.js";

export * from "./engine/engine.js";

/** An engine that trusts nobody yet: give it the trust files of the certifiers whom you trust (`addTrust`). */
export function open(): Promise<Engine>;

/** What a statement of certified output says, once its signature matched a trusted key: days since 1970, `made` an
 * instant. A product is a place in `products`; a month counts from that of `from`; 0 for a day: none is set. `added`
 * is there where it was added up: how many months each row covers, for how many products the last one stands (0: for
 * itself), and how many certificates more are not listed. */
export type Statement = [
  producer: number, name: string, from: number, until: number, consent: number, made: number,
  products: string[],
  certificates: [product: number, certificate: number, from: number, until: number][],
  rows: [product: number, month: number, issued: number, delivered: number, sold: number, withdrawn: number][],
  added?: [months: number, products: number, certificates: number],
];

/** The engine for statements: `verifyText` throws `CauseError` for what is none, as a label. `open`'s says `typed`
 * of what to ask it for. It has trust files of its own (`addTrust`). */
export function openStatements(): Promise<
  Omit<Engine, "verifyText"> & { verifyText(...words: Parameters<Engine["verifyText"]>): Report & { statement?: Statement } }
>;

/** The exit status that `sello-verify` has for a verdict: 0 for "authentic". */
export function exitOf(verdict: Verdict): number;
