/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/reader/finder.h"

#include <math.h>
#include <stdlib.h>

#include "verify/reader/picture_view.h"

/* ---- where one may be: dark and light in the parts 1 1 3 1 1 along a row and a column ---- */

struct candidate {
    double x, y, across, down; /* the middle; a module's width along the row and the column */
    unsigned rows;             /* that showed it */
};

struct hunt {
    const struct sello_image *levels; /* 0 or 255 */
    struct candidate *candidate;      /* owned */
    size_t n;
};

enum { CANDIDATES_MAX = 1024 };

static bool is_near(double part, double expected, double tolerance) {
    return fabs(part - expected) <= tolerance;
}

/* Are five runs such parts? Blur and noise move each edge by some of a module, and a pixel. */
static bool is_finder(const unsigned run[5], double *out_module) {
    double module = (run[0] + run[1] + run[2] + run[3] + run[4]) / 7.0;
    double loose = 0.6 * module + 0.4;
    *out_module = module;
    return module >= 1 && is_near(run[0], module, loose) && is_near(run[1], module, loose) &&
           is_near(run[2], 3 * module, 1.2 * module + 0.4) && is_near(run[3], module, loose) &&
           is_near(run[4], module, loose);
}

/* Along a line of pixels. */
struct line {
    const uint8_t *pixel; /* its first */
    size_t step;          /* from one to the next */
    size_t n;
};

static bool is_dark(const struct line *line, size_t i) {
    return line->pixel[i * line->step] == 0;
}

/* Counts on from `at` while it is dark (or light), by `way`; stops past `most`. */
static unsigned count_run(const struct line *line, size_t *at, int way, bool dark, unsigned most) {
    unsigned n = 0;
    while (*at < line->n && is_dark(line, *at) == dark && n <= most) {
        *at += (size_t)(ptrdiff_t)way; /* below zero is past the end, too */
        n++;
    }
    return n;
}

/* Looks both ways from a pixel in the middle square. */
static bool is_finder_about(const struct line *line, size_t middle, unsigned most,
                            double *out_middle, double *out_module) {
    unsigned run[5];
    size_t down = middle + 1, up = middle;
    if (middle >= line->n || !is_dark(line, middle)) {
        return false;
    }
    unsigned before = count_run(line, &up, -1, true, most);
    unsigned after = count_run(line, &down, 1, true, most);
    size_t end = down;
    run[2] = before + after;
    run[1] = count_run(line, &up, -1, false, most);
    run[0] = count_run(line, &up, -1, true, most);
    run[3] = count_run(line, &down, 1, false, most);
    run[4] = count_run(line, &down, 1, true, most);
    *out_middle = (double)end - run[2] / 2.0;
    return is_finder(run, out_module);
}

static struct candidate *known_at(struct hunt *hunt, const struct candidate *c) {
    for (size_t i = hunt->n; i-- > 0;) { /* the newest lie nearest */
        struct candidate *k = &hunt->candidate[i];
        if (is_near(k->x, c->x, 2 * k->across) && is_near(k->y, c->y, 2 * k->down)) {
            return k;
        }
    }
    return NULL;
}

static void note_candidate(struct hunt *hunt, struct candidate c) {
    struct candidate *known = known_at(hunt, &c);
    if (known != NULL) {
        known->rows++;
    } else if (hunt->n < CANDIDATES_MAX) {
        hunt->candidate[hunt->n++] = c;
    }
}

/* A row showed the parts about x: does the column there, and the row through its middle? */
static void try_candidate(struct hunt *hunt, double x, size_t y, double module) {
    const struct sello_image *image = hunt->levels;
    struct candidate c = {.rows = 1};
    unsigned most = (unsigned)(module * 14) + 2;
    const struct line column = {image->grey + (size_t)x, image->width, image->height};
    if (!is_finder_about(&column, y, most, &c.y, &c.down)) {
        return;
    }
    const struct line row = {image->grey + (size_t)c.y * image->width, 1, image->width};
    if (is_finder_about(&row, (size_t)x, most, &c.x, &c.across)) {
        note_candidate(hunt, c);
    }
}

static void look_along_row(struct hunt *hunt, size_t y) {
    const struct sello_image *image = hunt->levels;
    const struct line row = {image->grey + y * image->width, 1, image->width};
    unsigned run[5] = {0};
    bool dark = true;
    for (size_t x = 0; x < row.n; dark = !dark) {
        for (unsigned i = 0; i < 4; i++) {
            run[i] = run[i + 1];
        }
        run[4] = count_run(&row, &x, 1, dark, UINT32_MAX - 1);
        double module = 0;
        if (dark && run[0] > 0 && is_finder(run, &module)) {
            try_candidate(hunt, (double)x - run[4] - run[3] - run[2] / 2.0, y, module);
        }
    }
}

/* ---- how it lies ---- */

enum { TURNS = 6 };

/* A frame turned by a part of a right angle. A row through the middle of a turned square is longer
 * than its side. */
