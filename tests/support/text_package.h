/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_TESTS_SUPPORT_TEXT_PACKAGE_H
#define SELLO_TESTS_SUPPORT_TEXT_PACKAGE_H

/* A spreadsheet's package as one text, for tests and the fuzzer, who would break an archive's sums
 * with every byte they change. Each entry begins with a line of its name:
 *
 *     --- content.xml
 *     <office:document-content ...
 */

#include "registry/exchange/package.h"

struct text_package {
    struct sello_bytes text;
};

/* *holder and the text live as long as the package. */
struct package text_package(struct text_package *holder, struct sello_bytes text);

#endif
