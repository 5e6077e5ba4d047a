// SPDX-License-Identifier: Apache-2.0
// The QR reader in its own thread, so that the camera's picture stays smooth.
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import wasmUrl from "zxing-wasm/reader/zxing_reader.wasm?url";

interface Port {
  onmessage: ((event: MessageEvent<"start" | ImageData>) => void) | null;
  postMessage(message: { texts: string[] } | { failed: string }): void;
}
const port = globalThis as unknown as Port;

/* Left to itself the library would fetch its module from a public server. */
const ready = fetch(new URL(wasmUrl, location.href))
  .then((answer) =>
    answer.ok ? answer.arrayBuffer() : Promise.reject(new Error(String(answer.status))),
  )
  .then((wasmBinary) => prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true }));

async function read(image: ImageData): Promise<string[]> {
  const found = await readBarcodes(image, {
    formats: ["QRCode"],
    tryHarder: true,
    maxNumberOfSymbols: 8,
  });
  return found.filter((code) => code.isValid).map((code) => code.text);
}

port.onmessage = async (event) => {
  try {
    await ready;
    port.postMessage({ texts: event.data === "start" ? [] : await read(event.data) });
  } catch (error) {
    port.postMessage({ failed: String(error) });
  }
};
