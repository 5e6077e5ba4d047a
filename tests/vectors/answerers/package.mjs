// SPDX-License-Identifier: Apache-2.0
// package.mjs FOLDER: answers the questions of run.py by the npm package sello-verify, which lies in FOLDER.
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const at = pathToFileURL(join(resolve(process.argv[2]), "index.js")).href;
const { CauseError, countsAsSeen, open, openStatements, repeated } = await import(at);
const engine = await open();
const lender = await openStatements();
const bytes = (text) => Buffer.from(text, "base64");
let trusted;

function trustAlone(files) {
  if (trusted !== files.join()) {
    engine.clear();
    files.forEach((file) => engine.addTrust(bytes(file)));
    trusted = files.join();
  }
}

function label({ trust, now, text, before = [] }) {
  trustAlone(trust);
  const judge = (one) => engine.verifyText(one, { now });
  const key = ({ fingerprint, serial }) => `${fingerprint} ${serial}`;
  const seen = new Set(before.map(judge).filter(countsAsSeen).map(key));
  const alone = judge(text);
  return countsAsSeen(alone) && seen.has(key(alone)) ? repeated(alone) : alone;
}

// What is no statement is judged as a label.
function statement(question) {
  const alone = label(question);
  if (!alone.typed) return alone;
  lender.clear();
  question.trust.forEach((one) => lender.addTrust(bytes(one)));
  try {
    const { verdict, also, statement: says } = lender.verifyText(question.text, { now: question.now });
    return { verdict, also, says };
  } catch (error) {
    if (error instanceof CauseError) return alone;
    throw error;
  }
}

function file(info) {
  const { fingerprint, rootVersion, bundleVersion, highest } = info;
  return { accepted: true, fingerprint, root_version: rootVersion, bundle_version: bundleVersion, highest };
}

const answers = {
  label,
  statement,
  typed: ({ trust, now, serial }) => (trustAlone(trust), engine.verifySerial(0, serial, { now })),
  trust: (question) => file(engine.inspect(bytes(question.file))),
  update: ({ stored, file: next }) => (trustAlone([]), file(engine.mayFollow(bytes(stored), bytes(next)))),
};

function answer(question) {
  try {
    return answers[question.ask]?.(question) ?? { unknown: true };
  } catch (error) {
    if (error instanceof CauseError) {
      return { refused: true, accepted: false };
    }
    throw error;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(answer(JSON.parse(line))));
}
