// SPDX-License-Identifier: Apache-2.0
// The page's drawings, as strokes on a grid of 24. They stand beside words and say nothing of their own.
import type { Tone } from "../app/answer";
import { drawing, edge, GOOD, path, RING, strokes } from "./drawing";

export { sealMark } from "./drawing";

const STROKES = {
  scan: [
    "M3 8V5a2 2 0 0 1 2-2h3",
    "M16 3h3a2 2 0 0 1 2 2v3",
    "M21 16v3a2 2 0 0 1-2 2h-3",
    "M8 21H5a2 2 0 0 1-2-2v-3",
    "M7 12h10",
  ],
  picture: ["M4 4h16v16H4z", "M4 17l5-5 4 4 3-3 4 4", "M15.5 9h.01"],
  close: ["M6 6l12 12", "M18 6L6 18"],
  light: [
    "M12 3v2",
    "M12 19v2",
    "M3 12h2",
    "M19 12h2",
    "M5.6 5.6l1.5 1.5",
    "M16.9 16.9l1.5 1.5",
    "M18.4 5.6l-1.5 1.5",
    "M7.1 16.9l-1.5 1.5",
    "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z",
  ],
  turn: ["M4 11a8 8 0 0 1 14-5l2 2", "M20 3v5h-5", "M20 13a8 8 0 0 1-14 5l-2-2", "M4 21v-5h5"],
  list: ["M9 6h11", "M9 12h11", "M9 18h11", "M4.5 6h.01", "M4.5 12h.01", "M4.5 18h.01"],
  print: ["M7 8V3h10v5", "M7 17H4V8h16v9h-3", "M7 14h10v7H7z"],
  good: [GOOD],
  look: ["M12 7.5v5.5", "M12 16.4h.01"],
  bad: ["M8.6 8.6l6.8 6.8", "M15.4 8.6l-6.8 6.8"],
  unknown: ["M9.4 9.6a2.7 2.7 0 1 1 4 2.4c-.9.5-1.4 1-1.4 2", "M12 16.8h.01"],
} as const;

export type Icon = keyof typeof STROKES;

export function icon(name: Icon): SVGSVGElement {
  return strokes(STROKES[name]);
}

/** Each answer's own outline too, so that no two differ by colour alone. */
const OUTLINES: Record<Tone, string> = {
  good: edge(16, 9.6),
  look: "M12 1.8l10.6 19a1 1 0 0 1-.9 1.4H2.3a1 1 0 0 1-.9-1.4z",
  bad: "M8 1.8h8L22.2 8v8L16 22.2H8L1.8 16V8z",
  unknown: "M12 1.6a10.4 10.4 0 1 0 0 20.8 10.4 10.4 0 0 0 0-20.8z",
};

export function toneIcon(tone: Tone): SVGSVGElement {
  const ring = tone === "good" ? [path(RING, "ring")] : [];
  const sign = STROKES[tone].map((d) => path(d, "stroke"));
  const lowered = document.createElementNS("http://www.w3.org/2000/svg", "g");
  lowered.append(...sign);
  if (tone === "look") {
    lowered.setAttribute("transform", "translate(0 2.2)");
  }
  return drawing(`seal ${tone}`, 24, path(OUTLINES[tone], "shape"), ...ring, lowered);
}
