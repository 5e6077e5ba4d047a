/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>

#include "tests/support/store_fixture.h"

/* What the statuses of labels do to each other. */

#define LABELS 40

enum { V = SELLO_LABEL_VALID, W, S, R }; /* valid, withdrawn, suspended, retired */
enum { SER = SELLO_SOURCE_SERIALS, BAT, CER };

static uint64_t apply(struct fixture *f, int status, int source, uint64_t first, uint64_t last) {
    uint64_t changed = 0;
    const struct sello_status_range range = {.first = first,
                                             .count = last - first + 1,
                                             .status = (enum sello_label_status)status,
                                             .reason = SELLO_REASON_LOST,
                                             .day = 20000,
                                             .source = (enum sello_status_source)source};
    assert_status(sello_status_set(f->store, &range, &changed), SELLO_OK);
    return changed;
}

static int status_of(struct fixture *f, uint64_t serial) {
    struct sello_status_range range;
    assert_status(sello_status_at(f->store, serial, &range), SELLO_OK);
    assert_true(serial >= range.first && serial - range.first < range.count);
    return (int)range.status;
}

/* One row per rule: up to four steps on label 5, then what it is. */
static const struct row {
    const char *what;
    struct {
        int status, source, changed;
    } steps[4];
    int wanted;
} rows[] = {
    {"withdrawn", {{W, SER, 1}}, W},
    {"withdrawn twice", {{W, SER, 1}, {W, SER, 0}}, W},
    {"withdrawn again by another", {{W, SER, 1}, {W, CER, 0}}, W},
    {"withdrawn is for ever", {{W, SER, 1}, {V, SER, 0}}, W},
    {"withdrawn stays under all", {{W, SER, 1}, {S, CER, 0}, {R, SER, 0}, {V, CER, 0}}, W},
    {"suspended, then withdrawn", {{S, SER, 1}, {W, SER, 1}}, W},
    {"suspended, withdrawn, resumed", {{S, SER, 1}, {W, SER, 1}, {V, SER, 1}}, W},
    {"suspended and resumed", {{S, SER, 1}, {V, SER, 1}}, V},
    {"suspended twice, resumed once", {{S, SER, 1}, {S, SER, 0}, {V, SER, 1}}, V},
    {"resumed by another source", {{S, CER, 1}, {V, SER, 0}}, S},
    {"suspended by two, resumed by one", {{S, CER, 1}, {S, SER, 1}, {V, SER, 1}}, S},
    {"suspended by two, resumed by both", {{S, CER, 1}, {S, BAT, 1}, {V, BAT, 1}, {V, CER, 1}}, V},
    {"retired", {{R, SER, 1}}, R},
    {"retired twice", {{R, SER, 1}, {R, BAT, 0}}, R},
    {"retired is not resumed", {{R, SER, 1}, {V, SER, 0}}, R},
    {"retired, then suspended", {{R, SER, 1}, {S, CER, 1}}, R},
    {"retired, suspended, resumed", {{R, SER, 1}, {S, CER, 1}, {V, CER, 1}}, R},
    {"suspended, then sold", {{S, CER, 1}, {R, SER, 1}}, R},
    {"retired, then withdrawn", {{R, SER, 1}, {W, SER, 1}}, W},
    {"resumed without cause", {{V, SER, 0}}, V},
};

static void test_rules(void **state) {
    struct fixture *f = *state;
    fixture_issue(f, LABELS * (sizeof rows / sizeof *rows));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint64_t serial = i * LABELS + 5;
        print_message("%s\n", rows[i].what);
        for (size_t k = 0; k < 4 && rows[i].steps[k].source != 0; k++) {
            uint64_t changed =
                apply(f, rows[i].steps[k].status, rows[i].steps[k].source, serial, serial);
            assert_int_equal(changed, rows[i].steps[k].changed);
        }
        assert_int_equal(status_of(f, serial), rows[i].wanted);
        assert_int_equal(status_of(f, serial - 1), V);
        assert_int_equal(status_of(f, serial + 1), V);
    }
    assert_int_equal(fixture_findings(f), 0);
}

static void test_first_date_stays(void **state) {
    struct fixture *f = *state;
    fixture_issue(f, LABELS);
    struct sello_status_range range = {.first = 5,
                                       .count = 10,
                                       .status = SELLO_LABEL_WITHDRAWN,
                                       .reason = SELLO_REASON_STOLEN,
                                       .day = 20001,
                                       .text = "lote robado",
                                       .source = SELLO_SOURCE_SERIALS};
    assert_status(sello_status_set(f->store, &range, NULL), SELLO_OK);
    range.first = 1;
    range.count = LABELS;
    range.day = 20009;
    range.reason = SELLO_REASON_OTHER;
    uint64_t changed = 0;
    assert_status(sello_status_set(f->store, &range, &changed), SELLO_OK);
    assert_int_equal(changed, LABELS - 10);
    assert_status(sello_status_at(f->store, 7, &range), SELLO_OK);
    assert_int_equal(range.day, 20001);
    assert_int_equal(range.reason, SELLO_REASON_STOLEN);
    assert_string_equal(range.text, "lote robado");
}

