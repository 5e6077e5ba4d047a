/* SPDX-License-Identifier: Apache-2.0 */
/* Reading codes from pictures: the fixtures of tests/data/pictures, and what is no picture. */

#include <sys/resource.h>
#include <zlib.h>

#include "tests/support/picture_fixture.h"
#include "tests/support/sello_test.h"
#include "verify/reader/picture.h"
#include "verify/reader/picture_load.h"

/* The text of a fixture's label, without the newline. */
static struct sello_bytes read_text(const char *name) {
    struct sello_bytes text = read_fixture(name);
    text.len--;
    return text;
}

/* What a reading found, against the two texts there are. */
struct found {
    struct sello_bytes label;
    struct sello_bytes other;
    size_t n_label;
    size_t n_other;
    size_t n_strange;
    bool satisfied; /* the answer to give */
};

static bool on_found(void *context, struct sello_bytes text, const struct sello_quad *where) {
    struct found *found = context;
    (void)where;
    found->n_label += sello_bytes_eq(text, found->label);
    found->n_other += sello_bytes_eq(text, found->other);
    found->n_strange += !sello_bytes_eq(text, found->label) && !sello_bytes_eq(text, found->other);
    return found->satisfied;
}

static enum sello_error read_bytes(struct sello_bytes file, bool satisfied, struct found *out) {
    *out = (struct found){
        .label = read_text("label.txt"), .other = read_text("other.txt"), .satisfied = satisfied};
    enum sello_error error = sello_picture_read(file, on_found, out);
    free_fixture(out->label);
    free_fixture(out->other);
    return error;
}

static enum sello_error read_picture(const char *name, bool satisfied, struct found *out) {
    struct sello_bytes file = read_fixture(name);
    enum sello_error error = read_bytes(file, satisfied, out);
    free_fixture(file);
    return error;
}

/* ---- what reads ---- */

static void test_every_fixture_reads(void **state) {
    (void)state;
    static const char *const names[] = {
        "clean.png",
        "sixteen_bit.png",
        "interlaced.png",
        "palette_alpha.png",
        "rgba.png",
        "jpeg_named.png",
        "small.png",
        "large.png",
        "cmyk.jpg",
        "progressive.jpg",
        "lossy.webp",
        "clear.webp",
        "photo.heic",
        "clear.heic",
        "ten_bit.heic",
        "photo.avif",
        "rotated7.jpg",
        "rotated90.jpg",
        "rotated200.jpg",
        "blurred.jpg",
        "quality40.jpg",
        "perspective.jpg",
        "uneven.jpg",
        "noise.jpg",
        "inverted.png",
        "mirrored.png",
        "mirrored_inverted.jpg",
        "clay.jpg",
        "tiny.jpg",
        "shadow.jpg",
        "dark_noise.jpg",
        "faded.jpg",
        "photo.jpg",
        "deep_rgba.png",
        "deep_grey_alpha.png",
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct found found;
        enum sello_error error = read_picture(names[i], true, &found);
        if (error != SELLO_OK || found.n_label != 1 || found.n_other + found.n_strange != 0) {
            fail_msg("%s: %s, %zu times", names[i], sello_error_name(error), found.n_label);
        }
    }
}

static void test_two_codes_are_both_reported_also_when_the_first_satisfies(void **state) {
    (void)state;
    struct found found;
    assert_status(read_picture("two.png", true, &found), SELLO_OK);
    assert_int_equal(found.n_label, 1);
    assert_int_equal(found.n_other, 1);
}

/* Every pass finds the code again; it is news only once. */
static void test_a_text_is_reported_once(void **state) {
    (void)state;
    struct found found;
    assert_status(read_picture("clean.png", false, &found), SELLO_OK);
    assert_int_equal(found.n_label, 1);
    assert_int_equal(found.n_strange, 0);
}

/* ---- grey pixels ---- */

