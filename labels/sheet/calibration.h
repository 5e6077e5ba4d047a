/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_SHEET_CALIBRATION_H
#define SELLO_LABELS_SHEET_CALIBRATION_H

/* What a printer is off by: a page to print and measure, and the profile that mends it. */

#include "labels/page/page.h"
#include "labels/sheet/sheet.h"

/* Where the page's crosses are meant to be, in millimetres from the paper's upper left corner. The
 * same on every paper. */
#define SELLO_CALIBRATION_LEFT 20.0    /* cross A from the left edge, */
#define SELLO_CALIBRATION_TOP 20.0     /* and from the upper one */
#define SELLO_CALIBRATION_ACROSS 170.0 /* from A to B, to the right */
#define SELLO_CALIBRATION_DOWN 230.0   /* from A to C, down */

/* The same as a ruler shows them on paper. */
struct sello_calibration {
    double left, top, across, down;
};

/* A profile beyond these is a mistake in measuring, or a page printed at another size. */
#define SELLO_CALIBRATION_OFFSET_MAX 20.0 /* millimetres */
#define SELLO_CALIBRATION_SCALE_MIN 0.97
#define SELLO_CALIBRATION_SCALE_MAX 1.03

enum sello_calibration_problem {
    SELLO_CALIBRATION_GOOD = 0,
    SELLO_CALIBRATION_SCALE,  /* it was printed at another size */
    SELLO_CALIBRATION_OFFSET, /* it is too far off its place */
};

/* What puts a point where it is meant to be: the printer has put (x, y) at a + s * (x, y), so a
 * sheet sends it offset + scale * (x, y). *out is filled where the answer is GOOD. */
enum sello_calibration_problem sello_calibrate(const struct sello_calibration *measured,
                                               struct sello_profile *out);

/* Is it within those limits? */
enum sello_calibration_problem sello_profile_check(const struct sello_profile *profile);

/* The page, as PDF that prints at its size, with its words in Spanish and English. Bytes that the
 * caller frees with free(). SELLO_E_PAGE_FONT, SELLO_E_MEMORY. */
SELLO_NODISCARD enum sello_error sello_calibration_page(enum sello_paper paper, uint8_t **out_ptr,
                                                        size_t *out_len);

#endif
