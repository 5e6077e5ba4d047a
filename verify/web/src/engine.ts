// SPDX-License-Identifier: Apache-2.0
import { hostFunctions, type Host } from "./crypto.js";
import {
  type Certificate, type Report, type TrustInfo, toCertificates, toReport, toTrustInfo,
} from "./engine_report.js";
import { SELLO_E_MEMORY } from "./engine_tables.js";
import { loadLooks } from "./names.js";

export {
  type Certificate,
  type Extra,
  type FromList,
  type Report,
  type TrustInfo,
  type Verdict,
  countsAsSeen,
  repeated,
  verdicts,
} from "./engine_report.js";

/** A trust file or a notice was refused, or a serial is mistyped: the number of wire/error.h. */
export class CauseError extends Error {
  override readonly name = "CauseError";

  constructor(
    readonly number: number,
    text: string,
  ) {
    super(text);
  }
}

export interface VerifyOptions {
  /** The clock: seconds since 1970. */
  now: number;
  /** Of scheme names: "es" (also where left out), "en", ... */
  language?: string;
}

/**
 * The verdict of the native tools. Everything is done at once and on this device.
 *
 * Where a `notice` is asked for, it is the file that `notice` gave and that is stored beside the
 * whole trust file; one that a newer whole file has left behind is passed over.
 */
export interface Engine {
  /**
   * Trusts a certifier's file. Throws CauseError when it is refused; nothing was added then. `proved`: this
   * device took the same bytes before, so that their signatures need not be worked out again.
   */
  addTrust(file: Uint8Array, notice?: Uint8Array, proved?: boolean): TrustInfo;
  /** What a file is, without trusting it. Throws CauseError when it is to be refused. */
  inspect(file: Uint8Array): TrustInfo;
  /**
   * The same, of a certifier who is to be added: throws too where it could be taken for one of those
   * that were, with 88 a key of theirs, 89 their name, 90 a name like a fingerprint.
   */
  mayJoin(file: Uint8Array): TrustInfo;
  /** Forgets all that was added; indexes begin at 0 again. */
  clear(): void;
  /**
   * May `next` replace what is stored? Returns what it is, also where nothing is new. Throws
   * CauseError with the cause of the native `trust update`: 81 and 82 older, 83 a fork, 84 two
   * bundles of one version, 85 another certifier, 87 what was said is taken back... and those of
   * mayJoin, among the others that were added.
   *
   * Where the two leave a stretch of the public log untold, the answer's `logTile` says which file of
   * the log tells it. Asked once more with those bytes as `tile`, it throws 95 where the certifier
   * shows different histories, and 98 where they are not of the log that `next` tells of.
   */
  mayFollow(
    stored: Uint8Array, next: Uint8Array, notice?: Uint8Array, tile?: Uint8Array,
  ): TrustInfo;
  /**
   * From the text of a status notice to the file to store beside `stored`: give both to addTrust.
   * (Where `inspect` says that it is not of status only, it replaces the stored file.) Throws
   * CauseError: 15 not of Sello, 6 a label, 85 another certifier's, 86 needs the whole trust file...
   */
  notice(stored: Uint8Array, text: string, notice?: Uint8Array): Uint8Array;
  /** The certifier's list of the trust file at this index: all that were ever granted, by number. */
  certificates(trust: number): Certificate[];
  /** What a label says of its photo's file: the first 16 bytes of SHA-256, in hexadecimal. */
  photoHash(file: Uint8Array): string;
  /**
   * What the witnesses of a policy say of the data of the certifier at this index, as the module answers it
   * (wasm/engine.h). Of the module of statements alone.
   */
  witnesses(trust: number, file: Uint8Array, policy: Uint8Array, proof?: Uint8Array): Uint8Array;
  /** The verdict on a label text: a link with its digits, or bare digits. */
  verifyText(text: string, options: VerifyOptions): Report;
  /**
   * By status alone: of a serial typed as printed or in decimal, of the trust file at this index.
   * Throws CauseError when it is no serial (11, 8), or mistyped (19).
   */
  verifySerial(trust: number, serial: string | number, options: VerifyOptions): Report;
}

// The module's exports (wasm/engine.h). Addresses are numbers.
interface Exports {
  memory: WebAssembly.Memory;
  web_take(n: number): number;
  web_mark(): number;
  web_release(mark: number): void;
  web_answer(): number;
  web_answer_len(): number;
  web_cause_text(cause: number): number;
  web_clear(): void;
  web_trust_add(file: number, n: number, status: number, nStatus: number): number;
  web_trust_inspect(file: number, n: number): number;
  web_trust_may_join(file: number, n: number): number;
  web_trust_may_follow(
    file: number, n: number, status: number, nStatus: number, next: number, nNext: number,
    tile: number, nTile: number,
  ): number;
  web_notice(
    file: number, n: number, status: number, nStatus: number, text: number, nText: number,
  ): number;
  web_certificates(trust: number): number;
  web_hash(file: number, n: number): number;
  web_witnesses?(
    trust: number, file: number, n: number, policy: number, nPolicy: number, proof: number, nProof: number,
  ): number;
  web_verify_text(text: number, n: number, now: number, language: number): number;
  web_verify_serial(
    trust: number, typed: number, n: number, now: number, language: number,
  ): number;
}

const mostText = 4096; // bytes of a line: SELLO_TEXT_LINE_MAX; what is longer is not read

const utf8 = new TextEncoder();
const latin = new TextDecoder();

class Module implements Engine {
  #nTrusts = 0;

  constructor(
    readonly wasm: Exports,
    readonly host: Host,
  ) {}