/* White in the quiet zone and black in a finder's corner, whatever the picture's coding. */
static void test_paper_is_white_and_ink_is_black(void **state) {
    (void)state;
    static const struct {
        const char *name;
        size_t module; /* pixels */
        uint8_t white_from;
        uint8_t black_to;
    } rows[] = {
        {"clean.png", 10, 255, 0},      {"sixteen_bit.png", 10, 225, 0},
        {"interlaced.png", 10, 255, 0}, {"palette_alpha.png", 10, 255, 0},
        {"rgba.png", 10, 255, 0},       {"clear.webp", 10, 255, 0},
        {"cmyk.jpg", 10, 240, 50},      {"progressive.jpg", 10, 250, 10},
        {"lossy.webp", 4, 215, 70},     {"clear.heic", 4, 235, 30},
        {"deep_rgba.png", 4, 254, 0},   {"deep_grey_alpha.png", 4, 254, 0},
        {"ten_bit.heic", 4, 200, 90},   {"photo.avif", 4, 200, 90},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct sello_bytes file = read_fixture(rows[i].name);
        struct sello_image image = {0};
        assert_status(sello_image_load(file, &image), SELLO_OK);
        assert_int_equal(image.width, 73 * rows[i].module);
        assert_int_equal(image.height, 73 * rows[i].module);
        size_t paper = rows[i].module;                        /* the second module */
        size_t ink = 4 * rows[i].module + rows[i].module / 2; /* the finder's edge */
        uint8_t white = image.grey[paper * image.width + paper];
        uint8_t black = image.grey[ink * image.width + ink];
        if (white < rows[i].white_from || black > rows[i].black_to) {
            fail_msg("%s: paper %u, ink %u", rows[i].name, white, black);
        }
        sello_image_free(&image);
        free_fixture(file);
    }
}

/* ---- what does not read ---- */

static void test_pictures_without_a_code(void **state) {
    (void)state;
    static const char *const names[] = {"no_code.jpg", "one_pixel.png"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct found found;
        assert_status(read_picture(names[i], true, &found), SELLO_E_PICTURE_NO_CODE);
        assert_int_equal(found.n_label + found.n_other + found.n_strange, 0);
    }
}

#define PNG_START "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"

static void test_files_that_are_no_picture(void **state) {
    (void)state;
#define ROW(bytes, status)                                                                         \
    { bytes, sizeof bytes - 1, status }
    static const struct {
        const char *bytes;
        size_t len;
        enum sello_error error;
    } rows[] = {
        ROW("", SELLO_E_PICTURE_FORMAT),
        ROW("\x89", SELLO_E_PICTURE_FORMAT),
        ROW("A letter, and no picture.\n", SELLO_E_PICTURE_FORMAT),
        ROW("GIF89a\1\0\1\0\0\0\0;", SELLO_E_PICTURE_FORMAT),
        ROW("RIFF\x24\0\0\0WAVEfmt ", SELLO_E_PICTURE_FORMAT),
        ROW("\0\0\0\x18"
            "ftypmp42\0\0\0\0mp42isom",
            SELLO_E_PICTURE_FORMAT),
        ROW("\0\0\0\x18"
            "ftyp",
            SELLO_E_PICTURE_DAMAGED),
        ROW("\0\0\0\x18"
            "ftypheic\0\0\0\0mif1heic",
            SELLO_E_PICTURE_DAMAGED),
        ROW("\xff\xd8\xff", SELLO_E_PICTURE_DAMAGED),
        ROW("\xff\xd8\xff\xd9", SELLO_E_PICTURE_DAMAGED),
        ROW("RIFF\x04\0\0\0WEBP", SELLO_E_PICTURE_DAMAGED),
        ROW("\x89PNG\r\n\x1a\n", SELLO_E_PICTURE_DAMAGED),
        ROW(PNG_START "\0\0\0\0\0\0\0\1\1\0\0\0\0", SELLO_E_PICTURE_DAMAGED),
        ROW(PNG_START "\0\0\1\0\0\0\1\0\1\0\0\0\0____", SELLO_E_PICTURE_DAMAGED), /* its CRC */
        ROW(PNG_START "\0\1\x86\xa0\0\1\x86\xa0\1\0\0\0\0", SELLO_E_PICTURE_TOO_LARGE),
        ROW(PNG_START "\xff\xff\xff\xff\xff\xff\xff\xff\1\0\0\0\0", SELLO_E_PICTURE_TOO_LARGE),
    };
#undef ROW
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct found found;
        struct sello_bytes file = guarded_copy(sello_bytes(rows[i].bytes, rows[i].len));
        enum sello_error error = read_bytes(file, true, &found);
        if (error != rows[i].error) {
            fail_msg("row %zu: %s", i, sello_error_name(error));
        }
        guarded_free(file);
    }
}

