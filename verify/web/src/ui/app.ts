// SPDX-License-Identifier: Apache-2.0
// The page's one controller: what is shown, and what happens on the way to an answer.
import { toneOf, type Answer } from "../app/answer";
import type { Row } from "../app/csv";
import { forgetLink, isLinked, keepLabel, keepShop, wasShop, workshopHere } from "../app/link";
import type { Refreshed } from "../app/refresh";
import type { Session } from "../app/session";
import type { Held } from "../app/trust";
import {
  SELLO_E_PICTURE_FORMAT,
  SELLO_E_PICTURE_NO_CODE,
  SELLO_E_PICTURE_TOO_LARGE,
} from "../engine_tables";
import { allWords, say } from "../words";
import { answerView } from "./answer";
import { byId } from "./dom";
import { feedback } from "./feedback";
import { drawFrame } from "./frame";
import { failed } from "./outcome";
import { headKey, why } from "./phrases";
import { refocus, unpressed } from "./press";

export type View = "home" | "answer" | "shop" | "trust" | "list";

/** What witnesses saw (witnesses.ts). */
export interface Seen {
  /** Of one certifier's data; `all`: with the way to ask no more. */
  line(held: Held, all?: boolean): HTMLElement | false;
  /** Looks for their newest signatures. */
  look(): void;
}

type Later = typeof import("./later");

const SOON = 3000; // milliseconds between two looks for data that is badly wanted
const LATER = 600_000; // and for data that may be newer

const PICTURE_MOST = 40 * 1024 * 1024; // bytes; a phone's photographs have 3 to 12 million

export class App {
  view: View | undefined; // none until the first answer
  answer: Answer | undefined;
  rows: Row[] = []; // shop mode's list, newest first
  refreshed: Refreshed | "busy" | undefined;
  kept = false; // for use without network
  listed: string | undefined; // the fingerprint of whose certificates are shown
  seen: Seen | undefined; // where there is a policy of witnesses
  message = ""; // what became of the last file or notice
  private looked = 0; // for newer data, in milliseconds
  private later: Later | undefined;

  constructor(readonly session: Session) {}

  /**
   * Draws the view anew, and leads keyboard and screen reader to its heading. The phone's way back leads to
   * the view before it.
   */
  show(view: View, focus = true): void {
    const hash = view === "list" && workshopHere() !== undefined ? location.hash : "";
    const address = location.pathname + location.search + hash;
    if (this.view !== undefined && this.view !== view) {
      history.pushState({ view }, "", address);
    } else {
      history.replaceState({ view }, "", address);
    }
    this.draw(view, focus);
  }

  /** Back and forth by the browser's own buttons. */
  onHistory(): void {
    addEventListener("popstate", (event) => {
      const { view = "home" } = (event.state ?? {}) as { view?: View };
      if (!isLinked() && this.view !== undefined) {
        this.draw(view === "answer" && this.answer === undefined ? "home" : view, true);
      }
    });
  }

  private draw(view: View, focus: boolean): void {
    this.view = view;
    if (view !== "answer") {
      keepShop(view === "shop");
    }
    const typed = this.answer?.report.typed;
    const make = view === "answer" && !typed ? answerView : this.later?.views[view];
    if (make === undefined) {
      void this.loadLater().then(() => this.view === view && this.draw(view, focus));
      return;
    }
    const before = document.activeElement;
    drawFrame(this);
    const main = byId("main");
    const unfolded = [...main.querySelectorAll("details")].map((one) => one.open);
    main.replaceChildren(make(this));
    if (main.dataset["view"] === view && !focus) {
      main.querySelectorAll("details").forEach((one, i) => (one.open = unfolded[i] ?? false));
    }
    main.dataset["view"] = view;
    if (focus) {
      scrollTo(0, 0);
      main.querySelector("h1")?.focus({ preventScroll: true });
    } else {
      refocus(before);
    }
  }

  /** The views that no answer needs. */
  async loadLater(): Promise<Later> {
    const [later] = await Promise.all([import("./later"), allWords()]);
    await later.styled;
    return (this.later = later);
  }

  /** The same view in other words. */
  redraw(): void {
    if (this.view !== undefined) {
      this.draw(this.view, false);
    }
  }

  /** News from the network or the worker: what somebody is typing or reading stays as it is. */
  news(): void {
    unpressed(() => {
      if (this.view === "home") {
        const state = byId("main").querySelector(".state");
        if (state !== null && this.later !== undefined) {
          state.replaceWith(this.later.stateView(this));
        }
      } else if (this.view !== "shop") {
        this.redraw();
      }
    });
  }

