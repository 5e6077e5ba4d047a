// SPDX-License-Identifier: Apache-2.0
// Frames from the page to the worker, and there to grey pixels.
import type { Grey } from "./zxing";

/** What a camera or a picture gives. */
export type Frame = HTMLVideoElement | ImageBitmap;

/** What a worker can take over. */
export type Handed = VideoFrame | ImageBitmap | ImageData;

const QUICK = 1600; // pixels of the longer side: a label that fills a third of it has 4 pixels a module
const MOST = 16_000_000; // pixels: what the canvas of a phone holds

/** The size to look at a frame of this size: as it is, or quickly. */
function sizeFor(width: number, height: number, closely: boolean): [number, number] {
  const scale = closely
    ? Math.sqrt(MOST / Math.max(width * height, 1))
    : QUICK / Math.max(width, height, 1);
  return [Math.round(width * Math.min(1, scale)), Math.round(height * Math.min(1, scale))];
}

type Canvas = HTMLCanvasElement | OffscreenCanvas;

function draw(source: CanvasImageSource, canvas: Canvas, [width, height]: [number, number]) {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true }) as
    | CanvasRenderingContext2D
    | OffscreenCanvasRenderingContext2D
    | null;
  if (context === null || width === 0 || height === 0) {
    return null;
  }
  context.drawImage(source, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

/* ---- on the page ---- */

let ours: HTMLCanvasElement | undefined;

/** The frame's pixels, read here: what always works, and holds the page up for a moment. */
export function readHere(frame: Frame, closely: boolean): ImageData | null {
  ours ??= document.createElement("canvas");
  const size: [number, number] =
    frame instanceof HTMLVideoElement
      ? [frame.videoWidth, frame.videoHeight]
      : [frame.width, frame.height];
  return draw(frame, ours, sizeFor(...size, closely));
}

/** The frame for the worker: nothing is copied or converted here. A picture stays with whoever has it.
    Rejects in browsers that cannot. */
export async function handOver(frame: Frame): Promise<VideoFrame | ImageBitmap> {
  if (!("OffscreenCanvas" in globalThis)) {
    throw new TypeError("no canvas in workers");
  }
  return frame instanceof HTMLVideoElement && "VideoFrame" in globalThis
    ? new VideoFrame(frame)
    : createImageBitmap(frame);
}

/* ---- in the worker ---- */

let theirs: OffscreenCanvas | undefined;

/** A browser that does not draw such frames may leave the canvas empty. */
function isBlank({ data }: ImageData): boolean {
  return new Uint32Array(data.buffer).every((pixel, _, all) => pixel === all[0]);
}

function readThere(frame: VideoFrame | ImageBitmap, closely: boolean): ImageData {
  theirs ??= new OffscreenCanvas(1, 1);
  const size: [number, number] =
    frame instanceof ImageBitmap
      ? [frame.width, frame.height]
      : [frame.displayWidth, frame.displayHeight];
  try {
    const image = draw(frame, theirs, sizeFor(...size, closely));
    if (image === null || isBlank(image)) {
      throw new Error("no picture");
    }
    return image;
  } finally {
    frame.close();
  }
}

/** Its grey pixels, in full where they are to be looked at closely. */
export function greyOf(frame: Handed, closely: boolean): Grey {
  const image = frame instanceof ImageData ? frame : readThere(frame, closely);
  const { data, width, height } = image;
  const pixels = new Uint8Array(width * height);
  for (let i = 0, from = 0; i < pixels.length; i++, from += 4) {
    const red = data[from] as number;
    const green = data[from + 1] as number;
    const blue = data[from + 2] as number;
    pixels[i] = (306 * red + 601 * green + 117 * blue + 512) >> 10;
  }
  return { pixels, width, height };
}
