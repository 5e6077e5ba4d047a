/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/reader/lattice.h"

#include <math.h>
#include <stdlib.h>

enum { REACH = 3 }; /* modules from a node's place that its square goes */
enum { SQUARE = 2 * REACH + 1, SQUARE_MODULES = SQUARE * SQUARE };

struct node {
    struct sello_frame frame;
    struct sello_frame smooth; /* as the surface has it, which is laid through all that are known */
    double likeness;           /* of its square, 0..1 */
    double support; /* how much is known about it, while it is not: the more, the sooner its turn */
    bool known;
};

struct sello_lattice {
    const struct sello_image *image; /* borrowed */
    unsigned side;                   /* modules */
    unsigned n;                      /* nodes a side */
    double step;                     /* modules between nodes: 3.5 + i * step from the corner */
    double module;                   /* pixels, about */
    double reach;                    /* modules that a node may lie from where it is expected */
    uint8_t *kind;                   /* owned; enum sello_module_kind, side * side */
    struct sello_anchors anchors;
    struct sello_surface sums; /* of what is known so far */
    struct node *node;         /* owned; n * n */
};

static struct node *node_at(const struct sello_lattice *l, unsigned i, unsigned j) {
    return &l->node[(size_t)j * l->n + i];
}

/* Where a row or column of nodes lies along a side, in modules. */
static double place_of_line(const struct sello_lattice *l, unsigned i) {
    return 3.5 + i * l->step;
}

static bool is_corner(const struct sello_lattice *l, unsigned i, unsigned j) {
    unsigned last = l->n - 1;
    return (i == 0 && j == 0) || (i == last && j == 0) || (i == 0 && j == last);
}

/* ---- one square of modules ---- */

/* What is known of a module: 1 is light, -1 dark, 0 nothing. Around the symbol it is light. */
static int known_kind(const struct sello_lattice *l, int x, int y) {
    if (x < 0 || y < 0 || x >= (int)l->side || y >= (int)l->side) {
        return 1;
    }
    enum sello_module_kind kind = (enum sello_module_kind)l->kind[(size_t)y * l->side + (size_t)x];
    return kind == SELLO_MODULE_LIGHT ? 1 : kind == SELLO_MODULE_DARK ? -1 : 0;
}

/* The modules about a node. */
struct square {
    double a[SQUARE_MODULES], b[SQUARE_MODULES]; /* their middles, in modules from the node */
    int known[SQUARE_MODULES];
    unsigned n;
};

enum { MARGIN = 2 }; /* modules of the quiet zone that are looked at too */

static void square_about(const struct sello_lattice *l, unsigned i, unsigned j,
                         struct square *out) {
    double u = place_of_line(l, i), v = place_of_line(l, j);
    int left = (int)floor(u) - REACH, top = (int)floor(v) - REACH;
    int least = -MARGIN, most = (int)l->side + MARGIN;
    out->n = 0;
    for (int y = top; y < top + SQUARE; y++) {
        for (int x = left; x < left + SQUARE; x++) {
            if (x >= least && y >= least && x < most && y < most) {
                out->a[out->n] = x + 0.5 - u;
                out->b[out->n] = y + 0.5 - v;
                out->known[out->n++] = known_kind(l, x, y);
            }
        }
    }
}

static void look(const struct sello_lattice *l, const struct square *s,
                 const struct sello_frame *frame, double *grey) {
    for (unsigned i = 0; i < s->n; i++) {
        grey[i] = sello_frame_grey(l->image, frame, s->a[i], s->b[i]);
    }
}

#define KNOWN_WEIGHT 1.5

/* How far from the middle grey its modules are, those that are known on their side of it. */
static double contrast(const struct sello_lattice *l, const struct square *s,
                       const struct sello_frame *frame, double middle) {
    double grey[SQUARE_MODULES], sum = 0;
    look(l, s, frame, grey);
    for (unsigned i = 0; i < s->n; i++) {
        double above = grey[i] - middle;
        sum += s->known[i] != 0 ? KNOWN_WEIGHT * s->known[i] * above : fabs(above);
    }
    return sum;
}

