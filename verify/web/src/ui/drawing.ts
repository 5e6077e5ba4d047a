// SPDX-License-Identifier: Apache-2.0
// Drawings as strokes on a grid of 24, and the seal's outline.

const SVG = "http://www.w3.org/2000/svg";

export function path(d: string, look: string): SVGPathElement {
  const node = document.createElementNS(SVG, "path");
  node.setAttribute("d", d);
  node.setAttribute("class", look);
  return node;
}

export function drawing(look: string, box: number, ...children: SVGElement[]): SVGSVGElement {
  const node = document.createElementNS(SVG, "svg");
  node.setAttribute("viewBox", `0 0 ${box} ${box}`);
  node.setAttribute("class", look);
  node.setAttribute("aria-hidden", "true");
  node.setAttribute("focusable", "false");
  node.append(...children);
  return node;
}

/** The drawing of these strokes. */
export function strokes(of: readonly string[]): SVGSVGElement {
  return drawing("icon", 24, ...of.map((d) => path(d, "stroke")));
}

/** A seal's edge: lobes around a circle, drawn as arcs between the points where they meet. */
export function edge(lobes: number, radius: number): string {
  const at = (i: number): string => {
    const angle = (2 * Math.PI * i) / lobes;
    return `${(12 + radius * Math.sin(angle)).toFixed(2)} ${(12 - radius * Math.cos(angle)).toFixed(2)}`;
  };
  const lobe = ((Math.PI * radius) / lobes) * 1.04;
  const arcs = Array.from(
    { length: lobes },
    (_, i) => `A${lobe.toFixed(2)} ${lobe.toFixed(2)} 0 0 1 ${at(i + 1)}`,
  );
  return `M${at(0)}${arcs.join("")}z`;
}

export const RING = "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z";

export const GOOD = "M7.5 12.5l3 3 6-6.5";

export function sealMark(): SVGSVGElement {
  return drawing(
    "seal mark",
    24,
    path(edge(16, 9.6), "shape"),
    path(RING, "ring"),
    path(GOOD, "stroke"),
  );
}
