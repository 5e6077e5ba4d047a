// SPDX-License-Identifier: Apache-2.0
// Symbols on bottles and cloth: a module of our own lays them flat (flatten/flatten_web.h), and a
// decoder reads what it gives.
import wasmUrl from "flatten.wasm?url";
import type { Grey } from "./zxing";

interface Exports {
  memory: WebAssembly.Memory;
  web_frame(width: number, height: number): number;
  web_flatten(): number;
}

/** Has each symbol that is seen laid flat and given to `read`, which says whether it was read: perhaps
    several times, in different ways. Was there any? */
export type Flatten = (frame: Grey, read: (modules: Grey) => boolean) => boolean;

export async function openFlatten(): Promise<Flatten> {
  let read: (modules: Grey) => boolean = () => false;
  const host_read_modules = (at: number, side: number): number => {
    const pixels = new Uint8Array(wasm.memory.buffer, at, side * side);
    return Number(read({ pixels, width: side, height: side }));
  };
  const answer = await fetch(new URL(wasmUrl, location.href));
  if (!answer.ok) {
    throw new Error(String(answer.status));
  }
  const { instance } = await WebAssembly.instantiate(await answer.arrayBuffer(), {
    env: { host_read_modules },
  });
  const wasm = instance.exports as unknown as Exports;
  return (frame, reader) => {
    const at = wasm.web_frame(frame.width, frame.height);
    if (at === 0) {
      return false;
    }
    new Uint8Array(wasm.memory.buffer, at, frame.pixels.length).set(frame.pixels);
    read = reader;
    return wasm.web_flatten() > 0;
  };
}
