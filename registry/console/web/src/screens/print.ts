// SPDX-License-Identifier: Apache-2.0
// Imprimir: labels on sheets, from the first free place on; and those again that came out wrong.
import { call, list, type Body } from "../api";
import { button, link } from "../parts/buttons";
import { el, heading, outside, title, visible } from "../parts/element";
import { form, type Field } from "../parts/form";
import { latest } from "../parts/latest";
import { forWindow } from "../parts/messages";
import { done, failed, wordsOf } from "../parts/notice";
import { drawSheet, isRoll, redraw, type Stock } from "../parts/sheet";
import { keepStock, stockOptions, stocks } from "../parts/stocks";
import { address } from "../router";
import type { Batch } from "../records";
import type { Screen } from "../parts/screen";
import { chip } from "../parts/facts";
import { searchList } from "../parts/list";
import { count, day, say } from "../words";

const DESIGNS = ["simple", "marco", "etiqueta", "sello", "tierra"] as const; // `sello print --design`

const signed = async (): Promise<Batch[]> =>
  (await list<Batch>("batch list", { state: "signed" })).reverse();

/** Which batch: those with labels to print come first. */
async function choose(): Promise<Node[]> {
  const batches = await signed();
  const open = batches.filter((b) => b.printed < b.issued);
  const rows = searchList(
    [...open, ...batches.filter((b) => b.printed >= b.issued)],
    {
      href: (b) => address("print", b.id),
      head: (b) => outside(`${b.product_name} · ${b.producer_name}`),
      about: (b) => [
        chip(b.id),
        " ",
        day(b.issued_at),
        " · ",
        b.printed < b.issued
          ? say("print.left", { n: count("n.labels", b.issued - b.printed) })
          : say("print.allPrinted"),
      ],
      find: (b) => `${b.id} ${b.product_name} ${b.producer_name} ${b.lot ?? ""}`,
    },
    [
      { label: say("list.all"), keep: () => true },
      { label: say("print.open"), keep: (b) => b.printed < b.issued },
    ],
  );
  return [
    heading("h1", "screen.print"),
    el("p", { class: "lead" }, say("print.choose")),
    batches.length === 0 ? el("p", {}, say("print.none")) : rows,
  ];
}

/** Serials as the tool takes them: runs of neighbours. */
export function runsOf(serials: readonly number[]): string[] {
  const sorted = [...serials].sort((a, b) => a - b);
  const runs: [number, number][] = [];
  for (const serial of sorted) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === serial - 1) {
      last[1] = serial;
    } else {
      runs.push([serial, serial]);
    }
  }
  return runs.map(([a, b]) => (a === b ? String(a) : `${a}-${b}`));
}

interface Wish {
  stock: Stock;
  row: number;
  column: number;
  design: string;
  what: readonly string[]; // a batch, or serials
}

const bodyOf = (wish: Wish): Body => ({
  args: wish.what,
  stock: wish.stock.name,
  design: wish.design,
  "skip-withdrawn": true, // told with the preview: those are never printed again
  ...(isRoll(wish.stock) ? {} : { start: `${wish.row}:${wish.column}` }),
});

/** What was shown last: printed is nothing but that, unless somebody printed of it meanwhile. */
const seen = { of: "", sum: "" };

async function preview(wish: Wish, place: HTMLElement): Promise<void> {
  const of = JSON.stringify(bodyOf(wish));
  const answer = await call<{ pages: number; labels: number; seen?: string }>(
    "print",
    { ...bodyOf(wish), preview: { file: "vista.png" } },
    false,
  );
  const [picture] = answer.files;
  const line = answer.lines[0];
  Object.assign(seen, { of, sum: line?.seen ?? "" });
  place.replaceChildren(
    ...(picture
      ? [el("img", { class: "paper", src: picture.url, alt: say("print.preview.alt") })]
      : []),
    el(
      "p",
      { class: "small" },
      line === undefined
        ? ""
        : `${count("n.labels", line.labels)} · ${count("n.sheets", line.pages)}`,
    ),
    ...forWindow(answer.messages).map((text) => el("p", { class: "warn" }, visible(text, 2000))),
  );
}

async function showDesigns(wish: Wish, place: HTMLElement): Promise<void> {
  const answer = await call("print", {
    args: wish.what,
    stock: wish.stock.name,
    designs: { file: "disenos.png" },
  });
  const [picture] = answer.files;
  place.replaceChildren(
    ...(picture
      ? [el("img", { class: "paper", src: picture.url, alt: say("print.designs.alt") })]
      : []),
  );
}

async function print(wish: Wish, printer: string): Promise<void> {
  const to =
    printer === ""
      ? { to: "pdf", o: { file: `etiquetas-${wish.what[0] ?? ""}.pdf` } }
      : { printer };
  const answer = await call<{ labels: number; pages: number }>("print", {
    ...bodyOf(wish),
    ...to,
    yes: true,
    ...(seen.of === JSON.stringify(bodyOf(wish)) ? { "if-seen": seen.sum } : {}),
  });
  const line = answer.lines[0];
  done(
    say(printer === "" ? "print.done" : "print.sent", { n: count("n.labels", line?.labels ?? 0) }),
    answer,
    undefined,
    link("due.to-deliver.button", address("deliver"), "quiet", "deliver"),
  );
}

/** The sheet, where the first free label is pressed; those before it are used. */
function startSheet(wish: Wish, changed: () => void): HTMLElement {
  const place = el("div");
  const draw = (): void => {
    const first = (wish.row - 1) * wish.stock.columns + wish.column - 1;
    redraw(
      place,
      drawSheet(
        wish.stock,
        (at, row, column) => ({
          name: say(at < first ? "sheet.used" : at === first ? "sheet.first" : "sheet.free", {
            row,
            column,
          }),
          text: at === first ? say("sheet.here") : "",
          look: at < first ? "used" : at === first ? "first" : "free",
          pressed: at === first,
        }),
        (_at, row, column) => {
          wish.row = row;
          wish.column = column;
          draw();
          changed();
        },
      ),
    );
  };
  draw();
  return place;
}

