/* SPDX-License-Identifier: Apache-2.0 */
#include <time.h>

#include "registry/print/notice.h"
#include "registry/trust/bundle_parts.h"
#include "tests/support/oracle.h"
#include "tests/support/sello_test.h"

/* The status notice: what fits, and what is refused. */

enum { LABELS = 10000, TEXT_MAX = 4096 };

#define URL_OF_60 "https://consejo-de-las-artesanas-de-la-mixteca-a.example/vv/"

/* ---- a certifier with withdrawn labels, without a registry ---- */

struct office {
    struct sello_root root;
    struct sello_key *key;
    struct bundle_content content;
};

static struct office open_office(const char *base_url) {
    struct office o = {.root = {.version = 3,
                                .name = sello_bytes_of("Consejo Artesanal de Prueba"),
                                .base_url = sello_bytes_of(base_url)}};
    bool locked;
    assert_status(sello_keys_start(&locked), SELLO_OK);
    assert_status(sello_key_new(SELLO_ROLE_STATUS, &o.key), SELLO_OK);
    memset(o.root.fingerprint, 0xa7, SELLO_HASH_LEN);
    memset(o.root.hash, 0x5c, SELLO_HASH_LEN);
    o.content.date = (struct sello_bundle_date){
        .version = 1000, .root_version = 3, .generated = 1800000000, .highest = LABELS};
    memcpy(o.content.date.root_hash, o.root.hash, SELLO_HASH_LEN);
    o.content.range = calloc(LABELS, sizeof *o.content.range);
    assert_non_null(o.content.range);
    return o;
}

static void close_office(struct office *o) {
    sello_key_free(&o->key);
    bundle_content_free(&o->content);
}

