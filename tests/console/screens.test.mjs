// SPDX-License-Identifier: Apache-2.0
// What a clerk does now and then: who is at the window, a label made anew, mark and colour, a change of the root, a
// committee; and how the screens are at 200 % and on paper.
import "./needs-console.mjs";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { accessible, fits } from "../page/checks.mjs";
import { keepShot, makeCertifier, makeHome, openLock, openOffice, PASSPHRASE, show, visit } from "./console.mjs";

const picture = (name) =>
  readFileSync(fileURLToPath(new URL(`../data/pictures/${name}.jpg`, import.meta.url)));

let home, page, window_, close;
after(() => close?.());
before(async () => {
  home = makeHome();
  const sello = makeCertifier(home);
  sello("certificate", "grant", "C1");
  sello("issue", "C1", "--count", "2");
  ({ window: window_, close } = await openOffice(home));
  page = window_.page;
});

const done = (text) => page.waitForSelector(`.notice.good >> text=${text}`);
const yes = (name) => page.click(`dialog >> role=button[name=/${name}/]`);

test("what is done is noted under the name of who is at the window", async () => {
  await page.fill(".clerk [name=name]", "Luisa");
  await page.click(".clerk >> text=Guardar");
  await page.waitForSelector("summary >> text=En la ventana: Luisa");
  await show(page, "Productos");
  await page.click("text=Nuevo producto");
  await page.fill("[name=name]", "Jarra");
  await page.click("main >> text=Guardar");
  await page.waitForSelector("h1 >> text=Jarra");
  assert.match(JSON.parse(home.sello("--json", "history", "P2")).who, /^Luisa \(.+\)$/);
});

test("a label that came out wrong is made anew, and a sold one found again to be taken back", async () => {
  home.sello("sold", "1");
  await show(page, "Etiqueta");
  await page.click("summary >> text=Vendidas");
  await page.click("details a >> text=1");
  await page.waitForSelector("main >> role=button[name='La devolvieron']");
  await show(page, "Etiqueta");
  await page.fill("#label-text", "2");
  await page.click("text=Buscar");
  await page.click("main >> role=button[name='Hacer otra en su lugar']");
  await yes("Retirar 000002-2 y emitir otra");
  await openLock(page);
  await done("la nueva está lista para imprimir");
  assert.equal(JSON.parse(home.sello("--json", "label", "show", "2")).status, "withdrawn");
  assert.equal(JSON.parse(home.sello("--json", "label", "show", "3")).status, "valid");
});

test("what was done last is undone from a list, by its name, and what stays says why", async () => {
  home.sello("suspend", "3", "--reason", "obra");
  home.sello("producer", "edit", "R1", "--name", "Familia Ruis", "--yes");
  await show(page, "Hoy");
  const row = (text) => `#part-steps li:has-text("${text}")`;
  await page.click(`${row("Se cambió el productor R1")} >> text=Deshacer`);
  await page.waitForSelector("dialog >> text=Antes: «Familia Ruiz». Ahora: «Familia Ruis».");
  await accessible(page, "undoing");
  await page.waitForSelector("dialog >> text=en la lista de lo último que se hizo");
  await yes("Dejar R1 como estaba");
  await done("Quedó deshecho");
  assert.equal(JSON.parse(home.sello("--json", "producer", "show", "R1")).name, "Familia Ruiz");
  await page.click(`${row("Etiqueta 3: suspendida")} >> text=Deshacer`);
  await yes("Reanudar 3");
  await page.waitForSelector(`${row("Etiqueta 3: suspendida")} >> text=ya no es así`);
  assert.equal(JSON.parse(home.sello("--json", "label", "show", "3")).status, "valid");
  await page.click("#part-steps >> text=Ver más");
  await page.waitForSelector(`${row("Se firmó la tanda B1")} >> text=sus etiquetas están firmadas`);
  await page.click(".notice > .button"); // what is told of the step before goes
  await page.click(`${row("Etiqueta 1: dada de baja")} >> text=Deshacer`);
  await page.fill("dialog [name=reason]", "la marqué por error");
  await page.click("dialog >> text=Seguir");
  await yes("Tomar 1 como devuelta");
  await done("Quedó deshecho");
  assert.equal(JSON.parse(home.sello("--json", "label", "show", "1")).status, "valid");
});

