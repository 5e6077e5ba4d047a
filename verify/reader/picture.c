/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/reader/picture.h"

#include "verify/reader/picture_load.h"
#include "verify/reader/picture_sheet.h"
#include "verify/reader/picture_spots.h"
#include "verify/reader/picture_view.h"

/* zbar takes five to ten times longer than zxing-cpp at busy pictures: it reads only smaller
 * views of the largest. Doubling helps small symbols, which such pictures show large enough. */
#define ZBAR_PIXELS_MAX ((size_t)16 << 20)
#define DOUBLED_PIXELS_MAX ((size_t)16 << 20) /* before doubling */
#define SHRUNK_SIDE 1000                      /* pixels of the longer side, about */
#define SMALL_PART 0.2   /* of the shorter side: a code that others may stand beside */
#define LOCAL_SQUARES 16 /* local levels look about them by this part of the longer side */

/* ---- what was found ---- */

/* Another view of the picture. */
struct view {
    struct sello_image image;
    double pixel; /* the side of one of its pixels, in the picture's */
    bool mirrored;
};

struct search {
    sello_picture_found *found;
    void *context;
    const struct sello_picture_watch *watch; /* NULL: nobody stops it */
    const struct view *view;                 /* that is read */
    struct sello_spot *spots;                /* owned */
    size_t n_spots;
    double smallest; /* side of a code, in pixels; 0: none yet */
    bool done;       /* the caller wants no more passes */
    enum sello_error error;
};

static struct sello_quad in_picture(const struct view *view, const struct sello_quad *where) {
    struct sello_quad quad = *where;
    for (unsigned i = 0; i < 4; i++) {
        double x =
            view->mirrored ? (double)view->image.width - where->corner[i].x : where->corner[i].x;
        quad.corner[i] = (struct sello_corner){x * view->pixel, where->corner[i].y * view->pixel};
    }
    return quad;
}

static double smaller(double known, double side) {
    return known > 0 && known < side ? known : side;
}

/* A sello_code_found. The same code is found again by every later pass; an empty one says nothing.
 */
static void note_code(void *context, const struct sello_code *code) {
    struct search *search = context;
    struct sello_code whole = *code;
    whole.where = in_picture(search->view, &code->where);
    if (code->len == 0 || sello_spot_is_known(search->spots, &whole)) {
        return;
    }
    const struct sello_spot *spot = sello_spot_add(&search->spots, &whole);
    if (spot == NULL) {
        search->error = SELLO_E_MEMORY;
        return;
    }
    search->n_spots++;
    search->smallest = smaller(search->smallest, spot->side);
    if (search->found(search->context, sello_bytes(spot->text, spot->len), &whole.where)) {
        search->done = true;
    }
}

/* ---- the views, likely and cheap ones first ---- */

static size_t longer_side(const struct sello_image *image) {
    return image->width > image->height ? image->width : image->height;
}

/* A view, or SELLO_E_PICTURE_TOO_LARGE where it is not worth its time. */
typedef enum sello_error view_maker(const struct sello_image *image, struct view *out);

static enum sello_error shrunk(const struct sello_image *image, struct view *out) {
    size_t factor = (longer_side(image) + SHRUNK_SIDE / 2) / SHRUNK_SIDE;
    if (factor < 2 || factor > image->width || factor > image->height) {
        return SELLO_E_PICTURE_TOO_LARGE;
    }
    out->pixel = (double)factor;
    return sello_view_shrunk(image, factor, &out->image);
}

static enum sello_error doubled(const struct sello_image *image, struct view *out) {
    if (image->width * image->height > DOUBLED_PIXELS_MAX) {
        return SELLO_E_PICTURE_TOO_LARGE;
    }
    out->pixel = 0.5;
    return sello_view_doubled(image, &out->image);
}

static enum sello_error local_levels(const struct sello_image *image, struct view *out) {
    return sello_view_local_levels(image, longer_side(image) / LOCAL_SQUARES, &out->image);
}

static enum sello_error two_levels(const struct sello_image *image, struct view *out) {
    return sello_view_two_levels(image, &out->image);
}

