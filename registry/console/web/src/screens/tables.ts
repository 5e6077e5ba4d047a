// SPDX-License-Identifier: Apache-2.0
// Importar y exportar: tables in, with a look before anything is kept and a way back; tables and reports out.
import { call, list, Refused, upload, type Body } from "../api";
import { act } from "../parts/act";
import { button } from "../parts/buttons";
import { dropZone } from "../parts/drop";
import { el, heading, outside, visible, type Child } from "../parts/element";
import { chip } from "../parts/facts";
import { form, given } from "../parts/form";
import { forWindow } from "../parts/messages";
import { done, failed } from "../parts/notice";
import { refresh } from "../router";
import type { Screen } from "../parts/screen";
import { count, instant, number, say, wordOf, type Key } from "../words";

const KINDS = ["producers", "products", "certificates"] as const;
type Kind = (typeof KINDS)[number];

/** What the columns of each kind may hold, as `sello import --map` names it. */
const FIELDS: Record<Kind, readonly string[]> = {
  producers: ["name", "origin", "state", "public", "id"],
  products: ["name", "traits", "gtin", "net_content", "language", "id"],
  certificates: [
    "product",
    "product_name",
    "producer",
    "producer_name",
    "scheme",
    "scheme_name",
    "state",
    "from",
    "until",
    "note",
    "id",
  ],
};

interface Row {
  line: number;
  action: "add" | "change" | "present" | "repeated" | "refused" | "differ";
  name?: string;
  reason?: string;
  heading?: string;
  values?: Record<string, string>;
}

interface Sum {
  import?: string;
  added: number;
  changed: number;
  refused: number;
  columns?: Column[];
}

interface Column {
  heading: string;
  field?: string;
}

interface Looked {
  rows: Row[];
  sum: Sum | undefined;
  columns: Column[];
  messages: string[];
  problem: string | undefined;
}

function sort(lines: readonly unknown[], messages: readonly string[], problem?: string): Looked {
  const rows = lines.filter((line): line is Row => Object.hasOwn(line as object, "line"));
  const sum = lines.find((line): line is Sum => Object.hasOwn(line as object, "committed"));
  const columns =
    lines.find((line): line is { columns: Column[] } =>
      Array.isArray((line as { columns?: unknown }).columns),
    )?.columns ?? [];
  return { rows, sum, columns, messages: forWindow(messages), problem };
}

/** What would happen; rows that are refused, and a table that cannot be read yet, are part of the answer. */
async function look(body: Body): Promise<Looked> {
  try {
    const answer = await call<Row | Sum>("import", { ...body, "dry-run": true }); // with the columns
    return sort(answer.lines, answer.messages);
  } catch (error) {
    if (error instanceof Refused) {
      const looked = sort(error.lines, error.messages, error.message);
      return looked.sum === undefined ? looked : { ...looked, problem: undefined };
    }
    throw error;
  }
}

/** A value as the window says it: yes and no, and a certificate's state, are the tool's words. */
function valueOf(field: string, value: string): string {
  if (field === "public") {
    return wordOf("public", value);
  }
  return field === "state" ? wordOf("state", value) : value;
}

const SHOWN = 100; // rows of the preview; those refused come first

function rowsTable(kind: Kind, looked: Looked): HTMLElement {
  const used = FIELDS[kind].filter((field) => looked.rows.some((row) => row.values?.[field]));
  const rows = [
    ...looked.rows.filter((r) => r.action === "refused"),
    ...looked.rows.filter((r) => r.action !== "refused"),
  ].slice(0, SHOWN);
  const cells = (row: Row): Child[] =>
    used.map((field) => el("td", {}, outside(valueOf(field, row.values?.[field] ?? ""))));
  return el(
    "div",
    { class: "wide", tabindex: "0", role: "group", "aria-label": say("tables.preview") },
    el(
      "table",
      {},
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          el("th", { scope: "col" }, say("tables.line")),
          el("th", { scope: "col" }, say("tables.what")),
          ...used.map((f) => el("th", { scope: "col" }, wordOf("field", f))),
        ),
      ),
      el(
        "tbody",
        {},
        ...rows.map((row) =>
          el(
            "tr",
            {},
            el("th", { scope: "row" }, number(row.line)),
            el(
              "td",
              {},
              chip(wordOf("action", row.action), row.action === "refused" ? "state-failed" : ""),
              row.reason === undefined ? "" : ` ${visible(`${row.heading ?? ""}: ${row.reason}`)}`,
            ),
            ...cells(row),
          ),
        ),
      ),
    ),
  );
}

