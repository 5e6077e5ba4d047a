/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/fields.h"

#include <inttypes.h>
#include <stdio.h>

struct field {
    const char *name, *now;
};

static bool is_after(const struct field *fields, size_t n, const struct sello_edit *edit) {
    for (size_t i = 0; i < n; i++) {
        if (strcmp(fields[i].name, edit->field) == 0) {
            return strcmp(fields[i].now, edit->after) == 0;
        }
    }
    return false; /* written by a newer version */
}

bool producer_is_after(const struct sello_producer *now, const struct sello_edit *edit) {
    const struct field fields[] = {{"name", now->name},
                                   {"origin", now->origin},
                                   {"state", now->state},
                                   {"public", now->is_public ? "true" : "false"}};
    return is_after(fields, sizeof fields / sizeof *fields, edit);
}

bool product_is_after(const struct sello_product *now, const struct sello_edit *edit) {
    char gtin[24] = "";
    if (now->gtin.present) { /* as the history has it */
        snprintf(gtin, sizeof gtin, "%014" PRIu64, now->gtin.value);
    }
    const struct field fields[] = {{"name", now->name},
                                   {"traits", now->traits},
                                   {"gtin", gtin},
                                   {"net_content", now->net_content},
                                   {"language", now->language}};
    return is_after(fields, sizeof fields / sizeof *fields, edit);
}
