/* SPDX-License-Identifier: Apache-2.0 */
/* Statements: read back as written, and refused where anything in them is not as it must be. */
#include "tests/support/sello_test.h"
#include "wire/statement.h"

struct made {
    uint8_t token[SELLO_TOKEN_MAX];
    size_t len;
};

static const uint8_t kid[SELLO_KID_LEN] = {1, 2, 3, 4, 5, 6, 7, 8};

/* A statement of these rows; nothing signs it here. */
static struct made make(const struct sello_statement_row *row, size_t n_rows,
                        const struct sello_statement_certificate *certificate,
                        size_t n_certificates, uint64_t from, uint64_t until, const char *type) {
    static const uint8_t signature[SELLO_SIG_LEN] = {9};
    struct made out = {.len = 0};
    uint8_t room[4][512], header_room[SELLO_HEADER_MAX];
    struct sello_writer p = sello_writer_init(room[0], sizeof room[0]);
    struct sello_writer c = sello_writer_init(room[1], sizeof room[1]);
    struct sello_writer r = sello_writer_init(room[2], sizeof room[2]);
    struct sello_writer claims = sello_writer_init(room[3], sizeof room[3]);
    struct sello_writer header = sello_writer_init(header_room, sizeof header_room);
    struct sello_writer w = sello_writer_init(out.token, sizeof out.token);
    sello_put_array(&p, 2);
    sello_put_text(&p, sello_bytes_of("Rebozo"));
    sello_put_text(&p, sello_bytes_of("Faja de lana"));
    sello_put_array(&c, n_certificates);
    for (size_t i = 0; i < n_certificates; i++) {
        sello_put_statement_certificate(&c, &certificate[i]);
    }
    sello_put_array(&r, n_rows);
    for (size_t i = 0; i < n_rows; i++) {
        sello_put_statement_row(&r, &row[i]);
    }
    const struct sello_statement s = {.made = 1780000000,
                                      .producer = 7,
                                      .producer_name = sello_bytes_of("Taller Hernández"),
                                      .from = from,
                                      .until = until,
                                      .consent = 20500,
                                      .products = sello_written(&p),
                                      .certificates = sello_written(&c),
                                      .rows = sello_written(&r)};
    sello_put_statement(&claims, &s);
    sello_put_header(&header, kid, type);
    sello_put_sign1(&w, sello_written(&header), sello_written(&claims), signature);
    assert_false(w.failed || claims.failed);
    out.len = w.len;
    return out;
}

static const struct sello_statement_row rows[] = {
    {0, 0, 5, 4, 3, 0}, {0, 11, 1000000, 0, 0, 2}, {1, 3, 1, 1, 1, 1}};
static const struct sello_statement_certificate certificates[] = {{0, 1, 0, 0},
                                                                  {1, 9, 20454, 20818}};

static struct made usual(void) {
    return make(rows, 3, certificates, 2, 20454, 20818, SELLO_TYPE_STATEMENT);
}

static void test_read_back(void **state) {
    (void)state;
    struct made m = usual();
    struct sello_statement s;
    struct sello_statement_row row;
    struct sello_statement_certificate c;
    struct sello_bytes name;
    assert_status(sello_statement_parse(sello_bytes(m.token, m.len), &s), SELLO_OK);
    assert_int_equal(s.producer, 7);
    assert_true(sello_bytes_eq(s.producer_name, sello_bytes_of("Taller Hernández")));
    assert_int_equal(s.made, 1780000000);
    assert_int_equal(s.from, 20454);
    assert_int_equal(s.until, 20818);
    assert_int_equal(s.consent, 20500);
    struct sello_statement_list list = sello_statement_list(s.rows);
    for (size_t i = 0; i < s.n_rows; i++) {
        assert_true(sello_statement_row(&list, &row));
        assert_memory_equal(&row, &rows[i], sizeof row);
    }
    assert_false(sello_statement_row(&list, &row));
    list = sello_statement_list(s.certificates);
    assert_true(sello_statement_certificate(&list, &c) && sello_statement_certificate(&list, &c));
    assert_memory_equal(&c, &certificates[1], sizeof c);
    list = sello_statement_list(s.products);
    assert_true(sello_statement_product(&list, &name) && sello_statement_product(&list, &name));
    assert_true(sello_bytes_eq(name, sello_bytes_of("Faja de lana")));
    assert_false(sello_statement_product(&list, &name));
}

static void test_refused(void **state) {
    (void)state;
    static const struct sello_statement_row twice[] = {{0, 1, 1, 0, 0, 0}, {0, 1, 1, 0, 0, 0}},
                                            back[] = {{1, 0, 1, 0, 0, 0}, {0, 1, 1, 0, 0, 0}},
                                            nobody[] = {{2, 0, 1, 0, 0, 0}},
                                            late[] = {{0, SELLO_STATEMENT_MONTHS_MAX, 1, 0, 0, 0}};
    static const struct sello_statement_certificate again[] = {{0, 3, 0, 0}, {0, 3, 0, 0}},
                                                    ends[] = {{0, 3, 20, 10}};
    const struct {
        struct made token;
        enum sello_error error;
    } cases[] = {
        {make(twice, 2, NULL, 0, 1, 2, SELLO_TYPE_STATEMENT), SELLO_E_RANGE},
        {make(back, 2, NULL, 0, 1, 2, SELLO_TYPE_STATEMENT), SELLO_E_RANGE},
        {make(nobody, 1, NULL, 0, 1, 2, SELLO_TYPE_STATEMENT), SELLO_E_RANGE},
        {make(late, 1, NULL, 0, 1, 2, SELLO_TYPE_STATEMENT), SELLO_E_RANGE},
        {make(rows, 3, again, 2, 1, 2, SELLO_TYPE_STATEMENT), SELLO_E_RANGE},
        {make(rows, 3, ends, 1, 1, 2, SELLO_TYPE_STATEMENT), SELLO_E_RANGE},
        {make(rows, 3, NULL, 0, 2, 1, SELLO_TYPE_STATEMENT), SELLO_E_RANGE},
        {make(rows, 3, NULL, 0, 1, 2, SELLO_TYPE_BUNDLE), SELLO_E_NOT_LABEL},
        {make(rows, 3, NULL, 0, 1, 2, NULL), SELLO_E_NOT_LABEL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sello_statement s;
        assert_status(
            sello_statement_parse(sello_bytes(cases[i].token.token, cases[i].token.len), &s),
            cases[i].error);
    }
}

static void test_cut_and_bent(void **state) {
    (void)state;
    struct made m = usual();
    struct sello_statement s;
    size_t taken = 0;
    for (size_t len = 0; len < m.len; len++) {
        assert_int_not_equal(sello_statement_parse(sello_bytes(m.token, len), &s), SELLO_OK);
    }
    for (size_t bit = 0; bit < 8 * m.len; bit++) {
        m.token[bit / 8] ^= (uint8_t)(1 << bit % 8);
        if (sello_statement_parse(sello_bytes(m.token, m.len), &s) == SELLO_OK) {
            struct sello_statement_list list = sello_statement_list(s.rows);
            struct sello_statement_row row;
            size_t n = 0;
            while (sello_statement_row(&list, &row)) {
                n++;
            }
            assert_int_equal(n, s.n_rows);
            taken++; /* the signature, a number, a letter */
        }
        m.token[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    assert_in_range(taken, 8 * SELLO_SIG_LEN, 8 * m.len - 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read_back),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_cut_and_bent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
