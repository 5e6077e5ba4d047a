/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/tool/tool.h"

#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

/* Does it leave two names looking alike: a mark, a space, or what shows as nothing? */
static bool is_slight(ucs4_t c) {
    return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_Z) ||
           uc_is_property_default_ignorable_code_point(c);
}

/* Takes out what is slight; returns the new length. */
static size_t strip(uint8_t *text, size_t len) {
    size_t kept = 0;
    ucs4_t c;
    for (size_t at = 0; at < len;) {
        int n = u8_mbtouc(&c, text + at, len - at);
        if (!is_slight(c)) {
            memmove(text + kept, text + at, (size_t)n);
            kept += (size_t)n;
        }
        at += (size_t)n;
    }
    return kept;
}

/* A name's letters alone: decomposed, case folded, without what is slight. */
static uint8_t *letters_of(struct sello_bytes name, size_t *out_len) {
    uint8_t *folded = u8_casefold(name.ptr, name.len, NULL, UNINORM_NFKD, NULL, out_len);
    if (folded != NULL) {
        *out_len = strip(folded, *out_len);
    }
    return folded;
}

bool names_alike(struct sello_bytes a, struct sello_bytes b) {
    size_t a_len = 0, b_len = 0;
    uint8_t *a_letters = letters_of(a, &a_len);
    uint8_t *b_letters = letters_of(b, &b_len);
    /* Without memory to tell them apart they count as alike: the safe side asks for an alias. */
    bool alike = a_letters == NULL || b_letters == NULL ||
                 sello_bytes_eq(sello_bytes(a_letters, a_len), sello_bytes(b_letters, b_len));
    free(a_letters);
    free(b_letters);
    return alike;
}