static void test_sizes(void **state) {
    (void)state;
    static const struct {
        size_t width;
        size_t height;
        enum sello_error error;
    } rows[] = {
        {0, 5, SELLO_E_PICTURE_DAMAGED},
        {5, 0, SELLO_E_PICTURE_DAMAGED},
        {1, 1, SELLO_OK},
        {65535, 1600, SELLO_OK},
        {65535, 1601, SELLO_E_PICTURE_TOO_LARGE},
        {1, 65535, SELLO_OK},
        {1, 65536, SELLO_E_PICTURE_TOO_LARGE},
        {65536, 1, SELLO_E_PICTURE_TOO_LARGE},
        {10240, 10240, SELLO_OK},
        {10241, 10240, SELLO_E_PICTURE_TOO_LARGE},
        {SIZE_MAX, SIZE_MAX, SELLO_E_PICTURE_TOO_LARGE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_status(sello_image_size_check(rows[i].width, rows[i].height), rows[i].error);
    }
}

/* Writes bytes over a fixture's at an offset, and loads it. */
static enum sello_error load_patched(const char *name, size_t offset, struct sello_bytes patch) {
    struct sello_bytes file = read_fixture(name);
    uint8_t *bytes = (uint8_t *)(uintptr_t)file.ptr;
    assert_true(offset + patch.len <= file.len);
    memcpy(bytes + offset, patch.ptr, patch.len);
    struct sello_image image = {0};
    enum sello_error error = sello_image_load(file, &image);
    assert_true(error == SELLO_OK || image.grey == NULL);
    sello_image_free(&image);
    free_fixture(file);
    return error;
}

static size_t offset_of(const char *name, struct sello_bytes wanted) {
    struct sello_bytes file = read_fixture(name);
    size_t at = 0;
    while (at + wanted.len < file.len && memcmp(file.ptr + at, wanted.ptr, wanted.len) != 0) {
        at++;
    }
    assert_true(at + wanted.len < file.len);
    free_fixture(file);
    return at;
}

/* The other formats claim a size in their own places. */
static void test_claims_of_an_enormous_size(void **state) {
    (void)state;
    size_t frame = offset_of("quality40.jpg", sello_bytes("\xff\xc0", 2)); /* SOF0, T.81 B.2.2 */
    assert_status(load_patched("quality40.jpg", frame + 5, sello_bytes("\xff\xff\xff\xff", 4)),
                  SELLO_E_PICTURE_TOO_LARGE);
    size_t key = offset_of("lossy.webp", sello_bytes("\x9d\x01\x2a", 3)); /* RFC 6386, 9.1 */
    assert_status(load_patched("lossy.webp", key + 3, sello_bytes("\xff\x3f\xff\x3f", 4)),
                  SELLO_E_PICTURE_TOO_LARGE);
    size_t extent = offset_of("photo.heic", sello_bytes("ispe", 4)); /* ISO 23008-12, 6.5.3 */
    struct sello_bytes huge = sello_bytes("\0\1\x86\xa0\0\1\x86\xa0", 8);
    assert_status(load_patched("photo.heic", extent + 8, huge), SELLO_E_PICTURE_TOO_LARGE);
    extent = offset_of("photo.avif", sello_bytes("ispe", 4));
    assert_status(load_patched("photo.avif", extent + 8, huge), SELLO_E_PICTURE_TOO_LARGE);
}

/* ---- bombs ---- */

static void put_be32(uint8_t *p, size_t value) {
    for (int i = 0; i < 4; i++) {
        p[i] = (uint8_t)(value >> (24 - 8 * i));
    }
}

/* A zTXt chunk (RFC 2083 section 4.2.10) that inflates to `size` spaces; returns its length. */
static size_t make_bomb(uint8_t *chunk, size_t cap, size_t size) {
    static const char head[] = "zTXtComment\0"; /* type, keyword, NUL, method 0 */
    uint8_t *text = malloc(size);
    assert_non_null(text);
    memset(text, ' ', size);
    memcpy(chunk + 4, head, sizeof head);
    uLongf packed = cap - 4 - sizeof head - 4;
    assert_int_equal(compress2(chunk + 4 + sizeof head, &packed, text, size, 9), Z_OK);
    free(text);
    size_t content = sizeof head + packed; /* with the type */
    put_be32(chunk, content - 4);
    put_be32(chunk + 4 + content, crc32(0, chunk + 4, (uInt)content));
    return 4 + content + 4;
}

static long peak_kilobytes(void) {
    struct rusage usage;
    assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
    return usage.ru_maxrss;
}

/* A clean label after a thousand texts of 4 MB each, in 5 MB of file. */
static void test_a_text_bomb_is_never_inflated(void **state) {
    (void)state;
    enum { BOMBS = 1000, BOMB_SIZE = 4 << 20, BOMB_ROOM = 16 << 10, HEADER = 8 + 25 };
    struct sello_bytes clean = read_fixture("clean.png");
    uint8_t *bomb = malloc(BOMB_ROOM);
    assert_non_null(bomb);
    size_t bomb_len = make_bomb(bomb, BOMB_ROOM, BOMB_SIZE);
    size_t len = clean.len + BOMBS * bomb_len;
    uint8_t *file = malloc(len);
    assert_non_null(file);
    struct sello_writer w = sello_writer_init(file, len);
    sello_write(&w, clean.ptr, HEADER);
    for (int i = 0; i < BOMBS; i++) {
        sello_write(&w, bomb, bomb_len);
    }
    sello_write(&w, clean.ptr + HEADER, clean.len - HEADER);
    long before = peak_kilobytes();
    struct found found;
    assert_status(read_bytes(sello_written(&w), true, &found), SELLO_OK);
    assert_int_equal(found.n_label, 1);
    assert_true(peak_kilobytes() - before < 64 << 10);
    free(file);
    free(bomb);
    free_fixture(clean);
}

/* ---- truncated and changed ---- */

/* A cut file is damaged, or, when all its pixels had come, the picture itself; a JPEG may also be
 * filled up, and says so. */
static void check_cut(struct sello_bytes cut, const struct sello_image *whole, const char *name) {
    struct sello_bytes guarded = guarded_copy(cut);
    struct sello_image image = {0};
    enum sello_error error = sello_image_load(guarded, &image);
    bool same = error == SELLO_OK && image.width == whole->width && image.height == whole->height &&
                memcmp(image.grey, whole->grey, whole->width * whole->height) == 0;
    bool refused = error == SELLO_E_PICTURE_DAMAGED ||
                   (cut.len < 12 && error == SELLO_E_PICTURE_FORMAT); /* before its magic */
    if (!refused && !same && !image.incomplete) {
        fail_msg("%s cut to %zu: %s", name, cut.len, sello_error_name(error));
    }
    sello_image_free(&image);
    guarded_free(guarded);
}

static void test_truncations(void **state) {
    (void)state;
    static const struct {
        const char *name;
        size_t every_to; /* each length up to here */
        size_t step;     /* then so far apart */
    } rows[] = {
        {"clean.png", SIZE_MAX, 1},  {"interlaced.png", 200, 211}, {"quality40.jpg", SIZE_MAX, 1},
        {"progressive.jpg", 0, 997}, {"lossy.webp", 400, 53},      {"clear.webp", 400, 53},
        {"photo.heic", 500, 211},    {"photo.avif", 400, 101},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct sello_bytes file = read_fixture(rows[i].name);
        struct sello_image whole = {0};
        assert_status(sello_image_load(file, &whole), SELLO_OK);
        assert_false(whole.incomplete);
        for (size_t len = 0; len < file.len; len += len < rows[i].every_to ? 1 : rows[i].step) {
            check_cut(sello_bytes(file.ptr, len), &whole, rows[i].name);
        }
        sello_image_free(&whole);
        free_fixture(file);
    }
}

static void test_a_jpeg_cut_near_its_end_still_reads_and_earlier_is_damaged(void **state) {
    (void)state;
    struct sello_bytes file = read_fixture("quality40.jpg");
    struct found found;
    assert_status(read_bytes(sello_bytes(file.ptr, file.len - 100), true, &found), SELLO_OK);
    assert_int_equal(found.n_label, 1);
    assert_status(read_bytes(sello_bytes(file.ptr, file.len / 2), true, &found),
                  SELLO_E_PICTURE_DAMAGED);
    free_fixture(file);
}

/* Whatever the byte, loading ends, within memory, with an image or a picture's status. */
static void test_changed_bytes(void **state) {
    (void)state;
    static const struct {
        const char *name;
        size_t step;
    } rows[] = {{"clean.png", 1},  {"quality40.jpg", 7}, {"lossy.webp", 5},
                {"clear.webp", 3}, {"photo.heic", 97},   {"photo.avif", 11}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct sello_bytes file = read_fixture(rows[i].name);
        size_t len = file.len;
        free_fixture(file);
        for (size_t at = 0; at < len; at += rows[i].step) {
            enum sello_error error =
                load_patched(rows[i].name, at, sello_bytes(at % 2 == 0 ? "\xff" : "\x01", 1));
            assert_true(error == SELLO_OK ||
                        (error >= SELLO_E_PICTURE_FORMAT && error <= SELLO_E_PICTURE_TOO_LARGE));
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_fixture_reads),
        cmocka_unit_test(test_two_codes_are_both_reported_also_when_the_first_satisfies),
        cmocka_unit_test(test_a_text_is_reported_once),
        cmocka_unit_test(test_paper_is_white_and_ink_is_black),
        cmocka_unit_test(test_pictures_without_a_code),
        cmocka_unit_test(test_files_that_are_no_picture),
        cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_claims_of_an_enormous_size),
        cmocka_unit_test(test_a_text_bomb_is_never_inflated),
        cmocka_unit_test(test_truncations),
        cmocka_unit_test(test_a_jpeg_cut_near_its_end_still_reads_and_earlier_is_damaged),
        cmocka_unit_test(test_changed_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