/** Each column with what it holds, to be chosen anew. */
function columnChoice(
  kind: Kind,
  columns: readonly Column[],
  isRead: boolean,
  map: readonly string[],
  chosen: (map: string[]) => void,
): HTMLElement {
  const own = isRead ? [] : [["", say("tables.byName")] as const];
  const options = [
    ...own,
    ["nothing", say("tables.skip")] as const,
    ...FIELDS[kind].map((f) => [f, wordOf("field", f)] as const),
  ];
  const before = (c: Column): string =>
    c.field ??
    map.find((m) => m.startsWith(`${c.heading}=`))?.slice(c.heading.length + 1) ??
    (isRead ? "nothing" : "");
  const selects = columns.map((column) => ({
    name: column.heading,
    select: el(
      "select",
      {},
      ...options.map(([value, text]) =>
        el("option", { value, selected: value === before(column) }, text),
      ),
    ),
  }));
  selects.forEach(({ name, select }) =>
    select.addEventListener("change", () =>
      chosen([
        ...map.filter((m) => !m.startsWith(`${name}=`)),
        ...(select.value === "" ? [] : [`${name}=${select.value}`]),
      ]),
    ),
  );
  return el(
    "div",
    { class: "columns" },
    ...selects.map(({ name, select }) =>
      el("label", { class: "field" }, el("span", {}, outside(name)), select),
    ),
  );
}

function importer(): HTMLElement {
  const place = el("div", { "aria-live": "polite" });
  let kind: Kind = "producers";
  let file: { upload: string } | undefined;
  let map: string[] = [];
  const bodyOf = (): Body => ({
    args: [kind],
    ...(file ? { csv: file } : {}),
    ...(map.length > 0 ? { map } : {}),
    yes: true,
  });
  const keep = async (): Promise<void> => {
    const { lines } = await call<Sum>("import", { ...bodyOf(), commit: true });
    const sum = lines.find((line) => line.import !== undefined);
    place.replaceChildren();
    const id = sum?.import ?? "";
    done(
      say("tables.done", { n: number((sum?.added ?? 0) + (sum?.changed ?? 0)), id }),
      undefined,
      { key: "tables.undo", work: () => undo(id) },
    );
  };
  const show = async (): Promise<void> => {
    if (file === undefined) {
      return;
    }
    const looked = await look(bodyOf());
    const { sum } = looked;
    const ready = sum !== undefined && sum.refused === 0 && sum.added + sum.changed > 0;
    place.replaceChildren(
      ...(looked.columns.length > 0
        ? [
            heading("h3", "tables.columns"),
            columnChoice(kind, looked.columns, sum !== undefined, map, (chosen) => {
              map = chosen;
              show().catch(failed);
            }),
          ]
        : []),
      ...(looked.problem === undefined
        ? []
        : [el("p", { class: "problem" }, visible(looked.problem, 2000))]),
      ...(looked.rows.length > 0 ? [heading("h3", "tables.preview"), rowsTable(kind, looked)] : []),
      ...(sum === undefined
        ? []
        : [
            el(
              "p",
              {},
              say("tables.sum", {
                added: number(sum.added),
                changed: number(sum.changed),
                refused: number(sum.refused),
              }),
            ),
          ]),
      ...(ready
        ? [
            button("tables.keep", () => keep().catch(failed), "main", undefined, {
              n: number(sum.added + sum.changed),
            }),
          ]
        : sum !== undefined && sum.refused > 0
          ? [el("p", { class: "warn" }, say("tables.mend"))]
          : []),
    );
  };
  const choice = el(
    "select",
    { id: "import-kind" },
    ...KINDS.map((k) => el("option", { value: k }, say(`kind.${k}`))),
  );
  choice.addEventListener("change", () => {
    kind = KINDS.find((k) => k === choice.value) ?? "producers";
    map = [];
    show().catch(failed);
  });
  const zone = dropZone(
    "tables.file",
    "tables.file.hint",
    ".csv,.xlsx,.ods,.txt",
    false,
    ([first]) => {
      void (async () => {
        if (first !== undefined) {
          map = [];
          file = await upload(first);
          await show();
        }
      })().catch(failed);
    },
  );
  return el(
    "section",
    { class: "block" },
    heading("h2", "tables.import"),
    el("div", { class: "field" }, el("label", { for: "import-kind" }, say("tables.kind")), choice),
    zone,
    place,
  );
}

