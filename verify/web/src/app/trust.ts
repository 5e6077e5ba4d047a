// SPDX-License-Identifier: Apache-2.0
// Whom this page trusts. The certifier of its own site is pinned at the first visit, as are those that
// the reader adds by file: from then on their data only goes forward.
import { CauseError, type Engine, type TrustInfo } from "../engine";
import {
  SELLO_E_EQUIVOCATION,
  SELLO_E_FORK,
  SELLO_E_LOG_SPLIT,
  SELLO_E_LOG_TILE,
  SELLO_E_TAKES_BACK,
} from "../engine_tables";
import { forgetTrust, keepTrust, type Kept, type Read } from "./kept";
import * as store from "./store";
import { fetchBeside } from "./tile";

export interface Held extends Kept {
  info: TrustInfo;
  index: number; // in the engine
}

/** A file or a notice's text that contradicts what its certifier said before. */
export interface Evidence {
  fingerprint: string;
  cause: number;
  bytes: Uint8Array;
  tile?: Uint8Array; // of the public log, which shows with the file that it does not go on
  at: number; // when it was refused, in milliseconds
}

const TILE_MOST = 8192; // bytes: 256 hashes
const RARELY = 600_000; // milliseconds: a file is not written again for each look

const contradictions = [
  SELLO_E_FORK,
  SELLO_E_EQUIVOCATION,
  SELLO_E_TAKES_BACK,
  SELLO_E_LOG_SPLIT,
];

/** What became of a file or notice that was offered. */
export type Outcome =
  | { kind: "added" | "same"; held: Held }
  | { kind: "updated"; held: Held; untold?: boolean } // a stretch of the log could not be compared
  | { kind: "ask"; info: TrustInfo; file: Uint8Array }
  | { kind: "other"; info: TrustInfo }
  | { kind: "refused"; cause: number };

