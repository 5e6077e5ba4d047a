// SPDX-License-Identifier: Apache-2.0
// What stands around every view: whose page this is, the language, and the ways to the other views.
import { settings, set } from "../app/settings";
import { direction, language, languages, say, speak, type Language } from "../words";
import type { App } from "./app";
import { button, byId, el, outside, words } from "./dom";
import { icon, sealMark } from "./icons";
import { refocus, unpressed } from "./press";

let offered: Language[] = [
  { tag: "es", name: "Español" },
  { tag: "en", name: "English" },
];

/** Finds out which catalogs lie beside the page. */
export async function findLanguages(app: App): Promise<void> {
  const found = await languages();
  if (found.length > offered.length) {
    offered = found;
    unpressed(() => {
      const before = document.activeElement;
      drawFrame(app);
      refocus(before);
    });
  }
}

function tellLanguage(): void {
  document.documentElement.lang = language();
  document.documentElement.dir = direction();
}

async function changeLanguage(app: App, tag: string): Promise<void> {
  if (await speak(tag)) {
    set("language", tag);
    tellLanguage();
    app.judgeAgain();
    app.redraw();
    document.getElementById("language")?.focus();
  }
}

function languageChoice(app: App): HTMLElement {
  const options = offered.map((o) =>
    el("option", { value: o.tag, lang: o.tag, selected: o.tag === language() }, o.name),
  );
  const select = el("select", { id: "language", "aria-label": say("lang.label") }, ...options);
  select.addEventListener("change", () => void changeLanguage(app, select.value));
  return select;
}

/** The certifier's mark lies beside the page; without it the seal stands there. */
function mark(): HTMLElement {
  const picture = el("img", { src: "icons/icon-192.png", alt: "", width: 40, height: 40 });
  const holder = el("span", { class: "emblem" }, picture);
  picture.addEventListener("error", () => holder.replaceChildren(sealMark()));
  return holder;
}

let drawnMark: HTMLElement | undefined;

export function drawFrame(app: App): void {
  drawnMark ??= mark();
  const name = app.session.trust.own?.info.name;
  const title = name === undefined ? "Sello" : outside(name);
  const home = el(
    "button",
    { type: "button", class: "brand", on: { click: () => app.home() } },
    drawnMark,
    el("span", { class: "name" }, title),
  );
  byId("top").replaceChildren(home, languageChoice(app));
  byId("foot").replaceChildren(
    el("nav", { "aria-label": say("nav.label") }, ...links(app)),
    el("p", { class: "small" }, words("foot.privacy")),
    el("p", { class: "small" }, el("a", { href: "LICENSES.txt" }, words("foot.licences"))),
  );
}

function links(app: App): HTMLElement[] {
  return [
    app.view === "home" ? el("span") : button("nav.home", () => app.home(), "link"),
    app.view === "shop"
      ? el("span")
      : button("shop.title", () => app.show("shop"), "link", icon("list")),
    app.view === "trust" ? el("span") : button("trust.title", () => app.show("trust"), "link"),
  ];
}

/** The phone's language, or the one that was chosen; a community's where its catalog lies beside the page. */
export async function firstLanguage(
  choose: (wanted: readonly string[], of: readonly Language[]) => string,
): Promise<void> {
  const tried = new URLSearchParams(location.search).get("lang") ?? ""; // a catalog on trial
  const wanted = [tried, settings.language, ...navigator.languages].filter((tag) => tag !== "");
  const first = wanted[0]?.toLowerCase().split("-")[0] ?? "es";
  if (first !== "es" && first !== "en") {
    offered = await languages();
  }
  await speak(choose(wanted, offered), false);
  tellLanguage();
}
