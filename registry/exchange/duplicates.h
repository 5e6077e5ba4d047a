/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_EXCHANGE_DUPLICATES_H
#define SELLO_REGISTRY_EXCHANGE_DUPLICATES_H

/* Which records are there already: found by what tells them apart, accents and case aside. */

#include "registry/store/store.h"

#define DUPLICATES_FOLDED_MAX 512
#define DUPLICATES_KEY_MAX ((size_t)3 * DUPLICATES_FOLDED_MAX)

struct seen_record {
    char *key;
    uint64_t number; /* of the record, 0: a row of the file being read */
    size_t line;
};

/* What tells a producer from others: name and origin. A product: name, traits, net content. */
SELLO_NODISCARD enum sello_error duplicates_producer_key(const struct sello_producer *p,
                                                         char out[SELLO_LEN(DUPLICATES_KEY_MAX)]);
SELLO_NODISCARD enum sello_error duplicates_product_key(const struct sello_product *p,
                                                        char out[SELLO_LEN(DUPLICATES_KEY_MAX)]);

/* *out_before: who has this key already, or NULL when it is new and now noted. *tree begins as
 * NULL.
 */
SELLO_NODISCARD enum sello_error duplicates_note(void **tree, const char *key, uint64_t number,
                                                 size_t line,
                                                 const struct seen_record **out_before);
/* NULL: nobody has it. */
const struct seen_record *duplicates_find(void *const *tree, char *key);
void duplicates_forget(void **tree, char *key);
void duplicates_free(void **tree);

#endif
