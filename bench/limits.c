/* SPDX-License-Identifier: Apache-2.0 */
/* The bare library calls that each job cannot avoid, on all cores.
 *
 *   limits sign COUNT | verify COUNT | symbol COUNT TEXT FOLDER | picture COUNT PICTURE.png
 *
 * does a call COUNT times, shared out over the cores, and prints the seconds that it took, and
 * those of all cores' work. The text and the picture are of a real label; FOLDER takes the PNG
 * files. */
#define _GNU_SOURCE
#include <png.h>
#include <pthread.h>
#include <qrencode.h>
#include <sched.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zbar.h>

enum { PIXELS_PER_MODULE = 10, MARGIN = 4, TOKEN_BYTES = 260, CORES_MAX = 256 };

static double now(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* One core's share of a job. */
struct work {
    void (*once)(struct work *w);
    unsigned long from, to; /* calls */
    unsigned long n;        /* this call */
    const char *text, *path;
    unsigned char public_key[crypto_sign_PUBLICKEYBYTES];
    unsigned char secret_key[crypto_sign_SECRETKEYBYTES];
    unsigned char message[TOKEN_BYTES];
    unsigned char signature[crypto_sign_BYTES];
};

static void fail(const char *what) {
    fprintf(stderr, "limits: %s\n", what);
    exit(1);
}

/* ---- the calls ---- */

static void sign_once(struct work *w) {
    memcpy(w->message, &w->n, sizeof w->n);
    crypto_sign_detached(w->signature, NULL, w->message, sizeof w->message, w->secret_key);
}

static void verify_once(struct work *w) {
    if (crypto_sign_verify_detached(w->signature, w->message, sizeof w->message, w->public_key)) {
        fail("a signature does not verify");
    }
}

/* A row of modules as a row of one-bit pixels. */
static void fill_row(png_bytep row, png_uint_32 side, const QRcode *code, int module_y) {
    memset(row, 0xff, side / 8 + 1);
    for (png_uint_32 x = 0; x < side; x++) {
        int module_x = (int)(x / PIXELS_PER_MODULE) - MARGIN;
        bool inside =
            module_x >= 0 && module_x < code->width && module_y >= 0 && module_y < code->width;
        if (inside && (code->data[module_y * code->width + module_x] & 1)) {
            row[x / 8] = (png_byte)(row[x / 8] & ~(0x80 >> x % 8));
        }
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
        if (y % PIXELS_PER_MODULE == 0) {
            fill_row(row, side, code, (int)(y / PIXELS_PER_MODULE) - MARGIN);
        }
        png_write_row(png, row);
    }
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    fclose(file);
    free(row);
}

static void symbol_once(struct work *w) {
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
    snprintf(path, sizeof path, "%s/%06lu.png", w->path, w->n);
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
    unsigned char *grey = read_grey(w->path, &width, &height);
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

/* ---- on all cores ---- */

static void *run_share(void *context) {
    struct work *w = context;
    for (w->n = w->from; w->n < w->to; w->n++) {
        w->once(w);
    }
    return NULL;
}

static unsigned count_cores(void) {
    cpu_set_t set;
    CPU_ZERO(&set);
    int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return n < 1 ? 1 : n < CORES_MAX ? (unsigned)n : CORES_MAX;
}

static void run_all(const struct work *job, unsigned long count) {
    static struct work share[CORES_MAX];
    pthread_t thread[CORES_MAX];
    unsigned cores = count_cores();
    for (unsigned i = 0; i < cores; i++) {
        share[i] = *job;
        share[i].from = count * i / cores;
        share[i].to = count * (i + 1) / cores;
        if (pthread_create(&thread[i], NULL, run_share, &share[i]) != 0) {
            fail("no thread");
        }
    }
    for (unsigned i = 0; i < cores; i++) {
        pthread_join(thread[i], NULL);
    }
}

static void choose(struct work *w, int argc, char **argv) {
    const char *job = argc > 2 ? argv[1] : "";
    w->path = argc > 3 ? argv[argc - 1] : "";
    w->text = argc > 4 ? argv[3] : "";
    if (strcmp(job, "sign") == 0 && argc == 3) {
        w->once = sign_once;
    } else if (strcmp(job, "verify") == 0 && argc == 3) {
        w->once = verify_once;
    } else if (strcmp(job, "symbol") == 0 && argc == 5 && strchr(w->text, '#') != NULL) {
        w->once = symbol_once;
    } else if (strcmp(job, "picture") == 0 && argc == 4) {
        w->once = picture_once;
    } else {
        fail("usage: limits sign N | verify N | symbol N TEXT FOLDER | picture N PICTURE.png");
    }
}

int main(int argc, char **argv) {
    static struct work w;
    if (sodium_init() < 0) {
        fail("libsodium does not start");
    }
    choose(&w, argc, argv);
    crypto_sign_keypair(w.public_key, w.secret_key);
    crypto_sign_detached(w.signature, NULL, w.message, sizeof w.message, w.secret_key);
    double start = now(CLOCK_MONOTONIC), worked = now(CLOCK_PROCESS_CPUTIME_ID);
    run_all(&w, strtoul(argv[2], NULL, 10));
    printf("%.6f %.6f\n", now(CLOCK_MONOTONIC) - start, now(CLOCK_PROCESS_CPUTIME_ID) - worked);
    return 0;
}
