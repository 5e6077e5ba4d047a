// SPDX-License-Identifier: Apache-2.0
// The records as the commands answer them (`sello producer list --json` and so on).
export interface Producer {
  id: string;
  name: string;
  origin: string;
  state?: string;
  public: boolean;
  consent?: string; // of show: the day it consented to statements
  consent_note?: string;
  certificates?: string[]; // of show
}

export interface Product {
  id: string;
  name: string;
  traits: string;
  gtin?: string;
  net_content?: string;
  text_lang?: string;
  certificates?: string[];
}

export interface Scheme {
  id: string;
  code: number;
  name: string;
  name_en?: string;
}

export const STATES = [
  "applied",
  "inspected",
  "failed",
  "granted",
  "suspended",
  "withdrawn",
] as const;

export interface Certificate {
  id: string;
  product: string;
  product_name: string;
  producer: string;
  producer_name: string;
  scheme: { code: number; name: string };
  state: (typeof STATES)[number];
  applied: string;
  from?: string;
  until?: string;
  history?: { at: string; step: string; until?: string; note?: string; reason?: string }[];
}

export interface Batch {
  id: string;
  certificate: string;
  product_name: string;
  producer_name: string;
  lot?: string;
  state: string;
  first_serial: number;
  last_serial: number;
  issued_at: string;
  issued: number;
  printed: number;
  delivered: number;
  spoiled: number;
  left: number;
}

export interface Run {
  first_serial: number;
  last_serial: number;
  labels: number;
  batch: string;
  certificate: string;
  product_name: string;
  producer_name: string;
  lot?: string;
  status: string;
  reason?: string;
  printed: boolean;
  delivered: boolean;
}

export interface Label {
  serial: number;
  serial_text: string;
  batch: string;
  certificate: string;
  status: string;
  reason?: string;
  status_date?: string;
  product?: string;
  producer?: string;
  origin?: string;
  lot?: string;
  traits?: string;
  photo?: string; // of its piece: a hash
  issued?: string;
  made?: string;
  expires?: string;
}

export interface Event {
  event: number;
  at: string;
  who: string;
  what: string;
  [more: string]: unknown;
}

/** Of `history --newest`. */
export interface Step {
  at: string;
  who: string;
  text: string;
  changes?: { field: string; before: string; after: string }[];
  undo?: { command: string; of: string; fields?: Record<string, string | true> };
  stays_text?: string;
}

export interface Status {
  certifier: string;
  practice?: boolean;
  producers: number;
  products: number;
  certificates: Record<string, number>;
  labels: number;
  bundle_date?: string;
  last_backup?: string;
  labels_since_backup: number;
  labels_not_printed: number;
  labels_not_delivered: number;
  due: { code: string; text: string }[];
}