static double weight_of(const struct square *s) {
    double sum = 0;
    for (unsigned i = 0; i < s->n; i++) {
        sum += s->known[i] != 0 ? KNOWN_WEIGHT : 1;
    }
    return sum;
}

/* ---- where a node is ---- */

#define PENALTY 0.5 /* of the contrast, for a whole module away from where it was expected */

/* Moves a frame within `reach` modules to where its square looks best. */
static double settle(const struct sello_lattice *l, const struct square *s,
                     struct sello_frame *frame, double reach) {
    struct sello_frame expected = *frame, best = *frame;
    double grey[SQUARE_MODULES];
    look(l, s, frame, grey);
    struct sello_two_levels levels = sello_two_levels_of(grey, s->n);
    double all = weight_of(s) * (levels.half > 1 ? levels.half : 1), best_score = -1e9;
    double a0 = 0, b0 = 0;
    for (double step = reach / 3; step > 0.03; step /= 2) {
        double a1 = a0, b1 = b0;
        int most = step * 2 > reach / 2 ? 3 : 1; /* the whole square first, then its neighbours */
        for (int j = -most; j <= most; j++) {
            for (int i = -most; i <= most; i++) {
                double a = a0 + i * step, b = b0 + j * step;
                struct sello_frame f = expected;
                f.x += a * f.ux + b * f.vx;
                f.y += a * f.uy + b * f.vy;
                double score =
                    contrast(l, s, &f, levels.middle) / all - PENALTY * (a * a + b * b) / 2;
                if (score > best_score) {
                    best_score = score;
                    best = f;
                    a1 = a;
                    b1 = b;
                }
            }
        }
        a0 = a1;
        b0 = b1;
    }
    *frame = best;
    look(l, s, frame, grey);
    levels = sello_two_levels_of(grey, s->n);
    return levels.half > 1 ? contrast(l, s, frame, levels.middle) / (weight_of(s) * levels.half)
                           : 0;
}

/* ---- a smooth surface through what is known ---- */

static void add_node(struct sello_lattice *l, unsigned i, unsigned j) {
    const struct node *n = node_at(l, i, j);
    sello_surface_add(&l->sums, place_of_line(l, i), place_of_line(l, j), n->frame.x, n->frame.y,
                      SELLO_PLACE_ERROR * l->module / n->likeness);
}

static void sum_up(struct sello_lattice *l) {
    sello_surface_begin(&l->sums, l->side, l->module);
    sello_anchors_add(&l->anchors, &l->sums);
    for (unsigned j = 0; j < l->n; j++) {
        for (unsigned i = 0; i < l->n; i++) {
            if (node_at(l, i, j)->known) {
                add_node(l, i, j);
            }
        }
    }
}

static void lay_surface(const struct sello_lattice *l) {
    struct sello_surface surface = l->sums;
    sello_surface_solve(&surface);
    for (unsigned j = 0; j < l->n; j++) {
        for (unsigned i = 0; i < l->n; i++) {
            node_at(l, i, j)->smooth =
                sello_surface_at(&surface, place_of_line(l, i), place_of_line(l, j));
        }
    }
}

/* ---- what neighbours tell ---- */

enum { NEAR = 2 }; /* nodes */

/* The node so many across and down from i, j; NULL: it is not known, or beyond, or that one itself.
 */
static const struct node *known_from(const struct sello_lattice *l, unsigned i, unsigned j,
                                     int across, int down) {
    int x = (int)i + across, y = (int)j + down, n = (int)l->n;
    if ((across == 0 && down == 0) || x < 0 || y < 0 || x >= n || y >= n) {
        return NULL;
    }
    const struct node *node = node_at(l, (unsigned)x, (unsigned)y);
    return node->known ? node : NULL;
}

