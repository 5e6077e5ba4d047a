/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/internal.h"

#define WORD_MAX 63 /* bytes; a longer word is no slip of the finger */

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* The table of distances, three rows of it at a time: row i, column j is that from the first i
 * bytes of a to the first j of b. */
size_t cli_distance(const char *a, const char *b) {
    size_t rows[3][WORD_MAX + 1];
    size_t len_a = strnlen(a, WORD_MAX + 1), len_b = strnlen(b, WORD_MAX + 1);
    if (len_a > WORD_MAX || len_b > WORD_MAX) {
        return SIZE_MAX;
    }
    for (size_t i = 0; i <= len_a; i++) {
        size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *above_that = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= len_b; j++) {
            if (i == 0) {
                row[j] = j;
                continue;
            }
            size_t replaced = above[j - 1] + (a[i - 1] != b[j - 1] ? 1 : 0);
            row[j] = least(replaced, least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = least(row[j], above_that[j - 2] + 1);
            }
        }
    }
    return rows[len_a % 3][len_b];
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
