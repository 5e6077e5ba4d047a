/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/reader/picture_spots.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

double sello_quad_side(const struct sello_quad *quad) {
    double side = 0;
    for (unsigned i = 0; i < 4; i++) {
        const struct sello_corner *a = &quad->corner[i], *b = &quad->corner[(i + 1) % 4];
        side += hypot(a->x - b->x, a->y - b->y) / 4;
    }
    return side;
}

struct sello_corner sello_quad_centre(const struct sello_quad *quad) {
    struct sello_corner centre = {0};
    for (unsigned i = 0; i < 4; i++) {
        centre.x += quad->corner[i].x / 4;
        centre.y += quad->corner[i].y / 4;
    }
    return centre;
}

bool sello_spot_is_known(const struct sello_spot *spots, const struct sello_code *code) {
    struct sello_corner at = sello_quad_centre(&code->where);
    bool is_placed = sello_quad_side(&code->where) > 0;
    for (const struct sello_spot *p = spots; p != NULL; p = p->next) {
        bool here = !is_placed || p->side == 0 ||
                    hypot(p->centre.x - at.x, p->centre.y - at.y) < p->side / 2;
        if (here && p->len == code->len && memcmp(p->text, code->text, p->len) == 0) {
            return true;
        }
    }
    return false;
}

struct sello_spot *sello_spot_add(struct sello_spot **spots, const struct sello_code *code) {
    struct sello_spot *spot = malloc(sizeof *spot + code->len);
    if (spot == NULL) {
        return NULL;
    }
    *spot = (struct sello_spot){.next = *spots,
                                .centre = sello_quad_centre(&code->where),
                                .side = sello_quad_side(&code->where),
                                .len = code->len};
    memcpy(spot->text, code->text, code->len);
    *spots = spot;
    return spot;
}

void sello_spots_free(struct sello_spot *spots) {
    while (spots != NULL) {
        struct sello_spot *next = spots->next;
        free(spots);
        spots = next;
    }
}
