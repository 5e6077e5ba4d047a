// SPDX-License-Identifier: Apache-2.0
// The first run: from nothing to the first sheet, with a registry for practice offered first.
import { call, list, Refused, unlock } from "../api";
import { act } from "../parts/act";
import { button, link } from "../parts/buttons";
import { el, heading } from "../parts/element";
import { form, given, type Field } from "../parts/form";
import { sealMark } from "../parts/icons";
import { address, go } from "../router";
import { say, type Key } from "../words";

type Show = (...nodes: Node[]) => void;

const steps = [
  "welcome.step.certifier",
  "welcome.step.scheme",
  "welcome.step.first",
  "welcome.step.sheet",
] as const;

/** Where one is. */
function progress(at: number): HTMLElement {
  return el(
    "ol",
    { class: "steps", "aria-label": say("welcome.steps") },
    ...steps.map((key, i) =>
      el("li", { "aria-current": i === at && "step", class: i < at ? "past" : "" }, say(key)),
    ),
  );
}

function step(show: Show, at: number, key: Key, hint: Key, ...nodes: Node[]): void {
  show(progress(at), heading("h1", key), el("p", { class: "lead" }, say(hint)), ...nodes);
}

function choose(show: Show, made: () => Promise<void>): void {
  const way = (practice: boolean): HTMLElement =>
    el(
      "div",
      { class: "block way-in" },
      heading("h2", practice ? "welcome.practice" : "welcome.real"),
      el("p", {}, say(practice ? "welcome.practice.why" : "welcome.real.why")),
      button(
        practice ? "welcome.practice.yes" : "welcome.real.yes",
        () => certifier(show, practice, made),
        practice ? "main" : "quiet",
        practice ? "today" : "safe",
      ),
    );
  show(
    el(
      "div",
      { class: "hero" },
      sealMark(),
      heading("h1", "welcome.title"),
      el("p", { class: "lead" }, say("welcome.lead")),
    ),
    el("div", { class: "ways-in" }, way(true), way(false)),
  );
}

const certifierFields = (practice: boolean): Field[] => [
  {
    name: "name",
    label: "welcome.name",
    hint: "welcome.name.hint",
    required: true,
    value: practice ? say("welcome.name.practice") : "",
  },
  {
    name: "url",
    label: "welcome.url",
    hint: practice ? "welcome.url.practice" : "welcome.url.hint",
    required: true,
    value: practice ? "https://practica.example/v/" : "",
  },
  { name: "contact", label: "welcome.contact", hint: "welcome.contact.hint", value: "" },
  ...(practice
    ? []
    : ([
        {
          name: "members",
          label: "welcome.members",
          hint: "welcome.members.hint",
          kind: "area",
          value: "",
        },
        {
          name: "threshold",
          label: "welcome.threshold",
          hint: "welcome.threshold.hint",
          kind: "number",
        },
      ] as const)),
  {
    name: "passphrase",
    label: "lock.passphrase",
    hint: "welcome.passphrase.hint",
    kind: "password",
    required: true,
  },
  { name: "again", label: "welcome.again", kind: "password", required: true },
];

function certifier(show: Show, practice: boolean, made: () => Promise<void>): void {
  const { node } = form(certifierFields(practice), {
    key: "welcome.make",
    work: async ({ passphrase = "", again = "", members = "", threshold = "", ...values }) => {
      if (passphrase !== again) {
        throw new Refused(say("welcome.different"), "again", "again", [], []);
      }
      const judged = await unlock(passphrase);
      if (judged !== true) {
        throw new Refused(judged, "passphrase", "passphrase", [], []);
      }
      const names = members.split("\n").flatMap((name) => name.trim() || []);
      const most = Math.floor(names.length / 2) + 1;
      const committee =
        names.length === 0 ? {} : { member: names, threshold: threshold || String(most) };
      await call("init", { ...given(values), ...committee, practice });
      await made();
      scheme(show, () => (names.length > 1 ? own(show, passphrase) : first(show)));
    },
  });
  step(
    show,
    0,
    "welcome.certifier",
    practice ? "practice.why" : "welcome.certifier.hint",
    el("div", { class: "block narrow" }, node),
  );
  document.querySelector<HTMLElement>("#main h1")?.focus();
}