  /** For screen readers. */
  tell(text: string): void {
    byId("live").textContent = text;
  }

  /** Done with an answer: back to the list that it was opened from, or to the start. */
  done(): void {
    if (wasShop()) {
      this.show("shop");
    } else {
      this.home();
    }
  }

  home(): void {
    forgetLink();
    this.answer = undefined;
    this.message = "";
    this.tell("");
    this.show("home");
  }

  showAnswer(answer: Answer): void {
    this.answer = answer;
    this.message = "";
    if (answer.typed === undefined && answer.text !== "" && !wasShop()) {
      keepLabel(answer.text);
    }
    this.show("answer");
    this.tellAnswer(answer, true);
  }

  /** A statement's view tells its own. */
  private tellAnswer(a: Answer, isNew?: boolean): void {
    if (!a.report.typed) {
      if (isNew) {
        feedback(a.verdict);
      }
      this.tell(`${say(headKey(a))}. ${a.report.product ?? ""}. ${why(a)}`);
    }
  }

  /** The certificate that the address names, among those of this page's certifier. */
  showWorkshop(): void {
    const own = this.session.trust.own;
    if (own !== undefined) {
      this.showList(own.fingerprint);
    }
  }

  /** The certificates of one certifier. */
  showList(fingerprint: string): void {
    this.listed = fingerprint;
    this.show("list");
  }

  judge(text: string): void {
    this.showAnswer(this.session.judge(text));
  }

  /** After newer trust data came, or in another language. */
  judgeAgain(): void {
    this.answer = this.answer && this.session.again(this.answer);
  }

  /** A picture: its label, or why there is none. */
  async codesOf(file: Blob): Promise<string[] | number> {
    if (file.size > PICTURE_MOST) {
      return SELLO_E_PICTURE_TOO_LARGE;
    }
    const picture = await createImageBitmap(file).catch(() => null);
    if (picture === null) {
      return SELLO_E_PICTURE_FORMAT;
    }
    const enough = (texts: readonly string[]): boolean =>
      ![undefined, "not-a-label"].includes(this.session.judgeCodes(texts)?.verdict);
    const { readPicture } = await this.loadLater();
    const texts = await readPicture(picture, enough).finally(() => picture.close());
    return texts.length > 0 ? texts : SELLO_E_PICTURE_NO_CODE;
  }

  async judgePicture(file: Blob): Promise<void> {
    const codes = await this.codesOf(file);
    const answer = typeof codes === "number" ? undefined : this.session.judgeCodes(codes);
    const cause = typeof codes === "number" ? codes : SELLO_E_PICTURE_NO_CODE;
    this.showAnswer(answer ?? this.session.nothingRead(cause));
  }

  /** One more of shop mode. */
  async add(answer: Answer): Promise<Answer> {
    const noted = await this.session.notice(answer);
    (await this.loadLater()).addRow(this.rows, noted, why(noted));
    feedback(noted.verdict);
    this.tell(
      `${say(headKey(noted))}. ${noted.report.serial_text ?? ""} ${noted.report.product ?? ""}`,
    );
    return noted;
  }

  counts(): { all: number; good: number; bad: number; look: number } {
    const of = (tone: string): number =>
      this.rows.filter((r) => toneOf(r.answer.verdict) === tone).length;
    return {
      all: this.rows.length,
      good: of("good"),
      bad: of("bad"),
      look: of("look") + of("unknown"),
    };
  }

  async scan(continuous: boolean): Promise<void> {
    const [{ openScanner }] = await Promise.all([import("./scanner"), this.loadLater()]);
    await openScanner(this, continuous);
  }

  /** The network is back, or the reader: what could not be had may be had now. */
  back(): void {
    const wanted =
      this.session.trust.held.length === 0 ||
      ["stale", "newer-than-list"].includes(this.answer?.verdict ?? "") ||
      failed(this.refreshed);
    if (this.refreshed !== "busy" && Date.now() - this.looked >= (wanted ? SOON : LATER)) {
      void this.refresh();
    }
  }

  /** Looks for newer data. An answer on the screen changes only where the data does. */
  async refresh(): Promise<void> {
    const held = this.session.trust.held.length;
    this.looked = Date.now();
    this.refreshed = "busy";
    this.news();
    this.refreshed = await this.session.refresh();
    this.seen?.look();
    const before = this.answer;
    this.judgeAgain();
    if (this.answer && before && this.answer.verdict !== before.verdict) {
      this.tellAnswer(this.answer);
    }
    if (this.session.trust.held.length === held) {
      this.news();
    } else {
      unpressed(() => this.redraw());
    }
  }
}