  #bytes(at: number, length: number): Uint8Array {
    return new Uint8Array(this.wasm.memory.buffer, at >>> 0, length >>> 0);
  }

  #put(bytes: Uint8Array): number {
    const at = this.wasm.web_take(bytes.length) >>> 0;
    if (at === 0) {
      throw this.#failure(SELLO_E_MEMORY);
    }
    this.#bytes(at, bytes.length).set(bytes);
    return at;
  }

  // The address and length of bytes, as arguments; none where they are left out.
  #slice(bytes: Uint8Array | undefined): [number, number] {
    return bytes === undefined ? [0, 0] : [this.#put(bytes), bytes.length];
  }

  #failure(cause: number): CauseError {
    const at = this.wasm.web_cause_text(cause) >>> 0;
    const rest = new Uint8Array(this.wasm.memory.buffer, at);
    return new CauseError(cause, latin.decode(rest.subarray(0, rest.indexOf(0))));
  }

  // Calls, and copies the answer. What the call took is given back, unless it is to stay.
  #ask(call: () => number, stays = false): Uint8Array {
    const mark = this.wasm.web_mark();
    let kept = false;
    try {
      const cause = call();
      if (cause !== 0) {
        throw this.#failure(cause);
      }
      kept = stays;
      return this.#bytes(this.wasm.web_answer(), this.wasm.web_answer_len()).slice();
    } finally {
      if (!kept) {
        this.wasm.web_release(mark);
      }
    }
  }

  addTrust(file: Uint8Array, notice?: Uint8Array, proved = false): TrustInfo {
    this.host.proved = proved;
    try {
      const answer = this.#ask(
        () => this.wasm.web_trust_add(...this.#slice(file), ...this.#slice(notice)),
        true,
      );
      return toTrustInfo(answer, this.#nTrusts++);
    } finally {
      this.host.proved = false;
    }
  }

  inspect(file: Uint8Array): TrustInfo {
    return toTrustInfo(this.#ask(() => this.wasm.web_trust_inspect(...this.#slice(file))), -1);
  }

  mayJoin(file: Uint8Array): TrustInfo {
    return toTrustInfo(this.#ask(() => this.wasm.web_trust_may_join(...this.#slice(file))), -1);
  }

  clear(): void {
    this.wasm.web_clear();
    this.#nTrusts = 0;
  }

  mayFollow(
    stored: Uint8Array, next: Uint8Array, notice?: Uint8Array, tile?: Uint8Array,
  ): TrustInfo {
    const answer = this.#ask(() =>
      this.wasm.web_trust_may_follow(
        ...this.#slice(stored), ...this.#slice(notice), ...this.#slice(next),
        ...this.#slice(tile),
      ),
    );
    return toTrustInfo(answer, -1);
  }

  notice(stored: Uint8Array, text: string, notice?: Uint8Array): Uint8Array {
    return this.#ask(() =>
      this.wasm.web_notice(
        ...this.#slice(stored), ...this.#slice(notice), ...this.#slice(label(text)),
      ),
    );
  }

  certificates(trust: number): Certificate[] {
    return toCertificates(this.#ask(() => this.wasm.web_certificates(trust)));
  }

  photoHash(file: Uint8Array): string {
    const hash = this.#ask(() => this.wasm.web_hash(...this.#slice(file)));
    return [...hash.subarray(0, 16)].map((b) => b.toString(16).padStart(2, "0")).join("");
  }

  witnesses(trust: number, file: Uint8Array, policy: Uint8Array, proof?: Uint8Array): Uint8Array {
    return this.#ask(
      () =>
        this.wasm.web_witnesses?.(
          trust, ...this.#slice(file), ...this.#slice(policy), ...this.#slice(proof),
        ) ?? SELLO_E_MEMORY,
    );
  }

  verifyText(text: string, options: VerifyOptions): Report {
    const answer = this.#ask(() =>
      this.wasm.web_verify_text(
        ...this.#slice(label(text)), clock(options.now), this.#language(options),
      ),
    );
    return toReport(answer);
  }

  verifySerial(trust: number, serial: string | number, options: VerifyOptions): Report {
    const typed = utf8.encode(String(serial));
    const answer = this.#ask(() =>
      this.wasm.web_verify_serial(
        trust, ...this.#slice(typed), clock(options.now), this.#language(options),
      ),
    );
    return toReport(answer);
  }

  #language(options: VerifyOptions): number {
    return this.#put(utf8.encode((options.language ?? "es") + "\0"));
  }
}

// A clock that gives nonsense counts as none: the trust data's date is then the time.
function clock(now: number): number {
  return now > 0 && now < 2 ** 53 ? Math.floor(now) : 0;
}

// One byte too many tells the module as much as all of them.
function label(text: string): Uint8Array {
  return utf8.encode(text.slice(0, mostText + 1));
}

/**
 * Makes an engine from the bytes of sello.wasm, or from the answer to a request for them. With "looks later"
 * the caller awaits loadLooks before anything but addTrust is done with trust files.
 */
export async function loadEngine(
  wasm: BufferSource | Response,
  looksLater = false,
): Promise<Engine> {
  if (!looksLater) {
    await loadLooks();
  }
  const bytes = wasm instanceof Response ? await wasm.arrayBuffer() : wasm;
  let exports: Exports | undefined;
  const memory = () => (exports as Exports).memory;
  const host = { proved: false };
  const { instance } = await WebAssembly.instantiate(bytes, { env: hostFunctions(memory, host) });
  exports = instance.exports as unknown as Exports;
  return new Module(exports, host);
}
