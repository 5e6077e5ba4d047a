// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from "node:fs";
import { hexOf } from "./engines.mjs";

const folder = `${process.env.SELLO_SOURCE_DIR}/tests/vectors`;

/** A file of the project's vectors: "labels", "verdicts"... (tests/vectors/README.md) */
export const vectors = (name) => JSON.parse(readFileSync(`${folder}/${name}.json`));

/** A vector's trust file, in hex. */
export const fileOf = (base64) => hexOf(Buffer.from(base64, "base64"));
export const textOf = (text) => hexOf(Buffer.from(text));

/** Vectors that others have published, or null where SELLO_VECTORS does not have them. */
export function published(name) {
  const path = `${process.env.SELLO_VECTORS}/${name}.json`;
  return process.env.SELLO_VECTORS && existsSync(path) ? JSON.parse(readFileSync(path)) : null;
}
