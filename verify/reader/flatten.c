/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/reader/flatten.h"

#include <math.h>
#include <stdlib.h>

#include "verify/reader/finder.h"
#include "verify/reader/lattice.h"
/* ---- three finder patterns that may be of one symbol ---- */

/* A finder pattern and how it must be turned so that its right side points to another. */
struct link {
    double length;  /* modules between their middles, as the nearer one has them */
    double askew;   /* how far the other is from straight ahead, as a part of the length */
    unsigned turns; /* quarters */
};

static struct sello_frame quarter_turned(struct sello_frame f, unsigned turns) {
    for (; turns % 4 != 0; turns--) {
        f = (struct sello_frame){f.x, f.y, f.vx, f.vy, -f.ux, -f.uy};
    }
    return f;
}

/* A point of the picture, in modules from the frame's place. */
static void in_frame(const struct sello_frame *f, double x, double y, double *a, double *b) {
    double det = f->ux * f->vy - f->uy * f->vx, dx = x - f->x, dy = y - f->y;
    *a = (dx * f->vy - dy * f->vx) / det;
    *b = (dy * f->ux - dx * f->uy) / det;
}

/* From one finder pattern to another. */
static struct link link_to(const struct sello_frame *from, const struct sello_frame *to) {
    struct link best = {.askew = 9};
    for (unsigned turns = 0; turns < 4; turns++) {
        struct sello_frame f = quarter_turned(*from, turns);
        double a, b;
        in_frame(&f, to->x, to->y, &a, &b);
        if (a > 0 && fabs(b) <= a) {
            best = (struct link){a, fabs(b) / a, turns};
        }
    }
    return best;
}

struct triple {
    unsigned finder[3];          /* upper left, upper right, lower left */
    double unlike;               /* the less the better */
    double least, most;          /* modules a side it may have */
    struct sello_frame frame[3]; /* turned upright */
};

#define ASKEW_MOST 0.75
#define LENGTH_LEAST 12.0 /* of version 1: 14 */
#define LENGTH_MOST 260.0 /* of version 40: 170 */
#define LENGTHS_RATIO 2.0
enum { TRIPLES_MAX = 4096, LINKS_MAX = 16 };

struct pair {
    unsigned to;
    struct link there, back;
    double length; /* modules: of both, the mean */
};

static bool pair_of(const struct sello_finder *a, const struct sello_finder *b, struct pair *out) {
    out->there = link_to(&a->frame, &b->frame);
    out->back = link_to(&b->frame, &a->frame);
    out->length = (out->there.length + out->back.length) / 2;
    return out->there.askew < ASKEW_MOST && out->back.askew < ASKEW_MOST &&
           out->length > LENGTH_LEAST && out->length < LENGTH_MOST;
}

static int by_length(const void *a, const void *b) {
    const struct pair *x = a, *y = b;
    return (x->length > y->length) - (x->length < y->length);
}

static int by_unlikeness(const void *a, const void *b) {
    const struct triple *x = a, *y = b;
    return (x->unlike > y->unlike) - (x->unlike < y->unlike);
}

struct triples {
    struct triple *item;
    size_t n;
};

static void note_triple(struct triples *triples, const struct sello_finder *finder, unsigned a,
                        const struct pair *b, const struct pair *c) {
    double ratio = b->length / c->length;
    if ((b->there.turns + 1) % 4 != c->there.turns || ratio > LENGTHS_RATIO ||
        ratio < 1 / LENGTHS_RATIO || triples->n == TRIPLES_MAX) {
        return;
    }
    double least = b->length < c->length ? b->length : c->length;
    double most = b->length < c->length ? c->length : b->length;
    /* the right side of the upper right one looks away from the upper left one; the lower left
     * one's lower side does */
    triples->item[triples->n++] =
        (struct triple){.finder = {a, b->to, c->to},
                        .unlike = fabs(log(ratio)) + b->there.askew + b->back.askew +
                                  c->there.askew + c->back.askew + 3 - finder[a].likeness -
                                  finder[b->to].likeness - finder[c->to].likeness,
                        .least = 0.7 * least + 7,
                        .most = 1.25 * most + 7,
                        .frame = {quarter_turned(finder[a].frame, b->there.turns),
                                  quarter_turned(finder[b->to].frame, b->back.turns + 2),
                                  quarter_turned(finder[c->to].frame, c->back.turns + 1)}};
}

