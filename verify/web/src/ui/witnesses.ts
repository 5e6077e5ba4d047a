// SPDX-License-Identifier: Apache-2.0
// How many witnesses saw a certifier's data, by a policy that the reader gave (docs/FORMAT.md, section 20). Most
// have none: this part, its words and its module are fetched once one was given. No verdict depends on it.
import { set, settings } from "../app/settings";
import { fetchBeside } from "../app/tile";
import type { Held } from "../app/trust";
import { longDate } from "../dates";
import type { Engine } from "../engine";
import { readFields } from "../engine_cbor";
import { addWords, say } from "../words";
import en from "../words/en.json?rare";
import es from "../words/es.json?rare";
import type { App } from "./app";
import { button, el, visible, words } from "./dom";

const PROOF_MOST = 65_536; // bytes
const PROOF = "c2sp.org/tlog-proof@v1\n";

/** As verify/web/wasm/witnesses.c answers it; an instant in seconds. */
interface Witnessed {
  witnesses?: number;
  witnessed?: number;
  witnessed_at?: number;
}

addWords({ es, en });

let engine: Engine | undefined;
const utf8 = new TextEncoder();

type Load = () => Promise<Engine>;

/** By all that is trusted here. CauseError: the policy is none. */
function ask(app: App, by: Engine, policy: string, held: Held | undefined, proof: string | undefined): Witnessed {
  by.clear();
  const all = app.session.trust.held;
  all.forEach(({ file, status }) => by.addTrust(file, status, true)); // as the page's own engine took them
  const index = held === undefined ? 0 : all.indexOf(held);
  const bytes = proof === undefined ? undefined : utf8.encode(proof);
  return readFields(by.witnesses(index, held?.file ?? new Uint8Array(), utf8.encode(policy), bytes)) as Witnessed;
}

/** What was told last of each certifier: a view is drawn more often than the data changes. */
const told = new Map<string, { of: unknown[]; seen: Witnessed }>();

function seenOf(app: App, held: Held): Witnessed {
  const { fingerprint, file, status } = held;
  const of = [file, status, settings.policy, settings.proofs[fingerprint]];
  const before = told.get(fingerprint);
  if (engine === undefined || before?.of.every((value, i) => value === of[i])) {
    return before?.seen ?? {};
  }
  const seen = ask(app, engine, settings.policy, held, settings.proofs[fingerprint]);
  told.set(fingerprint, { of, seen });
  return seen;
}

function line(app: App, held: Held, all: boolean): HTMLElement | false {
  const { witnesses = 0, witnessed = 0, witnessed_at = 0 } = seenOf(app, held);
  const date = longDate(new Date(witnessed_at * 1000).toISOString());
  const places = { n: String(witnessed), all: String(witnesses), date };
  const one = witnesses === 1;
  const text =
    witnessed > 0
      ? words(one ? "witness.seen.one" : "witness.seen", places)
      : words(one ? "witness.unseen.one" : "witness.unseen", places);
  return (
    (witnesses > 0 || all) &&
    el(
      "div",
      { class: "witnesses" },
      witnesses > 0 && el("p", { class: all && "small" }, text, "."),
      all && button("witness.drop", () => drop(app), "second"),
    )
  );
}

function drop(app: App): void {
  set("policy", "");
  set("proofs", {});
  app.seen = undefined;
  app.message = say("witness.dropped");
  app.show("trust");
}

/** Keeps a proof, unless the one that is kept has as many signatures under it. */
function takeProof(app: App, by: Engine, held: Held, proof: string): boolean {
  const signed = (of: string | undefined): number => ask(app, by, settings.policy, held, of).witnessed ?? 0;
  const more = signed(proof) > signed(settings.proofs[held.fingerprint]);
  if (more) {
    set("proofs", { ...settings.proofs, [held.fingerprint]: proof });
  }
  return more;
}

/** That of this page's own certifier lies beside the page. */
async function look(app: App): Promise<void> {
  const bytes = await fetchBeside("trust.tlog-proof", PROOF_MOST);
  const proof = new TextDecoder().decode(bytes);
  const own = app.session.trust.own;
  if (engine !== undefined && own !== undefined && proof.startsWith(PROOF) && takeProof(app, engine, own, proof)) {
    app.news();
  }
}

/** Tells it from now on. */
export async function begin(app: App, load: Load): Promise<void> {
  engine ??= await load();
  app.seen = { line: (held, all = false) => line(app, held, all), look: () => void look(app) };
  app.news();
  await look(app);
}

function proofGiven(app: App, by: Engine, proof: string): string {
  if (settings.policy === "") {
    return say("witness.proof.first");
  }
  const of = app.session.trust.held.filter((held) => takeProof(app, by, held, proof));
  return of[0] === undefined ? say("witness.proof.none") : say("witness.proof", { name: visible(of[0].info.name) });
}

/**
 * A policy (C2SP tlog-policy) or a proof (C2SP tlog-proof) from the reader: what became of it, in words. CauseError:
 * it is neither.
 */
export async function takeText(app: App, bytes: Uint8Array, load: Load): Promise<string> {
  const text = new TextDecoder().decode(bytes);
  const by = (engine ??= await load());
  if (text.startsWith(PROOF)) {
    return proofGiven(app, by, text);
  }
  ask(app, by, text, undefined, undefined);
  set("policy", text);
  await begin(app, load);
  return say("witness.set");
}
