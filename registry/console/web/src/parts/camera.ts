// SPDX-License-Identifier: Apache-2.0
// A label before the camera: the buyer's page's scanner, fetched when it is first wanted.
import { openCamera, type Camera } from "../../../../../verify/web/src/scan/camera";
import { say } from "../words";
import { button } from "./buttons";
import { openDialog } from "./dialog";
import { el } from "./element";

/** Where the build put the worker that reads; "" where it was built without the page. */
declare const SELLO_READER: string;

const PAUSE = 120; // milliseconds between two frames
const EASY = 1000; // milliseconds without a label, before frames are looked at closely
const CLOSELY = 1000; // milliseconds for one of those

type Reply = { sight: { texts: string[] } } | { failed: string };

export const hasCamera = (): boolean => SELLO_READER !== "" && navigator.mediaDevices !== undefined;

function ask(worker: Worker, question: unknown, give: Transferable[] = []): Promise<string[]> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Reply>) =>
      "sight" in data ? resolve(data.sight.texts) : reject(new Error(data.failed));
    worker.onerror = () => reject(new Error("reader"));
    worker.postMessage(question, give);
  });
}

/** Looks until a label is read or the dialog is closed. */
async function look(
  dialog: HTMLDialogElement,
  video: HTMLVideoElement,
  worker: Worker,
): Promise<string | undefined> {
  await ask(worker, "start");
  const from = performance.now();
  while (dialog.open) {
    if (video.readyState >= 2) {
      const frame = await createImageBitmap(video);
      const patience = performance.now() - from > EASY ? CLOSELY : 0;
      const [text] = await ask(worker, { frame, patience }, [frame]);
      if (text !== undefined) {
        return text;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  return undefined;
}

/** The text of the code that was held before the camera, or undefined where the person gave up. */
export async function scan(): Promise<string | undefined> {
  const video = el("video", { playsinline: true, muted: true, "aria-hidden": "true" });
  video.muted = true; // the attribute alone does not count for elements made by script
  const hint = el("p", { role: "status" }, say("camera.starting"));
  const { dialog, closed } = openDialog(
    say("camera.title"),
    "camera",
    video,
    hint,
    button("close", () => dialog.close()),
  );
  let camera: Camera | undefined;
  let worker: Worker | undefined;
  void closed.then(() => {
    camera?.close();
    worker?.terminate();
  });
  try {
    camera = await openCamera(video);
    worker = new Worker(SELLO_READER, { type: "module" });
    hint.textContent = say("camera.hint");
    const text = await look(dialog, video, worker);
    dialog.close();
    return text;
  } catch (error) {
    hint.textContent = say(
      error instanceof DOMException && error.name === "NotAllowedError"
        ? "camera.denied"
        : "camera.none",
    );
    await closed;
    return undefined;
  } finally {
    camera?.close();
    worker?.terminate();
  }
}
