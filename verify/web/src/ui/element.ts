// SPDX-License-Identifier: Apache-2.0
// Elements, made without markup: whatever others wrote goes in as text and stays text. Knows no words, so
// that the registry's window uses it too.
export type Child = Node | string | null | undefined | false;
type Handlers = { [E in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[E]) => void };
export type Props = { on?: Handlers } & {
  [attribute: string]: string | boolean | number | Handlers | undefined;
};

function setAttribute(node: Element, name: string, value: unknown): void {
  if (value === true) {
    node.setAttribute(name, "");
  } else if (value !== false && value !== undefined) {
    node.setAttribute(name, String(value));
  }
}

export function el<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[T] {
  const node = document.createElement(tag);
  const { on, ...attributes } = props;
  Object.entries(attributes).forEach(([name, value]) => setAttribute(node, name, value));
  Object.entries(on ?? {}).forEach(([name, handler]) =>
    node.addEventListener(name, handler as EventListener),
  );
  node.append(
    ...children.filter((c): c is Node | string => c !== null && c !== undefined && c !== false),
  );
  return node;
}

const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/gu;

/** Text from outside, with what cannot be seen or turns direction as an escape, and not too long. */
export function visible(text: string, most = 400): string {
  const letters = [...text];
  const cut = letters.length > most ? `${letters.slice(0, most).join("")}…` : text;
  return cut.replace(HIDDEN, (c) => `\\u{${c.codePointAt(0)?.toString(16) ?? ""}}`);
}

export function byId(id: string): HTMLElement {
  const node = document.getElementById(id);
  if (node === null) {
    throw new Error(`index.html has no #${id}`);
  }
  return node;
}

/** Hands bytes or text to the browser as a file; nothing is sent. */
export function save(name: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