static struct sello_frame turned(const struct candidate *c, unsigned turn) {
    static const double cosine[TURNS] = {1, 0.9659, 0.8660, 0.7071, 0.5, 0.2588};
    static const double sine[TURNS] = {0, 0.2588, 0.5, 0.7071, 0.8660, 0.9659};
    double shorter = cosine[turn] > sine[turn] ? cosine[turn] : sine[turn];
    return (struct sello_frame){.x = c->x,
                                .y = c->y,
                                .ux = c->across * cosine[turn] * shorter,
                                .uy = c->down * sine[turn] * shorter,
                                .vx = -c->across * sine[turn] * shorter,
                                .vy = c->down * cosine[turn] * shorter};
}

static struct sello_finder fitted(const struct sello_image *image, const struct candidate *c) {
    struct sello_finder best = {.likeness = -1};
    double first[TURNS];
    for (unsigned turn = 0; turn < TURNS; turn++) {
        struct sello_frame frame = turned(c, turn);
        first[turn] = sello_pattern_likeness(image, &sello_finder_pattern, &frame);
    }
    for (unsigned tries = 0; tries < 2; tries++) {
        unsigned turn = 0;
        for (unsigned i = 1; i < TURNS; i++) {
            turn = first[i] > first[turn] ? i : turn;
        }
        struct sello_frame frame = turned(c, turn);
        double likeness = sello_pattern_fit(image, &sello_finder_pattern, &frame);
        if (likeness > best.likeness) {
            best.frame = frame;
            best.likeness = likeness;
        }
        first[turn] = -2;
    }
    return best;
}

static void measure_levels(const struct sello_image *image, struct sello_finder *finder) {
    double sum[2] = {0};
    unsigned n[2] = {0};
    int most = (int)sello_finder_pattern.rings;
    for (int b = -most; b <= most; b++) {
        for (int a = -most; a <= most; a++) {
            unsigned light = sello_pattern_is_light(&sello_finder_pattern, a, b);
            sum[light] += sello_frame_grey(image, &finder->frame, a, b);
            n[light]++;
        }
    }
    finder->dark = sum[0] / n[0];
    finder->light = sum[1] / n[1];
}

/* ---- all of them ---- */

#define LIKENESS_LEAST 0.6
enum { FITS_MAX = 320 }; /* candidates that are looked at closely */
#define RADIUS_PARTS 24  /* of the longer side: what is near enough to tell dark from light by */
enum { RADIUS_LEAST = 16, RADIUS_MOST = 60 };
enum { RADIUS_NEAR = 12 }; /* where modules of a few pixels are blurred into each other */

static int by_rows(const void *a, const void *b) {
    const struct candidate *x = a, *y = b;
    double p = x->rows / x->down, q = y->rows / y->down;
    return (p < q) - (p > q);
}

static int by_likeness(const void *a, const void *b) {
    const struct sello_finder *x = a, *y = b;
    return (x->likeness < y->likeness) - (x->likeness > y->likeness);
}

static size_t keep_alike(const struct hunt *hunt, const struct sello_image *image,
                         struct sello_finder *out) {
    size_t n = 0;
    for (size_t i = 0; i < hunt->n && i < FITS_MAX && n < SELLO_FINDERS_MAX; i++) {
        struct sello_finder finder = fitted(image, &hunt->candidate[i]);
        if (finder.likeness >= LIKENESS_LEAST) {
            measure_levels(image, &finder);
            out[n++] = finder;
        }
    }
    qsort(out, n, sizeof *out, by_likeness);
    return n;
}

/* One view of two levels: each shows some that others hide. */
static enum sello_error hunt_in(struct hunt *hunt, const struct sello_image *image,
                                enum sello_error (*make)(const struct sello_image *image,
                                                         size_t radius, struct sello_image *out),
                                size_t radius) {
    struct sello_image levels = {0};
    enum sello_error error = make(image, radius, &levels);
    if (error == SELLO_OK) {
        hunt->levels = &levels;
        for (size_t y = 0; y < levels.height; y++) {
            look_along_row(hunt, y);
        }
        sello_image_free(&levels);
    }
    return error;
}

enum sello_error sello_finders_find(const struct sello_image *image, struct sello_finder *out,
                                    size_t *out_n) {
    size_t longer = image->width > image->height ? image->width : image->height;
    size_t radius = longer / RADIUS_PARTS;
    radius = radius < RADIUS_LEAST ? RADIUS_LEAST : radius > RADIUS_MOST ? RADIUS_MOST : radius;
    struct hunt hunt = {.candidate = malloc(CANDIDATES_MAX * sizeof *hunt.candidate)};
    if (hunt.candidate == NULL) {
        return SELLO_E_MEMORY;
    }
    enum sello_error error = hunt_in(&hunt, image, sello_view_local_levels, radius);
    if (error == SELLO_OK) {
        error = hunt_in(&hunt, image, sello_view_fine_levels, radius);
    }
    if (error == SELLO_OK) {
        error = hunt_in(&hunt, image, sello_view_fine_levels, RADIUS_NEAR);
    }
    if (error == SELLO_OK) {
        qsort(hunt.candidate, hunt.n, sizeof *hunt.candidate, by_rows);
        *out_n = keep_alike(&hunt, image, out);
    }
    free(hunt.candidate);
    return error;
}
