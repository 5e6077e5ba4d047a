// SPDX-License-Identifier: Apache-2.0
// Seguridad: what is published, backups, keys and their paper pages, a change of the root.
import type { Screen } from "../parts/screen";
import { heading } from "../parts/element";
import { backupPart } from "../parts/backup";
import { keysPart } from "../parts/keys";
import { looksPart } from "../parts/looks";
import { publishPart } from "../parts/publish";
import { rootPart } from "../parts/root";
import { otherClerk, wholePart } from "../parts/whole";

export const safety: Screen = {
  id: "safety",
  icon: "safe",
  view: async ([part = ""]) => {
    const parts = await Promise.all([
      publishPart(),
      backupPart(),
      keysPart(),
      rootPart(),
      looksPart(),
      wholePart(),
      otherClerk(),
    ]);
    // The address may name a part: it comes first in view.
    requestAnimationFrame(() => document.getElementById(`part-${part}`)?.scrollIntoView());
    return [heading("h1", "screen.safety"), ...parts];
  },
};
