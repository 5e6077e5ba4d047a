// SPDX-License-Identifier: Apache-2.0
// From the link that opened the window to the screen.
import * as api from "./api";
import { tellClerk } from "./parts/clerk";
import { drawFrame, drawOutside, menuOf } from "./parts/frame";
import { byId, heading, tell } from "./parts/element";
import { watchJobs } from "./parts/jobs";
import { watchLock } from "./parts/lock";
import { clearNotice, failed } from "./parts/notice";
import { onPlace, place } from "./router";
import type { Screen } from "./parts/screen";
import { certificates } from "./screens/certificates";
import { delivering } from "./screens/deliver";
import { issue } from "./screens/issue";
import { label } from "./screens/label";
import { producers } from "./screens/producers";
import { printing } from "./screens/print";
import { products } from "./screens/products";
import { safety } from "./screens/safety";
import { tables } from "./screens/tables";
import { today } from "./screens/today";
import { welcome } from "./screens/welcome";
import { language, speak } from "./words";

const screens: readonly Screen[] = [
  today,
  producers,
  products,
  certificates,
  issue,
  printing,
  delivering,
  label,
  tables,
  safety,
];

let turn = 0;
let shown = "";

/** Draws the screen of the address. An answer that comes after the next one was asked for is dropped. */
async function draw(): Promise<void> {
  const mine = ++turn;
  const at = place();
  const screen = screens.find((s) => s.id === at.screen) ?? screens[0];
  if (screen === undefined) {
    return;
  }
  menuOf(screens, screen.id);
  const here = [screen.id, ...at.rest].join("/");
  let nodes: readonly Node[];
  try {
    nodes = await screen.view(at.rest);
  } catch (error) {
    if (mine === turn) {
      byId("main").replaceChildren(heading("h1", `screen.${screen.id}`));
      failed(error);
    }
    return;
  }
  if (mine !== turn) {
    return;
  }
  const main = byId("main");
  const again = shown === here;
  const notice = again ? [...main.querySelectorAll(":scope > .notice")] : [];
  if (!again) {
    clearNotice();
  }
  main.className = `screen ${screen.id}`;
  main.replaceChildren(...notice, ...nodes);
  document.title = `${main.querySelector("h1")?.textContent ?? ""} · Sello`;
  if (shown !== "" && !again) {
    main.querySelector<HTMLElement>("h1")?.focus();
    scrollTo(0, 0);
    tell(main.querySelector("h1")?.textContent ?? "");
  }
  if (again && document.activeElement === document.body) {
    main.querySelector<HTMLElement>(":scope > .notice, h1")?.focus(); // what had the focus is gone
  }
  shown = here;
}

/** The link's token is for once, and out of the address before anything else. */
async function useToken(): Promise<void> {
  const token = /^#t=([0-9a-f]+)$/.exec(location.hash)?.[1];
  if (token !== undefined) {
    history.replaceState(null, "", location.pathname);
    await api.enter(token);
  }
}

function otherLanguage(): void {
  localStorage.setItem("sello-language", language() === "es" ? "en" : "es");
  location.reload();
}

async function begin(hello: api.Hello): Promise<void> {
  drawFrame(hello, otherLanguage);
  watchJobs();
  onPlace(draw);
  await draw();
}

/** Without a registry the first run makes one; the menu comes with it. */
function firstRun(hello: api.Hello): void {
  drawFrame(hello, otherLanguage);
  const main = byId("main");
  main.className = "screen welcome";
  welcome(main, async () => {
    const made = await api.hello();
    drawFrame(made, otherLanguage);
    menuOf(screens, undefined);
    watchJobs();
    onPlace(draw);
  });
}

async function start(): Promise<void> {
  speak(localStorage.getItem("sello-language") ?? "es");
  try {
    await useToken();
    const hello = await api.hello();
    speak(localStorage.getItem("sello-language") ?? hello.language);
    watchLock(!hello.unlocked);
    await tellClerk(hello);
    if (hello.exists) {
      await begin(hello);
    } else {
      firstRun(hello);
    }
  } catch (error) {
    drawOutside(error);
  }
}

void start();
