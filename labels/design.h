/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_DESIGN_H
#define SELLO_LABELS_DESIGN_H

/* Within labels/: what a design says. */

#include "labels/art.h"

enum design_kind { DESIGN_PLAIN = 1, DESIGN_FRAMED = 2, DESIGN_TAG = 3, DESIGN_OWN = 4 };

struct sello_design {
    const char *name;
    enum design_kind kind;
};

#endif
