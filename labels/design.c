/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/design.h"

static const struct sello_design designs[] = {
    {.name = "plain", .kind = DESIGN_PLAIN},
    {.name = "framed", .kind = DESIGN_FRAMED},
    {.name = "tag", .kind = DESIGN_TAG},
};

const struct sello_design *sello_design_find(const char *name) {
    for (size_t i = 0; i < sizeof designs / sizeof *designs; i++) {
        if (strcmp(designs[i].name, name) == 0) {
            return &designs[i];
        }
    }
    return NULL;
}
