// SPDX-License-Identifier: Apache-2.0
// Trust data from the reader: a file, a picture of a status notice, or its text.
import type { Outcome } from "../app/trust";
import { CauseError } from "../engine";
import { SELLO_E_TOO_LONG } from "../engine_tables";
import { loadLooks, mixesScripts } from "../names";
import { say } from "../words";
import type { App } from "./app";
import { longDate } from "../dates";
import { button, el, heading, outside, visible, words } from "./dom";
import { facts, fingerprintView, rootView } from "./facts";
import { statementEngine } from "./stated";
import { takenWords } from "./taken";
import { causeWords } from "./phrases";

const MOST = 32 * 1024 * 1024; // bytes of a trust file

function tell(app: App, text: string): void {
  app.message = text;
  app.show("trust");
  app.tell(text);
}

/** Shows name and fingerprint, and waits for a yes. */
function askFor(asked: Extract<Outcome, { kind: "ask" }>): Promise<boolean> {
  return new Promise((resolve) => {
    let yes = false;
    const close = (answer: boolean) => (): void => {
      yes = answer;
      dialog.close();
    };
    const { name, baseUrl, fingerprintText } = asked.info;
    const dialog = el(
      "dialog",
      {
        class: "ask",
        "aria-label": say("trust.ask"),
        on: { close: () => (dialog.remove(), resolve(yes)) },
      },
      heading("h2", "trust.ask"),
      facts([
        ["fact.certifier", outside(name)],
        ["fact.address", outside(baseUrl)],
        ["fact.fingerprint", fingerprintView(fingerprintText)],
        ["fact.root", rootView(asked.info)],
      ]),
      mixesScripts(name) && el("p", { class: "warn" }, words("trust.mixed")),
      asked.info.practice && el("p", { class: "warn" }, words("trust.practice")),
      asked.info.endorsedBy === undefined
        ? el("p", {}, words("trust.ask.match"))
        : el(
            "p",
            {},
            words("trust.endorsed", {
              name: visible(asked.info.endorsedBy.name),
              date: longDate(asked.info.endorsedBy.since ?? ""),
            }),
          ),
      el(
        "div",
        { class: "row" },
        button("trust.ask.no", close(false), "second"),
        button(asked.info.endorsedBy === undefined ? "trust.ask.yes" : "trust.ask.add", close(true), "main"),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}

async function settle(app: App, outcome: Outcome): Promise<void> {
  if (outcome.kind !== "ask") {
    app.judgeAgain();
    tell(app, takenWords(outcome));
  } else if (await askFor(outcome)) {
    await settle(app, app.session.trust.add(outcome.file, Date.now()));
  }
}

const witnesses = () => import("./statement");

/** Tells from now on how many saw the data; not without network, where that part was never kept. */
export const askWitnesses = (app: App): Promise<void> =>
  witnesses().then((part) => part.begin(app, statementEngine)).catch(() => undefined);

/** A trust file is none: what became of it, in words. */
const takeText = (app: App, bytes: Uint8Array): Promise<string> =>
  witnesses()
    .then((part) => part.takeText(app, bytes, statementEngine))
    .catch((e: unknown) =>
      e instanceof CauseError ? say("trust.refused", { cause: causeWords(e.number) }) : say("net.offline"),
    );

export async function takeNotice(app: App, text: string): Promise<void> {
  await loadLooks();
  await settle(app, await app.session.trust.offerNotice(text, Date.now()));
}

async function takePicture(app: App, file: File): Promise<void> {
  const codes = await app.codesOf(file);
  const notice =
    typeof codes === "number"
      ? undefined
      : codes.find((text) => app.session.judge(text).report.notice);
  if (notice !== undefined) {
    await takeNotice(app, notice);
  } else {
    tell(
      app,
      say("trust.refused", {
        cause: typeof codes === "number" ? causeWords(codes) : say("cause.15"),
      }),
    );
  }
}

export async function takeFile(app: App, file: File): Promise<void> {
  if (file.type.startsWith("image/")) {
    await takePicture(app, file);
  } else if (file.size > MOST) {
    tell(app, say("trust.refused", { cause: causeWords(SELLO_E_TOO_LONG) }));
  } else {
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (bytes.subarray(0, 8).every((byte) => byte < 128)) {
      tell(app, await takeText(app, bytes));
    } else {
      await loadLooks();
      await settle(app, await app.session.trust.offerFile(bytes, Date.now()));
    }
  }
}