static enum sello_error inverted(const struct sello_image *image, struct view *out) {
    return sello_view_inverted(image, &out->image);
}

static enum sello_error mirrored(const struct sello_image *image, struct view *out) {
    out->mirrored = true;
    return sello_view_mirrored(image, &out->image);
}

/* The order is by measurement, on pictures made hard by blur, noise, shadow, glare and bending. */
static view_maker *const makers[] = {
    shrunk, doubled, local_levels, two_levels, inverted, mirrored,
};

/* ---- passes: one library over one view ---- */

static bool is_over(struct search *search) {
    if (search->error == SELLO_OK && search->watch != NULL &&
        search->watch->stopped(search->watch->context)) {
        search->error = SELLO_E_PICTURE_SLOW;
    }
    return search->done || search->error != SELLO_OK;
}

static void run_pass(struct search *search, const struct view *view, sello_code_reader *read) {
    search->view = view;
    enum sello_error error = read(&view->image, note_code, search);
    if (search->error == SELLO_OK) {
        search->error = error;
    }
}

static void read_view(struct search *search, const struct view *view) {
    run_pass(search, view, sello_read_by_zxing);
    if (!is_over(search) && view->image.width * view->image.height <= ZBAR_PIXELS_MAX) {
        run_pass(search, view, sello_read_by_zbar);
    }
}

static void make_and_read_view(struct search *search, const struct sello_image *image,
                               view_maker *make) {
    struct view view = {.pixel = 1};
    enum sello_error error = make(image, &view);
    if (error == SELLO_OK) {
        read_view(search, &view);
        sello_image_free(&view.image);
    } else if (error != SELLO_E_PICTURE_TOO_LARGE) {
        search->error = error;
    }
}

/* Where two codes are there may be more, and where one is small: a sheet of labels, a shelf. */
static bool may_have_more(const struct search *search, const struct sello_image *image) {
    size_t shorter = image->width < image->height ? image->width : image->height;
    return search->error == SELLO_OK &&
           (search->n_spots > 1 || (search->n_spots == 1 && search->smallest > 0 &&
                                    search->smallest < SMALL_PART * (double)shorter));
}

static void read_image(struct search *search, const struct sello_image *image) {
    const struct view whole = {.image = *image, .pixel = 1};
    read_view(search, &whole);
    if (may_have_more(search, image)) {
        run_pass(search, &whole, sello_read_sheet);
    }
    for (size_t i = 0; i < sizeof makers / sizeof makers[0] && !is_over(search); i++) {
        make_and_read_view(search, image, makers[i]);
    }
}

/* A text in hand counts more than what failed after it. */
static enum sello_error outcome(const struct search *search, const struct sello_image *image) {
    if (search->spots != NULL) {
        return SELLO_OK;
    }
    if (search->error != SELLO_OK) {
        return search->error;
    }
    return image->incomplete ? SELLO_E_PICTURE_DAMAGED : SELLO_E_PICTURE_NO_CODE;
}

static enum sello_error search_image(const struct sello_image *image,
                                     const struct sello_picture_watch *watch,
                                     sello_picture_found *found, void *context) {
    struct search search = {.found = found, .context = context, .watch = watch};
    read_image(&search, image);
    enum sello_error error = outcome(&search, image);
    sello_spots_free(search.spots);
    return error;
}

enum sello_error sello_picture_read_image(const struct sello_image *image,
                                          sello_picture_found *found, void *context) {
    return search_image(image, NULL, found, context);
}

enum sello_error sello_picture_read_watched(struct sello_bytes file,
                                            const struct sello_picture_watch *watch,
                                            sello_picture_found *found, void *context) {
    struct sello_image image = {0};
    enum sello_error error = sello_image_load(file, &image);
    if (error == SELLO_OK) {
        error = search_image(&image, watch, found, context);
        sello_image_free(&image);
    }
    return error;
}

enum sello_error sello_picture_read(struct sello_bytes file, sello_picture_found *found,
                                    void *context) {
    return sello_picture_read_watched(file, NULL, found, context);
}