/* All that one finder pattern may be the upper left one of, with its nearest others. */
static void find_triples_of(struct triples *triples, const struct sello_finder *finder, size_t n,
                            unsigned a) {
    struct pair pair[SELLO_FINDERS_MAX];
    size_t n_pairs = 0;
    for (unsigned b = 0; b < n; b++) {
        pair[n_pairs].to = b;
        n_pairs += b != a && pair_of(&finder[a], &finder[b], &pair[n_pairs]) ? 1 : 0;
    }
    qsort(pair, n_pairs, sizeof *pair, by_length);
    n_pairs = n_pairs < LINKS_MAX ? n_pairs : LINKS_MAX;
    for (size_t i = 0; i < n_pairs; i++) {
        for (size_t k = 0; k < n_pairs; k++) {
            note_triple(triples, finder, a, &pair[i], &pair[k]);
        }
    }
}

/* ---- how many modules: the version that is written beside two of them (section 7.10) ---- */

enum { VERSION_LEAST = 7, VERSION_MOST = 40, VERSION_BITS = 18, VERSION_CHECK = 0x1F25 };

static unsigned version_word(unsigned version) {
    unsigned rest = version << 12;
    for (unsigned bit = 17; bit >= 12; bit--) {
        rest ^= (rest >> bit & 1) != 0 ? (unsigned)VERSION_CHECK << (bit - 12) : 0;
    }
    return version << 12 | rest;
}

/* Reads the bits: six along the finder pattern's side, three outwards. `bend` modules too few or
 * many at six from its middle, since there the paper may have bent away already. */
static void read_version(const struct sello_image *image, const struct sello_frame *frame,
                         bool is_left, double bend, double middle, double out[VERSION_BITS]) {
    for (unsigned i = 0; i < VERSION_BITS; i++) {
        unsigned row = i / 3;
        double out_by = (double)(i % 3) - 7, along = (double)row - 3;
        out_by -= bend * out_by * out_by / 36;
        out[i] = middle - (is_left ? sello_frame_grey(image, frame, along, out_by)
                                   : sello_frame_grey(image, frame, out_by, along));
    }
}

enum { BENDS = 4 }; /* to either side */
#define BEND 0.35

/* How well a version's word is seen beside a finder pattern; 1 at most. */
static void note_versions(const struct sello_image *image, const struct sello_frame *frame,
                          bool is_left, double middle, double seen[VERSION_MOST + 1]) {
    double best[VERSION_MOST + 1];
    for (unsigned v = VERSION_LEAST; v <= VERSION_MOST; v++) {
        best[v] = -1;
    }
    for (int bend = -BENDS; bend <= BENDS; bend++) {
        double bits[VERSION_BITS], all = 1;
        read_version(image, frame, is_left, bend * BEND, middle, bits);
        for (unsigned i = 0; i < VERSION_BITS; i++) {
            all += fabs(bits[i]);
        }
        for (unsigned v = VERSION_LEAST; v <= VERSION_MOST; v++) {
            unsigned word = version_word(v);
            double sum = 0;
            for (unsigned i = 0; i < VERSION_BITS; i++) {
                sum += (word >> i & 1) != 0 ? bits[i] : -bits[i];
            }
            best[v] = sum / all > best[v] ? sum / all : best[v];
        }
    }
    for (unsigned v = VERSION_LEAST; v <= VERSION_MOST; v++) {
        seen[v] += best[v] / 2;
    }
}

#define VERSION_SEEN 0.5

static unsigned side_of(const struct sello_image *image, const struct sello_finder *finder,
                        const struct triple *t) {
    double seen[VERSION_MOST + 1] = {0}, best = 0;
    unsigned side = 0;
    for (unsigned i = 1; i < 3; i++) {
        const struct sello_finder *f = &finder[t->finder[i]];
        note_versions(image, &t->frame[i], i == 2, (f->dark + f->light) / 2, seen);
    }
    for (unsigned v = VERSION_LEAST; v <= VERSION_MOST; v++) {
        double modules = 17 + 4 * v;
        if (modules >= t->least && modules <= t->most && seen[v] > best) {
            best = seen[v];
            side = 17 + 4 * v;
        }
    }
    return best >= VERSION_SEEN ? side : 0;
}

