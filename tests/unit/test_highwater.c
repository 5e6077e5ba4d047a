/* SPDX-License-Identifier: Apache-2.0 */
#include <sys/stat.h>
#include <unistd.h>

#include "registry/sql/highwater.h"
#include "tests/support/store_fixture.h"

static const uint8_t certifier[SELLO_HASH_LEN] = {0xab, 0xcd};
static const uint8_t other[SELLO_HASH_LEN] = {0xab, 0xce};
static const struct sello_highwater marks = {12, 1790000001, 3, 1790000000, 2};

static void same(struct sello_highwater a, struct sello_highwater b) {
    assert_false(sello_highwater_ahead(a, b) || sello_highwater_ahead(b, a));
}

static struct sello_bytes formatted(uint8_t buf[SELLO_HIGHWATER_LEN], struct sello_highwater m) {
    struct sello_writer w = sello_writer_init(buf, SELLO_HIGHWATER_LEN);
    sello_highwater_format(&w, certifier, m);
    assert_false(w.failed);
    return sello_written(&w);
}

static void test_text(void **state) {
    (void)state;
    uint8_t buf[SELLO_HIGHWATER_LEN];
    struct sello_highwater got = {0};
    struct sello_bytes text = formatted(buf, marks);
    assert_status(sello_highwater_parse(text, certifier, &got), SELLO_OK);
    same(got, marks);
    assert_status(sello_highwater_parse(text, other, &got), SELLO_E_NOT_FOUND);
    const uint64_t most = SELLO_INT_MAX;
    (void)formatted(buf,
                    (struct sello_highwater){most, most, most, most, most}); /* the longest fits */
}

/* No prefix and no changed bit is read as marks that are lower. */
static void test_damage(void **state) {
    (void)state;
    uint8_t buf[SELLO_HIGHWATER_LEN];
    struct sello_bytes text = formatted(buf, marks);
    for (size_t len = 0; len < text.len; len++) {
        struct sello_highwater got = {0};
        struct sello_bytes cut = guarded_copy(sello_bytes(text.ptr, len));
        assert_status(sello_highwater_parse(cut, certifier, &got), SELLO_E_STORE_DAMAGED);
        guarded_free(cut);
    }
    uint8_t longer[SELLO_HIGHWATER_LEN];
    memcpy(longer, text.ptr, text.len);
    longer[text.len] = '\n';
    struct sello_highwater got = {0};
    assert_status(sello_highwater_parse(sello_bytes(longer, text.len + 1), certifier, &got),
                  SELLO_E_STORE_DAMAGED);
}

static enum sello_error home; /* what became of the copy there */

static void test_files(void **state) {
    struct fixture *f = *state;
    struct sello_highwater got = {0};
    assert_status(sello_highwater_read(f->home, certifier, &got), SELLO_E_NOT_FOUND); /* none yet */
    assert_status(sello_highwater_raise(f->home, certifier, marks, &home), SELLO_OK);
    assert_status(home, SELLO_OK);
    assert_status(sello_highwater_read(f->home, certifier, &got), SELLO_OK);
    same(got, marks);

    struct sello_highwater lower = marks;
    lower.serial = 5;
    lower.root_version = 9;
    assert_status(sello_highwater_raise(f->home, certifier, lower, &home), SELLO_OK);
    assert_status(sello_highwater_read(f->home, certifier, &got), SELLO_OK);
    assert_int_equal(got.serial, 12); /* never lowered */
    assert_int_equal(got.root_version, 9);
}

/* The second copy stands in for the first, and the other way round. */
static void test_two_copies(void **state) {
    struct fixture *f = *state;
    char copy[128];
    struct sello_highwater got = {0};
    snprintf(copy, sizeof copy, "%s/marks", f->home);
    assert_status(sello_highwater_raise(f->home, certifier, marks, &home), SELLO_OK);
    assert_int_equal(unlink(copy), 0);
    assert_status(sello_highwater_read(f->home, certifier, &got), SELLO_OK);
    same(got, marks);

    write_whole(copy, sello_bytes_of("sello-marks 1\ncertifier ab"));
    assert_status(sello_highwater_read(f->home, certifier, &got), SELLO_OK);
    same(got, marks);

    setenv("XDG_STATE_HOME", "/dev/null/none", 1); /* no home: the broken copy is all there is */
    assert_status(sello_highwater_read(f->home, certifier, &got), SELLO_E_STORE_DAMAGED);
    assert_status(sello_highwater_raise(f->home, certifier, marks, &home), SELLO_E_STORE_DAMAGED);
    assert_int_equal(unlink(copy), 0);
    assert_status(sello_highwater_raise(f->home, certifier, marks, &home),
                  SELLO_OK); /* one copy, and it is told */
    assert_true(home != SELLO_OK);
    struct stat info;
    assert_int_equal(stat(copy, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_damage),
        cmocka_unit_test_setup_teardown(test_files, fixture_make, fixture_remove),
        cmocka_unit_test_setup_teardown(test_two_copies, fixture_make, fixture_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
