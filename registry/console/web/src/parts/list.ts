// SPDX-License-Identifier: Apache-2.0
// A list with a search in it. Of thousands, only those are drawn that come into view.
import { fold, say } from "../words";
import { el, newId, type Child } from "./element";
import { icon } from "./icons";

export interface Row<T> {
  href: (item: T) => string;
  head: (item: T) => Child;
  about: (item: T) => Child[];
  find: (item: T) => string;
}

const PAGE = 60;

/** The rows, a page at a time: the next one when the end of the last comes near. */
function pages<T>(items: readonly T[], draw: (item: T) => HTMLElement): HTMLElement {
  const list = el("ul", { class: "rows" });
  let drawn = 0;
  const more = (): void => {
    const next = items.slice(drawn, drawn + PAGE);
    drawn += next.length;
    list.append(...next.map(draw));
    const last = list.lastElementChild;
    if (drawn < items.length && last !== null) {
      watcher.observe(last);
    }
  };
  const watcher = new IntersectionObserver(
    (entries) => {
      if (entries.some((entry) => entry.isIntersecting)) {
        watcher.disconnect();
        more();
      }
    },
    { rootMargin: "600px" },
  );
  more();
  return list;
}

export interface Filter<T> {
  label: string;
  keep: (item: T) => boolean;
}

export function searchList<T>(
  items: readonly T[],
  row: Row<T>,
  filters: readonly Filter<T>[] = [],
): HTMLElement {
  const texts = items.map((item) => fold(row.find(item)));
  const id = newId();
  const input = el("input", { id, type: "search", autocomplete: "off", spellcheck: "false" });
  const select = el(
    "select",
    { "aria-label": say("list.filter") },
    ...filters.map((f, i) => el("option", { value: i }, f.label)),
  );
  const found = el("p", { class: "small", role: "status" });
  const place = el("div");
  const drawRow = (item: T): HTMLElement =>
    el(
      "li",
      {},
      el(
        "a",
        { href: row.href(item) },
        el("strong", {}, row.head(item)),
        el("span", { class: "about" }, ...row.about(item)),
      ),
    );
  const draw = (): void => {
    const parts = fold(input.value).split(/\s+/);
    const keep = filters[Number(select.value)]?.keep;
    const kept = items.filter(
      (item, i) => parts.every((p) => texts[i]?.includes(p)) && (keep?.(item) ?? true),
    );
    found.textContent = say("list.found", { n: kept.length, of: items.length });
    place.replaceChildren(
      kept.length > 0 ? pages(kept, drawRow) : el("p", { class: "nothing" }, say("list.none")),
    );
  };
  input.addEventListener("input", draw);
  select.addEventListener("change", draw);
  draw();
  const search = el(
    "div",
    { class: "search" },
    icon("search"),
    el("label", { for: id, class: "unseen" }, say("list.search")),
    input,
  );
  input.placeholder = say("list.search");
  return el(
    "div",
    {},
    el("div", { class: "row tools" }, search, filters.length > 1 && select),
    found,
    place,
  );
}
