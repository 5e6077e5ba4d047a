/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_TESTS_SUPPORT_SELLO_TEST_H
#define SELLO_TESTS_SUPPORT_SELLO_TEST_H

/* cmocka wants these before it, in this order. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wire/bytes.h"
#include "wire/error.h"

/* Fails naming both statuses. */
#define assert_status(got, wanted)                                                                 \
    do {                                                                                           \
        enum sello_error got_ = (got), wanted_ = (wanted);                                         \
        if (got_ != wanted_) {                                                                     \
            print_error("%s instead of %s\n", sello_error_name(got_), sello_error_name(wanted_));  \
            fail();                                                                                \
        }                                                                                          \
    } while (0)

/* A copy of the bytes that ends against a page without access, so that reading one byte too far
 * stops the test. Freed by guarded_free. */
struct sello_bytes guarded_copy(struct sello_bytes bytes);
void guarded_free(struct sello_bytes copy);

/* Decodes hex (spaces passed over) into buf; stops the test when it does not fit. */
struct sello_bytes from_hex(const char *hex, uint8_t *buf, size_t cap);

/* Makes an empty folder of the test's own in $TMPDIR, or in /tmp, and writes its path there. The
 * test removes it. */
enum { TEST_FOLDER_MAX = 64 };
void make_test_folder(char folder[TEST_FOLDER_MAX]);

#endif
