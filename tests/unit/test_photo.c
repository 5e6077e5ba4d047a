/* SPDX-License-Identifier: Apache-2.0 */
/* From a picture to a photo: upright, small, and with nothing but the pixels. */
#include "tests/support/picture_fixture.h"
#include "tests/support/sello_test.h"

#include "registry/issue/photo_make.h"
#include "verify/reader/colours.h"

/* ---- EXIF ---- */

#define BIG "4d4d002a 00000008 "
#define LITTLE "49492a00 08000000 "

static const struct {
    const char *what, *hex;
    unsigned orientation;
} exifs[] = {
    {"big end first", BIG "0001 0112 0003 00000001 0006 0000", 6},
    {"little end first", LITTLE "0100 1201 0300 01000000 0300 0000", 3},
    {"behind its name", "457869660000" BIG "0001 0112 0003 00000001 0008 0000", 8},
    {"the second entry", BIG "0002 0100 0003 00000001 0005 0000 0112 0003 00000001 0007 0000", 7},
    {"upright", BIG "0001 0112 0003 00000001 0001 0000", 1},
    {"none", BIG "0001 0100 0003 00000001 0006 0000", 1},
    {"0", BIG "0001 0112 0003 00000001 0000 0000", 1},
    {"9", BIG "0001 0112 0003 00000001 0009 0000", 1},
    {"a long number", BIG "0001 0112 0004 00000001 0000 0006", 1},
    {"two of them", BIG "0001 0112 0003 00000002 0006 0006", 1},
    {"more entries than there are", BIG "ffff 0112 0003 00000001 0006 0000", 6},
    {"a directory beyond the end", "4d4d002a 7fffffff 0001 0112 0003 00000001 0006 0000", 1},
    {"a directory at the very end", "4d4d002a 00000019 0001 0112 0003 00000001 0006 0000", 1},
    {"a directory in the head", "4d4d002a 00000000 0001 0112 0003 00000001 0006 0000", 1},
    {"neither end", "4d49002a 00000008 0001 0112 0003 00000001 0006 0000", 1},
    {"nothing", "", 1},
};

static void exif_tells_how_a_picture_lies(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof exifs / sizeof *exifs; i++) {
        uint8_t buf[128];
        struct sello_bytes whole = from_hex(exifs[i].hex, buf, sizeof buf);
        for (size_t len = 0; len <= whole.len; len++) { /* each read lies within */
            struct sello_bytes part = guarded_copy(sello_bytes(buf, len));
            unsigned orientation = sello_exif_orientation(part);
            assert_true(orientation >= 1 && orientation <= 8);
            if (len == whole.len && orientation != exifs[i].orientation) {
                fail_msg("%s: %u", exifs[i].what, orientation);
            }
            guarded_free(part);
        }
    }
}

/* ---- photos ---- */

static uint32_t little_endian(const uint8_t *p) {
    return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* RIFF, WEBP, and one chunk of pixels: no profile, no EXIF, no XMP. */
static void assert_only_pixels(const struct made_photo *photo) {
    assert_true(photo->len > 20 && photo->len <= SELLO_PHOTO_FILE_MAX);
    assert_memory_equal(photo->file, "RIFF", 4);
    assert_memory_equal(photo->file + 8, "WEBPVP8 ", 8);
    uint32_t chunk = little_endian(photo->file + 16);
    assert_int_equal(20 + chunk + chunk % 2, photo->len);
}

static void every_format_becomes_a_photo(void **state) {
    (void)state;
    static const char *const names[] = {"photo.jpg",       "photo.heic",          "photo.avif",
                                        "ten_bit.heic",    "progressive.jpg",     "cmyk.jpg",
                                        "rgba.png",        "palette_alpha.png",   "interlaced.png",
                                        "lossy.webp",      "deep_grey_alpha.png", "clear.webp",
                                        "sixteen_bit.png", "large.png",           "one_pixel.png",
                                        "clear.heic"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct made_photo photo;
        enum sello_error error = photo_make(lent_fixture(names[i]), &photo);
        if (error != SELLO_OK) {
            fail_msg("%s: %s", names[i], sello_error_name(error));
        }
        assert_only_pixels(&photo);
        assert_true(photo.width >= 1 && photo.width <= 1280 && photo.height <= 1280);
        photo_free(&photo);
    }
}

static void the_same_picture_gives_the_same_photo(void **state) {
    (void)state;
    struct made_photo a, b;
    assert_status(photo_make(lent_fixture("photo.jpg"), &a), SELLO_OK);
    assert_status(photo_make(lent_fixture("photo.jpg"), &b), SELLO_OK);
    assert_true(a.len == b.len && memcmp(a.file, b.file, a.len) == 0);
    photo_free(&a);
    photo_free(&b);
}

static void what_is_no_picture_is_refused(void **state) {
    (void)state;
    struct made_photo photo = {.file = NULL};
    static const char *const names[] = {"photo.jpg", "rgba.png", "lossy.webp", "photo.heic"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct sello_bytes whole = lent_fixture(names[i]);
        struct sello_bytes half = guarded_copy(sello_bytes(whole.ptr, whole.len / 2));
        assert_status(photo_make(half, &photo), SELLO_E_PICTURE_DAMAGED);
        guarded_free(half);
    }
    assert_status(photo_make(sello_bytes_of("no picture"), &photo), SELLO_E_PICTURE_FORMAT);
    assert_status(photo_make(sello_bytes(NULL, 0), &photo), SELLO_E_PICTURE_FORMAT);
    assert_null(photo.file);
}

/* A side is written in the head; nothing is allocated for it. */
static void a_bomb_is_refused_by_its_head(void **state) {
    (void)state;
    struct made_photo photo;
    uint8_t buf[64];
    struct sello_bytes png = from_hex("89504e470d0a1a0a 0000000d 49484452 0000ffff 0000ffff"
                                      "08 02 00 00 00 00000000",
                                      buf, sizeof buf);
    assert_status(photo_make(png, &photo), SELLO_E_PICTURE_TOO_LARGE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exif_tells_how_a_picture_lies),
        cmocka_unit_test(every_format_becomes_a_photo),
        cmocka_unit_test(the_same_picture_gives_the_same_photo),
        cmocka_unit_test(what_is_no_picture_is_refused),
        cmocka_unit_test(a_bomb_is_refused_by_its_head),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
