// SPDX-License-Identifier: Apache-2.0
// The photo of a piece: shown only once it is known to be the very file that the label names.
import type { Answer } from "../app/answer";
import { loadPhoto } from "../app/photo";
import { say } from "../words";
import type { App } from "./app";
import { button, el, words } from "./dom";
import { isComparable } from "./facts";

// Of the open tab alone: an answer is drawn anew while its photo is looked at.
const shown = new Map<string, string>();

function picture(address: string): HTMLElement {
  return el(
    "figure",
    {},
    el("img", { src: address, alt: say("photo.alt") }),
    el("figcaption", {}, words("photo.fits")),
  );
}

async function show(app: App, block: HTMLElement, hash: string): Promise<void> {
  const photo = await loadPhoto(hash, (file) => app.session.photoHash(file));
  if (typeof photo === "string") {
    block.querySelector(".said")?.replaceChildren(words(photo === "other" ? "photo.other" : "photo.absent"));
    return;
  }
  const address = shown.get(hash) ?? URL.createObjectURL(photo.file);
  shown.set(hash, address);
  block.replaceChildren(picture(address));
}

export function photoOf(app: App, a: Answer): HTMLElement | null {
  const hash = a.report.photo;
  if (hash === undefined || !isComparable(a)) {
    return null;
  }
  const address = shown.get(hash);
  const block = el("div", { class: "photo" });
  if (address !== undefined) {
    block.append(picture(address));
    return block;
  }
  block.append(
    button("photo.show", () => void show(app, block, hash), "second"),
    el("p", { class: "small said", role: "status" }, words("photo.asks")),
  );
  return block;
}
