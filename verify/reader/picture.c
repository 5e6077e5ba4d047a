/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/reader/picture.h"

#include <stdlib.h>

#include "verify/reader/picture_load.h"
#include "verify/reader/picture_sheet.h"
#include "verify/reader/picture_spots.h"
#include "verify/reader/picture_unread.h"
#include "verify/reader/picture_view.h"

/* zbar takes five to ten times longer than zxing-cpp at busy pictures: it reads only smaller
 * views of the largest. Doubling helps small symbols, which such pictures show large enough. */
#define ZBAR_PIXELS_MAX ((size_t)16 << 20)
#define WHOLE_PIXELS_MAX ((size_t)5 << 20)      /* larger ones are halved after the first look */
#define DOUBLED_PIXELS_MAX ((size_t)4 << 20)    /* before doubling */
#define QUADRUPLED_PIXELS_MAX ((size_t)1 << 20) /* before it */
#define SMOOTHED_PIXELS_MAX ((size_t)2 << 20)
#define SMOOTHING_RADIUS 1
#define SHARPENING_RADIUS 4
#define FINE_RADIUS 6
#define PART_REACH 0.9      /* sides about a code's middle */
#define PART_SIDE_LEAST 200 /* pixels of a code: of usual ones, four or so a module */
#define PARTS_MAX 32        /* codes that are tried one by one */
#define SHRUNK_SIDE 1000    /* pixels of the longer side, about */
#define SMALL_PART 0.2      /* of the shorter side: a code that others may stand beside */
#define LOCAL_SQUARES 16    /* local levels look about them by this part of the longer side */

/* ---- what was found ---- */

/* Another view of the picture. */
struct view {
    struct sello_image image;
    double pixel;     /* the side of one of its pixels, in the picture's */
    double left, top; /* where it begins there */
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
    struct sello_quad unread[SELLO_UNREAD_MAX];
    size_t n_unread;
    enum sello_error error;
};

