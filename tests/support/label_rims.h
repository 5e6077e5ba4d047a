/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_TESTS_SUPPORT_LABEL_RIMS_H
#define SELLO_TESTS_SUPPORT_LABEL_RIMS_H

/* Do words along a label's rim keep clear of what else is on it? By letters without accents. */

#include "labels/art/art_parts.h"

/* Of a rectangle, but for so much of its edges. */
bool rim_clear(const struct art_box *rim, struct art_rect r, double hair);

/* Of each other. */
bool rims_apart(const struct art_box *a, const struct art_box *b);

#endif
