// SPDX-License-Identifier: Apache-2.0
// Reading QR codes: the browser's own reader where it has one, else zxing in a worker of this site,
// which is fetched only now and kept for use without network. What neither reads is looked at closely
// in the same worker, bent symbols laid flat.
import readerUrl from "./reader-worker?worker&url";
import { scriptUrl } from "../app/script-url";
import { type Frame, handOver, readHere } from "./pixels";
import type { Question, Reply } from "./reader-worker";
import { nothing, type Sight } from "./sight";

/** One frame at a time: whoever asks waits for the answer. */
export interface Reader {
  read(frame: Frame): Promise<Sight>;
  /** Takes longer, and reads more. */
  readClosely(frame: Frame): Promise<Sight>;
  close(): void;
}

interface Detector {
  detect(source: Frame): Promise<{ rawValue: string }[]>;
}

interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

type Plain = (frame: Frame) => Promise<Sight>;

async function ownReader(): Promise<Plain | null> {
  const Own = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  try {
    if (Own === undefined || !(await Own.getSupportedFormats()).includes("qr_code")) {
      return null;
    }
    const detector = new Own({ formats: ["qr_code"] });
    return async (frame) => ({
      texts: (await detector.detect(frame)).map((c) => c.rawValue),
      unread: false,
    });
  } catch {
    return null;
  }
}

/** Asks the worker one frame at a time. Rejects where the worker cannot start. */
function ask(worker: Worker, question: Question, give: Transferable[]): Promise<Sight> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Reply>) =>
      "sight" in data ? resolve(data.sight) : reject(new Error(data.failed));
    worker.onerror = () => reject(new Error("reader"));
    worker.postMessage(question, give);
  });
}

async function startWorker(): Promise<Worker> {
  const worker = new Worker(scriptUrl(readerUrl), { type: "module" });
  await ask(worker, "start", []);
  return worker;
}

/** Our own readers, in a worker that is started when it is first needed. */
class Readers {
  private worker: Promise<Worker> | undefined;
  private here = false; // pixels are read on this side

  start(): Promise<Worker> {
    this.worker ??= startWorker();
    return this.worker;
  }

  async read(frame: Frame, closely: boolean): Promise<Sight> {
    const worker = await this.start();
    if (!this.here) {
      try {
        const handed = await handOver(frame);
        return await ask(worker, { frame: handed, closely }, [handed]);
      } catch {
        this.here = true;
      }
    }
    const image = readHere(frame, closely);
    return image === null ? nothing : ask(worker, { frame: image, closely }, [image.data.buffer]);
  }

  close(): void {
    this.worker?.then((worker) => worker.terminate()).catch(() => undefined);
  }
}

export async function openReader(): Promise<Reader> {
  const own = await ownReader();
  const readers = new Readers();
  if (own === null) {
    await readers.start();
  }
  return {
    read: own ?? ((frame) => readers.read(frame, false)),
    readClosely: (frame) => readers.read(frame, true),
    close: () => readers.close(),
  };
}

/** A still picture is worth every reader, until `enough` is read. */
export async function readPicture(
  picture: ImageBitmap,
  enough: (texts: readonly string[]) => boolean,
): Promise<string[]> {
  const own = await ownReader();
  const readers = new Readers();
  const ways: Plain[] = [
    ...(own === null ? [] : [(frame: Frame) => own(frame).catch(() => nothing)]),
    (frame) => readers.read(frame, false),
    (frame) => readers.read(frame, true),
  ];
  const texts = new Set<string>();
  try {
    for (const way of ways) {
      (await way(picture)).texts.forEach((text) => texts.add(text));
      if (enough([...texts])) {
        break;
      }
    }
  } finally {
    readers.close();
  }
  return [...texts];
}
