// SPDX-License-Identifier: Apache-2.0

// The npm package as its users get it: packed, unpacked, and asked from node.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { vectors } from "./support/vectors.mjs";

const { SELLO_NPM, SELLO_NPM_PACKAGE, SELLO_SOURCE_DIR } = process.env;
const home = mkdtempSync(join(tmpdir(), "sello-npm-"));
const modules = join(home, "node_modules");
let files;

const run = (program, ...words) =>
  spawnSync(program, words, { cwd: home, encoding: "utf8", env: { ...process.env, npm_config_cache: home } });

before(() => {
  const packed = run(SELLO_NPM, "pack", "--offline", "--json", "--ignore-scripts", SELLO_NPM_PACKAGE);
  assert.equal(packed.status, 0, packed.stderr);
  const [answer] = JSON.parse(packed.stdout);
  files = answer.files.map(({ path }) => path);
  mkdirSync(join(modules, "sello-verify"), { recursive: true });
  const archive = answer.filename;
  const opened = run("tar", "xzf", archive, "-C", join(modules, "sello-verify"), "--strip-components=1");
  assert.equal(opened.status, 0, opened.stderr);
  // What npm would fetch for it, of the same versions.
  symlinkSync(join(SELLO_SOURCE_DIR, "verify/web/node_modules/@noble"), join(modules, "@noble"));
  copyFileSync(join(SELLO_SOURCE_DIR, "examples/verify.mjs"), join(home, "verify.mjs"));
});
after(() => rmSync(home, { recursive: true, force: true }));

test("it has what it needs and nothing else", () => {
  assert.deepEqual(
    files.filter((path) => !path.startsWith("engine/")).sort(),
    ["LICENSE", "README.md", "index.d.ts", "index.js", "package.json", "sello.wasm", "statement.wasm"],
  );
  assert.ok(files.every((path) => !path.includes("node_modules")));
});

test("the example answers with the exit status of sello-verify", () => {
  const { labels, trust_files, exits } = vectors("verdicts");
  for (const name of ["withdrawn", "forged"]) {
    const row = labels.find(({ verdict }) => verdict === name);
    writeFileSync(join(home, "trust.sello"), Buffer.from(trust_files[row.trust[0]], "base64"));
    const answered = run(process.execPath, "verify.mjs", "trust.sello", row.text);
    assert.equal(answered.stdout.split("\n")[0], name, answered.stderr);
    assert.equal(answered.status, exits[name]);
  }
});

test("a lender's program reads statements, and is told what is none", () => {
  const { statements, trust_files } = vectors("statements");
  const rows = statements.filter(({ name }) => ["authentic", "a figure changed", "by a label key"].includes(name));
  assert.equal(rows.length, 3);
  writeFileSync(join(home, "rows.json"), JSON.stringify({ rows, trust_files, label: vectors("verdicts").labels[0].text }));
  writeFileSync(
    join(home, "lender.mjs"),
    'import { readFileSync } from "node:fs";\n' +
      'import { CauseError, openStatements } from "sello-verify";\n' +
      'const { rows, trust_files, label } = JSON.parse(readFileSync("rows.json", "utf8"));\n' +
      "const lender = await openStatements();\n" +
      "const judge = ({ trust, text, now }) => {\n" +
      "  lender.clear();\n" +
      '  trust.forEach((name) => lender.addTrust(Buffer.from(trust_files[name], "base64")));\n' +
      "  return lender.verifyText(text, { now });\n" +
      "};\n" +
      "const told = rows.map((row) => judge(row)).map(({ verdict, statement }) => ({ verdict, statement }));\n" +
      "let none = false;\n" +
      "try { judge({ ...rows[0], text: label }); } catch (error) { none = error instanceof CauseError; }\n" +
      "console.log(JSON.stringify({ told, none }));\n",
  );
  const answered = run(process.execPath, "lender.mjs");
  assert.equal(answered.status, 0, answered.stderr);
  const { told, none } = JSON.parse(answered.stdout);
  assert.ok(none);
  for (const [i, row] of rows.entries()) {
    assert.equal(told[i].verdict, row.verdict, row.name);
    assert.deepEqual(told[i].statement, row.says, row.name);
  }
});

test("its types are those of a program that uses it", () => {
  const tsc = join(SELLO_SOURCE_DIR, "verify/web/node_modules/typescript/bin/tsc");
  writeFileSync(
    join(home, "use.ts"),
    'import { exitOf, open, openStatements, type Report, type Statement } from "sello-verify";\n' +
      'export const judge = async (text: string): Promise<[Report, number]> => {\n' +
      '  const report = (await open()).verifyText(text, { now: 0, language: "en" });\n' +
      "  return [report, exitOf(report.verdict)];\n};\n" +
      "export const lent = async (text: string): Promise<Statement | undefined> =>\n" +
      '  (await openStatements()).verifyText(text, { now: 0, language: "en" }).statement;\n',
  );
  const checked = run(
    process.execPath, tsc, "--noEmit", "--strict", "--target", "es2022", "--module", "nodenext",
    "--types", "", "--skipLibCheck", "use.ts",
  );
  assert.equal(checked.status, 0, checked.stdout);
});
