/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/root.h"

#include "wire/root_keys.h"

/* Fields of 32 and above, in a payload that was parsed: older readers pass them over. */
struct newer {
    void (*visit)(void *context, uint64_t field);
    void *context;
    size_t n;
};

static void see_field(struct newer *newer, uint64_t field) {
    if (field >= ROOT_PASSED_OVER) {
        newer->visit(newer->context, field);
        newer->n++;
    }
}

static void see_map(struct newer *newer, struct sello_reader *r) {
    for (size_t n = sello_take_map(r); n > 0; n--) {
        see_field(newer, sello_take_uint(r));
        sello_take_item(r);
    }
}

static void see_maps(struct newer *newer, struct sello_reader *r) {
    for (size_t n = sello_take_array(r); n > 0; n--) {
        see_map(newer, r);
    }
}

size_t sello_root_newer_fields(const struct sello_root *root,
                               void (*visit)(void *context, uint64_t field), void *context) {
    struct newer newer = {visit, context, 0};
    struct sello_reader r = sello_reader_init(root->payload);
    for (size_t n = sello_take_map(&r); n > 0; n--) {
        uint64_t field = sello_take_uint(&r);
        switch (field) {
        case ROOT_MEMBERS:
        case ROOT_DELEGATED: see_maps(&newer, &r); break;
        case ROOT_CERTIFIER: see_map(&newer, &r); break;
        case ROOT_SLHDSA: sello_take_item(&r); break;
        default: see_field(&newer, field); sello_take_item(&r);
        }
    }
    return newer.n;
}
