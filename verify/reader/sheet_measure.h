/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_READER_SHEET_MEASURE_H
#define SELLO_VERIFY_READER_SHEET_MEASURE_H

/* From the scan of a printed sheet to its codes and how each is printed. */

#include "verify/reader/picture_reader.h"
#include "verify/reader/symbol_grid.h"

/* Receives a code at each place it is in; measure is NULL where its modules could not be measured.
 */
typedef void sello_sheet_found(void *context, const struct sello_code *code,
                               const struct sello_measure *measure);

/* SELLO_OK when at least one code was found, else SELLO_E_PICTURE_*, SELLO_E_MEMORY. *out_dpi: the
 * pixels an inch as the file says, 0 where it does not. */
SELLO_NODISCARD enum sello_error sello_sheet_measure(struct sello_bytes file,
                                                     sello_sheet_found *found, void *context,
                                                     double *out_dpi);

#endif
