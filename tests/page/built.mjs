// SPDX-License-Identifier: Apache-2.0
// Where the page was built: CMake says, else where `npm run build` puts it.
import { fileURLToPath } from "node:url";

export const page =
  process.env.SELLO_PAGE ?? fileURLToPath(new URL("../../verify/web/dist", import.meta.url));
