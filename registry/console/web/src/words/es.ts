// SPDX-License-Identifier: Apache-2.0
// Spanish, as a clerk says it. en.ts has the same names.
import { label } from "./es/label";
import { records } from "./es/records";
import { safety } from "./es/safety";
import { tables } from "./es/tables";
import { window } from "./es/window";
import { work } from "./es/work";

export const es = { ...window, ...records, ...label, ...work, ...tables, ...safety };
