// SPDX-License-Identifier: Apache-2.0
// A shorter story in Firefox: a registry is opened, a certificate granted, its labels issued and one sold.
import "./needs-console.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";
import { hasFirefox, openFirefox } from "../page/firefox.mjs";
import { makeCertifier, makeHome, PASSPHRASE, serveConsole } from "./console.mjs";

if (!hasFirefox()) {
  console.log("Skipped: no Firefox (script/test installs it).");
  process.exit(77);
}

const home = makeHome();

/** Scripts that find what a person sees, and press or fill it. */
const find = (selector, text) =>
  `[...document.querySelectorAll(${JSON.stringify(selector)})].find((e) => e.checkVisibility() && e.textContent.includes(${JSON.stringify(text)}))`;

test("a certificate is granted, its labels issued, one of them sold", async () => {
  makeCertifier(home);
  const server = await serveConsole(home);
  const page = await openFirefox();
  const press = (selector, text) =>
    page.wait(
      `const e = ${find(selector, text)}; if (e === undefined) { return false; } e.click(); return true;`,
    );
  const fill = (selector, value) =>
    page.wait(
      `const e = document.querySelector(${JSON.stringify(selector)}); if (e === null) { return false; } e.value = ${JSON.stringify(value)}; e.dispatchEvent(new Event("input", { bubbles: true })); return true;`,
    );
  const shows = (selector, text) => page.wait(`return ${find(selector, text)} !== undefined`);
  try {
    await page.goto(server.url);
    await press("#menu a", "Certificados");
    await press(".card a", "Cántaro");
    await press("main button", "Otorgar");
    await press("dialog button", "Seguir");
    await press("dialog button", "Otorgar C1");
    await shows(".notice", "C1 quedó otorgado");
    await press("main a", "Emitir etiquetas");
    await fill("[name=count]", "2");
    await press("main button", "Revisar");
    await press("dialog button", "Emitir 2 etiquetas");
    await fill("dialog input[type=password]", PASSPHRASE);
    await press("dialog button", "Abrir");
    await shows(".notice", "Se emitieron 2 etiquetas");
    await press("#menu a", "Etiqueta");
    await fill("#label-text", "2");
    await press("main button", "Buscar");
    await press("main button", "Se vendió");
    await press("dialog button", "Marcar 000002-2 como vendida");
    await shows(".verdict", "Vendida");
    assert.equal(JSON.parse(home.sello("--json", "label", "show", "2")).status, "retired");
  } finally {
    await page.close();
    await server.stop();
    home.remove();
  }
});
