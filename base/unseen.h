/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_BASE_UNSEEN_H
#define SELLO_BASE_UNSEEN_H

/* Characters that whoever looks at a text does not see, or a terminal obeys. */

#include "wire/bytes.h"

/* May a terminal take this character for a command, or a reader not see it? */
bool base_unseen(uint32_t code_point);

/* How many bytes at the front of a text are printable ASCII. */
size_t base_plain(struct sello_bytes text);

#endif
