/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_SUPPORT_PICTURE_FIXTURE_H
#define TESTS_SUPPORT_PICTURE_FIXTURE_H

/* The pictures of tests/data/pictures. */

#include "wire/bytes.h"

/* A whole one, or a text beside them, until the next is asked for. */
struct sello_bytes lent_fixture(const char *name);

/* The same on the heap; free_fixture frees it. */
struct sello_bytes read_fixture(const char *name);
void free_fixture(struct sello_bytes fixture);

#endif
