/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_PAGE_ICON_H
#define SELLO_LABELS_PAGE_ICON_H

/* The icon of the certifier's page on a phone: its mark, or a seal with its initials. */

#include "labels/art/art.h"

struct sello_icon {
    const struct sello_mark *mark; /* NULL: a seal is drawn */
    struct sello_bytes initials;   /* of the seal, at most a few letters; may be empty */
    unsigned pixels;               /* of a side, SELLO_ICON_PIXELS_MAX at most */
    bool full; /* fills the square, with everything that matters in the inner 80 %
                * circle (W3C, "maskable"); else its corners are transparent */
};

#define SELLO_ICON_PIXELS_MAX 1024u

/* A buffer that any icon fits, in bytes. */
#define SELLO_ICON_ROOM ((size_t)5 << 20)

/* Appends it as PNG; what was written is taken back on failure. The same icon gives the same bytes
 * with the same libraries and fonts. SELLO_E_RANGE, SELLO_E_PAGE_FONT, SELLO_E_NO_ROOM,
 * SELLO_E_MEMORY. */
SELLO_NODISCARD enum sello_error sello_icon_png(const struct sello_icon *icon,
                                                struct sello_writer *out);

#endif
