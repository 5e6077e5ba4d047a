/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_TESTS_SUPPORT_REENCODE_H
#define SELLO_TESTS_SUPPORT_REENCODE_H

#include "wire/cbor.h"

/* Takes one item apart value by value and writes it again, recursively: what the strict subset
 * promises is that this gives the same bytes. False when reader or writer failed. */
bool reencode(struct sello_reader *r, struct sello_writer *w);

#endif