const AGAIN = 400; // labels of a batch that are offered to be pressed; of larger ones serials are typed

/** The labels of a batch, as they lay on the sheet, to be pressed: those are printed again. */
function againSheet(b: Batch, stock: Stock, chosen: Set<number>, changed: () => void): HTMLElement {
  const place = el("div", { class: "again" });
  const draw = (): void => {
    const cells: HTMLElement[] = [];
    for (
      let serial = b.first_serial;
      serial <= Math.min(b.last_serial, b.first_serial + AGAIN - 1);
      serial++
    ) {
      const mine = serial;
      const pressed = chosen.has(mine);
      cells.push(
        el(
          "button",
          {
            type: "button",
            class: `serial ${pressed ? "first" : ""}`,
            "aria-pressed": String(pressed),
            on: {
              click: () => {
                if (!chosen.delete(mine)) {
                  chosen.add(mine);
                }
                draw();
                changed();
              },
            },
          },
          String(mine),
        ),
      );
    }
    redraw(place, ...cells);
  };
  place.style.gridTemplateColumns = `repeat(${Math.min(stock.columns, 8)}, minmax(3.5rem, 1fr))`;
  draw();
  return place;
}

interface Printer {
  printer: string;
  queue: boolean;
}

/** Those of this computer, to choose from; where none can be asked for, its name is typed. */
function printerField(printers: readonly Printer[]): Field {
  const queues = printers.filter((p) => p.queue).map((p) => [p.printer, p.printer] as const);
  return queues.length === 0
    ? { name: "printer", label: "print.printer", hint: "print.printer.hint" }
    : {
        name: "printer",
        label: "print.printer",
        kind: "select",
        options: [["", say("print.toFile")], ...queues],
      };
}

async function detail(id: string, again: boolean): Promise<Node[]> {
  const [batches, { all, last }, printers] = await Promise.all([
    signed(),
    stocks(),
    list<Printer>("printer list"),
  ]);
  const b = batches.find((batch) => batch.id === id);
  const first = all.find((stock) => stock.name === last);
  if (b === undefined || first === undefined) {
    return [heading("h1", "screen.print"), el("p", {}, say("list.none"))];
  }
  const chosen = new Set<number>();
  const wish: Wish = { stock: first, row: 1, column: 1, design: DESIGNS[0], what: [b.id] };
  const picture = el("div", { class: "sample", "aria-live": "polite" });
  const sheet = el("div");
  const labels = el("div");
  const designs = el("div");
  const look = latest(() =>
    preview(wish, picture).catch((error: unknown) =>
      picture.replaceChildren(el("p", { class: "problem" }, visible(wordsOf(error), 2000))),
    ),
  );
  const show = (): void => {
    wish.what = again ? runsOf([...chosen]) : [b.id];
    if (wish.what.length === 0) {
      picture.replaceChildren(el("p", { class: "nothing" }, say("print.again.none")));
      return;
    }
    look();
  };
  const drawSheets = (): void => {
    sheet.replaceChildren(
      ...(isRoll(wish.stock)
        ? []
        : [
            heading("h2", "print.start"),
            el("p", { class: "hint" }, say("print.start.hint")),
            startSheet(wish, show),
          ]),
    );
    labels.replaceChildren(
      ...(again
        ? [heading("h2", "print.again.which"), againSheet(b, wish.stock, chosen, show)]
        : []),
    );
  };
  const fields: Field[] = [
    {
      name: "stock",
      label: "issue.stock",
      kind: "select",
      value: wish.stock.name,
      options: stockOptions(all),
    },
    {
      name: "design",
      label: "print.design",
      kind: "select",
      options: DESIGNS.map((d) => [d, say(`design.${d}`)] as const),
    },
    printerField(printers),
  ];
  const made = form(fields, {
    key: "print.yes",
    work: async (values) => {
      await print(wish, values["printer"] ?? "").finally(show);
    },
  });
  made.node.addEventListener("change", () => {
    const values = made.values();
    const stock = all.find((s) => s.name === values["stock"]) ?? wish.stock;
    if (stock !== wish.stock) {
      wish.stock = stock;
      wish.row = 1;
      wish.column = 1;
      keepStock(stock.name);
      drawSheets();
    }
    wish.design = values["design"] ?? wish.design;
    show();
  });
  made.node
    .querySelector(".answers")
    ?.append(button("print.designs", () => showDesigns(wish, designs).catch(failed)));
  made.node.append(el("p", { class: "small" }, say("print.seen")));
  drawSheets();
  show();
  return [
    el("p", { class: "crumb" }, el("a", { href: address("print") }, say("screen.print"))),
    title(`${b.product_name} · ${b.producer_name}`),
    el(
      "p",
      {},
      chip(b.id),
      " ",
      count("n.labels", b.issued),
      " · ",
      again
        ? el("a", { href: address("print", b.id) }, say("print.whole"))
        : el("a", { href: address("print", b.id, "again") }, say("print.again")),
    ),
    el(
      "div",
      { class: "beside" },
      el("div", {}, labels, el("div", { class: "block" }, made.node), designs, sheet),
      el("div", {}, heading("h2", "print.preview"), picture),
    ),
  ];
}

export const printing: Screen = {
  id: "print",
  icon: "print",
  view: async ([id = "", what = ""]) => (id === "" ? choose() : detail(id, what === "again")),
};
