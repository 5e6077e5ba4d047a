/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/reader/picture_view.h"

#include <stdlib.h>
#include <string.h>

#define SHARPENING 3

/* ---- size ---- */

static uint8_t mean_of_block(const struct sello_image *image, size_t left, size_t top,
                             size_t factor) {
    size_t sum = 0;
    for (size_t y = top; y < top + factor; y++) {
        const uint8_t *row = image->grey + y * image->width;
        for (size_t x = left; x < left + factor; x++) {
            sum += row[x];
        }
    }
    return (uint8_t)(sum / (factor * factor));
}

enum sello_error sello_view_shrunk(const struct sello_image *image, size_t factor,
                                   struct sello_image *out) {
    struct sello_image view = {0};
    enum sello_error error = sello_image_new(image->width / factor, image->height / factor, &view);
    if (error != SELLO_OK) {
        return error;
    }
    for (size_t y = 0; y < view.height; y++) {
        for (size_t x = 0; x < view.width; x++) {
            view.grey[y * view.width + x] = mean_of_block(image, x * factor, y * factor, factor);
        }
    }
    *out = view;
    return SELLO_OK;
}

enum sello_error sello_view_part(const struct sello_image *image, size_t left, size_t top,
                                 size_t width, size_t height, struct sello_image *out) {
    struct sello_image view = {0};
    enum sello_error error = sello_image_new(width, height, &view);
    if (error != SELLO_OK) {
        return error;
    }
    for (size_t y = 0; y < height; y++) {
        memcpy(view.grey + y * width, image->grey + (top + y) * image->width + left, width);
    }
    *out = view;
    return SELLO_OK;
}

/* Pixels of the doubled view lie a quarter of a pixel off the old ones' centres. Catmull and Rom's
 * cubic (1974) there, in 128ths, from the old pixel before the nearest to the second after.
 * Straight lines between the pixels would blur modules of one and a half pixels away. */
enum { TAPS = 4, TAPS_SUM = 128 };
static const int tap[TAPS] = {-9, 111, 29, -3};

/* Which of n old pixels tap k is of; beyond the edge it is the edge. */
static size_t tap_at(size_t at, unsigned k, size_t n) {
    ptrdiff_t way = at % 2 == 0 ? -1 : 1, i = (ptrdiff_t)(at / 2) + way * ((ptrdiff_t)k - 1);
    return i < 0 ? 0 : (size_t)i < n ? (size_t)i : n - 1;
}

static void double_row(const int *sum, size_t width, uint8_t *out) {
    for (size_t x = 0; x < 2 * width; x++) {
        int grey = TAPS_SUM * TAPS_SUM / 2;
        for (unsigned k = 0; k < TAPS; k++) {
            grey += tap[k] * sum[tap_at(x, k, width)];
        }
        grey = grey < 0 ? 0 : grey / (TAPS_SUM * TAPS_SUM);
        out[x] = (uint8_t)(grey < 255 ? grey : 255);
    }
}

static void double_rows(const struct sello_image *image, int *sum, struct sello_image *view) {
    for (size_t y = 0; y < view->height; y++) {
        memset(sum, 0, image->width * sizeof *sum);
        for (unsigned k = 0; k < TAPS; k++) {
            const uint8_t *row = image->grey + tap_at(y, k, image->height) * image->width;
            for (size_t x = 0; x < image->width; x++) {
                sum[x] += tap[k] * row[x];
            }
        }
        double_row(sum, image->width, view->grey + y * view->width);
    }
}

enum sello_error sello_view_doubled(const struct sello_image *image, struct sello_image *out) {
    struct sello_image view = {0};
    enum sello_error error = sello_image_new(2 * image->width, 2 * image->height, &view);
    if (error != SELLO_OK) {
        return error;
    }
    int *sum = malloc(image->width * sizeof *sum);
    if (sum == NULL) {
        sello_image_free(&view);
        return SELLO_E_MEMORY;
    }
    double_rows(image, sum, &view);
    free(sum);
    *out = view;
    return SELLO_OK;
}

enum sello_error sello_view_mirrored(const struct sello_image *image, struct sello_image *out) {
    struct sello_image view = {0};
    enum sello_error error = sello_image_new(image->width, image->height, &view);
    if (error != SELLO_OK) {
        return error;
    }
    for (size_t y = 0; y < view.height; y++) {
        const uint8_t *row = image->grey + y * image->width;
        uint8_t *end = view.grey + (y + 1) * view.width;
        for (size_t x = 0; x < view.width; x++) {
            end[-(ptrdiff_t)x - 1] = row[x];
        }
    }
    *out = view;
    return SELLO_OK;
}

/* ---- levels ---- */

enum { LEVELS = 256 };

static enum sello_error mapped(const struct sello_image *image, const uint8_t map[LEVELS],
                               struct sello_image *out) {
    struct sello_image view = {0};
    enum sello_error error = sello_image_new(image->width, image->height, &view);
    if (error != SELLO_OK) {
        return error;
    }
    for (size_t i = 0; i < image->width * image->height; i++) {
        view.grey[i] = map[image->grey[i]];
    }
    *out = view;
    return SELLO_OK;
}

enum sello_error sello_view_inverted(const struct sello_image *image, struct sello_image *out) {
    uint8_t map[LEVELS];
    for (unsigned level = 0; level < LEVELS; level++) {
        map[level] = (uint8_t)(255 - level);
    }
    return mapped(image, map, out);
}

