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

const FRAME = 1000; // milliseconds for the symbols of one frame of a camera, looked at closely
const PICTURE = 10_000; // and of a picture
const LATEST = 20_000; // milliseconds, after which a worker is given up: a picture made to do harm

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

  async read(frame: Frame, patience: number): Promise<Sight> {
    const worker = await this.start();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<Sight>((resolve) => {
      timer = setTimeout(() => {
        this.close();
        resolve(nothing);
      }, LATEST);
    });
    const sight = this.readBy(worker, frame, patience);
    return Promise.race([sight, late]).finally(() => clearTimeout(timer));
  }

  private async readBy(worker: Worker, frame: Frame, patience: number): Promise<Sight> {
    if (!this.here) {
      try {
        const handed = await handOver(frame);
        return await ask(worker, { frame: handed, patience }, [handed]);
      } catch {
        this.here = true;
      }
    }
    const image = readHere(frame, patience > 0);
    return image === null ? nothing : ask(worker, { frame: image, patience }, [image.data.buffer]);
  }

  close(): void {
    this.worker?.then((worker) => worker.terminate()).catch(() => undefined);
    this.worker = undefined;
  }
}

export async function openReader(): Promise<Reader> {
  const own = await ownReader();
  const readers = new Readers();
  if (own === null) {
    await readers.start();
  }
  return {
    read: own ?? ((frame) => readers.read(frame, 0)),
    readClosely: (frame) => readers.read(frame, FRAME),
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
    (frame) => readers.read(frame, 0),
    (frame) => readers.read(frame, PICTURE),
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