test("photos of pieces are shown with their label and their producer", async () => {
  await visit(page, "issue/C1");
  await page.setInputFiles(".drop input", {
    name: "pieza.jpg",
    mimeType: "image/jpeg",
    buffer: picture("tiny"),
  });
  await page.waitForSelector(".thumbs img");
  await page.click("main >> role=button[name='Revisar']");
  await yes("Emitir 1 etiqueta");
  await done("Se emitieron 1 etiqueta");
  await visit(page, "producers/R1");
  await page.click(".pieces a");
  await page.waitForSelector("h1 >> text=Etiqueta 000004-4");
  await page.waitForFunction(() => document.querySelector("img.piece")?.naturalWidth > 0);
});

test("a sheet is looked at though one of its labels is in doubt, and the words say what is not printed", async () => {
  home.sello("suspend", "1", "--reason", "obra", "--yes");
  await visit(page, "print/B1");
  await page.waitForSelector(".sample .warn >> text=etiqueta 1 está suspendida: aquí solo se muestra");
  await page.waitForSelector("img.paper");
  await page.click("main >> role=button[name='Imprimir']");
  await page.waitForSelector("form .problem >> text=está suspendida");
  home.sello("resume", "1");
});

test("a producer's deliveries have their receipts, and a statement is made with consent alone", async () => {
  home.sello("print", "1", "--to", "pdf", "--stock", "avery-5162", "-o", "hojas.pdf", "--yes");
  home.sello("deliver", "1", "--to", "R1", "-o", "recibo.pdf", "--yes");
  home.sello("sold", "1", "--yes");
  await show(page, "Entregar");
  await page.click("summary >> text=Volvieron piezas vendidas");
  await page.fill("details [name=what]", "1");
  await page.fill("details [name=reason]", "no era la talla");
  await page.click("details[open] >> role=button[name='Revisar']");
  await yes("Tomar 1 como devuelta");
  await done("está otra vez a la venta");
  await visit(page, "producers/R1");
  await page.click("main >> role=button[name='Recibo: D1']");
  await done("El recibo está listo");
  await page.click("summary >> text=Constancia para quien presta");
  await page.fill("#part-statement [name=consent]", "carta firmada el 3 de mayo");
  await accessible(page, "a statement");
  await page.click("#part-statement >> role=button[name='Hacer la constancia']");
  await done("La constancia está lista");
  assert.equal(
    JSON.parse(home.sello("--json", "producer", "show", "R1")).consent_note,
    "carta firmada el 3 de mayo",
  );
  await page.click("summary >> text=Constancia para quien presta");
  await page.click("#part-statement >> role=button[name='Quitar su consentimiento']");
  await page.waitForSelector("dialog >> text=Se puede cambiar otra vez");
  await yes("Quitar su consentimiento");
  await done("Ya no hay consentimiento");
  assert.equal(JSON.parse(home.sello("--json", "producer", "show", "R1")).consent, undefined);
});

test("mark and colour are put where a clerk looks for them", async () => {
  await show(page, "Seguridad");
  await page.setInputFiles("#part-looks .drop input", {
    name: "logo.svg",
    mimeType: "image/svg+xml",
    buffer: Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/></svg>',
    ),
  });
  await yes("Poner el logotipo");
  await done("El logotipo está puesto");
  await page.fill("#part-looks [name=colour]", "#205080");
  await page.click("#part-looks >> role=button[name='Poner el color']");
  await yes("Poner el color");
  await done("El color está puesto");
  assert.match(home.sello("--json", "accent", "show"), /#205080/);
  assert.match(home.sello("--json", "mark", "show"), /mark\.svg|true/);
  await accessible(page, "mark and colour");
});

