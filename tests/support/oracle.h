/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_TESTS_SUPPORT_ORACLE_H
#define SELLO_TESTS_SUPPORT_ORACLE_H

/* What other people's code says about our symbols: libqrencode choosing by itself, libpng reading,
 * zbar and zxing-cpp decoding. */

#include "tests/support/oracle_picture.h"
#include "wire/bytes.h"

/* ---- texts at the limits of a version ---- */

#define ORACLE_TEXT_MAX 4096

/* `head` and n_digits digits behind it, the same ones every time. */
struct sello_bytes oracle_text(const char *head, size_t n_digits, char buf[ORACLE_TEXT_MAX]);

/* The version that libqrencode picks at level 'M' or 'Q', or 0 when none holds it. */
unsigned oracle_version(const char *head, size_t n_digits, char level);

/* The most digits behind `head` that a version holds, by libqrencode. */
size_t oracle_most_digits(const char *head, unsigned version, char level);

/* ---- pictures ---- */

/* False, with nothing to free, when libpng refuses it. */
bool oracle_png_read(struct sello_bytes png, struct oracle_picture *out);
void oracle_picture_free(struct oracle_picture *picture);

/* Do zbar and zxing-cpp both read exactly this text? */
bool oracle_both_read(const struct oracle_picture *picture, struct sello_bytes text);

#endif
