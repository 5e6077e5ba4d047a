// SPDX-License-Identifier: Apache-2.0
// English, with the names of es.ts.
import { label } from "./en/label";
import { records } from "./en/records";
import { safety } from "./en/safety";
import { tables } from "./en/tables";
import { window } from "./en/window";
import { work } from "./en/work";

export const en = { ...window, ...records, ...label, ...work, ...tables, ...safety };
