// SPDX-License-Identifier: Apache-2.0
// What a screen is.
import type { Icon } from "./icons";

export interface Screen {
  id: ScreenId; // also its address
  icon: Icon;
  /** What it shows, for the rest of its address. */
  view: (rest: readonly string[]) => Promise<readonly Node[]>;
}

export type ScreenId =
  | "today"
  | "producers"
  | "products"
  | "certificates"
  | "issue"
  | "print"
  | "deliver"
  | "label"
  | "tables"
  | "safety";
