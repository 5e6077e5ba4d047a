/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_SHEET_CALIBRATION_H
#define SELLO_LABELS_SHEET_CALIBRATION_H

/* How far off a printer is: a page to print and measure, and the profile that corrects it. */

#include "labels/page/page.h"
#include "labels/sheet/sheet.h"

/* Where the page's crosses should be, in millimetres from the paper's upper left corner; the same
 * on every paper. */
#define SELLO_CALIBRATION_LEFT 20.0    /* cross A from the left edge, */
#define SELLO_CALIBRATION_TOP 20.0     /* and from the upper one */
#define SELLO_CALIBRATION_ACROSS 170.0 /* from A to B, to the right */
#define SELLO_CALIBRATION_DOWN 230.0   /* from A to C, down */

/* The same, as measured on paper with a ruler. */
struct sello_calibration {
    double left, top, across, down;
};

/* A profile beyond these means that the page was measured wrongly or printed at another size. */
#define SELLO_CALIBRATION_OFFSET_MAX 20.0 /* millimetres */
#define SELLO_CALIBRATION_SCALE_MIN 0.97
#define SELLO_CALIBRATION_SCALE_MAX 1.03

enum sello_calibration_problem {
    SELLO_CALIBRATION_GOOD = 0,
    SELLO_CALIBRATION_SCALE,  /* printed at another size */
    SELLO_CALIBRATION_OFFSET, /* too far out of place */
};

/* The profile that puts each point where it should be: where the printer puts (x, y) at
 * a + s * (x, y), a sheet sends it offset + scale * (x, y). *out is set if the answer is GOOD. */
enum sello_calibration_problem sello_calibrate(const struct sello_calibration *measured,
                                               struct sello_profile *out);

/* Is it within those limits? */
enum sello_calibration_problem sello_profile_check(const struct sello_profile *profile);

/* The page, in Spanish and English, as PDF that prints at its size. The caller frees the bytes with
 * free(). SELLO_E_PAGE_FONT, SELLO_E_MEMORY. */
SELLO_NODISCARD enum sello_error sello_calibration_page(enum sello_paper paper, uint8_t **out_ptr,
                                                        size_t *out_len);

#endif
