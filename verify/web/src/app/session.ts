// SPDX-License-Identifier: Apache-2.0
// Judging: the engine, whom this page trusts, and what this phone remembers.
import { CauseError, type Certificate, type Engine } from "../engine";
import { language } from "../words";
import { answerOf, graver, repeated, wasIssued, type Answer } from "./answer";
import type { Read } from "./kept";
import { refresh, type Refreshed } from "./refresh";
import * as seen from "./seen";
import { settings } from "./settings";
import { Trust, type Held } from "./trust";

export class Session {
  readonly trust: Trust;

  constructor(
    private readonly engine: Engine,
    kept: readonly Read[],
  ) {
    this.trust = new Trust(engine, kept);
  }

  judge(text: string): Answer {
    const at = Date.now();
    const now = Math.floor(at / 1000);
    const report = this.engine.verifyText(text, { now, language: language() });
    const noData = this.trust.held.length === 0 && report.verdict === "unknown-certifier";
    return { ...answerOf(report, text, at), noData };
  }

  /** The certificates that a certifier lists. */
  certificates(held: Held): Certificate[] {
    return this.engine.certificates(held.index);
  }

  /** A picture without a code, or no picture at all. */
  nothingRead(cause: number): Answer {
    const report = {
      verdict: "unreadable",
      also: [],
      cause,
      verified: false,
      notice: false,
      clockBehind: false,
      pastMaxAge: false,
      datedAhead: false,
    } as const;
    return answerOf({ ...report, also: [] }, "", Date.now());
  }

  /** The answer for a typed serial, or the number of the cause that it is none. */
  judgeSerial(fingerprint: string, typed: string): Answer | number {
    const at = Date.now();
    const index = this.trust.find(fingerprint)?.index ?? 0;
    try {
      const now = Math.floor(at / 1000);
      const report = this.engine.verifySerial(index, typed.trim(), {
        now,
        language: language(),
      });
      return { ...answerOf(report, typed, at), typed: fingerprint };
    } catch (error) {
      if (error instanceof CauseError) {
        return error.number;
      }
      throw error;
    }
  }

  /** The same question to newer data, or in another language. */
  again(old: Answer): Answer {
    if (old.typed !== undefined) {
      const answer = this.judgeSerial(old.typed, old.text);
      return typeof answer === "number" ? old : answer;
    }
    const judged = old.text === "" ? old : this.judge(old.text);
    const others = old.others?.map((other) => this.again(other)) ?? [];
    const answer = { ...judged, others };
    return old.seen !== undefined && wasIssued(answer) ? repeated(answer, old.seen) : answer;
  }

  /** In shop mode a serial that came before is told. */
  async notice(answer: Answer): Promise<Answer> {
    const { fingerprint, serial } = answer.report;
    if (!wasIssued(answer) || fingerprint === undefined || serial === undefined) {
      return answer;
    }
    const before = await seen.note(fingerprint, serial, answer.at, settings.remember);
    return before === undefined ? answer : repeated(answer, before);
  }

  /**
   * Of several codes, the label with the gravest answer, and the others with it; else a status notice; else
   * whatever came first. A good answer never hides a bad one.
   */
  judgeCodes(texts: readonly string[]): Answer | undefined {
    const answers = [...new Set(texts)].map((t) => this.judge(t));
    const [first, ...others] = answers.filter((a) => a.verdict !== "not-a-label").sort(graver);
    return first === undefined
      ? (answers.find((a) => a.report.notice) ?? answers[0])
      : { ...first, others };
  }

  photoHash(file: Uint8Array): string {
    return this.engine.photoHash(file);
  }

  refresh(): Promise<Refreshed> {
    return refresh(this.trust);
  }
}
