/* SPDX-License-Identifier: Apache-2.0 */
/* The part is opened when the window is. */
#include "base/part.h"
#include "registry/console/console.h"

enum sello_error console_run(const struct console_setup *setup, struct console_fault *out) {
    const struct console_part *part = base_part_open(SELLO_CONSOLE_PART, "console_part");
    if (part == NULL) {
        *out = (struct console_fault){.rule = "console-part"};
        return SELLO_E_NOT_FOUND;
    }
    return part->run(setup, out);
}
