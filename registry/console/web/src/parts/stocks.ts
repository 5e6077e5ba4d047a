// SPDX-License-Identifier: Apache-2.0
// The sheets that labels are printed on, and the one that was used last in this browser.
import { list } from "../api";
import type { Stock } from "./sheet";

const KEPT = "sello-stock";
const FIRST = "onlinelabels-ol3016";

export async function stocks(): Promise<{ all: Stock[]; last: string }> {
  const all = await list<Stock>("stock list");
  const kept = localStorage.getItem(KEPT) ?? FIRST;
  return { all, last: all.some((stock) => stock.name === kept) ? kept : (all[0]?.name ?? "") };
}

export const keepStock = (name: string): void => localStorage.setItem(KEPT, name);

export const stockOptions = (all: readonly Stock[]): [string, string][] =>
  all.map((stock) => [
    stock.name,
    `${stock.title} · ${stock.width.toFixed(0)} × ${stock.height.toFixed(0)} mm`,
  ]);
