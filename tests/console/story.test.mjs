// SPDX-License-Identifier: Apache-2.0
// The clerk's first days by clicking alone, through the real `sello console`; then the registry's own check and
// the separate verifier look at what was clicked.
import "./needs-console.mjs";
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import {
  keepShot,
  makeHome,
  openLock,
  openOffice,
  PASSPHRASE,
  show,
} from "./console.mjs";
import { accessible, fits } from "../page/checks.mjs";

const file = (name) => readFileSync(fileURLToPath(new URL(`../${name}`, import.meta.url)));

let home, window_, page, close;
after(() => close?.());

/** A chapter of the story; after one that failed the others tell nothing. */
let broken = false;
function chapter(name, work) {
  test(name, async (t) => {
    if (broken) {
      t.skip();
      return;
    }
    broken = true;
    try {
      await work();
      broken = false;
    } finally {
      await keepShot(page, name);
    }
  });
}
before(async () => {
  home = makeHome();
  ({ window: window_, close } = await openOffice(home));
  page = window_.page;
});

const done = (text) => page.waitForSelector(`.notice.good >> text=${text}`);
const press = (name) => page.click(`main >> role=button[name="${name}"]`);
const yes = (name) => page.click(`dialog >> role=button[name=/${name}/]`);

/** axe finds nothing, and nothing is cut off: what screens.test.mjs does not show to axe. */
async function looked(where) {
  await accessible(page, where);
  await fits(page, where);
}

chapter("the first run makes a registry", async () => {
  await looked("welcome");
  await page.waitForSelector("text=Empezar con uno de práctica"); // offered first; its labels all say so
  await press("Hacer el de verdad");
  await page.fill("[name=name]", "Consejo de prueba");
  await page.fill("[name=url]", "https://sello.example/v/");
  await page.fill("[name=contact]", "951 000 0000");
  await page.fill("[name=passphrase]", PASSPHRASE);
  await page.fill("[name=again]", "otra");
  await press("Hacer el registro");
  await page.waitForSelector("text=Las dos frases no son iguales.");
  await page.fill("[name=again]", PASSPHRASE);
  await press("Hacer el registro");
  await page.waitForSelector("h1 >> text=¿Qué se certifica?");
  await page.fill("[name=name]", "Textil de telar de cintura");
  await page.fill("[name=name-en]", "Backstrap weaving");
  await press("Seguir");
  await page.waitForSelector("dialog >> text=Esto no se puede deshacer.");
  await yes("Agregar el esquema");
  await page.waitForSelector("h1 >> text=El primer certificado");
  await looked("first certificate");
  await page.click("text=Importar una tabla");
});

chapter("producers come from a spreadsheet", async () => {
  await page.setInputFiles(".drop input", {
    name: "productores.ods",
    mimeType: "application/vnd.oasis.opendocument.spreadsheet",
    buffer: file("fuzz/corpus/spreadsheet/libreoffice-ods"),
  });
  await page.click("text=/Guardar \\d/");
  await done("Se guardaron 2");
  await looked("tables");
  await show(page, "Productores");
  await page.fill("input[type=search]", "angela");
  await page.waitForSelector("text=1 de 2");
  await fits(page, "producers");
  await page.click(".rows a");
  await page.waitForSelector("h1 >> text=Taller Ángela");
  await fits(page, "a producer");
});

chapter("a product, its application, its inspection, and it is granted", async () => {
  await show(page, "Productos");
  await page.click("text=Nuevo producto");
  await page.fill("[name=name]", "Faja de telar");
  await page.fill("[name=traits]", "lana roja, venados");
  await press("Guardar");
  await page.waitForSelector("h1 >> text=Faja de telar");
  await show(page, "Certificados");
  await page.click("text=Nueva solicitud");
  await page.waitForSelector("input[role=combobox]");
  await looked("an application");
  const [producer, product] = await page.$$("input[role=combobox]");
  await producer.fill("angela");
  await page.click("[role=option]");
  await product.fill("faja");
  await product.press("Enter");
  await press("Registrar la solicitud");
  await press("Anotar la inspección");
  await page.click("dialog >> text=Seguir");
  await yes("Anotar la inspección");
  await done("La inspección de C1");
  await press("Otorgar");
  await page.fill("dialog [name=until]", "2036-12-31");
  await page.click("dialog >> text=Seguir");
  await page.waitForSelector("dialog >> text=los compradores verán este certificado");
  await yes("Otorgar C1");
  await done("C1 quedó otorgado");
  await fits(page, "a certificate");
});

chapter(
  "labels are issued with a photo each, the passphrase asked for when it is needed",
  async () => {
    await page.click("#lock"); // closed: what signs asks again
    await page.waitForSelector("#lock:not(.is-open)");
    await page.click("main >> text=Emitir etiquetas");
    await page.waitForSelector(".drop input");
    const photos = ["tiny", "faded", "quality40"].map((name, i) => ({
      name: `pieza-${i + 1}.jpg`,
      mimeType: "image/jpeg",
      buffer: file(`data/pictures/${name}.jpg`),
    }));
    await page.setInputFiles(".drop input", photos);
    await page.waitForSelector(".thumbs img >> nth=2");
    await page.fill("[name=lot]", "L-1");
    await page.waitForSelector(".sample img"); // as they will look, though no label was ever issued
    await press("Revisar");
    await yes("Emitir 3 etiquetas");
    await page.waitForSelector("dialog input[type=password]");
    await accessible(page, "the passphrase");
    await openLock(page);
    await done("Se emitieron 3 etiquetas: tanda B1");
    await page.waitForSelector("#lock.is-open");
    await fits(page, "issue");
    await page.click(".notice >> text=Imprimir");
  },
);

