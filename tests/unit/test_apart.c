/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures read in a process apart: what it finds, what becomes of it, and what it may not do. */
#include "tests/support/picture_fixture.h"
#include "tests/support/sello_test.h"

#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/child.h"
#include "verify/reader/apart.h"
#include "verify/reader/colours.h"

/* ---- what is found ---- */

struct found {
    char text[4][1024];
    struct sello_quad where[4];
    size_t n;
    bool enough;
    void (*then)(void); /* done at each text */
};

static bool on_text(void *context, struct sello_bytes text, const struct sello_quad *where) {
    struct found *found = context;
    assert_true(found->n < 4 && text.len < sizeof found->text[0]);
    found->where[found->n] = *where;
    memcpy(found->text[found->n], text.ptr, text.len);
    found->text[found->n++][text.len] = '\0';
    if (found->then != NULL) {
        found->then();
    }
    return found->enough;
}

static void same_as_here(void **state) {
    static const char *const names[] = {"clean.png",  "two.png",        "photo.heic",  "photo.avif",
                                        "lossy.webp", "jpeg_named.png", "mirrored.png"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct found here = {.n = 0}, apart = {.n = 0};
        struct sello_bytes file = lent_fixture(names[i]);
        assert_status(sello_picture_read(file, on_text, &here), SELLO_OK);
        assert_status(sello_picture_read_apart(file, on_text, &apart), SELLO_OK);
        assert_int_equal(here.n, apart.n);
        for (size_t j = 0; j < here.n; j++) {
            assert_string_equal(here.text[j], apart.text[j]);
            assert_memory_equal(&here.where[j], &apart.where[j], sizeof here.where[j]);
        }
    }
}

static void same_errors(void **state) {
    struct found found = {.n = 0};
    (void)state;
    assert_status(sello_picture_read_apart(sello_bytes_of("hola"), on_text, &found),
                  SELLO_E_PICTURE_FORMAT);
    assert_status(sello_picture_read_apart(sello_bytes(NULL, 0), on_text, &found),
                  SELLO_E_PICTURE_FORMAT);
    assert_status(sello_picture_read_apart(lent_fixture("one_pixel.png"), on_text, &found),
                  SELLO_E_PICTURE_NO_CODE);
    struct sello_bytes half = lent_fixture("clean.png");
    half.len = 40;
    assert_status(sello_picture_read_apart(half, on_text, &found), SELLO_E_PICTURE_DAMAGED);
    assert_int_equal(found.n, 0);
}

static void colours_come_over(void **state) {
    struct sello_colours here, apart;
    struct sello_bytes file = lent_fixture("photo.jpg");
    (void)state;
    assert_status(sello_colours_load(file, 64, &here), SELLO_OK);
    assert_status(sello_colours_load_apart(file, 64, &apart), SELLO_OK);
    assert_int_equal(here.width, apart.width);
    assert_int_equal(here.height, apart.height);
    assert_memory_equal(here.rgb, apart.rgb, 3 * here.width * here.height);
    sello_colours_free(&here);
    sello_colours_free(&apart);
    assert_status(sello_colours_load_apart(sello_bytes_of("hola"), 64, &apart),
                  SELLO_E_PICTURE_FORMAT);
}

static void count_measured(void *context, const struct sello_code *code,
                           const struct sello_measure *measure) {
    size_t *n = context;
    assert_true(code->len > 0 && measure != NULL && measure->side > 20);
    *n += 1;
}

static void sheets_come_over(void **state) {
    size_t n = 0;
    double dpi = -1;
    (void)state;
    assert_status(sello_sheet_measure_apart(lent_fixture("two.png"), count_measured, &n, &dpi),
                  SELLO_OK);
    assert_int_equal(n, 2);
    assert_true(dpi >= 0);
}

/* ---- how it ends ---- */

/* The process that this one has started. */
static pid_t reader(void) {
    char path[64], of[16] = "";
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_non_null(fgets(of, sizeof of, file));
    fclose(file);
    return (pid_t)strtol(of, NULL, 10);
}

static void kill_reader(void) {
    assert_int_equal(kill(reader(), SIGKILL), 0);
}

static void a_dead_one_is_replaced(void **state) {
    struct found before = {.n = 0}, after = {.n = 0};
    (void)state;
    assert_status(sello_picture_read_apart(lent_fixture("clean.png"), on_text, &before), SELLO_OK);
    kill_reader();
    usleep(50000);
    assert_status(sello_picture_read_apart(lent_fixture("clean.png"), on_text, &after), SELLO_OK);
    assert_int_equal(after.n, 1);
}

static void what_was_found_before_it_died_counts(void **state) {
    struct found found = {.then = kill_reader};
    (void)state;
    assert_status(sello_picture_read_apart(lent_fixture("two.png"), on_text, &found), SELLO_OK);
    assert_int_equal(found.n, 1);
    found = (struct found){.n = 0};
    assert_status(sello_picture_read_apart(lent_fixture("two.png"), on_text, &found), SELLO_OK);
    assert_int_equal(found.n, 2);
}

/* ---- what it may do ---- */

static void it_is_locked_in(void **state) {
    struct found found = {.n = 0};
    char path[64], line[256];
    bool no_new_privileges = false, filtered = false;
    (void)state;
    assert_status(sello_picture_read_apart(lent_fixture("clean.png"), on_text, &found), SELLO_OK);
    assert_false(sello_apart_unguarded());
    snprintf(path, sizeof path, "/proc/%d/status", (int)reader());
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        no_new_privileges = no_new_privileges || strcmp(line, "NoNewPrivs:\t1\n") == 0;
        filtered = filtered || strcmp(line, "Seccomp:\t2\n") == 0;
    }
    fclose(file);
    assert_true(no_new_privileges);
    assert_true(filtered);
}

static void it_has_nothing_of_ours(void **state) {
    struct found found = {.n = 0};
    char path[64];
    size_t n = 0;
    (void)state;
    setenv("SELLO_SECRET", "1", 1);
    kill_reader();
    assert_status(sello_picture_read_apart(lent_fixture("clean.png"), on_text, &found), SELLO_OK);
    snprintf(path, sizeof path, "/proc/%d/fd", (int)reader());
    DIR *dir = opendir(path);
    if (dir == NULL) {
        skip(); /* only root may look */
    }
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        n += entry->d_name[0] != '.';
    }
    closedir(dir);
    assert_int_equal(n, 3);
    char environment[4096];
    snprintf(path, sizeof path, "/proc/%d/environ", (int)reader());
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t len = fread(environment, 1, sizeof environment, file);
    fclose(file);
    assert_null(memmem(environment, len, "SECRET", 6));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_as_here),
        cmocka_unit_test(same_errors),
        cmocka_unit_test(colours_come_over),
        cmocka_unit_test(sheets_come_over),
        cmocka_unit_test(a_dead_one_is_replaced),
        cmocka_unit_test(what_was_found_before_it_died_counts),
        cmocka_unit_test(it_is_locked_in),
        cmocka_unit_test(it_has_nothing_of_ours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
