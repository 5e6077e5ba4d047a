// SPDX-License-Identifier: Apache-2.0
// Emitir: signed labels under a certificate.
import { call, list, upload, type Answer, type Body } from "../api";
import { act } from "../parts/act";
import { link } from "../parts/buttons";
import { dropZone } from "../parts/drop";
import { el, heading, tell, visible } from "../parts/element";
import { form, given, type Values } from "../parts/form";
import { latest } from "../parts/latest";
import { forWindow } from "../parts/messages";
import { done, wordsOf } from "../parts/notice";
import { stockOptions, stocks } from "../parts/stocks";
import { address } from "../router";
import type { Certificate } from "../records";
import type { Screen } from "../parts/screen";
import { count, say } from "../words";

interface Plan {
  batch: string;
  certificate?: string;
  first_serial: number;
  last_serial: number;
  count: number;
}

/** How they would look on the sheet chosen; undefined where they cannot be drawn. */
async function look(body: Body): Promise<HTMLElement | undefined> {
  const answer = await call("issue", { ...body, preview: { file: "muestra.png" } }, false).catch(
    () => undefined,
  );
  const picture = answer?.files[0];
  return picture && el("figure", {}, el("img", { src: picture.url, alt: say("issue.look.alt") }));
}

function bodyOf(values: Values, photos: readonly string[]): Body {
  const { certificate = "", stock = "", count: n = "", ...rest } = values;
  const pictures = photos.length > 0 ? { photos: { uploads: photos } } : { count: n };
  return {
    args: [certificate],
    yes: true,
    ...given(rest),
    ...pictures,
    ...(stock === "" ? {} : { for: stock }),
  };
}

/** Does it fit the sheet, and what would be left out: as the tool says it. */
function fit(answer: Answer<Plan>): HTMLElement[] {
  return forWindow(answer.messages).map((text) => el("p", { class: "small" }, visible(text, 2000)));
}

async function view(chosen: string): Promise<Node[]> {
  const [certificates, { all, last }] = await Promise.all([
    list<Certificate>("certificate list", { state: "granted" }),
    stocks(),
  ]);
  if (certificates.length === 0) {
    return [
      heading("h1", "screen.issue"),
      el("p", {}, say("issue.none")),
      link("screen.certificates", address("certificates"), "main"),
    ];
  }
  let photos: string[] = [];
  const sample = el("div", { class: "sample", role: "status" });
  const made = form(
    [
      {
        name: "certificate",
        label: "label.certificate",
        kind: "pick",
        required: true,
        value: chosen || (certificates.length === 1 ? (certificates[0]?.id ?? "") : ""),
        choices: certificates.map((c) => ({
          value: c.id,
          text: `${c.product_name} · ${c.producer_name}`,
        })),
      },
      { name: "count", label: "issue.count", kind: "number", hint: "issue.count.hint" },
      { name: "lot", label: "issue.lot", hint: "issue.lot.hint" },
      { name: "made", label: "issue.made", kind: "date" },
      { name: "expires", label: "label.expires", kind: "date" },
      {
        name: "stock",
        label: "issue.stock",
        hint: "issue.stock.hint",
        kind: "select",
        value: last,
        options: [["", say("issue.anyStock")], ...stockOptions(all)],
      },
    ],
    {
      key: "issue.next",
      work: async (values) => {
        const answer = await act<Plan>({
          command: "issue",
          body: bodyOf(values, photos),
          title: say("issue.ask"),
          yes: "issue.yes",
          places: (plan) => ({ n: count("n.labels", plan.count) }),
          back: "never",
          seen: "issue.seen",
          about: (plan) => [
            el(
              "p",
              {},
              say("issue.plan", {
                n: count("n.labels", plan.count),
                certificate: plan.certificate ?? values["certificate"] ?? "",
              }),
            ),
          ],
        });
        const batch = answer?.lines[0];
        if (answer !== undefined && batch !== undefined) {
          done(
            say("issue.done", { n: count("n.labels", batch.count), batch: batch.batch }),
            answer,
            undefined,
            link("due.to-print.button", address("print", batch.batch), "main", "print"),
          );
          made.node.querySelector<HTMLInputElement>("[name=count]")?.focus();
        }
      },
    },
  );
  const zone = dropZone(
    "issue.photos",
    "issue.photos.hint",
    "image/jpeg,image/png,image/webp,image/heic",
    true,
    (files) => {
      void (async () => {
        photos = [];
        const sorted = [...files].sort((a, b) =>
          a.name.localeCompare(b.name, "es", { numeric: true }),
        );
        for (const file of sorted) {
          photos.push((await upload(file)).upload);
        }
        const field = made.node.querySelector<HTMLInputElement>("[name=count]");
        if (field !== null) {
          field.value = String(photos.length);
          field.disabled = true;
        }
        pictures.replaceChildren(...sorted.slice(0, 24).map((file) => thumbnail(file)));
        tell(count("issue.photosTaken", photos.length));
        show();
      })().catch(made.refuse);
    },
  );
  const pictures = el("div", { class: "thumbs" });
  made.node.querySelector(".answers")?.before(zone, pictures);
  const show = latest(async () => {
    const values = made.values();
    if (
      !certificates.some((c) => c.id === values["certificate"]) ||
      (values["count"] === "" && photos.length === 0)
    ) {
      return;
    }
    const body = bodyOf(values, photos);
    const told = await call<Plan>("issue", { ...body, "dry-run": true }, false).then(
      fit,
      (error: unknown) => [el("p", { class: "small" }, visible(wordsOf(error), 2000))],
    );
    const picture = body["for"] === undefined ? undefined : await look(body);
    sample.replaceChildren(el("h2", {}, say("issue.fit")), ...told, ...(picture ? [picture] : []));
  });
  made.node.addEventListener("input", show);
  made.node.addEventListener("change", show);
  show();
  return [
    heading("h1", "screen.issue"),
    el("div", { class: "beside" }, el("div", { class: "block" }, made.node), sample),
  ];
}

function thumbnail(file: File): HTMLElement {
  const url = URL.createObjectURL(file);
  const picture = el("img", { src: url, alt: visible(file.name, 60) });
  picture.addEventListener("load", () => URL.revokeObjectURL(url), { once: true });
  picture.addEventListener("error", () => picture.remove(), { once: true });
  return picture;
}

export const issue: Screen = {
  id: "issue",
  icon: "issue",
  view: async ([certificate = ""]) => view(certificate),
};