/* The level up to which pixels are dark, so that the two groups differ most between, and least
 * within themselves. */
static unsigned otsu_level(const struct sello_image *image) {
    size_t n = image->width * image->height;
    size_t count[LEVELS] = {0};
    double total = 0;
    for (size_t i = 0; i < n; i++) {
        count[image->grey[i]]++;
        total += image->grey[i];
    }
    unsigned best_level = 0;
    double best = 0;
    double n_dark = 0;
    double sum_dark = 0;
    for (unsigned level = 0; level < LEVELS - 1; level++) {
        n_dark += (double)count[level];
        sum_dark += (double)count[level] * level;
        double n_light = (double)n - n_dark;
        if (n_dark > 0 && n_light > 0) {
            double apart = sum_dark / n_dark - (total - sum_dark) / n_light;
            double between = n_dark * n_light * apart * apart;
            if (between > best) {
                best = between;
                best_level = level;
            }
        }
    }
    return best_level;
}

enum sello_error sello_view_two_levels(const struct sello_image *image, struct sello_image *out) {
    unsigned dark_to = otsu_level(image);
    uint8_t map[LEVELS];
    for (unsigned level = 0; level < LEVELS; level++) {
        map[level] = level <= dark_to ? 0 : 255;
    }
    return mapped(image, map, out);
}

/* ---- by the mean about each pixel: running sums, so that the radius costs nothing ---- */

/* Adds (or takes away) a row of the picture to the sums of its columns. */
static void add_row(uint32_t *column, const struct sello_image *image, size_t y) {
    for (size_t x = 0; x < image->width; x++) {
        column[x] += image->grey[y * image->width + x];
    }
}

static void take_row(uint32_t *column, const struct sello_image *image, size_t y) {
    for (size_t x = 0; x < image->width; x++) {
        column[x] -= image->grey[y * image->width + x];
    }
}

/* What becomes of a pixel by the mean of those about it. */
struct about {
    size_t radius;
    unsigned eighths; /* black is what is darker than so much of the mean, */
    unsigned less;    /* and by so many levels more */
    int times;        /* not 0: nothing of this, but what differs from the mean does so much more */
};

static uint8_t by_mean(const struct about *about, uint8_t grey, uint64_t sum, uint64_t n) {
    if (about->times == 0) {
        return (uint64_t)(grey + about->less) * n * 8 < sum * about->eighths ? 0 : 255;
    }
    int sharp = grey + about->times * (grey - (int)((sum + n / 2) / n));
    return (uint8_t)(sharp < 0 ? 0 : sharp > 255 ? 255 : sharp);
}

/* One row, from the column sums of the `rows` rows about it. */
static void local_row(const uint32_t *column, size_t rows, const struct about *about,
                      const uint8_t *grey, size_t width, uint8_t *out) {
    const size_t radius = about->radius;
    uint64_t sum = 0;
    for (size_t x = 0; x < radius && x < width; x++) {
        sum += column[x];
    }
    for (size_t x = 0; x < width; x++) {
        sum += x + radius < width ? column[x + radius] : 0;
        sum -= x > radius ? column[x - radius - 1] : 0;
        size_t first = x > radius ? x - radius : 0;
        size_t last = x + radius < width ? x + radius : width - 1;
        uint64_t n = rows * (last - first + 1);
        out[x] = by_mean(about, grey[x], sum, n);
    }
}

static void local_rows(const struct sello_image *image, const struct about *about, uint32_t *column,
                       struct sello_image *view) {
    const size_t radius = about->radius;
    size_t first = 0;
    size_t end = 0; /* the sums are of rows first .. end - 1 */
    for (size_t y = 0; y < image->height; y++) {
        while (end < image->height && end <= y + radius) {
            add_row(column, image, end++);
        }
        while (first + radius < y) {
            take_row(column, image, first++);
        }
        local_row(column, end - first, about, image->grey + y * image->width, image->width,
                  view->grey + y * image->width);
    }
}

static enum sello_error by_means(const struct sello_image *image, const struct about *about,
                                 struct sello_image *out) {
    struct sello_image view = {0};
    enum sello_error error = sello_image_new(image->width, image->height, &view);
    if (error != SELLO_OK) {
        return error;
    }
    uint32_t *column = calloc(image->width, sizeof *column);
    if (column == NULL) {
        sello_image_free(&view);
        return SELLO_E_MEMORY;
    }
    local_rows(image, about, column, &view);
    free(column);
    *out = view;
    return SELLO_OK;
}

enum sello_error sello_view_local_levels(const struct sello_image *image, size_t radius,
                                         struct sello_image *out) {
    return by_means(image, &(struct about){.radius = radius, .eighths = 7}, out);
}

enum sello_error sello_view_fine_levels(const struct sello_image *image, size_t radius,
                                        struct sello_image *out) {
    return by_means(image, &(struct about){.radius = radius, .eighths = 8, .less = 2}, out);
}

enum sello_error sello_view_sharpened(const struct sello_image *image, size_t radius,
                                      struct sello_image *out) {
    return by_means(image, &(struct about){.radius = radius, .times = SHARPENING}, out);
}

enum sello_error sello_view_smoothed(const struct sello_image *image, size_t radius,
                                     struct sello_image *out) {
    return by_means(image, &(struct about){.radius = radius, .times = -1}, out);
}
