/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include <locale.h>
#include <sys/stat.h>

#include "cli/internal.h"

/* A catalog of one message, in the format of gettext's manual, "The Format of GNU MO Files":
 * magic, revision, number of strings, the places of the two tables; the tables; the strings. */
#define HEADER_TEXT "Content-Type: text/plain; charset=UTF-8\n"
#define ORIGINAL "There is no year here."
#define SPANISH "Aquí no hay ningún año."

static void write_catalog(const char *path) {
    const char texts[] = "\0" ORIGINAL "\0" HEADER_TEXT "\0" SPANISH;
    uint32_t at = 28 + 32;
    uint32_t head[15] = {0x950412de, 0, 2, 28, 44, 0, at};
    const uint32_t lengths[] = {0, sizeof ORIGINAL - 1, sizeof HEADER_TEXT - 1, sizeof SPANISH - 1};
    for (size_t i = 0; i < 4; i++) {
        head[7 + 2 * i] = lengths[i];
        head[8 + 2 * i] = at;
        at += lengths[i] + 1;
    }
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fwrite(head, sizeof head, 1, file);
    fwrite(texts, sizeof texts, 1, file);
    fclose(file);
}

static int make_catalog(void **state) {
    (void)state;
    mkdir("locale-test", 0755);
    mkdir("locale-test/es", 0755);
    mkdir("locale-test/es/LC_MESSAGES", 0755);
    write_catalog("locale-test/es/LC_MESSAGES/sello.mo");
    return 0;
}

static void the_language_is_found(void **state) {
    (void)state;
    static const struct {
        const char *lc_all, *lc_messages, *lang, *option;
        bool spanish;
    } rows[] = {
        {"C", "", "", "es", true},
        {"C", "", "", NULL, false},
        {"C", "", "es_MX.UTF-8", NULL, false}, /* LC_ALL comes first */
        {"", "", "", NULL, false},
        {"", "", "", "es", true},
        {"es_MX.UTF-8", "", "", NULL, true}, /* also where that locale is not installed */
        {"es_ZZ.UTF-8", "", "", NULL, true},
        {"es", "", "", NULL, true},
        {"", "es_ES", "", NULL, true},
        {"", "", "es_419.UTF-8", NULL, true},
        {"", "en_US.UTF-8", "es_MX.UTF-8", NULL, false},
        {"es_MX.UTF-8", "", "", "en", false},
        {"est_EE.UTF-8", "", "", NULL, false},
        {"tr_TR.UTF-8", "", "", "es", true},
        {"POSIX", "", "", "es", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        setenv("LC_ALL", rows[i].lc_all, 1);
        setenv("LC_MESSAGES", rows[i].lc_messages, 1);
        setenv("LANG", rows[i].lang, 1);
        cli_language_in(rows[i].option, "locale-test");
        assert_string_equal(_(ORIGINAL), rows[i].spanish ? SPANISH : ORIGINAL);
    }
}

static void numbers_do_not_follow(void **state) {
    (void)state;
    setenv("LC_ALL", "de_DE.UTF-8", 1);
    cli_language_in("es", "locale-test");
    char text[16];
    snprintf(text, sizeof text, "%.1f", 1.5);
    assert_string_equal(text, "1.5");
    assert_string_equal(setlocale(LC_NUMERIC, NULL), "C");
}

/* On Debian 13 nothing else does where only C.UTF-8 is installed. */
static void the_locale_is_our_own(void **state) {
    (void)state;
    setenv("LC_ALL", "C", 1);
    setenv("LOCPATH", "kept", 1);
    cli_language_in("es", CATALOGS);
    assert_string_equal(setlocale(LC_MESSAGES, NULL), "sello");
    assert_string_equal(getenv("LOCPATH"), "kept");
    unsetenv("LOCPATH");
}

static void a_missing_catalog_is_english(void **state) {
    (void)state;
    cli_language_in("es", "no-such-folder");
    assert_string_equal(_(ORIGINAL), ORIGINAL);
    cli_language("es");
    assert_string_equal(_(ORIGINAL), ORIGINAL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_language_is_found),
        cmocka_unit_test(numbers_do_not_follow),
        cmocka_unit_test(the_locale_is_our_own),
        cmocka_unit_test(a_missing_catalog_is_english),
    };
    return cmocka_run_group_tests(tests, make_catalog, NULL);
}
