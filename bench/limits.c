/* SPDX-License-Identifier: Apache-2.0 */
/* The bare library calls that each job cannot avoid, on one core, as calls a second.
 *
 *   limits LABEL-TEXT PICTURE.png FOLDER
 *
 * prints one line each: "sign RATE", "png RATE", "verify RATE", "picture RATE". The text and the
 * picture are of a real label; FOLDER takes the PNG files. */
#include <png.h>
#include <qrencode.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zbar.h>

enum { PIXELS_PER_MODULE = 10, MARGIN = 4, TOKEN_BYTES = 260 };

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* What a measured job works on. */
struct work {
    const char *text;
    const char *picture;
    const char *folder;
    unsigned long n; /* calls so far */
    unsigned char public_key[crypto_sign_PUBLICKEYBYTES];
    unsigned char secret_key[crypto_sign_SECRETKEYBYTES];
    unsigned char message[TOKEN_BYTES];
    unsigned char signature[crypto_sign_BYTES];
};

static void fail(const char *what) {
    fprintf(stderr, "limits: %s\n", what);
    exit(1);
}

static void sign_once(struct work *w) {
    w->message[0]++;
    crypto_sign_detached(w->signature, NULL, w->message, sizeof w->message, w->secret_key);
}

static void verify_once(struct work *w) {
    if (crypto_sign_verify_detached(w->signature, w->message, sizeof w->message, w->public_key)) {
        fail("a signature does not verify");
    }
}

static void write_png(const char *path, const QRcode *code) {
    png_uint_32 side = (png_uint_32)(code->width + 2 * MARGIN) * PIXELS_PER_MODULE;
    png_bytep row = calloc(1, side);
    FILE *file = fopen(path, "wb");
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    if (row == NULL || file == NULL || info == NULL) {
        fail("a PNG cannot be written");
    }
    png_init_io(png, file);
    png_set_IHDR(png, info, side, side, 1, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    for (png_uint_32 y = 0; y < side; y++) {
        int module_y = (int)(y / PIXELS_PER_MODULE) - MARGIN;
        memset(row, 0xff, side / 8 + 1);
        for (png_uint_32 x = 0; x < side; x++) {
            int module_x = (int)(x / PIXELS_PER_MODULE) - MARGIN;
            bool inside =
                module_x >= 0 && module_x < code->width && module_y >= 0 && module_y < code->width;
            if (inside && (code->data[module_y * code->width + module_x] & 1)) {
                row[x / 8] = (png_byte)(row[x / 8] & ~(0x80 >> x % 8));
            }
        }
        png_write_row(png, row);
    }
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    fclose(file);
    free(row);
}

static void png_once(struct work *w) {
    char path[4096];
    QRinput *input = QRinput_new2(0, QR_ECLEVEL_M);
    int url = (int)(strchr(w->text, '#') - w->text) + 1;
    QRinput_append(input, QR_MODE_8, url, (const unsigned char *)w->text);
    QRinput_append(input, QR_MODE_NUM, (int)strlen(w->text) - url,
                   (const unsigned char *)w->text + url);
    QRcode *code = QRcode_encodeInput(input);
    QRinput_free(input);
    if (code == NULL) {
        fail("the text does not fit a symbol");
    }
    snprintf(path, sizeof path, "%s/%06lu.png", w->folder, w->n);
    write_png(path, code);
    QRcode_free(code);
}

/* Reads the picture as grey bytes; the caller frees them. */
static unsigned char *read_grey(const char *path, unsigned *width, unsigned *height) {
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_file(&image, path)) {
        fail("the picture cannot be read");
    }
    image.format = PNG_FORMAT_GRAY;
    unsigned char *grey = malloc(PNG_IMAGE_SIZE(image));
    if (grey == NULL || !png_image_finish_read(&image, NULL, grey, 0, NULL)) {
        fail("the picture cannot be read");
    }
    *width = image.width;
    *height = image.height;
    return grey;
}

static void picture_once(struct work *w) {
    unsigned width, height;
    unsigned char *grey = read_grey(w->picture, &width, &height);
    zbar_image_scanner_t *scanner = zbar_image_scanner_create();
    zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
    zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
    zbar_image_t *image = zbar_image_create();
    zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
    zbar_image_set_size(image, width, height);
    zbar_image_set_data(image, grey, (unsigned long)width * height, NULL);
    if (zbar_scan_image(scanner, image) < 1) {
        fail("the picture has no code");
    }
    zbar_image_destroy(image);
    zbar_image_scanner_destroy(scanner);
    free(grey);
}

/* Calls a job for about a second, and prints its rate. */
static void measure(const char *name, void (*once)(struct work *), struct work *w) {
    double start = now();
    w->n = 0;
    do {
        once(w);
        w->n++;
    } while (now() - start < 1.0);
    printf("%s %.1f\n", name, (double)w->n / (now() - start));
}

int main(int argc, char **argv) {
    static struct work w;
    if (argc != 4 || sodium_init() < 0 || strchr(argv[1], '#') == NULL) {
        fail("usage: limits LABEL-TEXT PICTURE.png FOLDER");
    }
    w.text = argv[1];
    w.picture = argv[2];
    w.folder = argv[3];
    crypto_sign_keypair(w.public_key, w.secret_key);
    measure("sign", sign_once, &w);
    measure("png", png_once, &w);
    measure("verify", verify_once, &w);
    measure("picture", picture_once, &w);
    return 0;
}