/* Where node i, j is by its known neighbours: the mean of where each of them points to. */
static bool expect(const struct sello_lattice *l, unsigned i, unsigned j, struct sello_frame *out) {
    struct sello_frame sum = {0}, here = node_at(l, i, j)->smooth;
    double weights = 0;
    for (int dj = -NEAR; dj <= NEAR; dj++) {
        for (int di = -NEAR; di <= NEAR; di++) {
            const struct node *n = known_from(l, i, j, di, dj);
            if (n == NULL) {
                continue;
            }
            double d = di * di + dj * dj, w = n->likeness * n->likeness / (d * d);
            const struct sello_frame *f = &n->frame, *s = &n->smooth;
            sum.x += w * (f->x + here.x - s->x);
            sum.y += w * (f->y + here.y - s->y);
            sum.ux += w * (f->ux + here.ux - s->ux);
            sum.uy += w * (f->uy + here.uy - s->uy);
            sum.vx += w * (f->vx + here.vx - s->vx);
            sum.vy += w * (f->vy + here.vy - s->vy);
            weights += w;
        }
    }
    if (weights <= 0) {
        return false;
    }
    *out = (struct sello_frame){sum.x / weights,  sum.y / weights,  sum.ux / weights,
                                sum.uy / weights, sum.vx / weights, sum.vy / weights};
    return true;
}

/* How modules lie about a node, by where its known neighbours are; held to what it was. */
static void lean(const struct sello_lattice *l, unsigned i, unsigned j) {
    struct node *node = node_at(l, i, j);
    struct sello_frame *f = &node->frame;
    double hold = 1.0, aa = hold, ab = 0, bb = hold;
    double ax = hold * f->ux, ay = hold * f->uy, bx = hold * f->vx, by = hold * f->vy;
    for (int dj = -1; dj <= 1; dj++) {
        for (int di = -1; di <= 1; di++) {
            const struct node *n = known_from(l, i, j, di, dj);
            if (n == NULL) {
                continue;
            }
            double w = n->likeness, px = (n->frame.x - f->x) / l->step,
                   py = (n->frame.y - f->y) / l->step;
            aa += w * di * di;
            ab += w * di * dj;
            bb += w * dj * dj;
            ax += w * di * px;
            ay += w * di * py;
            bx += w * dj * px;
            by += w * dj * py;
        }
    }
    double det = aa * bb - ab * ab;
    f->ux = (ax * bb - bx * ab) / det;
    f->uy = (ay * bb - by * ab) / det;
    f->vx = (bx * aa - ax * ab) / det;
    f->vy = (by * aa - ay * ab) / det;
}

static void lean_about(const struct sello_lattice *l, unsigned i, unsigned j) {
    for (unsigned y = j > 0 ? j - 1 : 0; y <= j + 1 && y < l->n; y++) {
        for (unsigned x = i > 0 ? i - 1 : 0; x <= i + 1 && x < l->n; x++) {
            if (node_at(l, x, y)->known) {
                lean(l, x, y);
            }
        }
    }
}

/* ---- outward from what was recognized ---- */

static void support_neighbours(const struct sello_lattice *l, unsigned i, unsigned j) {
    double likeness = node_at(l, i, j)->likeness;
    for (unsigned y = j > 0 ? j - 1 : 0; y <= j + 1 && y < l->n; y++) {
        for (unsigned x = i > 0 ? i - 1 : 0; x <= i + 1 && x < l->n; x++) {
            node_at(l, x, y)->support += likeness * (x == i || y == j ? 1 : 0.7);
        }
    }
}

/* Nodes that lie within an anchor's pattern. */
static void set_nodes(const struct sello_lattice *l, const struct sello_anchor *a) {
    for (unsigned j = 0; j < l->n; j++) {
        for (unsigned i = 0; i < l->n; i++) {
            double du = place_of_line(l, i) - a->u, dv = place_of_line(l, j) - a->v;
            if (fabs(du) <= l->step / 2 && fabs(dv) <= l->step / 2) {
                struct sello_frame f = a->frame;
                f.x += du * f.ux + dv * f.vx;
                f.y += du * f.uy + dv * f.vy;
                *node_at(l, i, j) = (struct node){.frame = f,
                                                  .support = node_at(l, i, j)->support,
                                                  .likeness = 0.9,
                                                  .known = true};
                support_neighbours(l, i, j);
            }
        }
    }
}

