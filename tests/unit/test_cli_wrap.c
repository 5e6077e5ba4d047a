/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include <stdlib.h>

#include "cli/internal.h"

/* Lines of a terminal of 20 or 30 columns: broken at spaces, and a command never. */

static const struct {
    const char *text, *wrapped;
    size_t columns, indent;
} rows[] = {
    {"", "", 20, 0},
    {"exactly twenty wide.\n", "exactly twenty wide.\n", 20, 0},
    {"exactly twenty wide..\n", "exactly twenty\nwide..\n", 20, 0},
    {"no end of line but words enough", "no end of line but\nwords enough", 20, 0},
    {"one\n\nthree that is longer than it\n", "one\n\nthree that is longer\nthan it\n", 20, 0},
    {"  an indent goes on below itself\n", "  an indent goes on below\n  itself\n", 28, 0},
    {"- of a list what is broken goes on\n", "- of a list what is broken\n  goes on\n", 28, 0},
    {"  --name NAME  a name as buyers read it on a label\n",
     "  --name NAME  a name as buyers read it\n               on a label\n", 40, 15},
    {"  --name NAME  an indent too deep for this terminal\n",
     "  --name NAME  an indent too\n    deep for this terminal\n", 30, 15},
    {"antidisestablishmentarianism is long\n", "antidisestablishmentarianism\nis long\n", 20, 0},
    {"una etiqueta así, señalada\n", "una etiqueta así,\nseñalada\n", 18,
     0}, /* columns, not bytes */
    {"Print them with: sello print B2 --to pdf\n", "Print them with:\nsello print B2 --to pdf\n",
     30, 0},
    {"Print them with: sello print B2 --to pdf -o labels.pdf\n",
     "Print them with:\nsello print B2 --to pdf -o labels.pdf\n", 30, 0},
    {"Look at it: sello-verify trust list now\n", "Look at it:\nsello-verify trust list now\n", 30,
     0},
    {"The seal: sellos of a town, one by one\n", "The seal: sellos of a town,\none by one\n", 30,
     0},
    {"two  spaces stay, and go at a break\n", "two  spaces stay, and\ngo at a break\n", 21, 0},
};

static void lines_are_broken_at_spaces(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *got = NULL;
        size_t len;
        FILE *to = open_memstream(&got, &len);
        assert_non_null(to);
        cli_wrap(to, sello_bytes_of(rows[i].text), rows[i].columns, rows[i].indent);
        assert_int_equal(fclose(to), 0);
        assert_string_equal(got, rows[i].wrapped);
        free(got);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(lines_are_broken_at_spaces)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