chapter("they are printed from place 3:2 on, and one that jammed again", async () => {
  await page.waitForSelector(".paper");
  await page.click("role=button[name='Renglón 3, columna 2: libre']");
  await page.waitForSelector("role=button[name='Renglón 3, columna 2: aquí empieza']");
  await fits(page, "print");
  await press("Imprimir");
  await done("Listas: 3 etiquetas");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.click(".notice a[download]"),
  ]);
  assert.match(readFileSync(await download.path(), "latin1").slice(0, 5), /%PDF-/);
  await page.click("text=Reimprimir algunas");
  await page.click(".serial >> text=2");
  await page.waitForSelector("text=1 etiqueta · 1 hoja");
  await press("Imprimir");
  await done("Listas: 1 etiqueta");
});

chapter("they are delivered with a receipt", async () => {
  await show(page, "Entregar");
  await page.waitForSelector("[name=spoiled]");
  await fits(page, "deliver");
  await press("Revisar");
  await yes("Entregar 3 etiquetas");
  await done("Se entregaron 3 etiquetas: D1");
});

chapter("one is sold, one comes back, one is stolen", async () => {
  await show(page, "Etiqueta");
  await fits(page, "find a label");
  const find = async (text) => {
    await show(page, "Etiqueta");
    await page.fill("#label-text", text);
    await page.click("text=Buscar");
    await page.waitForSelector(".verdict");
  };
  await find("1");
  await fits(page, "a label");
  await press("Se vendió");
  await yes("Marcar 000001-1 como vendida");
  await done("000001-1 quedó como vendida");
  await page.waitForSelector(".verdict >> text=Vendida");
  await find("3");
  await press("Se vendió");
  await yes("como vendida");
  await done("quedó como vendida");
  await press("La devolvieron");
  await page.fill("dialog [name=reason]", "no era la talla");
  await page.click("dialog >> text=Seguir");
  await yes("como devuelta");
  await done("está otra vez a la venta");
  await find("2");
  await press("La robaron");
  await page.waitForSelector("dialog >> text=Esto no se puede deshacer.");
  await yes("para siempre");
  await done("quedó retirada: robada");
  await page.waitForSelector(".verdict >> text=Retirada: robada");
});

chapter("it is published, backed up and whole", async () => {
  await show(page, "Seguridad");
  await page.waitForSelector("#part-publish");
  await fits(page, "safety");
  await press("Publicar");
  await yes("Publicar");
  await done("Lo publicado está en");
  const [packed] = await Promise.all([
    page.waitForEvent("download"),
    page.click(".notice a[download='sitio.zip']"),
  ]);
  assert.match(readFileSync(await packed.path(), "latin1"), /^PK.*sitio\/index\.html/s);
  await page.waitForSelector("#part-publish >> text=Publicado:"); // the screen is drawn anew
  await page.click("#part-backup summary >> nth=0");
  await page.fill("[name=path]", join(home.folder, "usb"));
  await page.click("#part-backup >> role=button[name='Respaldar']");
  await done("El respaldo está en");
  await page.waitForSelector("#part-backup >> text=Último respaldo");
  await page.click("#part-backup summary >> nth=1");
  const [copy] = readdirSync(join(home.folder, "usb"));
  await page.selectOption("[name=from]", "");
  await page.fill("#part-backup [name=path] >> nth=1", join(home.folder, "usb", copy));
  await page.click("#part-backup >> role=button[name='Revisar']");
  await yes("Traerlo de vuelta");
  await done("El respaldo está de vuelta en");
  await press("Revisar todo");
  await done("Todo está entero");
  await show(page, "Hoy");
  await page.waitForSelector(".due, .lead");
  await fits(page, "today");
});

chapter("the registry's check and the verifier agree with what was clicked", () => {
  assert.match(home.sello("check", "--all", "--json"), /"whole":true/);
  home.verify("trust", "add", "sitio/trust.sello", "--yes");
  const verdict = (serial) => {
    const { text } = JSON.parse(home.sello("--json", "label", "show", String(serial)));
    try {
      return JSON.parse(home.verify("--json", text)).verdict;
    } catch (error) {
      return JSON.parse(error.stdout).verdict; // not authentic: another exit
    }
  };
  assert.deepEqual([1, 2, 3].map(verdict), ["retired", "withdrawn", "authentic"]);
  assert.match(
    home.sello("-r", "registro-de-respaldo", "check", "--all", "--json"),
    /"whole":true,"findings":0,"labels":3/,
  );
  assert.deepEqual(window_.wrongs, []);
});