/** The number of wire/error.h; what is no refusal is thrown on. */
function causeOf(error: unknown): number {
  if (error instanceof CauseError) {
    return error.number;
  }
  throw error;
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

function plainOf(kept: Kept): Kept {
  const { fingerprint, file, status, own, checked, since = checked } = kept;
  return { fingerprint, file, own, checked, since, ...(status ? { status } : {}) };
}

export class Trust {
  held: Held[] = [];
  evidence: Evidence[] = [];

  /**
   * Takes up what is kept on the phone. A file that no longer reads is left out, and stays kept. What
   * changes later is kept without being waited for: an answer needs it in the engine only.
   */
  constructor(
    private readonly engine: Engine,
    kept: readonly Read[],
  ) {
    this.rebuild(kept);
    void store.all<Evidence>("notes").then((notes) => (this.evidence = notes));
  }

  get own(): Held | undefined {
    return this.held.find((h) => h.own);
  }

  find(fingerprint: string | undefined): Held | undefined {
    return this.held.find((h) => h.fingerprint === fingerprint);
  }

  /** Nothing was changed; the last of each contradiction is kept, to be shown to the certifier. */
  private refuse(
    error: unknown,
    fingerprint: string | undefined,
    bytes: Uint8Array,
    at: number,
    tile?: Uint8Array,
  ): Outcome {
    const cause = causeOf(error);
    if (fingerprint !== undefined && contradictions.includes(cause)) {
      const evidence = { fingerprint, cause, bytes, at, ...(tile ? { tile } : {}) };
      this.evidence = this.evidence.filter(
        (e) => e.fingerprint !== fingerprint || e.cause !== cause,
      );
      this.evidence.push(evidence);
      void store.put("notes", `${fingerprint}/${cause}`, evidence);
    }
    return { kind: "refused", cause };
  }

  private rebuild(kept: readonly Read[]): void {
    this.engine.clear();
    this.held = [];
    for (const { proved, ...k } of [...kept].sort((a, b) => Number(b.own) - Number(a.own))) {
      try {
        const info = this.engine.addTrust(k.file, k.status, proved);
        this.held.push({ ...k, info, index: this.held.length });
      } catch (error) {
        console.warn("a kept trust file was passed over", causeOf(error));
      }
    }
  }

  private keep(kept: Kept): Held {
    const { fingerprint } = kept;
    const plain = plainOf(kept);
    void keepTrust(plain);
    this.rebuild([...this.held.filter((h) => h.fingerprint !== fingerprint), plain]);
    const held = this.find(fingerprint);
    if (held === undefined) {
      throw new Error("the trust file was accepted, then refused");
    }
    return held;
  }

  /** Nothing new: only when it was looked for, and whose site it is. */
  private touch(now: Held): Held {
    const before = this.find(now.fingerprint);
    if (before?.own !== now.own || now.checked - before.checked > RARELY) {
      void keepTrust(plainOf(now));
    }
    this.held = this.held.map((h) => (h.fingerprint === now.fingerprint ? now : h));
    return now;
  }

  /** The trust file that this page's site offers. */
  async offerOwn(file: Uint8Array, now: number): Promise<Outcome> {
    const own = this.own;
    if (own !== undefined && sameBytes(own.file, file)) {
      return { kind: "same", held: this.touch({ ...own, checked: now }) };
    }
    try {
      return this.held.length === 0
        ? this.addFirst(file, now)
        : await this.compareOwn(own, file, now);
    } catch (error) {
      return this.refuse(error, own?.fingerprint, file, now);
    }
  }

  /** The first visit: one look at the signatures is enough. */
  private addFirst(file: Uint8Array, now: number): Outcome {
    const info = this.engine.addTrust(file);
    const held: Held = {
      fingerprint: info.fingerprint,
      file,
      own: true,
      checked: now,
      since: now,
      info,
      index: info.index,
    };
    this.held = [held];
    void keepTrust(plainOf(held));
    return { kind: "added", held };
  }

  private async compareOwn(
    own: Held | undefined,
    file: Uint8Array,
    now: number,
  ): Promise<Outcome> {
    const info = this.engine.inspect(file);
    if (own !== undefined && info.fingerprint !== own.fingerprint) {
      return { kind: "other", info };
    }
    const before = own ?? this.find(info.fingerprint);
    if (before === undefined) {
      this.engine.mayJoin(file);
    }
    return before === undefined
      ? {
          kind: "added",
          held: this.keep({
            fingerprint: info.fingerprint,
            file,
            own: true,
            checked: now,
          }),
        }
      : this.replace({ ...before, own: true, checked: now }, file);
  }

  /** A file from the reader: updates whom it is of, or asks. */
  async offerFile(file: Uint8Array, now: number): Promise<Outcome> {
    let before: Held | undefined;
    try {
      const info = this.engine.inspect(file);
      before = this.find(info.fingerprint);
      return before === undefined
        ? { kind: "ask", info: this.engine.mayJoin(file), file }
        : await this.replace({ ...before, checked: now }, file);
    } catch (error) {
      return this.refuse(error, before?.fingerprint, file, now);
    }
  }

  /** The reader said yes. */
  add(file: Uint8Array, now: number): Outcome {
    const { fingerprint } = this.engine.mayJoin(file);
    return {
      kind: "added",
      held: this.keep({ fingerprint, file, own: false, checked: now }),
    };
  }

  /** Never goes back: the engine refuses what may not follow. */
  private async replace(before: Held, file: Uint8Array): Promise<Outcome> {
    if (sameBytes(before.file, file)) {
      return { kind: "same", held: this.touch(before) };
    }
    const next = this.engine.mayFollow(before.file, file, before.status);
    if (next.statusOnly) {
      return { kind: "updated", held: this.keep({ ...before, status: file }) };
    }
    return next.logTile === undefined
      ? { kind: "updated", held: this.keepWhole(before, file) }
      : this.replaceByTile(before, file, next.logTile);
  }

  private keepWhole({ status: _over, ...rest }: Held, file: Uint8Array): Held {
    return this.keep({ ...rest, file });
  }

  /**
   * The two files leave a stretch of the log untold: the site's tile tells it. Of certifiers of other sites
   * no tile is at hand; without one the data is taken all the same.
   */
  private async replaceByTile(before: Held, file: Uint8Array, path: string): Promise<Outcome> {
    const tile = before.own ? await fetchBeside(`log/${path}`, TILE_MOST) : undefined;
    const { own, checked } = before;
    const held = this.find(before.fingerprint) ?? before;
    if (held.file !== before.file || held.status !== before.status) {
      return this.replace({ ...held, own, checked }, file); // something else was taken meanwhile
    }
    let untold = !tile?.length;
    try {
      this.engine.mayFollow(before.file, file, before.status, tile);
    } catch (error) {
      if (causeOf(error) !== SELLO_E_LOG_TILE) {
        return this.refuse(error, before.fingerprint, file, checked, tile);
      }
      untold = true;
    }
    return { kind: "updated", held: this.keepWhole(before, file), untold };
  }

  /** A status notice's text: it is of the certifier that its signature names. */
  async offerNotice(text: string, now: number): Promise<Outcome> {
    let outcome: Outcome = { kind: "refused", cause: 0 };
    for (const before of this.held) {
      try {
        const next = this.engine.notice(before.file, text, before.status);
        return await this.replace({ ...before, checked: now }, next);
      } catch (error) {
        outcome = this.refuse(
          error,
          before.fingerprint,
          new TextEncoder().encode(text),
          now,
        );
      }
    }
    return outcome;
  }

  async drop(fingerprint: string): Promise<void> {
    await forgetTrust(fingerprint);
    for (const { cause } of this.evidence.filter((e) => e.fingerprint === fingerprint)) {
      await store.remove("notes", `${fingerprint}/${cause}`);
    }
    this.evidence = this.evidence.filter((e) => e.fingerprint !== fingerprint);
    this.rebuild(this.held.filter((h) => h.fingerprint !== fingerprint));
  }
}
