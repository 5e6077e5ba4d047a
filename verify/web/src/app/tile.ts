// SPDX-License-Identifier: Apache-2.0
// One small file of the public log beside this page (docs/FORMAT.md, section 20). Its name tells at most how long
// the log was, which is the same for everybody, and nothing of a label.
import { within } from "../limit";
import { bodyOf } from "./body";

const PATIENCE = 4000; // milliseconds for all of it

/** Undefined where it cannot be had: nothing depends on that. */
export async function fetchBeside(path: string, most: number): Promise<Uint8Array | undefined> {
  const stop = new AbortController();
  const ask = async (): Promise<Uint8Array | undefined> => {
    const answer = await fetch(path, {
      cache: "no-cache",
      credentials: "same-origin",
      redirect: "error",
      signal: stop.signal,
    });
    return answer.ok ? bodyOf(answer, most, PATIENCE) : undefined;
  };
  try {
    return await within(PATIENCE, ask());
  } catch {
    return undefined;
  } finally {
    stop.abort(); // what is too long or too late is not waited for by the browser either
  }
}
