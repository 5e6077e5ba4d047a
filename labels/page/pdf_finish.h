/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_PAGE_PDF_FINISH_H
#define SELLO_LABELS_PAGE_PDF_FINISH_H

/* Within labels/: makes cairo's PDF ready to print: grey as DeviceGray, boxes, no scaling, no
 * dates. Its implementation is the only file that knows libqpdf. */

#include <stddef.h>
#include <stdint.h>

#include "wire/error.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Points from the page's lower left corner (ISO 32000-1 section 7.9.5). */
struct pdf_box {
    double left, bottom, right, top;
};

/* In the trailer of a file with second sides, where it is not compressed: a key of our own (section
 * E.2). Whoever goes on from such a file needs no reader of PDF to know. */
#define PDF_TWO_SIDES "/XXBacks"

enum pdf_sides { PDF_ONE_SIDE, PDF_FLIP_LONG_EDGE, PDF_FLIP_SHORT_EDGE };

/* Rewrites a whole file that cairo wrote:
 *   - colours of three equal parts become greys (`0 0 0 rg` is `0 g`), wherever operators stand;
 *   - every page has these boxes (section 14.11.2), and no transparency group of DeviceRGB, which
 *     would have its greys mixed as colours;
 *   - viewers print at 100 %, on one side or both (section 12.2), and the trailer tells of two;
 *   - no dates and no producer; the identifier is made from the content.
 * The caller frees the bytes with free(). SELLO_E_MEMORY; SELLO_E_STATE when it is not a PDF
 * that can be read. */
__attribute__((warn_unused_result)) enum sello_error
pdf_finish(const uint8_t *ptr, size_t len, const struct pdf_box *trim, const struct pdf_box *bleed,
           enum pdf_sides sides, uint8_t **out_ptr, size_t *out_len);

#ifdef __cplusplus
}
#endif

#endif