/* ---- from grey to dark and light ---- */

enum { QUIET = 4, AROUND = 5 };

struct offer {
    unsigned side;
    float *grey, *sharp;        /* owned; side * side */
    struct sello_image modules; /* owned */
};

static bool offer_new(struct offer *offer, unsigned side) {
    size_t n = (size_t)side * side;
    *offer = (struct offer){.side = side,
                            .grey = malloc(n * sizeof *offer->grey),
                            .sharp = malloc(n * sizeof *offer->sharp)};
    return sello_image_new(side + 2 * QUIET, side + 2 * QUIET, &offer->modules) == SELLO_OK &&
           offer->grey != NULL && offer->sharp != NULL;
}

static void offer_free(struct offer *offer) {
    free(offer->grey);
    free(offer->sharp);
    sello_image_free(&offer->modules);
}

/* Beside the symbol it is light: as its own edge is, for want of better. */
static double grey_beside(const struct offer *o, unsigned x, unsigned y, int dx, int dy) {
    int at_x = (int)x + dx, at_y = (int)y + dy;
    bool inside = at_x >= 0 && at_y >= 0 && at_x < (int)o->side && at_y < (int)o->side;
    return inside ? o->grey[(size_t)at_y * o->side + (size_t)at_x] : 255;
}

/* Takes away what each module has of its four neighbours. */
static void sharpen(const struct offer *o, double share) {
    for (unsigned y = 0; y < o->side; y++) {
        for (unsigned x = 0; x < o->side; x++) {
            double own = o->grey[(size_t)y * o->side + x];
            double beside = grey_beside(o, x, y, -1, 0) + grey_beside(o, x, y, 1, 0) +
                            grey_beside(o, x, y, 0, -1) + grey_beside(o, x, y, 0, 1);
            o->sharp[(size_t)y * o->side + x] = (float)(own + share * (4 * own - beside));
        }
    }
}

/* The grey between dark and light about a module: light falls unevenly on what is bent. */
static double middle_about(const struct offer *o, unsigned x, unsigned y) {
    unsigned left = x > AROUND ? x - AROUND : 0, top = y > AROUND ? y - AROUND : 0;
    unsigned right = x + AROUND < o->side ? x + AROUND : o->side - 1;
    unsigned bottom = y + AROUND < o->side ? y + AROUND : o->side - 1;
    double grey[(2 * AROUND + 1) * (2 * AROUND + 1)];
    unsigned n = 0;
    for (unsigned j = top; j <= bottom; j++) {
        for (unsigned i = left; i <= right; i++) {
            grey[n++] = o->sharp[(size_t)j * o->side + i];
        }
    }
    return sello_two_levels_of(grey, n).middle;
}

/* What is known of every symbol is as it must be: readers find it by that. */
static void decide(struct offer *o) {
    struct sello_image *m = &o->modules;
    for (size_t i = 0; i < m->width * m->height; i++) {
        m->grey[i] = 255;
    }
    for (unsigned y = 0; y < o->side; y++) {
        for (unsigned x = 0; x < o->side; x++) {
            enum sello_module_kind kind = sello_module_kind(o->side, x, y);
            bool known = kind == SELLO_MODULE_DARK || kind == SELLO_MODULE_LIGHT;
            bool dark = known ? kind == SELLO_MODULE_DARK
                              : o->sharp[(size_t)y * o->side + x] < middle_about(o, x, y);
            m->grey[(y + QUIET) * m->width + x + QUIET] = dark ? 0 : 255;
        }
    }
}

/* ---- the whole ---- */

struct flattening {
    const struct sello_image *image;
    sello_flat_found *found;
    void *context;
    bool used[SELLO_FINDERS_MAX]; /* finder patterns of symbols that were read */
};

