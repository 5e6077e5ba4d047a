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
    several times, in different ways. Was there any? No other is given to it so many milliseconds after
    the call: a sheet of labels, or a picture made to do harm, would take very long. */
export type Flatten = (
  frame: Grey,
  patience: number,
  read: (modules: Grey) => boolean,
) => boolean;

export async function openFlatten(): Promise<Flatten> {
  const answer = await fetch(new URL(wasmUrl, location.href));
  if (!answer.ok) {
    throw new Error(String(answer.status));
  }
  const module = await WebAssembly.compile(await answer.arrayBuffer());
  let now: (modules: Grey) => boolean = () => false;
  let wasm: Exports | undefined;

  const host_read_modules = (at: number, side: number): number => {
    const pixels = new Uint8Array(open().memory.buffer, at, side * side);
    return Number(now({ pixels, width: side, height: side }));
  };
  const open = (): Exports => {
    wasm ??= new WebAssembly.Instance(module, { env: { host_read_modules } })
      .exports as unknown as Exports;
    return wasm;
  };
  const look = (frame: Grey): boolean => {
    const at = open().web_frame(frame.width, frame.height);
    if (at === 0) {
      return false;
    }
    new Uint8Array(open().memory.buffer, at, frame.pixels.length).set(frame.pixels);
    return open().web_flatten() > 0;
  };

  return (frame, patience, read) => {
    const end = performance.now() + patience;
    let seen = false;
    now = (modules) => {
      seen = true;
      if (performance.now() > end) {
        throw new RangeError("no more time");
      }
      return read(modules);
    };
    try {
      return look(frame);
    } catch {
      wasm = undefined; // what it had in hand is given up with it
      return seen;
    }
  };
}
