// SPDX-License-Identifier: Apache-2.0
// The photo that a label names, from this page's own site. The request tells the site which photo is
// looked at, so it is made when somebody asks for it, and not by a scan.
import { photoHash } from "../crypto";

const MOST = 40960; // docs/FORMAT.md, section 4

/** The file, where it is the very one; "other": its hash is another; "absent": nothing came. */
export type Photo = { file: Blob } | "other" | "absent";

async function fetchPhoto(hash: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const answer = await fetch(`photos/${hash}.webp`, { credentials: "omit" });
    if (!answer.ok || Number(answer.headers.get("content-length") ?? 0) > 4 * MOST) {
      return null;
    }
    return new Uint8Array(await answer.arrayBuffer());
  } catch {
    return null;
  }
}

/** hash: 32 hexadecimal digits, as the engine reports it. */
export async function loadPhoto(hash: string): Promise<Photo> {
  const file = await fetchPhoto(hash);
  if (file === null) {
    return "absent";
  }
  const fits = file.length <= MOST && photoHash(file) === hash;
  return fits ? { file: new Blob([file], { type: "image/webp" }) } : "other";
}
