/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/oracle.h"

#include <png.h>
#include <qrencode.h>
#include <stdlib.h>
#include <zbar.h>

/* ---- texts at the limits of a version ---- */

struct sello_bytes oracle_text(const char *head, size_t n_digits, char buf[ORACLE_TEXT_MAX]) {
    struct sello_writer w = sello_writer_init(buf, ORACLE_TEXT_MAX);
    sello_write(&w, head, strlen(head));
    for (size_t i = 0; i < n_digits; i++) {
        char digit = (char)('0' + i * i * 7 % 11 % 10);
        sello_write(&w, &digit, 1);
    }
    return sello_written(&w);
}

unsigned oracle_version(const char *head, size_t n_digits, char level) {
    char buf[ORACLE_TEXT_MAX];
    struct sello_bytes text = oracle_text(head, n_digits, buf);
    size_t n_head = strlen(head);
    QRinput *input = QRinput_new2(0, level == 'Q' ? QR_ECLEVEL_Q : QR_ECLEVEL_M);
    bool ok = QRinput_append(input, QR_MODE_8, (int)n_head, text.ptr) == 0;
    if (n_digits > 0) {
        ok = ok && QRinput_append(input, QR_MODE_NUM, (int)n_digits, text.ptr + n_head) == 0;
    }
    QRcode *code = ok ? QRcode_encodeInput(input) : NULL;
    unsigned version = code == NULL ? 0 : (unsigned)code->version;
    QRcode_free(code);
    QRinput_free(input);
    return version;
}

static bool holds(const char *head, size_t n_digits, unsigned version, char level) {
    unsigned needed = oracle_version(head, n_digits, level);
    return needed > 0 && needed <= version;
}

size_t oracle_most_digits(const char *head, unsigned version, char level) {
    size_t fits = 0, too_many = 2048; /* version 22 holds fewer */
    while (too_many - fits > 1) {
        size_t middle = (fits + too_many) / 2;
        *(holds(head, middle, version, level) ? &fits : &too_many) = middle;
    }
    return fits;
}

/* ---- pictures ---- */

void oracle_picture_free(struct oracle_picture *picture) {
    free(picture->grey);
    picture->grey = NULL;
}

bool oracle_png_read(struct sello_bytes png, struct oracle_picture *out) {
    png_image image = {.version = PNG_IMAGE_VERSION};
    const png_color white = {255, 255, 255};
    *out = (struct oracle_picture){0};
    if (!png_image_begin_read_from_memory(&image, png.ptr, png.len)) {
        return false;
    }
    image.format = PNG_FORMAT_GRAY;
    *out = (struct oracle_picture){image.width, image.height, malloc(PNG_IMAGE_SIZE(image))};
    bool ok = png_image_finish_read(&image, &white, out->grey, 0, NULL) != 0;
    if (!ok) {
        oracle_picture_free(out);
    }
    return ok;
}

void oracle_zbar_each(const struct oracle_picture *picture, oracle_found *found, void *context) {
    zbar_image_scanner_t *scanner = zbar_image_scanner_create();
    zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
    zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
    zbar_image_t *image = zbar_image_create();
    zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
    zbar_image_set_size(image, picture->width, picture->height);
    zbar_image_set_data(image, picture->grey, (size_t)picture->width * picture->height, NULL);
    zbar_scan_image(scanner, image);
    const zbar_symbol_t *symbol = zbar_image_first_symbol(image);
    for (; symbol != NULL; symbol = zbar_symbol_next(symbol)) {
        found(context, zbar_symbol_get_data(symbol), zbar_symbol_get_data_length(symbol));
    }
    zbar_image_destroy(image);
    zbar_image_scanner_destroy(scanner);
}

struct only_text {
    char *text;
    size_t cap, len, n_found;
};

static void keep_text(void *context, const char *text, size_t len) {
    struct only_text *only = (struct only_text *)context;
    only->n_found++;
    if (len <= only->cap) {
        memcpy(only->text, text, len);
        only->len = len;
    }
}

size_t oracle_zbar(const struct oracle_picture *picture, char *text, size_t cap) {
    struct only_text only = {.text = text, .cap = cap};
    oracle_zbar_each(picture, keep_text, &only);
    return only.n_found == 1 ? only.len : 0;
}

bool oracle_both_read(const struct oracle_picture *picture, struct sello_bytes text) {
    char by_zbar[ORACLE_TEXT_MAX], by_zxing[ORACLE_TEXT_MAX];
    size_t n_zbar = oracle_zbar(picture, by_zbar, sizeof by_zbar);
    size_t n_zxing = oracle_zxing(picture, by_zxing, sizeof by_zxing);
    return sello_bytes_eq(sello_bytes(by_zbar, n_zbar), text) &&
           sello_bytes_eq(sello_bytes(by_zxing, n_zxing), text);
}
