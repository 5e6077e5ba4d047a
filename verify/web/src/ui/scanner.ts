// SPDX-License-Identifier: Apache-2.0
// The camera, over the whole screen. One label, or in shop mode one after the other.
import { toneOf, type Answer } from "../app/answer";
import { openCamera, type Camera } from "../scan/camera";
import { openReader, type Reader } from "../scan/decode";
import { say, type Key } from "../words";
import type { App } from "./app";
import { button, el, outside, words } from "./dom";
import { icon, toneIcon } from "./icons";
import { headKey } from "./phrases";

const PAUSE = 120; // milliseconds between two frames
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
  private others = 0;

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
      this.hint.replaceChildren(words("scan.hint"));
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
      const texts =
        this.video.readyState >= 2 ? await this.reader.read(this.video).catch(() => []) : [];
      if (this.dialog.open && texts.length > 0) {
        await this.take(texts);
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }

  private async take(texts: readonly string[]): Promise<void> {
    const answer = this.app.session.judgeCodes(this.continuous ? this.fresh(texts) : texts);
    if (answer === undefined) {
      return;
    }
    const other = answer.verdict === "not-a-label" && !answer.report.notice;
    this.others = other ? this.others + 1 : 0;
    if (other && this.others < PATIENCE) {
      return;
    }
    if (this.continuous) {
      this.showLast(await this.app.add(answer));
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