/* xorshift64: printed seeds give the same serials on every machine. */
static uint64_t next_random(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* n labels withdrawn one by one, anywhere. */
static void withdraw(struct office *o, size_t n, uint64_t seed) {
    static bool gone[LABELS + 1];
    memset(gone, 0, sizeof gone);
    for (size_t left = n; left > 0;) {
        uint64_t serial = next_random(&seed) % LABELS + 1;
        left -= !gone[serial];
        gone[serial] = true;
    }
    o->content.n_ranges = 0;
    for (uint64_t serial = 1; serial <= LABELS; serial++) {
        if (gone[serial]) {
            o->content.range[o->content.n_ranges++] =
                (struct sello_status_range){.first = serial, .count = 1, .status = 1};
        }
    }
}

static struct grown bundle_of(const struct office *o, enum bundle_scope scope) {
    struct grown bundle = {0};
    const struct bundle_request request = {.root = &o->root,
                                           .key = o->key,
                                           .scope = scope,
                                           .fresh_days = SELLO_FRESH_DAYS,
                                           .age_days = SELLO_AGE_DAYS};
    assert_status(bundle_write(NULL, &request, &o->content, &bundle), SELLO_OK);
    return bundle;
}

static struct notice notice_of(const struct office *o, const struct grown *bundle) {
    return (struct notice){.root = &o->root, .bundle = sello_bytes(bundle->ptr, bundle->len)};
}

/* ---- what fits ---- */

static void one_in_a_hundred_of_10000_fits(void **state) {
    (void)state;
    const uint64_t first_seed = (uint64_t)time(NULL);
    size_t largest = 0;
    struct office o = open_office(URL_OF_60);
    assert_int_equal(o.root.base_url.len, 60);
    for (uint64_t seed = first_seed; seed < first_seed + 50; seed++) {
        withdraw(&o, LABELS / 100, seed);
        struct grown bundle = bundle_of(&o, BUNDLE_STATUS_ONLY);
        struct notice notice = notice_of(&o, &bundle);
        struct sello_symbol symbol;
        largest = bundle.len > largest ? bundle.len : largest;
        if (notice_symbol(&notice, &symbol) != SELLO_OK) {
            print_error("seed %llu: %zu bytes\n", (unsigned long long)seed, bundle.len);
            fail();
        }
        assert_int_equal(symbol.level, 'M');
        free(bundle.ptr);
    }
    print_message("seeds from %llu: bundles up to %zu bytes\n", (unsigned long long)first_seed,
                  largest);
    close_office(&o);
}

static void too_many_are_refused(void **state) {
    (void)state;
    struct office o = open_office(URL_OF_60);
    uint8_t byte;
    size_t most = 0;
    for (size_t n = 100; n <= 1000; n += 10) {
        withdraw(&o, n, n);
        struct grown bundle = bundle_of(&o, BUNDLE_STATUS_ONLY);
        struct notice notice = notice_of(&o, &bundle);
        struct sello_symbol symbol;
        struct sello_writer w = sello_writer_init(&byte, 1);
        enum sello_error error = notice_symbol(&notice, &symbol);
        if (error != SELLO_OK) {
            assert_status(error, SELLO_E_SYMBOL_TOO_LONG);
            assert_status(notice_write(&notice, SELLO_PAPER_LETTER, SELLO_PAGE_PDF, &w),
                          SELLO_E_SYMBOL_TOO_LONG);
        }
        most = error == SELLO_OK ? n : most;
        free(bundle.ptr);
    }
    print_message("of 10000 labels, about %zu withdrawn singly fit\n", most);
    assert_true(most >= 100 && most < 1000);
    close_office(&o);
}

static void only_status_goes_on_a_notice(void **state) {
    (void)state;
    struct office o = open_office("https://sello.example/v/");
    struct sello_symbol symbol;
    withdraw(&o, 3, 7);
    struct grown whole = bundle_of(&o, BUNDLE_WHOLE);
    struct notice notice = notice_of(&o, &whole);
    assert_status(notice_symbol(&notice, &symbol), SELLO_E_STATE);
    for (size_t len = 0; len < whole.len; len += 7) {
        notice.bundle.len = len;
        assert_true(notice_symbol(&notice, &symbol) != SELLO_OK);
    }
    free(whole.ptr);
    close_office(&o);
}

/* ---- the page ---- */

static struct sello_bytes text_of(const struct notice *notice, char buf[TEXT_MAX]) {
    struct sello_writer w = sello_writer_init(buf, TEXT_MAX);
    sello_write(&w, notice->root->base_url.ptr, notice->root->base_url.len);
    sello_write(&w, "#", 1);
    sello_digits_put(&w, notice->bundle);
    return sello_written(&w);
}

/* The widest name, the longest base URL, the most digits, on both papers and in all forms. */
static void the_fullest_notice_fits_its_page(void **state) {
    (void)state;
    char buf[TEXT_MAX];
    struct office o = open_office(URL_OF_60);
    o.root.name =
        sello_bytes_of("WWWWWWWW WWWWWWWWWWWWWWWW WWWWWWWWWWWWWWWW WWWWWWWWWWWWW WWWWWWW");
    assert_int_equal(o.root.name.len, 64);
    withdraw(&o, 120, 5);
    struct grown bundle = bundle_of(&o, BUNDLE_STATUS_ONLY);
    struct notice notice = notice_of(&o, &bundle);
    for (int paper = SELLO_PAPER_LETTER; paper <= SELLO_PAPER_A4; paper++) {
        for (int form = SELLO_PAGE_PDF; form <= SELLO_PAGE_PNG; form++) {
            struct sello_writer w = sello_writer_init(malloc(SELLO_PAGE_ROOM), SELLO_PAGE_ROOM);
            assert_status(
                notice_write(&notice, (enum sello_paper)paper, (enum sello_page_form)form, &w),
                SELLO_OK);
            struct oracle_picture picture;
            if (form == SELLO_PAGE_PNG) {
                assert_true(oracle_png_read(sello_written(&w), &picture));
                assert_true(oracle_both_read(&picture, text_of(&notice, buf)));
                oracle_picture_free(&picture);
            }
            free(w.buf);
        }
    }
    free(bundle.ptr);
    close_office(&o);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_in_a_hundred_of_10000_fits),
        cmocka_unit_test(too_many_are_refused),
        cmocka_unit_test(only_status_goes_on_a_notice),
        cmocka_unit_test(the_fullest_notice_fits_its_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
