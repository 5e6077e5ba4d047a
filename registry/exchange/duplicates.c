/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/duplicates.h"

#include <search.h>
#include <stdio.h>
#include <stdlib.h>

static int by_key(const void *a, const void *b) {
    const struct seen_record *x = a, *y = b;
    return strcmp(x->key, y->key);
}

static void free_seen(void *node) {
    struct seen_record *k = node;
    free(k->key);
    free(k);
}

/* The texts folded, with a separator that no text has between them. */
static enum sello_error make_key(const char *const *texts, size_t n,
                                 char out[SELLO_LEN(DUPLICATES_KEY_MAX)]) {
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        char folded[DUPLICATES_FOLDED_MAX];
        enum sello_error error = sello_name_fold(sello_bytes_of(texts[i]), folded, sizeof folded);
        if (error != SELLO_OK) {
            return error;
        }
        len += (size_t)snprintf(out + len, DUPLICATES_KEY_MAX - len, "%s\n", folded);
    }
    return SELLO_OK;
}

enum sello_error duplicates_producer_key(const struct sello_producer *p,
                                         char out[SELLO_LEN(DUPLICATES_KEY_MAX)]) {
    const char *const texts[] = {p->name, p->origin};
    return make_key(texts, 2, out);
}

enum sello_error duplicates_product_key(const struct sello_product *p,
                                        char out[SELLO_LEN(DUPLICATES_KEY_MAX)]) {
    const char *const texts[] = {p->name, p->traits, p->net_content};
    return make_key(texts, 3, out);
}

enum sello_error duplicates_note(void **tree, const char *key, uint64_t number, size_t line,
                                 const struct seen_record **out_before) {
    struct seen_record *k = malloc(sizeof *k);
    if (k == NULL) {
        return SELLO_E_MEMORY;
    }
    *k = (struct seen_record){strdup(key), number, line};
    struct seen_record **found = k->key != NULL ? tsearch(k, tree, by_key) : NULL;
    if (found == NULL) {
        free_seen(k);
        return SELLO_E_MEMORY;
    }
    *out_before = *found == k ? NULL : *found;
    if (*found != k) {
        free_seen(k);
    }
    return SELLO_OK;
}

const struct seen_record *duplicates_find(void *const *tree, char *key) {
    const struct seen_record wanted = {key, 0, 0};
    struct seen_record *const *found = tfind(&wanted, tree, by_key);
    return found != NULL ? *found : NULL;
}

void duplicates_forget(void **tree, char *key) {
    struct seen_record wanted = {key, 0, 0};
    struct seen_record **found = tfind(&wanted, tree, by_key);
    if (found != NULL) {
        struct seen_record *k = *found;
        tdelete(&wanted, tree, by_key);
        free_seen(k);
    }
}

void duplicates_free(void **tree) {
    tdestroy(*tree, free_seen);
    *tree = NULL;
}