/** Until here one phrase closes all members' keys; now each one gives theirs, and nobody else looks on. */
async function own(show: Show, before: string): Promise<void> {
  const keys = await list<{ kid: string; role: string; name?: string }>("key list");
  const members = keys.filter((key) => key.role === "member");
  const next = (at: number): void => {
    const key = members[at];
    if (key === undefined) {
      first(show);
      return;
    }
    const { node } = form(
      [
        {
          name: "passphrase",
          label: "key.new",
          hint: "key.new.hint",
          kind: "password",
          required: true,
        },
        { name: "again", label: "welcome.again", kind: "password", required: true },
      ],
      {
        key: "next",
        work: async ({ passphrase = "", again = "" }) => {
          if (passphrase !== again) {
            throw new Refused(say("welcome.different"), "again", "again", [], []);
          }
          await call("key passphrase", {
            args: [key.kid],
            passphrase: before,
            "new-passphrase": passphrase,
          });
          next(at + 1);
        },
      },
    );
    step(
      show,
      1,
      "welcome.own",
      "welcome.own.hint",
      heading("h2", "welcome.own.who", {
        name: key.name ?? key.kid,
        at: at + 1,
        of: members.length,
      }),
      el("div", { class: "block narrow" }, node),
    );
    document.querySelector<HTMLElement>("#main h1")?.focus();
  };
  next(0);
}

function scheme(show: Show, then: () => void | Promise<void>): void {
  const { node } = form(
    [
      { name: "name", label: "scheme.name", hint: "scheme.name.hint", required: true },
      { name: "name-en", label: "scheme.nameEn" },
    ],
    {
      key: "next",
      work: async (values) => {
        const added = await act({
          command: "scheme add",
          body: { ...given(values), code: 1 },
          title: say("scheme.ask", { name: values["name"] ?? "" }),
          yes: "scheme.yes",
          back: "never",
          seen: "scheme.seen",
        });
        if (added !== undefined) {
          await then();
        }
      },
    },
  );
  step(
    show,
    1,
    "welcome.scheme",
    "welcome.scheme.hint",
    el("div", { class: "block narrow" }, node),
  );
  document.querySelector<HTMLElement>("#main h1")?.focus();
}

/** A producer, a product and its certificate: by hand, or out of a table. */
function first(show: Show): void {
  const { node } = form(
    [
      {
        name: "producer",
        label: "certificate.producer",
        hint: "producer.name.hint",
        required: true,
      },
      { name: "origin", label: "producer.origin", hint: "producer.origin.hint", required: true },
      { name: "public", label: "producer.public", hint: "producer.public.hint", kind: "check" },
      { name: "product", label: "certificate.product", hint: "product.name.hint", required: true },
      { name: "traits", label: "product.traits", hint: "product.traits.hint", kind: "area" },
      { name: "until", label: "certificate.until", hint: "certificate.until.hint", kind: "date" },
      {
        name: "inspected",
        label: "welcome.inspected",
        hint: "welcome.inspected.hint",
        kind: "check",
      },
    ],
    {
      key: "next",
      work: async ({
        producer = "",
        origin = "",
        public: named = "",
        product = "",
        traits = "",
        until = "",
        inspected = "",
      }) => {
        const id = async (command: string, body: Record<string, string | true>): Promise<string> =>
          (await call<{ id: string }>(command, body)).lines[0]?.id ?? "";
        const r = await id("producer add", given({ name: producer, origin, public: named }));
        const p = await id("product add", given({ name: product, traits }));
        const c = await id("certificate apply", {
          producer: r,
          product: p,
          scheme: "S1",
          yes: true,
        });
        if (inspected !== "true") {
          go("certificates", c);
          return;
        }
        await call("certificate inspect", { args: [c], result: "pass" });
        const granted = await act({
          command: "certificate grant",
          body: { args: [c], ...given({ until }) },
          title: say("certificate.grant.ask", { id: c, product, producer }),
          yes: "certificate.grant.yes",
          places: () => ({ id: c }),
          back: "never",
          seen: "certificate.grant.seen",
        });
        go(granted === undefined ? "certificates" : "issue", c);
      },
    },
  );
  step(
    show,
    2,
    "welcome.first",
    "welcome.first.hint",
    el(
      "p",
      { class: "row" },
      link("welcome.table", address("tables"), "quiet", "table"),
      link("welcome.later", address("today"), "link"),
    ),
    el("div", { class: "block narrow" }, node),
  );
  document.querySelector<HTMLElement>("#main h1")?.focus();
}

/** Draws the first run into a place; made is told once the registry is there. */
export function welcome(place: HTMLElement, made: () => Promise<void>): void {
  choose((...nodes) => place.replaceChildren(...nodes), made);
}
