// SPDX-License-Identifier: Apache-2.0
// Which screen is shown: the address behind the #, so that back, forward and reload work.
export interface Place {
  screen: string;
  rest: readonly string[];
}

export function place(): Place {
  const [screen = "", ...rest] = location.hash
    .replace(/^#\/?/, "")
    .split("/")
    .map(decodeURIComponent);
  return { screen, rest };
}

export const address = (...parts: readonly string[]): string =>
  `#/${parts.map(encodeURIComponent).join("/")}`;

let draw: () => Promise<void> = () => Promise.resolve();

export function onPlace(drawn: () => Promise<void>): void {
  draw = drawn;
  addEventListener("hashchange", () => void draw());
}

/** Draws the same place again, after something changed; what is told of it comes after. */
export const refresh = (): Promise<void> => draw();

export function go(...parts: readonly string[]): void {
  const target = address(...parts);
  if (location.hash === target) {
    void draw();
  } else {
    location.hash = target;
  }
}

/** Goes on from a form that was sent; where the person has left it meanwhile, they stay where they are. */
export function leave(from: Node, ...parts: readonly string[]): void {
  if (from.isConnected) {
    go(...parts);
  }
}
