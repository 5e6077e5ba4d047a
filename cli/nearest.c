/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/internal.h"

#define WORD_MAX 63 /* bytes; a longer word is no slip of the finger */

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* The table of distances, three rows of it at a time: row i, column j is that from the first i
 * bytes of a to the first j of b. */
struct table {
    const char *a, *b;
    size_t rows[3][WORD_MAX + 1];
};

static size_t at(const struct table *t, size_t i, size_t j) {
    return t->rows[i % 3][j];
}

/* From the neighbours above and to the left: nothing but additions, or nothing but omissions, at
 * the edges. */
static size_t cell(const struct table *t, size_t i, size_t j) {
    if (i == 0 || j == 0) {
        return i + j;
    }
    size_t replaced = at(t, i - 1, j - 1) + (t->a[i - 1] != t->b[j - 1] ? 1 : 0);
    size_t added = at(t, i, j - 1) + 1, left_out = at(t, i - 1, j) + 1;
    size_t best = least(replaced, least(added, left_out));
    if (i > 1 && j > 1 && t->a[i - 1] == t->b[j - 2] && t->a[i - 2] == t->b[j - 1]) {
        best = least(best, at(t, i - 2, j - 2) + 1); /* two neighbours swapped */
    }
    return best;
}

size_t cli_distance(const char *a, const char *b) {
    struct table t = {.a = a, .b = b};
    size_t len_a = strnlen(a, WORD_MAX + 1), len_b = strnlen(b, WORD_MAX + 1);
    if (len_a > WORD_MAX || len_b > WORD_MAX) {
        return SIZE_MAX;
    }
    for (size_t i = 0; i <= len_a; i++) {
        for (size_t j = 0; j <= len_b; j++) {
            t.rows[i % 3][j] = cell(&t, i, j);
        }
    }
    return at(&t, len_a, len_b);
}

void cli_nearest_try(struct cli_nearest *nearest, const char *typed, const char *candidate) {
    size_t distance = cli_distance(typed, candidate);
    if (distance < nearest->distance) {
        *nearest = (struct cli_nearest){candidate, distance};
    }
}

/* A third of the letters may be wrong, and one always. */
const char *cli_nearest_name(const struct cli_nearest *nearest, const char *typed) {
    size_t allowed = strlen(typed) / 3;
    return nearest->distance <= (allowed < 1 ? 1 : allowed) ? nearest->name : NULL;
}
