/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/reader/picture_sheet.h"

#include "verify/reader/picture_spots.h"
#include "verify/reader/picture_view.h"

/* Tiles, in sides of the largest code. Each code lies whole in some tile of each size, also when it
 * is somewhat turned; which of its neighbours lie there too differs. */
static const struct tiling { double side, step; } tilings[] = {{2.7, 1.35}, {1.9, 0.7}};

#define ZBAR_PIXELS_MAX ((size_t)40 << 20)

struct sheet {
    sello_code_found *found;
    void *context;
    size_t left, top; /* of the tile that is read */
    struct sello_spot *spots;
    double largest; /* side of a code so far; 0: none was found */
    enum sello_error error;
};

static void note(void *context, const struct sello_code *code) {
    struct sheet *sheet = context;
    struct sello_code whole = *code; /* in the whole picture */
    for (unsigned i = 0; i < 4; i++) {
        whole.where.corner[i].x += (double)sheet->left;
        whole.where.corner[i].y += (double)sheet->top;
    }
    if (code->len == 0 || sello_spot_is_known(sheet->spots, &whole)) {
        return;
    }
    const struct sello_spot *spot = sello_spot_add(&sheet->spots, &whole);
    if (spot == NULL) {
        sheet->error = SELLO_E_MEMORY;
        return;
    }
    sheet->largest = spot->side > sheet->largest ? spot->side : sheet->largest;
    sheet->found(sheet->context, &whole);
}

static void run(struct sheet *sheet, const struct sello_image *image, sello_code_reader *read) {
    enum sello_error error = sheet->error == SELLO_OK ? read(image, note, sheet) : sheet->error;
    sheet->error = sheet->error == SELLO_OK ? error : sheet->error;
}

/* ---- tiles ---- */

static void read_tile(struct sheet *sheet, const struct sello_image *image, size_t side) {
    struct sello_image tile = {0};
    size_t width = side < image->width ? side : image->width;
    size_t height = side < image->height ? side : image->height;
    sheet->error = sello_view_part(image, sheet->left, sheet->top, width, height, &tile);
    if (sheet->error == SELLO_OK) {
        run(sheet, &tile, sello_read_by_zxing);
        sello_image_free(&tile);
    }
}

/* Where tile i begins; the last one ends with the picture. */
static size_t tile_at(size_t i, size_t step, size_t side, size_t whole) {
    size_t at = i * step, last = whole > side ? whole - side : 0;
    return at < last ? at : last;
}

static size_t tiles_along(size_t step, size_t side, size_t whole) {
    return whole > side ? (whole - side + step - 1) / step + 1 : 1;
}

static void read_tiles(struct sheet *sheet, const struct sello_image *image,
                       const struct tiling *tiling) {
    size_t side = (size_t)(tiling->side * sheet->largest);
    size_t step = (size_t)(tiling->step * sheet->largest);
    if (step == 0 || (side >= image->width && side >= image->height)) {
        return;
    }
    size_t across = tiles_along(step, side, image->width);
    size_t down = tiles_along(step, side, image->height);
    for (size_t i = 0; i < across * down && sheet->error == SELLO_OK; i++) {
        sheet->left = tile_at(i % across, step, side, image->width);
        sheet->top = tile_at(i / across, step, side, image->height);
        read_tile(sheet, image, side);
    }
    sheet->left = sheet->top = 0;
}

static void read_all_tiles(struct sheet *sheet, const struct sello_image *image) {
    for (size_t i = 0; i < sizeof tilings / sizeof *tilings; i++) {
        read_tiles(sheet, image, &tilings[i]);
    }
}

enum sello_error sello_read_sheet(const struct sello_image *image, sello_code_found *found,
                                  void *context) {
    struct sheet sheet = {.found = found, .context = context, .error = SELLO_OK};
    run(&sheet, image, sello_read_by_zxing);
    if (image->width * image->height <= ZBAR_PIXELS_MAX) {
        run(&sheet, image, sello_read_by_zbar);
    }
    read_all_tiles(&sheet, image);
    sello_spots_free(sheet.spots);
    return sheet.error;
}

enum sello_error sello_read_tiles(const struct sello_image *image, double side,
                                  sello_code_found *found, void *context) {
    struct sheet sheet = {.found = found, .context = context, .largest = side, .error = SELLO_OK};
    read_all_tiles(&sheet, image);
    sello_spots_free(sheet.spots);
    return sheet.error;
}
