#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// verify.mjs TRUST_FILE LABEL_TEXT: the verdict on a label and what it says, by the package sello-verify.
import { readFile } from "node:fs/promises";
import { exitOf, open } from "sello-verify";

const [file, text] = process.argv.slice(2);
if (text === undefined) {
  console.error("It is written: verify.mjs TRUST_FILE LABEL_TEXT");
  process.exit(2);
}
const verifier = await open();
verifier.addTrust(await readFile(file));
const report = verifier.verifyText(text, { now: Math.floor(Date.now() / 1000) });
console.log(report.verdict);
if (report.verified) {
  console.log([report.serial_text, report.product, report.producer].join(" "));
}
process.exitCode = exitOf(report.verdict);
