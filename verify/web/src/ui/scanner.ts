// SPDX-License-Identifier: Apache-2.0
// The camera, over the whole screen. One label, or in shop mode one after the other.
import { toneOf, type Answer } from "../app/answer";
import { openCamera, type Camera } from "../scan/camera";
import { openReader, type Reader } from "../scan/decode";
import { nothing, type Sight } from "../scan/sight";
import { say, type Key } from "../words";
import type { App } from "./app";
import { button, el, outside, words } from "./dom";
import { icon, toneIcon } from "./icons";
import { headKey } from "./phrases";

const PAUSE = 120; // milliseconds between two frames
const EASY = 1000; // milliseconds without a label, before frames are looked at closely
const HOPE = 2000; // milliseconds: a symbol seen so long ago may still be read
const PATIENCE = 12; // frames with another code only, before it is told that it is no label
const SAME = 4000; // milliseconds: a label that stays in view is one sight, not two

/** Why there is no picture, in our words. */
function problemKey(error: unknown): Key {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") {
    return "scan.denied";
  }
  return name === "NotReadableError"
    ? "scan.busy"
    : error instanceof DOMException || !navigator.mediaDevices
      ? "scan.none"
      : "scan.reader";
}

class Scanner {
  private readonly video = el("video", { playsinline: true, muted: true, "aria-hidden": "true" });
  private readonly hint = el("p", { class: "scan-hint", role: "status" }, words("scan.starting"));
  private readonly tools = el("div", { class: "scan-tools" });
  private readonly last = el("div", { class: "scan-last" });
  readonly dialog: HTMLDialogElement;
  private camera: Camera | undefined;
  private reader: Reader | undefined;
  private readonly sights = new Map<string, number>();
  private readonly labels = new Set<string>(); // texts
  private others = 0;
  private labelAt = 0; // when one was read last, or the camera began
  private symbolAt = -HOPE; // when a symbol was seen last that could not be read

  constructor(
    private readonly app: App,
    private readonly continuous: boolean,
  ) {
    this.dialog = el(
      "dialog",
      { class: "scanner", "aria-label": say("scan.title"), on: { close: () => this.stop() } },
      this.video,
      el("div", { class: "scan-frame", "aria-hidden": "true" }),
      el(
        "div",
        { class: "scan-bottom" },
        this.last,
        this.hint,
        this.tools,
        button("scan.close", () => this.dialog.close(), "main", icon("close")),
      ),
    );
  }

  async start(): Promise<void> {
    document.body.append(this.dialog);
    this.dialog.showModal();
    try {
      this.video.muted = true; // the attribute alone does not count for elements made by script
      this.use(await openCamera(this.video));
      this.hint.replaceChildren(words("scan.loading"));
      this.reader = await openReader();
      this.labelAt = performance.now();
      await this.look();
    } catch (error) {
      this.hint.replaceChildren(words(problemKey(error)));
    }
  }

  private use(camera: Camera): void {
    this.camera = camera;
    if (!this.dialog.open) {
      this.stop();
      return;
    }
    this.tools.replaceChildren(...this.toolsOf(camera));
  }

  private toolsOf(camera: Camera): HTMLElement[] {
    const tools: HTMLElement[] = [];
    if (camera.torch) {
      tools.push(this.torchButton(camera));
    }
    if (camera.zoom !== null) {
      const { min, max, step } = camera.zoom;
      const range = el("input", {
        type: "range",
        min,
        max,
        step,
        value: min,
        "aria-label": say("scan.zoom"),
      });
      range.addEventListener("input", () => void camera.setZoom(range.valueAsNumber));
      tools.push(range);
    }
    if (camera.others) {
      tools.push(
        button(
          "scan.camera",
          () => void camera.next().then((next) => this.use(next)),
          "quiet",
          icon("turn"),
        ),
      );
    }
    return tools;
  }

  private torchButton(camera: Camera): HTMLElement {
    const torch = button(
      "scan.torch",
      () => {
        const on = torch.getAttribute("aria-pressed") !== "true";
        torch.setAttribute("aria-pressed", String(on));
        void camera.setTorch(on);
      },
      "quiet",
      icon("light"),
    );
    torch.setAttribute("aria-pressed", "false");
    return torch;
  }

  /** Reads frame after frame, until the dialog is closed. */
  private async look(): Promise<void> {
    while (this.dialog.open && this.reader !== undefined) {
      this.tell();
      if (this.video.readyState >= 2) {
        await this.lookOnce(this.reader);
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }

  private async lookOnce(reader: Reader): Promise<void> {
    await this.take(await reader.read(this.video).catch(() => nothing));
    if (this.dialog.open && performance.now() - this.labelAt >= EASY) {
      await this.take(await reader.readClosely(this.video).catch(() => nothing));
    }
  }

  /** Asks for patience where a symbol is in view that takes longer. */
  private tell(): void {
    const key = performance.now() - this.symbolAt < HOPE ? "scan.closer" : "scan.hint";
    if (this.hint.dataset["says"] !== key) {
      this.hint.dataset["says"] = key;
      this.hint.replaceChildren(words(key));
    }
  }

  private async take({ texts, unread }: Sight): Promise<void> {
    const now = performance.now();
    this.symbolAt = unread ? now : this.symbolAt;
    const answer = this.dialog.open
      ? this.app.session.judgeCodes(this.continuous ? this.fresh(texts) : texts)
      : undefined;
    const other = answer?.verdict === "not-a-label" && !answer.report.notice;
    if (answer !== undefined && !other) {
      this.labels.add(answer.text);
    }
    if (texts.some((text) => this.labels.has(text))) {
      this.labelAt = now;
      this.symbolAt = -HOPE;
    }
    if (answer !== undefined) {
      await this.show(answer, other);
    }
  }

  private async show(answer: Answer, other: boolean): Promise<void> {
    this.others = other ? this.others + 1 : 0;
    if (other && this.others < PATIENCE) {
      return;
    }
    if (this.continuous) {
      for (const one of [...(answer.others ?? []).slice().reverse(), answer]) {
        this.showLast(await this.app.add({ ...one, others: [] })); // the gravest stays in view
      }
    } else {
      this.dialog.close();
      this.app.showAnswer(answer);
    }
  }

  /** The codes that were not in view a moment ago. */
  private fresh(texts: readonly string[]): string[] {
    const now = performance.now();
    const fresh = texts.filter((t) => now - (this.sights.get(t) ?? -SAME) >= SAME);
    texts.forEach((t) => this.sights.set(t, now));
    return fresh;
  }

  private showLast(a: Answer): void {
    const { serial_text, product, lang } = a.report;
    const line = el("p", {}, el("strong", {}, words(headKey(a))), " ", serial_text ?? "");
    const what =
      product !== undefined && el("p", { class: "small" }, outside(product, lang ?? "es"));
    this.last.className = `scan-last tone-${toneOf(a.verdict)}`;
    this.last.replaceChildren(
      toneIcon(toneOf(a.verdict)),
      el("div", {}, line, what),
      el("span", { class: "count" }, String(this.app.rows.length)),
    );
  }

  private stop(): void {
    this.camera?.close();
    this.reader?.close();
    this.reader = undefined;
    this.dialog.remove();
    if (this.continuous) {
      this.app.redraw();
    }
  }
}

export function openScanner(app: App, continuous: boolean): Promise<void> {
  return new Scanner(app, continuous).start();
}
