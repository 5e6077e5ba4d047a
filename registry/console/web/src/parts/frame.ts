// SPDX-License-Identifier: Apache-2.0
// What stands around every screen: whose registry it is, practice or not, the lock, the language, the menu.
import { Gone, Outside, Refused, type Hello } from "../api";
import { address } from "../router";
import type { Screen, ScreenId } from "./screen";
import { language, say } from "../words";
import { byId, el, outside, visible } from "./element";
import { icon, sealMark } from "./icons";
import { lockButton } from "./lock";

export function drawFrame(hello: Hello, otherLanguage: () => void): void {
  const skip = byId("skip");
  skip.textContent = say("skip");
  skip.addEventListener("click", (event) => {
    event.preventDefault();
    byId("main").focus();
  });
  const to = language() === "es" ? "en" : "es";
  const change = el(
    "button",
    { type: "button", class: "button link", lang: to, on: { click: otherLanguage } },
    to === "en" ? "English" : "Español",
  );
  const brand = el(
    "a",
    { class: "brand", href: address("today") },
    el("span", { class: "emblem" }, sealMark()),
    el("span", { class: "name" }, hello.name === undefined ? "Sello" : outside(hello.name)),
  );
  const menu = el(
    "button",
    {
      type: "button",
      id: "menu-button",
      class: "button quiet",
      "aria-expanded": "false",
      "aria-controls": "menu",
      on: { click: toggleMenu },
    },
    icon("menu"),
    el("span", {}, say("menu.open")),
  );
  byId("top").replaceChildren(
    brand,
    hello.practice === true
      ? el("span", { class: "chip practice", title: say("practice.why") }, say("practice"))
      : "",
    el("div", { class: "top-tools" }, change, lockButton(), menu),
  );
  byId("menu").setAttribute("aria-label", say("menu.label"));
}

function toggleMenu(): void {
  const open = byId("menu").classList.toggle("is-open");
  byId("menu-button").setAttribute("aria-expanded", String(open));
}

export function menuOf(screens: readonly Screen[], current: ScreenId | undefined): void {
  const links = screens.map((screen) =>
    el(
      "li",
      {},
      el(
        "a",
        { href: address(screen.id), "aria-current": screen.id === current && "page" },
        icon(screen.icon),
        el("span", {}, say(`screen.${screen.id}`)),
      ),
    ),
  );
  byId("menu").replaceChildren(el("ul", {}, ...links));
  byId("menu").classList.remove("is-open");
  document.getElementById("menu-button")?.setAttribute("aria-expanded", "false");
}

/** Without a session there is nothing to show but how to get one. */
export function drawOutside(error: unknown): void {
  const text =
    error instanceof Outside
      ? say("outside")
      : error instanceof Gone
        ? say("gone")
        : error instanceof Refused
          ? error.message
          : say("failed");
  byId("main").replaceChildren(
    el(
      "div",
      { class: "alone" },
      sealMark(),
      el("h1", { tabindex: "-1" }, "Sello"),
      el("p", { role: "alert" }, visible(text, 2000)),
    ),
  );
  if (!(error instanceof Outside || error instanceof Gone || error instanceof Refused)) {
    console.error(error);
  }
}
