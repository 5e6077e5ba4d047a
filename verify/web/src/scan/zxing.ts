// SPDX-License-Identifier: Apache-2.0
// zxing, which has grey pixels read at once: those who lay symbols flat wait for its answer.
import {
  type ZXingReaderModule,
  BINARIZERS,
  CHARACTER_SETS,
  defaultReaderOptions,
  EAN_ADD_ON_SYMBOLS,
  prepareZXingModule,
  TEXT_MODES,
} from "zxing-wasm/reader";
import wasmUrl from "zxing-wasm/reader/zxing_reader.wasm?url";

/** Grey pixels, row by row: 0 is black. */
export interface Grey {
  pixels: Uint8Array;
  width: number;
  height: number;
}

/** The texts of the codes in it. */
export type Read = (grey: Grey) => string[];

export interface Zxing {
  /** Whatever a camera sees. */
  readPhotograph: Read;
  /** One symbol alone, upright, a pixel a module. */
  readModules: Read;
}

interface Memory {
  HEAPU8: Uint8Array;
  _malloc(n: number): number;
  _free(at: number): void;
}
type Module = ZXingReaderModule & Memory;
type Found = ReturnType<ZXingReaderModule["readBarcodesFromPixmap"]> & { delete(): void };
type Options = Parameters<ZXingReaderModule["readBarcodesFromPixmap"]>[3];

// The library's numbers for these are their places in its lists.
const usual: Options = {
  ...defaultReaderOptions,
  formats: "QRCode",
  maxNumberOfSymbols: 8,
  binarizer: BINARIZERS.indexOf("LocalAverage"),
  eanAddOnSymbol: EAN_ADD_ON_SYMBOLS.indexOf("Ignore"),
  textMode: TEXT_MODES.indexOf("HRI"),
  characterSet: CHARACTER_SETS.indexOf("Unknown"),
};

const pure: Options = {
  ...usual,
  isPure: true,
  maxNumberOfSymbols: 1,
  binarizer: BINARIZERS.indexOf("FixedThreshold"),
  tryHarder: false,
  tryRotate: false,
  tryInvert: false,
  tryDownscale: false,
};

function readBy(zxing: Module, grey: Grey, options: Options): string[] {
  const texts = [];
  const at = zxing._malloc(grey.pixels.length);
  if (at === 0) {
    return [];
  }
  try {
    zxing.HEAPU8.set(grey.pixels, at);
    const found = zxing.readBarcodesFromPixmap(at, grey.width, grey.height, options) as Found;
    for (let i = 0; i < found.size(); i++) {
      const code = found.get(i);
      if (code?.isValid) {
        texts.push(code.text);
      }
    }
    found.delete();
  } finally {
    zxing._free(at);
  }
  return texts;
}

/** Left to itself the library would fetch its module from a public server. */
export async function openZxing(): Promise<Zxing> {
  const answer = await fetch(new URL(wasmUrl, location.href));
  if (!answer.ok) {
    throw new Error(String(answer.status));
  }
  const wasmBinary = await answer.arrayBuffer();
  const prepared = prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  const zxing = (await prepared) as Module;
  return {
    readPhotograph: (grey) => readBy(zxing, grey, usual),
    readModules: (grey) => readBy(zxing, grey, pure),
  };
}