static void test_refusals(void **state) {
    struct fixture *f = *state;
    fixture_issue(f, LABELS);
    static const uint64_t ranges[][2] = {
        {0, 1},      {1, 0},          {1, LABELS + 1}, {LABELS + 1, 1},
        {LABELS, 2}, {2, UINT64_MAX}, {UINT64_MAX, 1}, {UINT64_MAX, UINT64_MAX}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        const struct sello_status_range range = {.first = ranges[i][0],
                                                 .count = ranges[i][1],
                                                 .status = SELLO_LABEL_WITHDRAWN,
                                                 .source = SELLO_SOURCE_SERIALS};
        assert_status(sello_status_set(f->store, &range, NULL), SELLO_E_RANGE);
    }
    struct sello_status_range range = {
        .first = 1, .count = 1, .status = SELLO_LABEL_WITHDRAWN, .source = SELLO_SOURCE_SERIALS};
    snprintf(range.text, sizeof range.text, "a\x1b[2J");
    assert_status(sello_status_set(f->store, &range, NULL), SELLO_E_TEXT);
    assert_string_equal(sello_store_fault(f->store)->field, "text");
    assert_int_equal(sello_store_fault(f->store)->name.position, 2);
}

/* ---- at random, against a naive model: a flag per label, source and status ---- */

struct model {
    bool flag[4][5][LABELS + 1]; /* status, source, serial */
};

static int model_status(const struct model *m, uint64_t serial) {
    static const int shown[] = {W, R, S};
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        for (int source = SER; source <= CER; source++) {
            if (m->flag[shown[i]][source][serial]) {
                return shown[i];
            }
        }
    }
    return V;
}

static void model_apply(struct model *m, int status, int source, uint64_t first, uint64_t last) {
    for (uint64_t serial = first; serial <= last; serial++) {
        if (status == V) {
            m->flag[S][source][serial] = false;
        } else if (model_status(m, serial) != W) {
            m->flag[status][source][serial] = true;
        }
    }
}

struct listing {
    int status[LABELS + 1];
    uint64_t next;
};

static bool take_row(void *context, const struct sello_status_range *row) {
    struct listing *l = context;
    assert_true(row->first >= l->next && row->count > 0); /* in order, disjoint */
    for (uint64_t i = 0; i < row->count; i++) {
        l->status[row->first + i] = (int)row->status;
    }
    l->next = row->first + row->count;
    return true;
}

static uint32_t next_random(uint32_t *seed) {
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 8;
}

static void test_random(void **state) {
    struct fixture *f = *state;
    static struct model model;
    const char *given = getenv("SELLO_SEED");
    uint32_t seed = given != NULL ? (uint32_t)strtoul(given, NULL, 10) : 20261123;
    print_message("SELLO_SEED=%" PRIu32 "\n", seed);
    memset(&model, 0, sizeof model);
    fixture_issue(f, LABELS);
    assert_status(sello_store_begin(f->store), SELLO_OK); /* one sync in all */
    for (int i = 0; i < 400; i++) {
        uint64_t first = next_random(&seed) % LABELS + 1;
        uint64_t last = first + next_random(&seed) % (LABELS + 1 - first) % 9;
        int source = (int)(next_random(&seed) % 3) + SER;
        int status = next_random(&seed) % 29 == 0 ? W : (int)(next_random(&seed) % 2) * S;
        status = next_random(&seed) % 9 == 0 ? R : status;
        (void)apply(f, status, source, first, last);
        model_apply(&model, status, source, first, last);

        struct listing listing = {.next = 1};
        assert_status(sello_status_list(f->store, take_row, &listing), SELLO_OK);
        for (uint64_t serial = 1; serial <= LABELS; serial++) {
            assert_int_equal(listing.status[serial], model_status(&model, serial));
        }
        uint64_t probe = next_random(&seed) % LABELS + 1;
        assert_int_equal(status_of(f, probe), model_status(&model, probe));
    }
    assert_status(sello_store_commit(f->store), SELLO_OK);
    assert_int_equal(fixture_findings(f), 0);
}

static bool count_row(void *context, const struct sello_status_range *row) {
    (void)row;
    ++*(int *)context;
    return true;
}

/* Labels sold one by one come out as one row. */
static void test_rows_merge(void **state) {
    struct fixture *f = *state;
    int rows_seen = 0;
    fixture_issue(f, LABELS);
    for (uint64_t serial = 3; serial <= 20; serial++) {
        assert_int_equal(apply(f, R, SER, serial, serial), 1);
    }
    assert_status(sello_status_list(f->store, count_row, &rows_seen), SELLO_OK);
    assert_int_equal(rows_seen, 1);
}

struct cut {
    uint64_t first, count;
    int rows;
};

static bool note_cut(void *context, const struct sello_status_range *row) {
    struct cut *cut = context;
    cut->first = row->first;
    cut->count = row->count;
    cut->rows++;
    return true;
}

/* Of some serials alone: rows that reach beyond them are cut. */
static void test_between(void **state) {
    static const struct {
        uint64_t first, last;
        struct cut want;
    } cuts[] = {
        {1, 2, {0, 0, 0}}, {1, 3, {3, 1, 1}},    {1, LABELS, {3, 8, 1}}, {3, 10, {3, 8, 1}},
        {5, 6, {5, 2, 1}}, {10, 30, {10, 1, 1}}, {11, 30, {0, 0, 0}},    {4, 4, {4, 1, 1}},
    };
    struct fixture *f = *state;
    fixture_issue(f, LABELS);
    assert_int_equal(apply(f, R, SER, 3, 10), 8);
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
        struct cut cut = {0, 0, 0};
        assert_status(sello_status_between(f->store, cuts[i].first, cuts[i].last, note_cut, &cut),
                      SELLO_OK);
        assert_int_equal(cut.rows, cuts[i].want.rows);
        assert_int_equal(cut.first, cuts[i].want.first);
        assert_int_equal(cut.count, cuts[i].want.count);
    }
}

#define status_test(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        status_test(test_rules),  status_test(test_first_date_stays), status_test(test_refusals),
        status_test(test_random), status_test(test_rows_merge),       status_test(test_between),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
