// SPDX-License-Identifier: Apache-2.0
// The window's drawings, as strokes on a grid of 24. They stand beside words and say nothing of their own.
import { strokes } from "../../../../../verify/web/src/ui/drawing";

export { sealMark } from "../../../../../verify/web/src/ui/drawing";

const STROKES = {
  today: ["M4 6h16v14H4z", "M4 10h16", "M8 3v4", "M16 3v4", "M9 15l2 2 4-4"],
  people: [
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
    "M3 20c0-3.5 2.5-6 6-6s6 2.5 6 6",
    "M16 4.5a3.5 3.5 0 0 1 0 6",
    "M18 14.5c2 .8 3 2.8 3 5.5",
  ],
  piece: ["M4 8l8-4 8 4-8 4z", "M4 8v8l8 4 8-4V8", "M12 12v8"],
  certificate: ["M5 3h14v12H5z", "M8 7h8", "M8 10h5", "M10 15v6l2-1.5 2 1.5v-6"],
  issue: ["M12 5v14", "M5 12h14"],
  print: ["M7 8V3h10v5", "M7 17H4V8h16v9h-3", "M7 14h10v7H7z"],
  deliver: [
    "M3 6h11v10H3z",
    "M14 9h4l3 4v3h-7",
    "M7 19a1.8 1.8 0 1 0 0-3.6A1.8 1.8 0 0 0 7 19z",
    "M17 19a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z",
  ],
  label: [
    "M3 8V5a2 2 0 0 1 2-2h3",
    "M16 3h3a2 2 0 0 1 2 2v3",
    "M21 16v3a2 2 0 0 1-2 2h-3",
    "M8 21H5a2 2 0 0 1-2-2v-3",
    "M7 12h10",
  ],
  table: ["M4 5h16v14H4z", "M4 10h16", "M4 14.5h16", "M10 5v14"],
  safe: ["M12 3l8 3v6c0 4.5-3.2 7.8-8 9-4.8-1.2-8-4.5-8-9V6z", "M9 12l2 2 4-4"],
  locked: ["M6 11h12v9H6z", "M8.5 11V8a3.5 3.5 0 0 1 7 0v3"],
  open: ["M6 11h12v9H6z", "M8.5 11V8a3.5 3.5 0 0 1 6.7-1.5"],
  search: ["M11 17a6 6 0 1 0 0-12 6 6 0 0 0 0 12z", "M15.5 15.5L20 20"],
  close: ["M6 6l12 12", "M18 6L6 18"],
  menu: ["M4 7h16", "M4 12h16", "M4 17h16"],
  back: ["M14 6l-6 6 6 6"],
  file: ["M6 3h8l4 4v14H6z", "M14 3v4h4"],
} as const;

export type Icon = keyof typeof STROKES;

export const icon = (name: Icon): SVGSVGElement => strokes(STROKES[name]);
