/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/sheet/calibration.h"

#include <math.h>

static bool lies_within(double value, double least, double most) {
    return value >= least && value <= most; /* NaN never does */
}

enum sello_calibration_problem sello_profile_check(const struct sello_profile *p) {
    if (!lies_within(p->scale_x, SELLO_CALIBRATION_SCALE_MIN, SELLO_CALIBRATION_SCALE_MAX) ||
        !lies_within(p->scale_y, SELLO_CALIBRATION_SCALE_MIN, SELLO_CALIBRATION_SCALE_MAX)) {
        return SELLO_CALIBRATION_SCALE;
    }
    bool good = lies_within(fabs(p->offset_x), 0, SELLO_CALIBRATION_OFFSET_MAX) &&
                lies_within(fabs(p->offset_y), 0, SELLO_CALIBRATION_OFFSET_MAX);
    return good ? SELLO_CALIBRATION_GOOD : SELLO_CALIBRATION_OFFSET;
}

/* The printer puts p at p' = a + s * p, so to hit p' it must be sent (p' - a) / s. */
static void solve(double meant, double at, double meant_length, double length, double *out_offset,
                  double *out_scale) {
    double s = length / meant_length, a = at - s * meant;
    *out_scale = 1 / s;
    *out_offset = 0 - a / s; /* not -0 */
}

enum sello_calibration_problem sello_calibrate(const struct sello_calibration *measured,
                                               struct sello_profile *out) {
    struct sello_profile p;
    solve(SELLO_CALIBRATION_LEFT, measured->left, SELLO_CALIBRATION_ACROSS, measured->across,
          &p.offset_x, &p.scale_x);
    solve(SELLO_CALIBRATION_TOP, measured->top, SELLO_CALIBRATION_DOWN, measured->down, &p.offset_y,
          &p.scale_y);
    enum sello_calibration_problem problem = sello_profile_check(&p);
    if (problem == SELLO_CALIBRATION_GOOD) {
        *out = p;
    }
    return problem;
}
