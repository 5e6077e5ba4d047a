/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_READER_FLATTEN_H
#define SELLO_VERIFY_READER_FLATTEN_H

/* Inside the picture reader: QR codes on what is not flat - a bottle, folded cloth - or is blurred,
 * laid flat, so that any reader can read them. It decodes nothing by itself. Pure C, compiled into
 * the buyer's page as well. */

#include "verify/reader/picture_reader.h"
#include "wire/bytes.h"

struct sello_flat {
    struct sello_quad where; /* its outer corners in the picture */
    /* As it seems: a pixel a module, 0 or 255, with a quiet zone of four light modules around. Lent
     * until the call returns. */
    const struct sello_image *modules;
};

/* Receives a symbol; true when it was read. It is offered again, otherwise sharpened, until then.
 */
typedef bool sello_flat_found(void *context, const struct sello_flat *flat);

/* Looks for the finder patterns of upright or turned, not mirrored symbols of black on white, and
 * offers each symbol whose three are seen. A symbol takes a tenth of a second: where more than
 * finders_max patterns are seen, none is offered. SELLO_OK also where there is none;
 * SELLO_E_MEMORY. */
SELLO_NODISCARD enum sello_error sello_flatten(const struct sello_image *image, size_t finders_max,
                                               sello_flat_found *found, void *context);

#endif
