// SPDX-License-Identifier: Apache-2.0
// Reading QR codes: the browser's own reader where it has one, else zxing in a worker of this site,
// which is fetched only now and kept for use without network.
import readerUrl from "./reader-worker?worker&url";
import { scriptUrl } from "../app/script-url";

/** What a camera or a picture gives. */
export type Frame = HTMLVideoElement | ImageBitmap;

export interface Reader {
  read(frame: Frame): Promise<string[]>;
  close(): void;
}

interface Detector {
  detect(source: Frame): Promise<{ rawValue: string }[]>;
}

interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

async function ownReader(): Promise<Reader | null> {
  const Own = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  try {
    if (Own === undefined || !(await Own.getSupportedFormats()).includes("qr_code")) {
      return null;
    }
    const detector = new Own({ formats: ["qr_code"] });
    const read = async (frame: Frame): Promise<string[]> =>
      (await detector.detect(frame)).map((c) => c.rawValue);
    return { read, close: () => undefined };
  } catch {
    return null;
  }
}

const MOST = 1600; // pixels of the longer side: a label that fills a third of it has 4 pixels a module

function sizeOf(frame: Frame): [number, number] {
  return frame instanceof ImageBitmap
    ? [frame.width, frame.height]
    : [frame.videoWidth, frame.videoHeight];
}

/** The frame's pixels, no larger than is useful. */
export function pixels(frame: Frame, canvas: HTMLCanvasElement, most = MOST): ImageData | null {
  const [width, height] = sizeOf(frame);
  const scale = Math.min(1, most / Math.max(width, height, 1));
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null || canvas.width === 0 || canvas.height === 0) {
    return null;
  }
  context.drawImage(frame, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

/** Asks the worker one frame at a time. Rejects where the worker cannot start. */
function ask(worker: Worker, message: unknown, give: Transferable[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    worker.onmessage = (event: MessageEvent<{ texts?: string[]; failed?: string }>) =>
      event.data.texts
        ? resolve(event.data.texts)
        : reject(new Error(event.data.failed ?? "reader"));
    worker.onerror = () => reject(new Error("reader"));
    worker.postMessage(message, give);
  });
}

async function zxingReader(): Promise<Reader> {
  const worker = new Worker(scriptUrl(readerUrl), { type: "module" });
  await ask(worker, "start", []);
  const canvas = document.createElement("canvas");
  const read = async (frame: Frame): Promise<string[]> => {
    const image = pixels(frame, canvas);
    return image === null ? [] : ask(worker, image, [image.data.buffer]);
  };
  return { read, close: () => worker.terminate() };
}

export async function openReader(): Promise<Reader> {
  return (await ownReader()) ?? zxingReader();
}

/** A still picture is worth both readers. */
export async function readPicture(picture: ImageBitmap): Promise<string[]> {
  const own = await ownReader();
  const found = own === null ? [] : await own.read(picture).catch(() => []);
  if (found.length > 0) {
    return found;
  }
  const zxing = await zxingReader();
  try {
    return await zxing.read(picture);
  } finally {
    zxing.close();
  }
}