async function undo(id: string): Promise<void> {
  const answer = await act<{ removed: number; restored: number }>({
    command: "undo",
    body: { args: [id], yes: true },
    title: say("tables.undo.ask", { id }),
    yes: "tables.undo.yes",
    places: () => ({ id }),
    back: "never",
    seen: "tables.undo.seen",
    about: (plan) => [
      el(
        "p",
        {},
        say("tables.undo.plan", { removed: number(plan.removed), restored: number(plan.restored) }),
      ),
    ],
  });
  if (answer !== undefined) {
    await refresh();
    done(say("tables.undo.done", { id }));
  }
}

interface Import {
  id: string;
  kind: string;
  at: string;
  rows: number;
  file?: string;
}

function imports(kept: readonly Import[]): HTMLElement {
  const row = (i: Import): HTMLElement =>
    el(
      "li",
      { class: "line-item" },
      el(
        "span",
        {},
        chip(i.id),
        " ",
        outside(i.file ?? wordOf("kind", i.kind)),
        " ",
        el("span", { class: "small" }, `${instant(i.at)} · ${count("n.rows", i.rows)}`),
      ),
      button("tables.undo", () => undo(i.id).catch(failed)),
    );
  return el(
    "section",
    { class: "block" },
    heading("h2", "tables.imports"),
    kept.length === 0
      ? el("p", { class: "nothing" }, say("tables.imports.none"))
      : el("ul", { class: "plain" }, ...[...kept].reverse().slice(0, 50).map(row)),
  );
}

const EXPORTS = [
  "producers",
  "products",
  "certificates",
  "batches",
  "prints",
  "deliveries",
  "labels",
] as const;

function exports_(): HTMLElement {
  const write = async (kind: string): Promise<void> => {
    const answer = await call("export", {
      args: [kind],
      csv: { file: `${wordOf("kind", kind).toLowerCase()}.csv` },
    });
    done(say("tables.export.done"), answer);
  };
  const photos = async (): Promise<void> =>
    done(say("photo.exported"), await call("export", { args: ["photos"], o: { folder: "fotos" } }));
  const buttons = [
    ...EXPORTS.map((kind) =>
      button(`kind.${kind}` as Key, () => write(kind).catch(failed), "quiet", "table"),
    ),
    button("photo.title", () => photos().catch(failed), "quiet", "file"),
  ];
  const report = form(
    [
      {
        name: "year",
        label: "report.year",
        kind: "number",
        value: String(new Date().getFullYear()),
      },
    ],
    {
      key: "report.yes",
      look: "quiet",
      work: async (values) =>
        done(
          say("report.done"),
          await call("report", { ...given(values), pdf: { file: "informe.pdf" } }),
        ),
    },
  );
  return el(
    "section",
    { class: "block" },
    heading("h2", "tables.export"),
    el("p", { class: "hint" }, say("tables.export.hint")),
    el("div", { class: "row" }, ...buttons),
    heading("h3", "report.title"),
    report.node,
  );
}

export const tables: Screen = {
  id: "tables",
  icon: "table",
  view: async () => [
    heading("h1", "screen.tables"),
    importer(),
    imports(await list<Import>("import list")),
    exports_(),
  ],
};
