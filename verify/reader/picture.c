/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/reader/picture.h"

#include <math.h>
#include <stdlib.h>

#include "verify/reader/picture_load.h"
#include "verify/reader/picture_reader.h"
#include "verify/reader/picture_sheet.h"
#include "verify/reader/picture_view.h"

/* zbar takes five to ten times longer than zxing-cpp at busy pictures: it reads only smaller
 * views of the largest. Doubling helps small symbols, which such pictures show large enough. */
#define ZBAR_PIXELS_MAX ((size_t)16 << 20)
#define DOUBLED_PIXELS_MAX ((size_t)16 << 20) /* before doubling */
#define SHRUNK_SIDE 1000                      /* pixels of the longer side, about */
#define SMALL_PART 0.2   /* of the shorter side: a code that others may stand beside */
#define LOCAL_SQUARES 16 /* local levels look about them by this part of the longer side */

/* ---- what was found ---- */

struct text {
    struct text *next;
    size_t len;
    uint8_t bytes[];
};

struct search {
    sello_picture_found *found;
    void *context;
    struct text *texts; /* owned; each distinct one */
    size_t n_texts;
    double smallest; /* side of a code, in pixels; 0: none yet */
    bool done;       /* the caller wants no more passes */
    enum sello_error error;
};

static bool is_known(const struct search *search, struct sello_bytes text) {
    for (const struct text *t = search->texts; t != NULL; t = t->next) {
        if (sello_bytes_eq(sello_bytes(t->bytes, t->len), text)) {
            return true;
        }
    }
    return false;
}

static double side_of(const struct sello_quad *where) {
    const struct sello_corner *c = where->corner;
    return (hypot(c[0].x - c[1].x, c[0].y - c[1].y) + hypot(c[1].x - c[2].x, c[1].y - c[2].y)) / 2;
}

static double smaller(double known, double side) {
    return known > 0 && known < side ? known : side;
}

/* A sello_code_found. The same code is found again by every later pass; an empty one says nothing.
 */
static void note_code(void *context, const struct sello_code *code) {
    struct search *search = context;
    if (code->len == 0 || is_known(search, sello_bytes(code->text, code->len))) {
        return;
    }
    struct text *text = malloc(sizeof *text + code->len);
    if (text == NULL) {
        search->error = SELLO_E_MEMORY;
        return;
    }
    text->next = search->texts;
    text->len = code->len;
    memcpy(text->bytes, code->text, code->len);
    search->texts = text;
    search->n_texts++;
    search->smallest = smaller(search->smallest, side_of(&code->where));
    if (search->found(search->context, sello_bytes(text->bytes, code->len))) {
        search->done = true;
    }
}

static void free_texts(struct text *texts) {
    while (texts != NULL) {
        struct text *next = texts->next;
        free(texts);
        texts = next;
    }
}

/* ---- the views, likely and cheap ones first ---- */

static size_t longer_side(const struct sello_image *image) {
    return image->width > image->height ? image->width : image->height;
}

/* A view, or SELLO_E_PICTURE_TOO_LARGE where it is not worth its time. */
typedef enum sello_error view_maker(const struct sello_image *image, struct sello_image *out);

static enum sello_error shrunk(const struct sello_image *image, struct sello_image *out) {
    size_t factor = (longer_side(image) + SHRUNK_SIDE / 2) / SHRUNK_SIDE;
    if (factor < 2 || factor > image->width || factor > image->height) {
        return SELLO_E_PICTURE_TOO_LARGE;
    }
    return sello_view_shrunk(image, factor, out);
}

static enum sello_error doubled(const struct sello_image *image, struct sello_image *out) {
    if (image->width * image->height > DOUBLED_PIXELS_MAX) {
        return SELLO_E_PICTURE_TOO_LARGE;
    }
    return sello_view_doubled(image, out);
}

static enum sello_error local_levels(const struct sello_image *image, struct sello_image *out) {
    return sello_view_local_levels(image, longer_side(image) / LOCAL_SQUARES, out);
}

/* The order is by measurement, on pictures made hard by blur, noise, shadow, glare and bending. */
static view_maker *const makers[] = {
    shrunk, doubled, local_levels, sello_view_two_levels, sello_view_inverted, sello_view_mirrored,
};

/* ---- passes: one library over one view ---- */

static bool is_over(const struct search *search) {
    return search->done || search->error != SELLO_OK;
}

static void run_pass(struct search *search, const struct sello_image *view,
                     sello_code_reader *read) {
    enum sello_error error = read(view, note_code, search);
    if (search->error == SELLO_OK) {
        search->error = error;
    }
}

static void read_view(struct search *search, const struct sello_image *view) {
    run_pass(search, view, sello_read_by_zxing);
    if (!is_over(search) && view->width * view->height <= ZBAR_PIXELS_MAX) {
        run_pass(search, view, sello_read_by_zbar);
    }
}

static void make_and_read_view(struct search *search, const struct sello_image *image,
                               view_maker *make) {
    struct sello_image view = {0};
    enum sello_error error = make(image, &view);
    if (error == SELLO_OK) {
        read_view(search, &view);
        sello_image_free(&view);
    } else if (error != SELLO_E_PICTURE_TOO_LARGE) {
        search->error = error;
    }
}

/* Where two codes are there may be more, and where one is small: a sheet of labels, a shelf. */
static bool may_have_more(const struct search *search, const struct sello_image *image) {
    size_t shorter = image->width < image->height ? image->width : image->height;
    return search->error == SELLO_OK &&
           (search->n_texts > 1 || (search->n_texts == 1 && search->smallest > 0 &&
                                    search->smallest < SMALL_PART * (double)shorter));
}

static void read_image(struct search *search, const struct sello_image *image) {
    read_view(search, image);
    if (may_have_more(search, image)) {
        run_pass(search, image, sello_read_sheet);
    }
    for (size_t i = 0; i < sizeof makers / sizeof makers[0] && !is_over(search); i++) {
        make_and_read_view(search, image, makers[i]);
    }
}

/* A text in hand counts more than what failed after it. */
static enum sello_error outcome(const struct search *search, const struct sello_image *image) {
    if (search->texts != NULL) {
        return SELLO_OK;
    }
    if (search->error != SELLO_OK) {
        return search->error;
    }
    return image->incomplete ? SELLO_E_PICTURE_DAMAGED : SELLO_E_PICTURE_NO_CODE;
}

enum sello_error sello_picture_read_image(const struct sello_image *image,
                                          sello_picture_found *found, void *context) {
    struct search search = {.found = found, .context = context};
    read_image(&search, image);
    enum sello_error error = outcome(&search, image);
    free_texts(search.texts);
    return error;
}

enum sello_error sello_picture_read(struct sello_bytes file, sello_picture_found *found,
                                    void *context) {
    struct sello_image image = {0};
    enum sello_error error = sello_image_load(file, &image);
    if (error == SELLO_OK) {
        error = sello_picture_read_image(&image, found, context);
        sello_image_free(&image);
    }
    return error;
}
