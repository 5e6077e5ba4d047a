/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/label_rims.h"

#include <math.h>

/* A line along a rim, as a part of a ring: between two radii and two angles, from the top on and
 * clockwise. */
struct ring_part {
    double inner, outer, begin, end;
};

static struct ring_part ring_part(const struct art_box *box, int line) {
    static const double tops[] = {0, -M_PI / 2, M_PI, M_PI / 2};
    double radius = art_rim_radius(box, line), size = box->size, most = 0.74 * size;
    double top = tops[box->turn] + (box->rim_below ? M_PI : 0);
    double half = art_rim_width(box, line) / radius / 2;
    double up = box->rim_below ? 0.2 * size : most, down = box->rim_below ? most : 0.2 * size;
    return (struct ring_part){radius - down, radius + up, top - half, top + half};
}

static bool ring_parts_apart(struct ring_part a, struct ring_part b) {
    bool beside = true;
    for (int turn = -1; turn <= 1; turn++) {
        double begin = b.begin + 2 * M_PI * turn, end = b.end + 2 * M_PI * turn;
        beside = beside && (a.end <= begin || end <= a.begin);
    }
    return beside || a.outer <= b.inner + 0.1 || b.outer <= a.inner + 0.1;
}

/* By points of the ring's inner edge, and its ends: a rectangle lies further in. */
static bool ring_part_clear(const struct art_box *rim, struct ring_part part, struct art_rect r,
                            double hair) {
    double x = rim->at.x + rim->at.width / 2, y = rim->at.y + rim->at.height / 2;
    bool clear = true;
    for (int i = 0; i <= 40; i++) {
        double angle = part.begin + (part.end - part.begin) * i / 40;
        double at_x = x + part.inner * sin(angle), at_y = y - part.inner * cos(angle);
        clear = clear && (at_x <= r.x + hair || at_x >= r.x + r.width - hair ||
                          at_y <= r.y + hair || at_y >= r.y + r.height - hair);
    }
    return clear;
}

bool rim_clear(const struct art_box *rim, struct art_rect r, double hair) {
    bool clear = true;
    for (int i = 0; i < pango_layout_get_line_count(rim->layout); i++) {
        clear = clear && ring_part_clear(rim, ring_part(rim, i), r, hair);
    }
    return clear;
}

bool rims_apart(const struct art_box *a, const struct art_box *b) {
    bool clear = true;
    for (int i = 0; i < pango_layout_get_line_count(a->layout); i++) {
        for (int k = 0; k < pango_layout_get_line_count(b->layout); k++) {
            clear = clear && ring_parts_apart(ring_part(a, i), ring_part(b, k));
        }
    }
    return clear;
}
