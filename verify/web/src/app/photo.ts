// SPDX-License-Identifier: Apache-2.0
// The photo that a label names, from this page's own site. The request tells the site which photo is
// looked at, so it is made when somebody asks for it, and not by a scan.
import { within } from "../limit";

const MOST = 40960; // docs/FORMAT.md, section 4

const PATIENCE = 10_000; // milliseconds

/** The file, where it is the very one; "other": its hash is another; "absent": nothing came. */
export type Photo = { file: Blob } | "other" | "absent";

const addressOf = (hash: string): string => new URL(`photos/${hash}.webp`, location.href).href;

async function fetchPhoto(hash: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const answer = await within(PATIENCE, fetch(addressOf(hash), { credentials: "omit" }));
    if (!answer.ok || Number(answer.headers.get("content-length") ?? 0) > 4 * MOST) {
      return null;
    }
    return new Uint8Array(await answer.arrayBuffer());
  } catch {
    return null;
  }
}

/**
 * The right file is kept for use without network, where the worker looks for it (src/sw.ts); one that is
 * not is not, since the site may have the right one another day.
 */
async function keep(hash: string, file: Blob | null): Promise<void> {
  const cache = await caches.open(`sello:${new URL("./", location.href).pathname}:later`);
  await (file === null
    ? cache.delete(addressOf(hash))
    : cache.put(addressOf(hash), new Response(file)));
}

/** hash: 32 hexadecimal digits, as the engine reports it, and works it out of a file. */
export async function loadPhoto(
  hash: string,
  hashOf: (file: Uint8Array) => string,
): Promise<Photo> {
  const file = await fetchPhoto(hash);
  if (file === null) {
    return "absent";
  }
  const fits = file.length <= MOST && hashOf(file) === hash;
  const blob = fits ? new Blob([file], { type: "image/webp" }) : null;
  await within(1000, keep(hash, blob)).catch(() => undefined); // full, or this browser keeps nothing
  return blob === null ? "other" : { file: blob };
}