static struct sello_quad in_picture(const struct view *view, const struct sello_quad *where) {
    struct sello_quad quad = *where;
    for (unsigned i = 0; i < 4; i++) {
        double x =
            view->mirrored ? (double)view->image.width - where->corner[i].x : where->corner[i].x;
        quad.corner[i] = (struct sello_corner){view->left + x * view->pixel,
                                               view->top + where->corner[i].y * view->pixel};
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

static enum sello_error sharpened(const struct sello_image *image, struct view *out) {
    return sello_view_sharpened(image, SHARPENING_RADIUS, &out->image);
}

/* Larger ones have been halved, which does the same. */
static enum sello_error smoothed(const struct sello_image *image, struct view *out) {
    if (image->width * image->height > SMOOTHED_PIXELS_MAX) {
        return SELLO_E_PICTURE_TOO_LARGE;
    }
    return sello_view_smoothed(image, SMOOTHING_RADIUS, &out->image);
}

static enum sello_error fine_levels(const struct sello_image *image, struct view *out) {
    return sello_view_fine_levels(image, FINE_RADIUS, &out->image);
}

static enum sello_error doubled(const struct sello_image *image, struct view *out) {
    if (image->width * image->height > DOUBLED_PIXELS_MAX) {
        return SELLO_E_PICTURE_TOO_LARGE;
    }
    out->pixel = 0.5;
    return sello_view_doubled(image, &out->image);
}

/* Four times as wide and high, and in two levels. */
static enum sello_error quadrupled_fine(const struct sello_image *image, struct view *out) {
    if (image->width * image->height > QUADRUPLED_PIXELS_MAX) {
        return SELLO_E_PICTURE_TOO_LARGE;
    }
    struct sello_image twice = {0}, four = {0};
    enum sello_error error = sello_view_doubled(image, &twice);
    if (error == SELLO_OK) {
        error = sello_view_doubled(&twice, &four);
        sello_image_free(&twice);
    }
    if (error == SELLO_OK) {
        out->pixel = 0.25;
        error = sello_view_fine_levels(&four, FINE_RADIUS, &out->image);
        sello_image_free(&four);
    }
    return error;
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

/* ---- passes: one reader over one view ---- */

enum {
    BY_ZXING = 1,
    BY_ZBAR = 2,
    BY_BOTH = BY_ZXING | BY_ZBAR,
    LAID_FLAT = 4,
    IN_TILES = 8 /* where there may be more */
};

/* The order is by measurement, on the photographs of tests/data/photos. What makes noise black and
 * white comes last: there zxing-cpp 1.4 may end the process (RegressionLine.h). */
static const struct pass {
    view_maker *make; /* NULL: as it is */
    unsigned readers;
} passes[] = {
    {NULL, LAID_FLAT},
    {shrunk, BY_BOTH},
    {doubled, BY_BOTH | IN_TILES},
    {local_levels, BY_BOTH},
    {two_levels, BY_BOTH},
    {inverted, BY_BOTH},
    {mirrored, BY_BOTH},
    {smoothed, BY_BOTH},
    {sharpened, BY_ZXING},
    {fine_levels, BY_BOTH},
    {quadrupled_fine, BY_ZXING | IN_TILES},
};

static bool is_over(struct search *search) {
    if (search->error == SELLO_OK && search->watch != NULL && search->watch->stopped != NULL &&
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

/* Where two codes are there may be more, and where one is small: a sheet of labels, a shelf. */
static bool may_have_more(const struct search *search, const struct sello_image *image) {
    size_t shorter = image->width < image->height ? image->width : image->height;
    return search->error == SELLO_OK &&
           (search->n_spots > 1 || (search->n_spots == 1 && search->smallest > 0 &&
                                    search->smallest < SMALL_PART * (double)shorter));
}

/* A sello_code_reader's work, at the side of the largest code so far. */
static void read_tiles(struct search *search, const struct view *view) {
    double largest = 0;
    for (const struct sello_spot *s = search->spots; s != NULL; s = s->next) {
        largest = s->side > largest ? s->side : largest;
    }
    search->view = view;
    enum sello_error error =
        sello_read_tiles(&view->image, largest / view->pixel, note_code, search);
    if (search->error == SELLO_OK) {
        search->error = error;
    }
}

static void read_view(struct search *search, const struct view *view, unsigned readers) {
    size_t pixels = view->image.width * view->image.height;
    if ((readers & BY_ZXING) != 0) {
        run_pass(search, view, sello_read_by_zxing);
    }
    if ((readers & BY_ZBAR) != 0 && !is_over(search) && pixels <= ZBAR_PIXELS_MAX) {
        run_pass(search, view, sello_read_by_zbar);
    }
    if ((readers & LAID_FLAT) != 0 && search->n_spots == 0 && search->error == SELLO_OK) {
        run_pass(search, view, sello_read_flattened);
    }
    if ((readers & IN_TILES) != 0 && may_have_more(search, &view->image)) {
        read_tiles(search, view);
    }
}

static void make_and_read_view(struct search *search, const struct view *base,
                               const struct pass *pass) {
    struct view view = {.pixel = 1};
    if (pass->make == NULL) {
        read_view(search, base, pass->readers);
        return;
    }
    enum sello_error error = pass->make(&base->image, &view);
    if (error == SELLO_OK) {
        view.pixel *= base->pixel;
        read_view(search, &view, pass->readers);
        sello_image_free(&view.image);
    } else if (error != SELLO_E_PICTURE_TOO_LARGE) {
        search->error = error;
    }
}

/* ---- what is left ---- */

static void find_unread(struct search *search, const struct view *whole) {
    if (may_have_more(search, &whole->image)) {
        search->error =
            sello_unread_find(&whole->image, search->spots, search->unread, &search->n_unread);
        if (search->watch != NULL && search->watch->unread != NULL) {
            search->watch->unread(search->watch->context, search->unread, search->n_unread);
        }
    }
}

/* The part of the picture about a code. */
static enum sello_error part_about(const struct sello_image *image, const struct sello_quad *quad,
                                   struct view *out) {
    struct sello_corner centre = sello_quad_centre(quad);
    double reach = sello_quad_side(quad) * PART_REACH;
    double left = centre.x > reach ? centre.x - reach : 0;
    double top = centre.y > reach ? centre.y - reach : 0;
    double right =
        centre.x + reach < (double)image->width ? centre.x + reach : (double)image->width;
    double bottom =
        centre.y + reach < (double)image->height ? centre.y + reach : (double)image->height;
    if (right - left < 2 || bottom - top < 2) {
        return SELLO_E_PICTURE_TOO_LARGE;
    }
    out->left = (double)(size_t)left;
    out->top = (double)(size_t)top;
    return sello_view_part(image, (size_t)left, (size_t)top, (size_t)(right - left),
                           (size_t)(bottom - top), &out->image);
}

static void double_view(struct search *search, struct view *view) {
    struct sello_image larger = {0};
    search->error = sello_view_doubled(&view->image, &larger);
    if (search->error == SELLO_OK) {
        sello_image_free(&view->image);
        view->image = larger;
        view->pixel /= 2;
    }
}

/* What others of the picture hid, alone and large enough. */
static void read_part(struct search *search, const struct sello_image *image,
                      const struct sello_quad *quad) {
    struct view view = {.pixel = 1};
    size_t before = search->n_spots;
    double side = sello_quad_side(quad);
    enum sello_error error =
        search->error == SELLO_OK ? part_about(image, quad, &view) : search->error;
    if (error != SELLO_OK) {
        search->error = error == SELLO_E_PICTURE_TOO_LARGE ? search->error : error;
        return;
    }
    while (search->error == SELLO_OK && side / view.pixel < PART_SIDE_LEAST) {
        double_view(search, &view);
    }
    if (search->error == SELLO_OK) {
        run_pass(search, &view, sello_read_by_zxing);
    }
    if (search->error == SELLO_OK && search->n_spots == before) {
        run_pass(search, &view, sello_read_flattened);
    }
    sello_image_free(&view.image);
}

static void read_parts(struct search *search, const struct view *whole) {
    for (size_t i = 0; i < search->n_unread && i < PARTS_MAX; i++) {
        (void)is_over(search); /* asks whether there is time */
        read_part(search, &whole->image, &search->unread[i]);
    }
    if (search->n_unread > 0) {
        find_unread(search, whole);
    }
}

/* After a label was found that satisfies, only what may bring the others. */
static void read_views(struct search *search, const struct view *whole, const struct view *base) {
    for (size_t i = 0; i < sizeof passes / sizeof passes[0] && search->error == SELLO_OK; i++) {
        bool brings_others = (passes[i].readers & IN_TILES) != 0 && search->n_unread > 0;
        if (!is_over(search) || (brings_others && search->error == SELLO_OK)) {
            make_and_read_view(search, base, &passes[i]);
        }
        if ((passes[i].readers & IN_TILES) != 0) {
            find_unread(search, whole);
            read_parts(search, whole);
        }
    }
}

static void read_image(struct search *search, const struct sello_image *image) {
    const struct view whole = {.image = *image, .pixel = 1};
    struct view half = {.pixel = 2};
    read_view(search, &whole, BY_BOTH | IN_TILES);
    find_unread(search, &whole);
    read_parts(search, &whole);
    if (is_over(search) && search->n_unread == 0) {
        return;
    }
    if (image->width * image->height <= WHOLE_PIXELS_MAX) {
        read_views(search, &whole, &whole);
    } else if ((search->error = sello_view_shrunk(image, 2, &half.image)) == SELLO_OK) {
        read_views(search, &whole, &half);
        sello_image_free(&half.image);
    }
}

/* Told last: by then nothing more of them will be read. */
static void tell_unread(const struct search *search) {
    for (size_t i = 0; i < search->n_unread; i++) {
        (void)search->found(search->context, sello_bytes(NULL, 0), &search->unread[i]);
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
    if (error == SELLO_OK) {
        tell_unread(&search);
    }
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
