// SPDX-License-Identifier: Apache-2.0
// One product with everything that a label can say, and three labels of it.
import { certify } from "./registry.mjs";

export const shawl = {
  name: "Rebozo de bolita, seda",
  traits: "rapacejo de 28 cm; franja roja en la orilla; jaspe de lluvia",
  net: "1 pieza",
  producer: "R1",
  scheme: "S1",
};

export function makeShawls(registry, count = 3) {
  registry.sello(
    "scheme",
    "add",
    "--code",
    "1",
    "--name",
    "Rebozo de Santa María del Río",
    "--name-en",
    "Santa María del Río shawl",
  );
  registry.sello(
    "producer",
    "add",
    "--name",
    "Taller La Bolita",
    "--origin",
    "Santa María del Río, San Luis Potosí",
    "--public",
  );
  certify(registry, shawl);
  registry.sello(
    "issue",
    "C1",
    "--count",
    String(count),
    "--lot",
    "2026-11",
    "--made",
    "2026-11-01",
    "--expires",
    "2036-01-31",
  );
}
