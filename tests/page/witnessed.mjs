// SPDX-License-Identifier: Apache-2.0
// A certifier whose log two others witness: the page, and the proof beside it as each signature came.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeRegistry } from "./registry.mjs";
import { makeShawls } from "./shawls.mjs";

/** `proofs`: signed by none, by one and by both; `policy`: of these two and one who never signs. */
export function makeWitnessed(page) {
  const own = makeRegistry("Consejo Artesanal", "https://sello.example/v/");
  makeShawls(own, 1);
  const site = own.publish(page);
  const log = (registry) => JSON.parse(registry.sello("--json", "log", "show"));
  const witnesses = [1, 2, 3].map((n) => makeRegistry(`Testigo ${n}`, `https://t${n}.example/`));
  const proof = () => readFileSync(join(site, "trust.tlog-proof"));
  const [ask, seen] = ["ask", "seen"].map((name) => join(own.folder, name));
  const proofs = [proof()];
  own.sello("log", "export", site, "-o", ask);
  for (const witness of witnesses.slice(0, 2)) {
    witness.sello("log", "cosign", ask, "--log", log(own).log_key, "-o", seen);
    own.sello("log", "add", site, seen);
    proofs.push(proof());
  }
  const lines = witnesses.map((witness, i) => `witness W${i + 1} ${log(witness).witness_key}\n`).join("");
  const policy = Buffer.from(`${lines}group two 2 W1 W2 W3\nquorum two\n`);
  writeFileSync(join(site, "trust.tlog-proof"), proofs[0]);
  const [text, trust] = [own.label(1), readFileSync(join(site, "trust.sello"))];
  witnesses.forEach((witness) => witness.remove());
  return { site, proofs, policy, text, trust, remove: own.remove };
}
