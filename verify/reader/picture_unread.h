/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_READER_PICTURE_UNREAD_H
#define SELLO_VERIFY_READER_PICTURE_UNREAD_H

/* Inside the picture reader: codes that can be seen beside those that were read. */

#include "verify/reader/picture_spots.h"
#include "wire/bytes.h"

enum { SELLO_UNREAD_MAX = 85 }; /* a third of the finder patterns that are looked for */

/* Three finder patterns, of no code that was read, as near to each other as those of the codes that
 * were: there is a code. Its corners are told to a module or two. None where no code was read, as
 * nothing tells then how near that is. SELLO_E_MEMORY. */
SELLO_NODISCARD enum sello_error sello_unread_find(const struct sello_image *image,
                                                   const struct sello_spot *spots,
                                                   struct sello_quad out[SELLO_UNREAD_MAX],
                                                   size_t *out_n);

#endif