static bool next_place(const struct sello_lattice *l, unsigned *out_i, unsigned *out_j) {
    double best = 0;
    for (size_t k = 0; k < (size_t)l->n * l->n; k++) {
        if (!l->node[k].known && l->node[k].support > best) {
            best = l->node[k].support;
            *out_i = (unsigned)(k % l->n);
            *out_j = (unsigned)(k / l->n);
        }
    }
    return best > 0;
}

enum { SURFACES = 120 }; /* that are laid on the way */
#define REACH_AGAIN 0.3

static void grow(struct sello_lattice *l) {
    unsigned i = 0, j = 0, every = l->n * l->n / SURFACES + 1;
    sum_up(l);
    for (unsigned n = 0; next_place(l, &i, &j); n++) {
        struct square square;
        struct node *node = node_at(l, i, j);
        if (n % every == 0) {
            lay_surface(l);
        }
        square_about(l, i, j, &square);
        if (!expect(l, i, j, &node->frame)) {
            return;
        }
        node->likeness = settle(l, &square, &node->frame, l->reach);
        node->likeness = node->likeness > 0.05 ? node->likeness : 0.05;
        node->known = true;
        lean_about(l, i, j);
        add_node(l, i, j);
        support_neighbours(l, i, j);
    }
}

/* ---- once more, now that all neighbours are known ---- */

static void relax(struct sello_lattice *l) {
    sum_up(l);
    lay_surface(l);
    for (unsigned j = 0; j < l->n; j++) {
        for (unsigned i = 0; i < l->n; i++) {
            struct node *node = node_at(l, i, j);
            struct sello_frame frame;
            struct square square;
            if (is_corner(l, i, j) || !expect(l, i, j, &frame)) {
                continue;
            }
            double trust = node->likeness > 0.3 ? 0.5 : 0.2; /* in where it was */
            frame.x += trust * (node->frame.x - frame.x);
            frame.y += trust * (node->frame.y - frame.y);
            square_about(l, i, j, &square);
            double likeness = settle(l, &square, &frame, REACH_AGAIN);
            node->frame.x = frame.x;
            node->frame.y = frame.y;
            node->likeness = likeness > 0.05 ? likeness : 0.05;
        }
    }
    for (unsigned j = 0; j < l->n; j++) {
        for (unsigned i = 0; i < l->n; i++) {
            lean(l, i, j);
        }
    }
}

/* ---- the map ---- */

/* Weights of four places at -1, 0, 1, 2 for one between the middle two. */
static void weights_at(double t, double out[4]) {
    double t2 = t * t, t3 = t2 * t;
    out[0] = (-t + 2 * t2 - t3) / 2;
    out[1] = (2 - 5 * t2 + 3 * t3) / 2;
    out[2] = (t + 4 * t2 - 3 * t3) / 2;
    out[3] = (-t2 + t3) / 2;
}

/* A node's place; beyond the last ones they go on as the last two do. */
static void place_of(const struct sello_lattice *l, int i, int j, double *x, double *y) {
    int most = (int)l->n - 1;
    int ci = i < 0 ? 0 : i > most ? most : i, cj = j < 0 ? 0 : j > most ? most : j;
    const struct sello_frame *f = &node_at(l, (unsigned)ci, (unsigned)cj)->frame;
    double du = (i - ci) * l->step, dv = (j - cj) * l->step;
    *x = f->x + du * f->ux + dv * f->vx;
    *y = f->y + du * f->uy + dv * f->vy;
}

