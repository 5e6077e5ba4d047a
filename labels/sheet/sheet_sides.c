/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a finished file has second sides, told without the libraries that draw. */
#include "labels/page/pdf_finish.h"
#include "labels/sheet/sheet.h"

bool sello_sheet_has_backs(struct sello_bytes pdf) {
    static const char told[] = PDF_TWO_SIDES " true";
    return pdf.len > 0 && memmem(pdf.ptr, pdf.len, told, sizeof told - 1) != NULL;
}
