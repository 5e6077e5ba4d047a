// SPDX-License-Identifier: Apache-2.0
// A module of the verdict as the page's site has it: one zlib stream, since a plain host would send it more
// than twice as long.
import { inflateExactly } from "../crypto_inflate";

/** Its bytes, of which there are `length`. */
export async function fetchModule(url: string, length: number): Promise<BufferSource> {
  const answer = await fetch(url);
  if (!answer.ok) {
    throw new Error("the module is not there");
  }
  if (answer.body !== null && typeof DecompressionStream === "function") {
    return new Response(answer.body.pipeThrough(new DecompressionStream("deflate"))).arrayBuffer();
  }
  const module = new Uint8Array(length);
  if (!inflateExactly(new Uint8Array(await answer.arrayBuffer()), module)) {
    throw new Error("the module came damaged");
  }
  return module;
}
