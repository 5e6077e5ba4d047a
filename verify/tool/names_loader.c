/* SPDX-License-Identifier: Apache-2.0 */
#include "base/part.h"
#include "cli/cli.h"
#include "verify/tool/names.h"

/* NULL where it is missing, having said so once. */
static const struct names_part *part(void) {
    static const struct names_part *opened;
    static bool tried;
    if (!tried) {
        opened = base_part_open(SELLO_NAMES_PART, "names_part");
        tried = true;
        if (opened == NULL) {
            cli_warning(_("Names cannot be compared: %s."), _(sello_error_text(SELLO_E_PART)));
        }
    }
    return opened;
}

bool names_comparable(void) {
    return part() != NULL;
}

/* Where they can't be told apart they count as alike: the safe side asks for an alias. */
bool names_alike(struct sello_bytes a, struct sello_bytes b) {
    return sello_bytes_eq(a, b) || part() == NULL || part()->alike(a, b);
}

/* Plain letters are of one script: most names need no part to tell. */
static bool is_plain(struct sello_bytes name) {
    bool plain = true;
    for (size_t i = 0; i < name.len; i++) {
        plain = plain && name.ptr[i] < 0x80;
    }
    return plain;
}

bool name_mixes_scripts(struct sello_bytes name) {
    return !is_plain(name) && part() != NULL && part()->mixes_scripts(name);
}
