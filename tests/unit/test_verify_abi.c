/* SPDX-License-Identifier: Apache-2.0 */
/* libselloverify's structures as programs were compiled with them. What is added stands where
 * `later` is, which gets as much smaller; a new claim too, since those of the list cannot move. */
#include <stddef.h>

#include "tests/support/sello_test.h"
#include "verify/verdict/sello_verify.h"

#define AT(member, offset)                                                                         \
    { #member, offsetof(struct sello_report, member), offset }

static const struct {
    const char *member;
    size_t found, released;
} report[] = {
    AT(verdict, 0),
    AT(holds, 4),
    AT(cause, 8),
    AT(error_at, 16),
    AT(verified, 24),
    AT(notice, 25),
    AT(typed, 26),
    AT(serial, 32),
    AT(serial_text, 40),
    AT(product, 54),
    AT(producer, 119),
    AT(origin, 184),
    AT(scheme, 256),
    AT(lot, 264),
    AT(certificate, 304),
    AT(traits, 312),
    AT(made, 400),
    AT(gtin, 416),
    AT(net_content, 424),
    AT(language, 449),
    AT(photo, 485),
    AT(scheme_name, 518),
    AT(issued, 584),
    AT(expires, 600),
    AT(expires_day, 608),
    AT(dated_ahead, 616),
    AT(address, 617),
    AT(extra_len, 744),
    AT(extra, 752),
    AT(kid, 1777),
    AT(trust, 1792),
    AT(certifier, 1800),
    AT(base_url, 1865),
    AT(fingerprint, 1926),
    AT(root_version, 1960),
    AT(bundle_version, 1968),
    AT(bundle_date, 1976),
    AT(root_hash, 1984),
    AT(effective_time, 2016),
    AT(clock_behind, 2024),
    AT(past_max_age, 2025),
    AT(seen_times, 2032),
    AT(seen_last, 2048),
    AT(reason, 2064),
    AT(reason_text, 2072),
    AT(status_day, 2160),
    AT(is_listed, 2168),
    AT(listed_until, 2200),
    AT(listed_product, 2224),
    AT(listed_visits, 2484),
    AT(listed_region, 2670),
    AT(listed_longitude, 2740),
    AT(is_endorsed, 2744),
    AT(endorser, 2752),
    AT(endorsed_url, 2890),
    AT(endorsed_since, 2984),
};

static void members_keep_their_places(void **state) {
    (void)state;
    if (sizeof(void *) != 8) {
        skip(); /* the table is of systems with 64 bits */
    }
    for (size_t i = 0; i < sizeof report / sizeof *report; i++) {
        if (report[i].found != report[i].released) {
            fail_msg("%s stands at %zu, and was released at %zu", report[i].member, report[i].found,
                     report[i].released);
        }
    }
    assert_int_equal(sizeof(struct sello_report), 3504);
    assert_int_equal(sello_report_size(), 3504);
    assert_int_equal(sizeof(struct sello_policy), 32);
    assert_int_equal(offsetof(struct sello_policy, n_trusts), 8);
    assert_int_equal(offsetof(struct sello_policy, now), 16);
    assert_int_equal(offsetof(struct sello_policy, language), 24);
    assert_int_equal(sizeof(struct sello_workspace), 4096);
}

static void claims_have_names(void **state) {
    (void)state;
    struct sello_report r = {.verdict = SELLO_EXPIRED,
                             .serial = 7,
                             .serial_text = "000007-7",
                             .product = "Rebozo",
                             .photo = "00ff",
                             .has_gtin = true,
                             .gtin = 12};
    uint64_t number = 0;
    assert_int_equal(sello_report_verdict(&r), SELLO_EXPIRED);
    assert_string_equal(sello_report_text(&r, "product"), "Rebozo");
    assert_string_equal(sello_report_text(&r, "photo"), "00ff");
    assert_string_equal(sello_report_text(&r, "serial_text"), "000007-7");
    assert_string_equal(sello_report_text(&r, "lot"), "");
    assert_null(sello_report_text(&r, "gtin"));
    assert_null(sello_report_text(&r, "colour"));
    assert_true(sello_report_number(&r, "gtin", &number));
    assert_int_equal(number, 12);
    assert_true(sello_report_number(&r, "serial", &number));
    assert_int_equal(number, 7);
    assert_false(sello_report_number(&r, "made", &number));
    assert_false(sello_report_number(&r, "product", &number));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_keep_their_places),
        cmocka_unit_test(claims_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
