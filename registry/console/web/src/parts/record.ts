// SPDX-License-Identifier: Apache-2.0
// A screen of records: all of them, one, a new one, and one that is changed.
import { call, one, type Body } from "../api";
import { address, leave } from "../router";
import { say } from "../words";
import { act } from "./act";
import { link } from "./buttons";
import { el, heading } from "./element";
import { form, given, type Field, type Values } from "./form";
import type { Icon } from "./icons";
import type { Screen } from "./screen";

export interface Kind<T> {
  word: "producer" | "product";
  icon: Icon;
  fields: (record?: T) => readonly Field[];
  /** Only what was changed is sent, so that another clerk's change of the rest stays. */
  changed: (record: T, values: Values) => Body;
  list: () => Promise<Node>;
  detail: (id: string) => Promise<Node[]>;
}

/** What is not as it was. */
export const changedTexts = (
  old: Readonly<Record<string, string>>,
  values: Values,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(old)
      .filter(([name, value]) => values[name] !== value)
      .map(([name]) => [name, values[name] ?? ""]),
  );

export function recordScreen<T extends { id: string; name: string }>(kind: Kind<T>): Screen {
  const { word } = kind;
  const screen = `${word}s` as const;
  const narrow = (key: `${typeof word}.add` | `${typeof word}.edit`, node: Node): Node[] => [
    heading("h1", key),
    el("div", { class: "block narrow" }, node),
  ];
  const add = (): Node[] => {
    const { node } = form(kind.fields(), {
      key: "save",
      work: async (values) => {
        const answer = await call<T>(`${word} add`, given(values));
        leave(node, screen, answer.lines[0]?.id ?? "");
      },
    });
    return narrow(`${word}.add`, node);
  };
  const save = async (record: T, change: Body): Promise<boolean> =>
    Object.keys(change).length === 0 ||
    (await act({
      command: `${word} edit`,
      body: { args: [record.id], yes: true, ...change },
      title: say(`${word}.edit.ask`, { name: record.name }),
      yes: "save",
      back: "list",
      seen: `${word}.edit.seen`,
    })) !== undefined;
  const edit = (record: T): Node[] => {
    const { node } = form(kind.fields(record), {
      key: "save",
      work: async (values) => {
        if (await save(record, kind.changed(record, values))) {
          leave(node, screen, record.id);
        }
      },
    });
    return narrow(`${word}.edit`, node);
  };
  const all = async (): Promise<Node[]> => [
    el(
      "div",
      { class: "head" },
      heading("h1", `screen.${screen}`),
      link(`${word}.add`, address(screen, "new"), "main", "issue"),
    ),
    await kind.list(),
  ];
  return {
    id: screen,
    icon: kind.icon,
    view: async ([id = "", what]) =>
      id === ""
        ? all()
        : id === "new"
          ? add()
          : what === "edit"
            ? edit(await one<T>(`${word} show`, { args: [id] }))
            : kind.detail(id),
  };
}
