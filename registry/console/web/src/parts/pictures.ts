// SPDX-License-Identifier: Apache-2.0
// The photos of pieces, as their labels name them.
import { call } from "../api";
import type { Batch } from "../records";
import { address } from "../router";
import { say } from "../words";
import { el, heading } from "./element";

const MOST = 6; // of the newest batches, one of each

/** The picture that a label names; undefined where it names none. */
export async function photoOf(serial: number): Promise<HTMLElement | undefined> {
  const answer = await call(
    "label show",
    { args: [String(serial)], photo: { file: "pieza.webp" } },
    false,
  ).catch(() => undefined);
  const picture = answer?.files[0];
  return (
    picture &&
    el("img", {
      class: "piece",
      src: picture.url,
      alt: say("photo.alt", { serial }),
      loading: "lazy",
    })
  );
}

/** Drawn when they are there: a screen does not wait for pictures. */
export function piecesOf(batches: readonly Batch[]): HTMLElement {
  const place = el("div", {});
  const newest = [...batches].reverse().slice(0, MOST);
  void Promise.all(newest.map((b) => photoOf(b.first_serial))).then((pictures) => {
    const shown = pictures.flatMap((picture, i) => {
      const serial = String(newest[i]?.first_serial ?? "");
      return picture === undefined ? [] : [el("a", { href: address("label", serial) }, picture)];
    });
    if (shown.length > 0) {
      place.replaceChildren(
        heading("h2", "photo.title"),
        el("div", { class: "thumbs pieces" }, ...shown),
      );
    }
  });
  return place;
}