static const double shares[] = {0, 0.12, 0.25, 0.4};

static enum sello_error offer_symbol(struct flattening *f, const struct sello_lattice *lattice,
                                     unsigned side, bool *out_read) {
    struct offer offer;
    struct sello_flat flat = {.modules = &offer.modules};
    if (!offer_new(&offer, side)) {
        offer_free(&offer);
        return SELLO_E_MEMORY;
    }
    for (unsigned i = 0; i < 4; i++) {
        struct sello_corner *corner = &flat.where.corner[i];
        sello_lattice_at(lattice, i == 1 || i == 2 ? side : 0, i >= 2 ? side : 0, &corner->x,
                         &corner->y);
    }
    sello_lattice_read(lattice, offer.grey);
    *out_read = false;
    for (size_t i = 0; i < sizeof shares / sizeof *shares && !*out_read; i++) {
        sharpen(&offer, shares[i]);
        decide(&offer);
        *out_read = f->found(f->context, &flat);
    }
    offer_free(&offer);
    return SELLO_OK;
}

static bool is_used(const struct flattening *f, const struct triple *t) {
    return f->used[t->finder[0]] || f->used[t->finder[1]] || f->used[t->finder[2]];
}

enum { ANCHORS_PART = 4 }; /* one in so many is seen at least */
static const unsigned spacings[] = {4, 2};

static enum sello_error try_triple(struct flattening *f, const struct sello_finder *finder,
                                   const struct triple *t, bool *out_tried) {
    struct sello_corners corners = {.frame = {t->frame[0], t->frame[1], t->frame[2]}};
    struct sello_anchors anchors;
    corners.side = side_of(f->image, finder, t);
    *out_tried = corners.side != 0;
    if (corners.side == 0) {
        return SELLO_OK;
    }
    sello_anchors_find(f->image, &corners, &anchors);
    if ((anchors.n - 3) * ANCHORS_PART < anchors.n_places - 3) {
        return SELLO_OK; /* the three belong to different symbols */
    }
    enum sello_error error = SELLO_OK;
    bool read = false;
    for (size_t i = 0; i < sizeof spacings / sizeof *spacings && error == SELLO_OK && !read; i++) {
        struct sello_lattice *lattice = NULL;
        error = sello_lattice_fit(f->image, &anchors, corners.side, spacings[i], &lattice);
        if (error == SELLO_OK) {
            error = offer_symbol(f, lattice, corners.side, &read);
        }
        sello_lattice_free(lattice);
    }
    for (unsigned i = 0; read && i < 3; i++) {
        f->used[t->finder[i]] = true;
    }
    return error;
}

enum { TRIES_MORE = 8 };

static enum sello_error try_triples(struct flattening *f, const struct sello_finder *finder,
                                    size_t n, struct triples *triples) {
    enum sello_error error = SELLO_OK;
    size_t tries = 0;
    for (unsigned a = 0; a < n; a++) {
        find_triples_of(triples, finder, n, a);
    }
    qsort(triples->item, triples->n, sizeof *triples->item, by_unlikeness);
    for (size_t i = 0; i < triples->n && error == SELLO_OK && tries < n * 2 / 3 + TRIES_MORE; i++) {
        bool tried = false;
        if (!is_used(f, &triples->item[i])) {
            error = try_triple(f, finder, &triples->item[i], &tried);
        }
        tries += tried ? 1 : 0;
    }
    return error;
}

enum sello_error sello_flatten(const struct sello_image *image, size_t finders_max,
                               sello_flat_found *found, void *context) {
    struct flattening f = {.image = image, .found = found, .context = context};
    struct sello_finder *finder = malloc(SELLO_FINDERS_MAX * sizeof *finder);
    struct triples triples = {.item = malloc(TRIPLES_MAX * sizeof *triples.item)};
    enum sello_error error = SELLO_E_MEMORY;
    size_t n = 0;
    if (finder != NULL && triples.item != NULL) {
        error = sello_finders_find(image, finder, &n);
    }
    if (error == SELLO_OK && n <= finders_max) {
        error = try_triples(&f, finder, n, &triples);
    }
    free(finder);
    free(triples.item);
    return error;
}
