/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_READER_PICTURE_SHEET_H
#define SELLO_VERIFY_READER_PICTURE_SHEET_H

/* Inside the picture reader: pictures of many codes. */

#include "verify/reader/picture_reader.h"

/* Calls `found` for each code of the picture at each place it is in, as it is: the same text twice
 * where a label was printed twice. Nothing is made lighter, larger or sharper to read it.
 *
 * zxing-cpp 1.4 takes three finders of different codes for one, the more often the more codes there
 * are: it reads two of thirty. So zbar looks too, and then zxing-cpp again at tiles that hold few.
 * SELLO_OK also when there is none; SELLO_E_MEMORY. */
sello_code_reader sello_read_sheet;

/* The tiles alone, where codes of about that side, in pixels, were found already. */
enum sello_error sello_read_tiles(const struct sello_image *image, double side,
                                  sello_code_found *found, void *context);

#endif
