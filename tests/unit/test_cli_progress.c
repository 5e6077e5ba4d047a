/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"
#include "tests/support/child.h"

static void pass_ms(long ms) {
    struct timespec wait = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&wait, NULL);
}

/* As if the work had begun that long ago. */
static void work(uint64_t total, uint64_t began_ms_ago) {
    struct cli_progress p;
    cli_progress_start(&p, "Signing", total);
    p.started_ms -= began_ms_ago;
    p.shown_ms -= began_ms_ago;
    cli_progress_at(&p, 500);
    cli_progress_at(&p, 501); /* too soon after the last: not shown */
    pass_ms(5);
    cli_progress_end(&p);
}

static int long_work(void *data) {
    (void)data;
    work(1000, 2000);
    work(0, 2000);
    work(100000, 2000);
    work(10000000, 2000);
    return 0;
}

static int on_a_narrow_terminal(void *data) {
    struct winsize size = {.ws_row = 24, .ws_col = *(const unsigned short *)data};
    if (ioctl(STDERR_FILENO, TIOCSWINSZ, &size) != 0) {
        return 1;
    }
    work(1000, 2000);
    return 0;
}

static int short_work(void *data) {
    (void)data;
    work(1000, 500);
    return 0;
}

static int colours(void *data) {
    setenv("TERM", "xterm", 1);
    unsetenv("NO_COLOR");
    if (data != NULL) {
        setenv("NO_COLOR", data, 1);
    }
    return cli_colour(stdout) ? 1 : 0;
}

static int dumb_terminal(void *data) {
    (void)data;
    setenv("TERM", "dumb", 1);
    return cli_colour(stdout) ? 1 : 0;
}

static struct child_outcome got;
static bool echo;

static void long_works_are_shown(void **state) {
    (void)state;
    child_run_on_terminal(long_work, NULL, NULL, 0, &got, &echo);
    assert_non_null(strstr(got.out, "\033[K[##########----------] "
                                    "Signing: 500 of 1000, 250 a second, 2 s left"));
    assert_non_null(strstr(got.out, "\033[KSigning: 500, 250 a second"));
    assert_non_null(strstr(got.out, "[--------------------] "
                                    "Signing: 500 of 100000, 250 a second, 6 min 38 s left"));
    assert_non_null(strstr(got.out, "250 a second, 11 h 06 min left"));
    assert_null(strstr(got.out, "501"));
    size_t len = strlen(got.out);
    assert_true(len > 4 && strcmp(got.out + len - 4, "\r\033[K") == 0);
}

static void the_bar_takes_what_room_there_is(void **state) {
    (void)state;
    /* "Signing: 500 of 1000, 250 a second, 2 s left" has 44 columns. */
    static const struct {
        unsigned short columns;
        const char *shown;
    } rows[] = {
        {68, "\033[K[##########----------] Signing"},
        {67, "\033[K[#####-----] Signing"},
        {58, "\033[K[#####-----] Signing"},
        {57, "\033[KSigning"},
        {20, "\033[KSigning"},
        {200, "\033[K[##########----------] Signing"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        unsigned short columns = rows[i].columns;
        child_run_on_terminal(on_a_narrow_terminal, &columns, NULL, 0, &got, &echo);
        assert_int_equal(got.status, 0);
        assert_non_null(strstr(got.out, rows[i].shown));
    }
}

static void short_works_are_not(void **state) {
    (void)state;
    child_run_on_terminal(short_work, NULL, NULL, 0, &got, &echo);
    assert_string_equal(got.out, "");
}

static void without_a_terminal_nothing_is_shown(void **state) {
    (void)state;
    child_run(long_work, NULL, &got);
    assert_string_equal(got.err, "");
    assert_string_equal(got.out, "");
}

/* 500 at once, and not 501: that is too soon. */
static void a_program_is_told(void **state) {
    int side[2];
    char number[16], line[64] = "";
    (void)state;
    assert_int_equal(pipe(side), 0);
    snprintf(number, sizeof number, "%d", side[1]);
    setenv("SELLO_PROGRESS_FD", number, 1);
    work(1000, 0);
    unsetenv("SELLO_PROGRESS_FD");
    close(side[1]);
    assert_true(read(side[0], line, sizeof line - 1) > 0);
    assert_string_equal(line, "500 1000 Signing\n");
    close(side[0]);
    static const char *const nobody[] = {"", "2", "x", "999"};
    for (size_t i = 0; i < sizeof nobody / sizeof *nobody; i++) {
        struct cli_progress p;
        setenv("SELLO_PROGRESS_FD", nobody[i], 1);
        cli_progress_start(&p, "Signing", 1);
        assert_int_equal(p.to_program, -1);
    }
    unsetenv("SELLO_PROGRESS_FD");
}

static void colour_needs_a_terminal_and_leave(void **state) {
    (void)state;
    static char no[] = "1", empty[] = "";
    child_run_on_terminal(colours, NULL, NULL, 0, &got, &echo);
    assert_int_equal(got.status, 1);
    child_run_on_terminal(colours, empty, NULL, 0, &got, &echo);
    assert_int_equal(got.status, 1);
    child_run_on_terminal(colours, no, NULL, 0, &got, &echo);
    assert_int_equal(got.status, 0);
    child_run_on_terminal(dumb_terminal, NULL, NULL, 0, &got, &echo);
    assert_int_equal(got.status, 0);
    child_run(colours, NULL, &got);
    assert_int_equal(got.status, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_works_are_shown),
        cmocka_unit_test(the_bar_takes_what_room_there_is),
        cmocka_unit_test(short_works_are_not),
        cmocka_unit_test(without_a_terminal_nothing_is_shown),
        cmocka_unit_test(a_program_is_told),
        cmocka_unit_test(colour_needs_a_terminal_and_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