void sello_lattice_at(const struct sello_lattice *l, double u, double v, double *out_x,
                      double *out_y) {
    double s = (u - 3.5) / l->step, t = (v - 3.5) / l->step, across[4], down[4];
    int i = (int)floor(s), j = (int)floor(t), most = (int)l->n - 1;
    i = i < 0 ? 0 : i >= most ? most - 1 : i;
    j = j < 0 ? 0 : j >= most ? most - 1 : j;
    s -= i;
    t -= j;
    double out_s = s < 0 ? s : s > 1 ? s - 1 : 0, out_t = t < 0 ? t : t > 1 ? t - 1 : 0;
    weights_at(s - out_s, across);
    weights_at(t - out_t, down);
    double x = 0, y = 0;
    for (int b = 0; b < 4; b++) {
        for (int a = 0; a < 4; a++) {
            double px, py;
            place_of(l, i + a - 1, j + b - 1, &px, &py);
            x += across[a] * down[b] * px;
            y += across[a] * down[b] * py;
        }
    }
    int edge_i = i + (s - out_s > 0.5), edge_j = j + (t - out_t > 0.5);
    const struct sello_frame *f = &node_at(l, (unsigned)edge_i, (unsigned)edge_j)->frame;
    *out_x = x + l->step * (out_s * f->ux + out_t * f->vx);
    *out_y = y + l->step * (out_s * f->uy + out_t * f->vy);
}

#define MIDDLE 0.22 /* modules from its centre that are looked at */

void sello_lattice_read(const struct sello_lattice *l, float *out) {
    for (unsigned y = 0; y < l->side; y++) {
        for (unsigned x = 0; x < l->side; x++) {
            double cx, cy, rx, ry, dx, dy, sum = 0;
            sello_lattice_at(l, x + 0.5, y + 0.5, &cx, &cy);
            sello_lattice_at(l, x + 0.5 + MIDDLE, y + 0.5, &rx, &ry);
            sello_lattice_at(l, x + 0.5, y + 0.5 + MIDDLE, &dx, &dy);
            const struct sello_frame f = {cx, cy, rx - cx, ry - cy, dx - cx, dy - cy};
            for (int j = -1; j <= 1; j++) {
                for (int i = -1; i <= 1; i++) {
                    sum += sello_frame_grey(l->image, &f, i, j);
                }
            }
            out[(size_t)y * l->side + x] = (float)(sum / 9);
        }
    }
}

/* ---- the whole ---- */

enum { ROUNDS = 3 };
#define REACH_NEW 0.45   /* modules, where nodes are two modules apart: what is near is expected */
#define REACH_MORE 0.075 /* better than what is far, for each module more */

static bool allocate(struct sello_lattice *l) {
    l->kind = malloc((size_t)l->side * l->side);
    l->node = calloc((size_t)l->n * l->n, sizeof *l->node);
    return l->kind != NULL && l->node != NULL;
}

enum sello_error sello_lattice_fit(const struct sello_image *image,
                                   const struct sello_anchors *anchors, unsigned side,
                                   unsigned spacing, struct sello_lattice **out) {
    struct sello_lattice *l = malloc(sizeof *l);
    if (l == NULL) {
        return SELLO_E_MEMORY;
    }
    double length = side - 7;
    unsigned parts = (unsigned)(length / spacing + 0.5);
    *l = (struct sello_lattice){.image = image,
                                .side = side,
                                .n = parts + 1,
                                .step = length / parts,
                                .module = sello_anchors_module(anchors),
                                .anchors = *anchors,
                                .reach = REACH_NEW + REACH_MORE * (spacing - 2)};
    if (!allocate(l)) {
        sello_lattice_free(l);
        return SELLO_E_MEMORY;
    }
    for (unsigned y = 0; y < l->side; y++) {
        for (unsigned x = 0; x < l->side; x++) {
            l->kind[(size_t)y * l->side + x] = (uint8_t)sello_module_kind(l->side, x, y);
        }
    }
    for (unsigned i = 0; i < l->anchors.n; i++) {
        set_nodes(l, &l->anchors.item[i]);
    }
    grow(l);
    for (unsigned round = 0; round < ROUNDS; round++) {
        relax(l);
    }
    *out = l;
    return SELLO_OK;
}

void sello_lattice_free(struct sello_lattice *l) {
    if (l != NULL) {
        free(l->kind);
        free(l->node);
        free(l);
    }
}
