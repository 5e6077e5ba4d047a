// SPDX-License-Identifier: Apache-2.0
// A certifier made with the real tools, and its labels.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// Leaks are looked for by tests/e2e/leaks.bats.
const sanitizers = { ASAN_OPTIONS: "exitcode=99:detect_leaks=0" };
const bin =
  process.env.SELLO_BIN_DIR_REGISTRY ??
  fileURLToPath(new URL("../../build/dev/registry", import.meta.url));

/** The tool, used as a script uses it, in a folder of its own; options of init may follow. */
export function makeRegistry(name, url, ...options) {
  const folder = mkdtempSync(join(tmpdir(), "sello-page-registry-"));
  const passphrase = join(folder, "passphrase");
  writeFileSync(passphrase, "una frase de prueba\n", { mode: 0o600 });
  const env = {
    ...process.env,
    ...sanitizers,
    HOME: folder,
    SELLO_REGISTRY: join(folder, "registro"),
    XDG_STATE_HOME: join(folder, "state"),
    XDG_DATA_HOME: join(folder, "data"),
    LC_ALL: "C.UTF-8",
  };
  const sello = (...args) =>
    execFileSync(join(bin, "sello"), ["--no-input", "--passphrase-file", passphrase, ...args], {
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  sello("init", "--name", name, "--url", url, "--contact", "ejemplo, no llame", ...options);
  const texts = new Map(); // by serial: what was signed stays as it is
  const textOf = (serial) => JSON.parse(sello("--json", "label", "show", String(serial))).text;
  return {
    folder,
    sello,
    label: (serial) =>
      texts.get(serial) ?? texts.set(serial, textOf(serial)).get(serial),
    trustFile: () => (
      sello("trust", "export", "-o", join(folder, "trust.sello")),
      readFileSync(join(folder, "trust.sello"))
    ),
    /** A status notice, as a picture. */
    notice: () => {
      const picture = join(folder, "notice.png");
      rmSync(picture, { force: true });
      sello("trust", "export", "--status-only", "--to", "png", "-o", picture);
      return { name: "notice.png", mimeType: "image/png", buffer: readFileSync(picture) };
    },
    /** The page with everything beside it, as it is served. */
    publish: (page) => {
      const site = join(folder, "site");
      sello("publish", site, "--page", page);
      return site;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A certificate for a product, granted. */
export function certify(registry, product) {
  const { sello } = registry;
  const id = (...args) => JSON.parse(sello("--json", ...args)).id;
  const p = id(
    "product",
    "add",
    "--name",
    product.name,
    "--traits",
    product.traits,
    ...(product.net ? ["--net-content", product.net] : []),
    ...(product.gtin ? ["--gtin", product.gtin] : []),
  );
  const c = id(
    "certificate",
    "apply",
    "--product",
    String(p),
    "--producer",
    product.producer,
    "--scheme",
    product.scheme,
  );
  sello("certificate", "inspect", String(c), "--result", "pass");
  sello("certificate", "grant", String(c), "--until", "2036-12-31");
}
