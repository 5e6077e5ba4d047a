/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_TESTS_SUPPORT_VECTORS_H
#define SELLO_TESTS_SUPPORT_VECTORS_H

#include "wire/bytes.h"

/* Rows of a file of test vectors, made into words by tests/python/vector_lines.py. */

enum { VECTOR_WORDS = 8 };

struct vector_row {
    const char *word[VECTOR_WORDS]; /* "" where the line has fewer */
};

/* Calls `check` with each row of folder/kind.json; returns their number, after failing the test
 * where the file could not be read. */
size_t vectors_each(const char *folder, const char *kind,
                    void (*check)(const struct vector_row *row));

/* The bytes that a word of hex stands for, on the heap of the test: freed by test_free. */
struct sello_bytes vector_bytes(const char *hex);
void vector_bytes_free(struct sello_bytes bytes);

#endif
