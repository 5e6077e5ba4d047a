// SPDX-License-Identifier: Apache-2.0
// Backups: to a stick in one press, and back from one into a folder of its own.
import { call, one, volumes, type Value, type Volume } from "../api";
import type { Status } from "../records";
import { refresh } from "../router";
import { day, say } from "../words";
import { act } from "./act";
import { button } from "./buttons";
import { el, heading, outside, visible } from "./element";
import { form } from "./form";
import { done, failed } from "./notice";

interface Made {
  file: string;
  same_disk: boolean;
}

async function backup(to: string): Promise<void> {
  const answer = await call<Made>("backup", { args: [{ path: to }] });
  const line = answer.lines[0];
  await refresh();
  done(
    say(line?.same_disk === true ? "backup.done.same" : "backup.done", { file: line?.file ?? "" }),
    answer,
  );
}

const gigabytes = (bytes: number): string => (bytes / 1e9).toFixed(1);

function stick(volume: Volume): HTMLElement {
  return el(
    "li",
    { class: "line-item" },
    el(
      "span",
      {},
      outside(volume.name),
      " ",
      el("span", { class: "small" }, say("backup.free", { n: gigabytes(volume.free) })),
    ),
    button("backup.here", () => backup(volume.path).catch(failed), "main"),
  );
}

async function restore(from: Value, folder: string): Promise<void> {
  const answer = await act<{ serials?: number }>({
    command: "restore",
    body: { args: [from, { folder }], yes: true },
    title: say("restore.ask", { folder }),
    yes: "restore.yes",
    back: "never",
    seen: "restore.seen",
  });
  if (answer !== undefined) {
    done(say("restore.done", { folder: answer.folders[0]?.path ?? folder }), answer);
  }
}

function restoreForm(files: readonly (readonly [string, string])[]): HTMLElement {
  return form(
    [
      {
        name: "from",
        label: "restore.from",
        kind: "select",
        options: [...files, ["", say("restore.otherFile")]],
      },
      { name: "path", label: "restore.path", hint: "restore.path.hint" },
      {
        name: "folder",
        label: "restore.folder",
        hint: "restore.folder.hint",
        required: true,
        value: say("restore.folder.name"),
      },
    ],
    {
      key: "restore.next",
      look: "quiet",
      work: async ({ from = "", path = "", folder = "" }) =>
        restore({ path: from === "" ? path : from }, folder),
    },
  ).node;
}

export async function backupPart(): Promise<HTMLElement> {
  const [status, found] = await Promise.all([one<Status>("status"), volumes()]);
  const sticks = found.filter((v) => v.writable);
  const files = found.flatMap((v) =>
    v.files
      .filter((f) => f.name.endsWith(".tar"))
      .map((f) => [`${v.path}/${f.name}`, `${v.name}: ${visible(f.name)}`] as const),
  );
  const typed = form(
    [{ name: "path", label: "backup.path", hint: "backup.path.hint", required: true }],
    { key: "backup.yes", look: "quiet", work: async ({ path = "" }) => backup(path) },
  );
  return el(
    "section",
    { class: "block", id: "part-backup" },
    heading("h2", "backup.title"),
    el(
      "p",
      {},
      status.last_backup === undefined
        ? say("today.noBackup")
        : say("today.backup", { date: day(status.last_backup) }),
    ),
    el("p", { class: "hint" }, say("backup.hint")),
    sticks.length > 0
      ? el("ul", { class: "plain" }, ...sticks.map(stick))
      : el("p", { class: "row" }, say("backup.noStick"), " ", button("backup.look", refresh)),
    el("details", {}, el("summary", {}, say("backup.other")), typed.node),
    el(
      "details",
      {},
      el("summary", {}, say("restore.title")),
      el("p", { class: "hint" }, say("restore.hint")),
      restoreForm(files),
    ),
  );
}
