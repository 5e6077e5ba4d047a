/* SPDX-License-Identifier: Apache-2.0 */
/* Our own designs, and where a user's boxes lie on a label. */
#include "labels/art/design.h"

#include <math.h>

#include "labels/symbol/raster.h"

static const struct sello_design simple = {
    .name = "simple", .before = "plain", .kind = DESIGN_SIMPLE, .ground = DESIGN_WHITE};
static const struct sello_design marco = {
    .name = "marco", .before = "framed", .kind = DESIGN_FRAME, .ground = DESIGN_WHITE};
static const struct sello_design etiqueta = {
    .name = "etiqueta", .before = "tag", .kind = DESIGN_TAG, .ground = DESIGN_WHITE};
static const struct sello_design seal = {
    .name = "sello", .before = "seal", .kind = DESIGN_SEAL, .ground = DESIGN_WHITE};
static const struct sello_design earth = {
    .name = "tierra", .before = "earth", .kind = DESIGN_EARTH, .ground = DESIGN_WHITE};
static const struct sello_design *const ours[] = {&simple, &marco, &etiqueta, &seal, &earth};
enum { N_OURS = sizeof ours / sizeof *ours };

/* Registries' logs and people remember the names that came first. */
const struct sello_design *sello_design_find(const char *name) {
    for (size_t i = 0; i < N_OURS; i++) {
        if (strcmp(ours[i]->name, name) == 0 || strcmp(ours[i]->before, name) == 0) {
            return ours[i];
        }
    }
    return NULL;
}

const struct sello_design *sello_design_at(size_t i) {
    return i < N_OURS ? ours[i] : NULL;
}

const char *sello_design_name(const struct sello_design *design) {
    return design->name;
}

/* ---- colours ---- */

/* WCAG 2.1, "relative luminance". */
static double light_of(uint32_t rgb) {
    static const double weights[] = {0.2126, 0.7152, 0.0722};
    double light = 0;
    for (unsigned i = 0; i < 3; i++) {
        double part = (rgb >> (16 - 8 * i) & 0xff) / 255.0;
        light += weights[i] * (part <= 0.03928 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4));
    }
    return light;
}

double sello_contrast(uint32_t a, uint32_t b) {
    double x = light_of(a), y = light_of(b);
    return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

/* ---- a user's boxes ---- */

static double mm(struct design_length length, double whole) {
    return length.percent ? length.value * whole / 100 : length.value;
}

bool sello_design_in_colour(const struct sello_design *design, uint32_t accent) {
    return design->kind == DESIGN_EARTH || !raster_is_grey(accent) ||
           !raster_is_grey(design->ground);
}

struct design_rect design_rect_of(const struct design_box *box, const struct sello_stock *stock) {
    double side = fmin(stock->width, stock->height);
    bool square = box->thing == DESIGN_SYMBOL;
    double width = mm(box->width, square ? side : stock->width);
    return (struct design_rect){mm(box->x, stock->width), mm(box->y, stock->height), width,
                                square ? width : mm(box->height, stock->height)};
}

#define HAIR 1e-6 /* rounding of sums of millimetres */

static bool in_circle(const struct design_rect *r, double radius) {
    double across = fmax(fabs(r->x - radius), fabs(r->x + r->width - radius));
    double down = fmax(fabs(r->y - radius), fabs(r->y + r->height - radius));
    return hypot(across, down) <= radius + HAIR;
}

static bool on_label(const struct design_rect *r, const struct sello_stock *stock) {
    bool in = r->x + r->width <= stock->width + HAIR && r->y + r->height <= stock->height + HAIR;
    return in && (stock->shape != SELLO_STOCK_ROUND || in_circle(r, stock->width / 2));
}

static bool rects_apart(const struct design_rect *a, const struct design_rect *b) {
    return a->x + a->width <= b->x + HAIR || b->x + b->width <= a->x + HAIR ||
           a->y + a->height <= b->y + HAIR || b->y + b->height <= a->y + HAIR;
}

/* Inside the frame's line, or clear of the whole frame. */
static bool clear_of_frame(const struct design_rect *r, const struct design_rect *frame,
                           double thick) {
    bool within = r->x >= frame->x + thick - HAIR && r->y >= frame->y + thick - HAIR &&
                  r->x + r->width <= frame->x + frame->width - thick + HAIR &&
                  r->y + r->height <= frame->y + frame->height - thick + HAIR;
    return within || rects_apart(r, frame);
}

static bool boxes_agree(const struct design_box *a, const struct design_box *b,
                        const struct sello_stock *stock) {
    struct design_rect ra = design_rect_of(a, stock), rb = design_rect_of(b, stock);
    if (a->thing == DESIGN_OUTLINE && b->thing == DESIGN_OUTLINE) {
        return true; /* lines may cross */
    }
    if (a->thing == DESIGN_OUTLINE) {
        return b->thing == DESIGN_BAR || clear_of_frame(&rb, &ra, a->thick);
    }
    if (b->thing == DESIGN_OUTLINE) {
        return a->thing == DESIGN_BAR || clear_of_frame(&ra, &rb, b->thick);
    }
    return (a->thing == DESIGN_BAR && b->thing == DESIGN_BAR) || rects_apart(&ra, &rb);
}

static bool box_ok(const struct sello_design *design, size_t i, const struct sello_stock *stock) {
    const struct design_box *box = &design->box[i];
    struct design_rect at = design_rect_of(box, stock);
    bool ok = on_label(&at, stock) && fmin(at.width, at.height) > 2 * box->thick;
    for (size_t k = 0; k < i && ok; k++) {
        ok = boxes_agree(&design->box[k], box, stock);
    }
    return ok;
}

enum sello_error sello_design_check(const struct sello_design *design,
                                    const struct sello_stock *stock, size_t *out_line) {
    for (size_t i = 0; i < design->n_boxes; i++) {
        if (!box_ok(design, i, stock)) {
            *out_line = design->box[i].line;
            return SELLO_E_DESIGN_PLACE;
        }
    }
    return SELLO_OK;
}
