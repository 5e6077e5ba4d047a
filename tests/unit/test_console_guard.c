/* SPDX-License-Identifier: Apache-2.0 */
/* Who may ask the window, and which places of this computer it lets be named. */
#include "registry/console/guard.h"

#include <sys/stat.h>
#include <unistd.h>

#include "registry/console/peer.h"
#include "registry/console/places.h"
#include "registry/console/visitors.h"
#include "tests/support/sello_test.h"

#define HOST "127.0.0.1:4711"
#define ORIGIN "http://127.0.0.1:4711"

static void test_requests(void **state) {
    static const char *const json = "application/json";
    static const struct {
        struct guard_request request;
        const char *wanted;
    } rows[] = {
        /* the page's files */
        {{"GET", "/", HOST, NULL, NULL, NULL}, NULL},
        {{"HEAD", "/", HOST, NULL, NULL, NULL}, NULL},
        {{"GET", "/", HOST, NULL, "cross-site", NULL}, NULL}, /* a link to us: no secret in it */
        {{"POST", "/", HOST, NULL, NULL, json}, "method"},
        {{"GET", "/", NULL, NULL, NULL, NULL}, "foreign"},
        {{"GET", "/", "evil.example", NULL, NULL, NULL}, "foreign"},
        {{"GET", "/", "evil.example:4711", NULL, NULL, NULL}, "foreign"},
        {{"GET", "/", "localhost:4711", NULL, NULL, NULL}, "foreign"},
        {{"GET", "/", "127.0.0.1", NULL, NULL, NULL}, "foreign"},
        {{"GET", "/", "127.0.0.1:4712", NULL, NULL, NULL}, "foreign"},
        {{"GET", "/", HOST ".evil.example", NULL, NULL, NULL}, "foreign"},

        /* the interface */
        {{"POST", "/api/status", HOST, ORIGIN, "same-origin", json}, NULL},
        {{"POST", "/api/status", HOST, NULL, NULL, json}, NULL}, /* no browser */
        {{"POST", "/api/status", HOST, NULL, NULL, "application/json; charset=utf-8"}, NULL},
        {{"POST", "/api/status", HOST, "http://evil.example", NULL, json}, "foreign"},
        {{"POST", "/api/status", HOST, "null", NULL, json}, "foreign"},
        {{"POST", "/api/status", HOST, "https://127.0.0.1:4711", NULL, json}, "foreign"},
        {{"POST", "/api/status", HOST, "http://127.0.0.1:4712", NULL, json}, "foreign"},
        {{"POST", "/api/status", HOST, ORIGIN, "cross-site", json}, "foreign"},
        {{"POST", "/api/status", HOST, ORIGIN, "same-site", json}, "foreign"}, /* another port */
        {{"POST", "/api/status", HOST, NULL, "none", json}, "foreign"},
        {{"POST", "/api/status", "evil.example:4711", ORIGIN, "same-origin", json}, "foreign"},
        {{"POST", "/api/status", HOST, ORIGIN, NULL, NULL}, "content-type"},
        {{"POST", "/api/status", HOST, ORIGIN, NULL, "text/plain"}, "content-type"},
        {{"POST", "/api/status", HOST, ORIGIN, NULL, "application/x-www-form-urlencoded"},
         "content-type"},
        {{"POST", "/api/status", HOST, ORIGIN, NULL, "multipart/form-data; boundary=x"},
         "content-type"},
        {{"POST", "/api/status", HOST, ORIGIN, NULL, "application/jsonp"}, "content-type"},
        {{"POST", "/api/status", HOST, ORIGIN, NULL, "text/plain; application/json"},
         "content-type"},
        {{"PUT", "/api/upload", HOST, ORIGIN, NULL, "application/octet-stream"}, NULL},
        {{"PUT", "/api/upload", HOST, ORIGIN, NULL, json}, "content-type"},
        {{"DELETE", "/api/jobs/x", HOST, ORIGIN, NULL, NULL}, NULL},
        {{"OPTIONS", "/api/status", HOST, "http://evil.example", NULL, NULL}, "foreign"},
        {{"OPTIONS", "/api/status", HOST, NULL, NULL, NULL}, "method"},
        {{"TRACE", "/api/status", HOST, NULL, NULL, NULL}, "method"},
        {{"GET", "/api/hello", HOST, NULL, "cross-site", NULL}, "foreign"},
        {{"GET", "/api/hello", HOST, NULL, "none", NULL}, NULL},

        /* what commands wrote */
        {{"GET", "/files/x/a.pdf", HOST, NULL, "same-origin", NULL}, NULL},
        {{"GET", "/files/x/a.pdf", HOST, NULL, "cross-site", NULL}, "foreign"},
        {{"POST", "/files/x/a.pdf", HOST, ORIGIN, NULL, json}, "method"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *got = guard_refuses(&rows[i].request, HOST, ORIGIN);
        if ((got == NULL) != (rows[i].wanted == NULL) ||
            (got != NULL && strcmp(got, rows[i].wanted) != 0)) {
            fail_msg("row %zu: %s", i, got != NULL ? got : "let through");
        }
    }
}

/* ---- visitors ---- */

static void test_links(void **state) {
    static struct visitors v;
    char token[VISITORS_TOKEN], late[VISITORS_TOKEN];
    (void)state;
    memcpy(token, visitors_invite(&v, 1000), sizeof token);
    memcpy(late, visitors_invite(&v, 1000), sizeof late);
    assert_string_not_equal(token, late);
    assert_null(visitors_enter(&v, "", 1000));
    assert_null(visitors_enter(&v, "00000000000000000000000000000000", 1000));
    struct visitor *ana = visitors_enter(&v, token, 1000 + VISITORS_LINK_MS);
    assert_non_null(ana);
    assert_null(visitors_enter(&v, token, 1001));                   /* once */
    assert_null(visitors_enter(&v, late, 1001 + VISITORS_LINK_MS)); /* too late */
    assert_null(visitors_enter(&v, late, 1001));                    /* and then used up */
    assert_ptr_equal(visitors_find(&v, ana->cookie, ana->key, true), ana);
    assert_null(visitors_find(&v, ana->cookie, NULL, true));
    assert_null(visitors_find(&v, ana->cookie, ana->cookie, true));
    assert_null(visitors_find(&v, ana->key, ana->key, true));
    assert_null(visitors_find(&v, NULL, ana->key, true));
    assert_null(visitors_find(&v, "", "", true));
    assert_ptr_equal(visitors_find(&v, ana->cookie, NULL, false), ana);
    visitors_leave(ana);
    assert_null(visitors_find(&v, "", "", false));
    visitors_close(&v);
}

/* Who was away the longest makes room; links too. */
static void test_too_many(void **state) {
    static struct visitors v;
    char first[VISITORS_TOKEN], cookie[VISITORS_TOKEN];
    (void)state;
    memcpy(first, visitors_invite(&v, 1), sizeof first);
    for (uint64_t i = 0; i < VISITORS_LINKS; i++) {
        (void)visitors_invite(&v, 2 + i);
    }
    assert_null(visitors_enter(&v, first, 10));
    struct visitor *ana = visitors_enter(&v, visitors_invite(&v, 20), 20);
    memcpy(cookie, ana->cookie, sizeof cookie);
    for (uint64_t i = 1; i < VISITORS_MAX; i++) {
        assert_non_null(visitors_enter(&v, visitors_invite(&v, 20 + i), 20 + i));
    }
    assert_ptr_equal(visitors_find(&v, cookie, NULL, false), ana);
    assert_ptr_equal(visitors_enter(&v, visitors_invite(&v, 99), 99), ana);
    assert_null(visitors_find(&v, cookie, NULL, false));
    visitors_close(&v);
}

static void test_lock(void **state) {
    static struct visitors v;
    struct visitor *ana = visitors_enter(&v, visitors_invite(&v, 0), 0);
    struct sello_passphrase *p = NULL;
    (void)state;
    assert_int_equal(visitors_tick(&v, 0), -1);
    assert_status(sello_passphrase_from_text(sello_bytes_of("una frase de prueba"), &p), SELLO_OK);
    visitors_unlock(ana, p, 5000);
    assert_int_equal(visitors_left(ana, 5000), VISITORS_LOCK_MS / 1000);
    assert_int_equal(visitors_tick(&v, 6000), VISITORS_LOCK_MS - 1000);
    assert_int_equal(visitors_left(ana, 4999 + VISITORS_LOCK_MS), 1);
    assert_int_equal(visitors_tick(&v, 4999 + VISITORS_LOCK_MS), 1);
    assert_non_null(ana->passphrase);
    assert_int_equal(visitors_tick(&v, 5000 + VISITORS_LOCK_MS), -1);
    assert_null(ana->passphrase);
    assert_int_equal(visitors_left(ana, 5000), 0);
    visitors_close(&v);
}

/* ---- the other end ---- */

static void test_peers(void **state) {
    static char lines[] = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when "
                          "retrnsmt   uid  timeout\n"
                          "   0: 0100007F:1267 00000000:0000 0A 00000000:00000000 00:00000000 "
                          "00000000  1000        0\n"
                          "   1: 0100007F:C001 0100007F:1267 01 00000000:00000000 00:00000000 "
                          "00000000  1000        0\n"
                          "   2: 0100007F:1267 0100007F:C001 01 00000000:00000000 00:00000000 "
                          "00000000  1001        0\n"
                          "   3: 0100007F:C002 0100007F:1267 01 00000000:00000000 00:00000000 "
                          "00000000  1001        0\n"
                          "   4: 0100007F:C003 0100007F:1267 06 00000000:00000000 00:00000000 "
                          "00000000     0        0\n"
                          "   5: 0100007F:C004 0100007F:1267 01 cut short\n";
    static const struct {
        const char *from, *to;
        bool ours, known;
    } rows[] = {
        {"0100007F:C001", "0100007F:1267", true, true},
        {"0100007F:C002", "0100007F:1267", false, true}, /* another account's */
        {"0100007F:C003", "0100007F:1267", false, true}, /* closed: nobody's any more */
        {"0100007F:C004", "0100007F:1267", false, false},
        {"0100007F:C005", "0100007F:1267", false, false},
        {"0100007F:C001", "0100007F:1268", false, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool known = !rows[i].known;
        FILE *from = fmemopen(lines, sizeof lines - 1, "r");
        assert_non_null(from);
        assert_int_equal(peer_in(from, rows[i].from, rows[i].to, 1000, &known), rows[i].ours);
        assert_int_equal(known, rows[i].known);
        assert_int_equal(fclose(from), 0);
    }
}

/* ---- places ---- */

static void test_typed_paths(void **state) {
    static const struct {
        const char *path;
        bool good;
    } rows[] = {
        {"%s/x.tar", true},
        {"%s/sub/new/x.tar", true},
        {"%s", true},
        {"%s/.bashrc", false},
        {"%s/.ssh/id", false},
        {"%s/a/../b", false},
        {"%s/./a", false},
        {"%s//a", false},
        {"%s/reg", false},
        {"%s/reg/keys/x", false},
        {"%s/regx", true},
        {"%s/out/passwd", false},
        {"%s/inside/x", false},
        {"/etc/passwd", false},
        {"/", false},
        {"", false},
        {"relative", false},
        {"/media", true},
        {"/mediax/a", false},
        {"/tmp", false},
        {"/media/../etc/x", false},
        {"%s/hidden/x", false},
    };
    char home[] = "/tmp/sello-test-XXXXXX", path[256], registry[128], link_to[128];
    (void)state;
    assert_non_null(mkdtemp(home));
    setenv("HOME", home, 1);
    snprintf(registry, sizeof registry, "%s/reg", home);
    assert_int_equal(mkdir(registry, 0700), 0);
    snprintf(path, sizeof path, "%s/.config", home);
    assert_int_equal(mkdir(path, 0700), 0);
    /* links that lead elsewhere */
    snprintf(link_to, sizeof link_to, "%s/out", home);
    assert_int_equal(symlink("/etc", link_to), 0);
    snprintf(link_to, sizeof link_to, "%s/inside", home);
    assert_int_equal(symlink(registry, link_to), 0);
    snprintf(link_to, sizeof link_to, "%s/hidden", home);
    assert_int_equal(symlink(path, link_to), 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *rest = strncmp(rows[i].path, "%s", 2) == 0 ? rows[i].path + 2 : NULL;
        snprintf(path, sizeof path, "%s%s", rest != NULL ? home : "",
                 rest != NULL ? rest : rows[i].path);
        if (places_typed_ok(path, registry) != rows[i].good) {
            fail_msg("%s", path);
        }
    }
    static const char *const made[] = {"out", "inside", "hidden"};
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        snprintf(path, sizeof path, "%s/%s", home, made[i]);
        (void)unlink(path);
    }
    snprintf(path, sizeof path, "%s/.config", home);
    (void)rmdir(path);
    (void)rmdir(registry);
    (void)rmdir(home);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_requests), cmocka_unit_test(test_links),
        cmocka_unit_test(test_too_many), cmocka_unit_test(test_lock),
        cmocka_unit_test(test_peers),    cmocka_unit_test(test_typed_paths),
    };
    bool locked = false;
    return sello_keys_start(&locked) == SELLO_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