test("a change of the root is drafted with both sides shown, signed, and becomes the root", async () => {
  await page.click("#part-root >> text=Proponer un cambio");
  await page.fill("#part-root [name=contact]", "951 111 2233");
  await page.click("#part-root >> text=Hacer el borrador");
  const told = await page.textContent("#part-root .told");
  assert.match(told, /951 111 2233/);
  assert.match(told, /hasta ahora/); // what it was
  await keepShot(page, "a root drafted");
  await page.click("#part-root >> text=Firmar el borrador");
  await yes("Firmar el borrador");
  const [signed] = await Promise.all([
    page.waitForEvent("download"),
    page.click(".notice a[download]"),
  ]);
  await page.setInputFiles("#part-root .drop input[accept*='.draft']", await signed.path());
  await page.waitForSelector("#part-root .told");
  await page.click("#part-root >> text=Hacer la raíz nueva");
  await yes("Hacer la raíz nueva");
  await done("La raíz nueva está hecha");
  assert.match(home.sello("--json", "root", "show"), /951 111 2233/);
});

const PLACES = ["today", "producers", "producers/R1", "products", "certificates", "certificates/C1", "issue/C1"]
  .concat(["print/B1", "deliver", "label", "label/1", "tables", "safety"]);

test("at 200 % nothing is cut off, axe finds nothing on any screen, and on paper there is nothing to press", async () => {
  await page.setViewportSize({ width: 512, height: 384 }); // 1024x768 as a browser zooms it
  for (const place of PLACES) {
    await visit(page, place);
    await fits(page, place);
    await accessible(page, `${place} at 200 %`);
    await keepShot(page, `zoom-${place}`);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const { pressed, style } = await page.evaluate(() => {
      const of = getComputedStyle(document.documentElement);
      const buttons = [...document.querySelectorAll("#menu, #lock, .button, .crumb")];
      return {
        pressed: buttons.filter((e) => e.checkVisibility()).length,
        style: ["--ground", "--card", "--ink"].map((name) => of.getPropertyValue(name)),
      };
    });
    assert.equal(pressed, 0, place);
    assert.deepEqual(style, ["#fff", "#fff", "#000"], place);
    await page.emulateMedia({ media: "screen", colorScheme: "light" });
  }
  await page.setViewportSize({ width: 1024, height: 768 });
  assert.deepEqual(window_.wrongs, []);
});

test("a committee is made in the first run, each member with a phrase of their own", async (t) => {
  const second = makeHome();
  const office = await openOffice(second);
  t.after(office.close);
  const { page: first } = office.window;
  await first.click("text=Hacer el de verdad");
  await first.fill("[name=name]", "Consejo de tres");
  await first.fill("[name=url]", "https://sello.example/v/");
  await first.fill("[name=members]", "Ana López\nLuz Ruiz\nEva Cruz");
  await first.fill("[name=passphrase]", PASSPHRASE);
  await first.fill("[name=again]", PASSPHRASE);
  await accessible(first, "a committee");
  await first.click("text=Hacer el registro");
  await first.waitForSelector("h1 >> text=¿Qué se certifica?");
  await first.fill("[name=name]", "Barro negro");
  await first.click("text=Seguir");
  await first.click("dialog >> role=button[name='Agregar el esquema']");
  for (const who of ["Ana López", "Luz Ruiz", "Eva Cruz"]) {
    await first.waitForSelector(`h2 >> text=${who}`);
    await first.fill("[name=passphrase]", `la frase muy propia de ${who}`);
    await first.fill("[name=again]", `la frase muy propia de ${who}`);
    await first.click("text=Seguir");
    await keepShot(first, `committee-${who}`);
  }
  await first.waitForSelector("h1 >> text=El primer certificado");
  await first.fill("[name=producer]", "Familia Ruiz");
  await first.fill("[name=origin]", "Coyotepec");
  await first.fill("[name=product]", "Cántaro");
  await first.check("[name=inspected]");
  await first.click("main >> text=Seguir");
  await first.waitForSelector("dialog >> text=los compradores verán este certificado");
  await first.click("dialog >> role=button[name='Otorgar C1']");
  await first.waitForSelector("h1 >> text=Emitir");
  const root = JSON.parse(second.sello("--json", "root", "show"));
  assert.equal(root.threshold, 2);
  assert.deepEqual(
    root.keys.filter((key) => key.role === "member").map((key) => key.name),
    ["Ana López", "Luz Ruiz", "Eva Cruz"],
  );
  assert.deepEqual(office.window.wrongs, []);
});
