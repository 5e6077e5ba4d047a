/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_READER_SYMBOL_GRID_H
#define SELLO_VERIFY_READER_SYMBOL_GRID_H

/* Inside the tool: a printed QR code in a picture, measured. It looks at the pixels where the code
 * was found; nothing is allocated. */

#include "verify/reader/picture_reader.h"
#include "verify/reader/symbol_code.h"

struct sello_measure {
    unsigned side;        /* modules a side */
    double module_pixels; /* a module's width, the mean of the four sides */
    double dark, light; /* reflectance, 0..1: what a tenth of the modules is darker, lighter than */
    bool has_correction; /* false: the modules seen do not make the code that was read */
    struct sello_correction correction;
};

/* Fits the module grid to the picture, beginning with corners that may be some pixels off, and
 * measures. SELLO_E_RANGE when no QR code is there, or its modules are below two pixels.
 * Reflectance is as the picture has it in sRGB, of paper and ink together: not calibrated. */
SELLO_NODISCARD enum sello_error sello_measure(const struct sello_image *image,
                                               const struct sello_quad *where,
                                               struct sello_measure *out);

#endif
