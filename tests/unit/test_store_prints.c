/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>

#include "registry/store/store_internal.h"
#include "tests/support/store_fixture.h"

/* What was printed and delivered, as ranges, against a flag per label. */

#define LABELS 60

static const struct sello_print plain = {.format = "pdf", .stock = "avery-l7160", .copies = 1};
static const struct sello_print proof = {.format = "pdf", .copies = 1, .proof = true};

static struct sello_serials run(uint64_t first, uint64_t last) {
    return (struct sello_serials){first, last - first + 1};
}

static uint64_t prints_of(struct fixture *f, uint64_t first, uint64_t last) {
    uint64_t printed = UINT64_MAX;
    assert_status(sello_prints_of(f->store, first, last - first + 1, &printed), SELLO_OK);
    return printed;
}

static bool last_print(void *context, const struct sello_print *row) {
    *(struct sello_print *)context = *row;
    return true;
}

static struct sello_print newest_print(struct fixture *f) {
    struct sello_print print = {0};
    assert_status(sello_print_list(f->store, last_print, &print), SELLO_OK);
    return print;
}

/* The value of a key in an event's map of numbers; -1 when it is not there. */
static int64_t event_value(const struct sello_event *event, uint64_t key) {
    struct sello_reader r = sello_reader_init(sello_bytes(event->body, event->body_len));
    for (uint64_t n = sello_take_map(&r); n > 0 && r.error == SELLO_OK; n--) {
        if (sello_take_uint(&r) == key) {
            return (int64_t)sello_take_uint(&r);
        }
        (void)sello_take_uint(&r);
    }
    return -1;
}

/* ---- printing ---- */

/* One row per run, in this order: what it prints, and how many of them were printed before. */
static const struct print_row {
    const char *what;
    const struct sello_print *print;
    struct sello_serials ranges[3];
    uint64_t labels, reprints;
    uint64_t printed, n_ranges; /* after it: of all labels, and in how many ranges */
} print_rows[] = {
    {"a proof does not count", &proof, {{1, 60}}, 60, 0, 0, 0},
    {"the first run", &plain, {{10, 10}}, 10, 0, 10, 1},
    {"the same again", &plain, {{10, 10}}, 10, 10, 10, 1},
    {"a proof of printed ones", &proof, {{10, 10}}, 10, 0, 10, 1},
    {"touching below", &plain, {{8, 2}}, 2, 0, 12, 1},
    {"touching above", &plain, {{20, 1}}, 1, 0, 13, 1},
    {"overlapping below", &plain, {{5, 5}}, 5, 2, 16, 1},
    {"overlapping above", &plain, {{19, 4}}, 4, 2, 18, 1},
    {"apart", &plain, {{30, 1}, {40, 1}, {50, 11}}, 13, 0, 31, 4},
    {"within", &plain, {{52, 3}}, 3, 3, 31, 4},
    {"filling gaps", &plain, {{25, 20}}, 20, 2, 49, 3},
    {"a label twice in one run", &plain, {{1, 2}, {2, 2}}, 4, 1, 52, 4},
    {"all of it", &plain, {{1, 60}}, 60, 52, 60, 1},
};

static void test_printing(void **state) {
    struct fixture *f = *state;
    fixture_issue(f, LABELS);
    for (size_t i = 0; i < COUNT_OF(print_rows); i++) {
        const struct print_row *row = &print_rows[i];
        size_t n = 0;
        uint64_t number = 0, n_ranges = 0;
        print_message("%s\n", row->what);
        for (; n < 3 && row->ranges[n].count > 0; n++) {
        }
        assert_status(sello_print_add(f->store, row->print, row->ranges, n, &number, NULL),
                      SELLO_OK);
        assert_int_equal(number, i + 1);
        struct sello_print stored = newest_print(f);
        assert_int_equal(stored.number, number);
        assert_int_equal(stored.labels, row->labels);
        assert_int_equal(stored.reprints, row->reprints);
        assert_int_equal(stored.proof, row->print->proof);
        assert_int_equal(prints_of(f, 1, LABELS), row->printed);
        assert_status(sello_store_uint(f->store, "SELECT count(*) FROM printed", &n_ranges),
                      SELLO_OK);
        assert_int_equal(n_ranges, row->n_ranges);
    }
    assert_int_equal(fixture_findings(f), 0);
}

struct ranges {
    struct sello_serials row[4];
    size_t n;
};

static bool take_range(void *context, const struct sello_serials *row) {
    struct ranges *ranges = context;
    assert_true(ranges->n < 4);
    ranges->row[ranges->n++] = *row;
    return true;
}

/* What was never printed, before, between and after what was. */
static void test_what_is_missing(void **state) {
    struct fixture *f = *state;
    const struct sello_print print = {.format = "png", .copies = 1};
    const struct sello_serials printed[] = {{3, 2}, {10, 1}};
    static const struct {
        uint64_t first, count;
        size_t n;
        struct sello_serials row[3];
    } rows[] = {{1, 12, 3, {{1, 2}, {5, 5}, {11, 2}}},
                {3, 2, 0, {{0}}},
                {4, 6, 1, {{5, 5}}},
                {4, 7, 1, {{5, 5}}},
                {10, 1, 0, {{0}}},
                {11, 3, 1, {{11, 3}}},
                {1, 1, 1, {{1, 1}}},
                {3, 3, 1, {{5, 1}}}};
    uint64_t number = 0;
    fixture_issue(f, LABELS);
    assert_status(sello_print_add(f->store, &print, printed, 2, &number, NULL), SELLO_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct ranges got = {.n = 0};
        assert_status(
            sello_prints_missing(f->store, rows[i].first, rows[i].count, take_range, &got),
            SELLO_OK);
        assert_int_equal(got.n, rows[i].n);
        assert_memory_equal(got.row, rows[i].row, got.n * sizeof *got.row);
    }
}

static void test_what_is_kept(void **state) {
    struct fixture *f = *state;
    const struct sello_print print = {
        .format = "zpl", .stock = "roll-50x30", .printer = "Zebra del taller", .copies = 3};
    const struct sello_serials ranges[] = {{20, 5}, {3, 1}, {24, 2}};
    uint64_t number = 0;
    struct ranges got = {.n = 0};
    fixture_issue(f, LABELS);
    sello_store_set_now(f->store, T0 + 77);
    assert_status(sello_print_add(f->store, &print, ranges, 3, &number, NULL), SELLO_OK);
    struct sello_print stored = newest_print(f);
    assert_string_equal(stored.format, "zpl");
    assert_string_equal(stored.stock, "roll-50x30");
    assert_string_equal(stored.printer, "Zebra del taller");
    assert_string_equal(stored.who, "tester");
    assert_int_equal(stored.copies, 3);
    assert_int_equal(stored.at, T0 + 77);
    assert_int_equal(stored.reprints, 1);
    assert_status(sello_print_ranges(f->store, number, take_range, &got), SELLO_OK);
    assert_int_equal(got.n, 3);
    assert_memory_equal(got.row, ranges, sizeof ranges); /* in the order of printing */

    struct sello_event event = fixture_newest_event(f);
    assert_string_equal(event.kind, "labels.printed");
    assert_int_equal(event_value(&event, SELLO_EVENT_NUMBER), number);
    assert_int_equal(event_value(&event, SELLO_EVENT_FIRST), 20);
    assert_int_equal(event_value(&event, SELLO_EVENT_COUNT), 8);
    assert_int_equal(event_value(&event, SELLO_EVENT_COPIES), 3);
    assert_int_equal(event_value(&event, SELLO_EVENT_REPRINTS), 1);
    assert_status(sello_print_add(f->store, &proof, ranges, 3, &number, NULL), SELLO_OK);
    event = fixture_newest_event(f);
    assert_string_equal(event.kind, "labels.proofed");
}

/* ---- refusals: nothing stays behind, and no event ---- */

static const struct refusal_row {
    const char *what;
    struct sello_print print;
    struct sello_serials ranges[2];
    size_t n;
    enum sello_error error;
    const char *field;
} refusals[] = {
    {"no range", {.format = "pdf", .copies = 1}, {{0, 0}}, 0, SELLO_E_RANGE, "serial"},
    {"serial 0", {.format = "pdf", .copies = 1}, {{0, 2}}, 1, SELLO_E_RANGE, "serial"},
    {"an empty range", {.format = "pdf", .copies = 1}, {{1, 0}}, 1, SELLO_E_RANGE, "serial"},
    {"beyond", {.format = "pdf", .copies = 1}, {{60, 2}}, 1, SELLO_E_RANGE, "serial"},
    {"far beyond", {.format = "pdf", .copies = 1}, {{2, UINT64_MAX}}, 1, SELLO_E_RANGE, "serial"},
    {"the second", {.format = "pdf", .copies = 1}, {{1, 5}, {61, 1}}, 2, SELLO_E_RANGE, "serial"},
    {"no copy", {.format = "pdf", .copies = 0}, {{1, 5}}, 1, SELLO_E_RANGE, "copies"},
    {"no format", {.format = "", .copies = 1}, {{1, 5}}, 1, SELLO_E_TEXT, "format"},
    {"a stock that moves the cursor",
     {.format = "pdf", .stock = "\x1b[2J", .copies = 1},
     {{1, 5}},
     1,
     SELLO_E_TEXT,
     "stock"},
};

static void test_refusals(void **state) {
    struct fixture *f = *state;
    fixture_issue(f, LABELS);
    uint64_t before = fixture_newest_event(f).seq, number = 999;
    for (size_t i = 0; i < COUNT_OF(refusals); i++) {
        const struct refusal_row *row = &refusals[i];
        print_message("%s\n", row->what);
        assert_status(sello_print_add(f->store, &row->print, row->ranges, row->n, &number, NULL),
                      row->error);
        assert_string_equal(sello_store_fault(f->store)->field, row->field);
    }
    assert_int_equal(number, 999);
    assert_int_equal(fixture_newest_event(f).seq, before);
    assert_int_equal(prints_of(f, 1, LABELS), 0);
}

/* An outer transaction takes back all of it: numbers, ranges, positions, events. */
static void test_rollback(void **state) {
    struct fixture *f = *state;
    const struct sello_serials all = {1, LABELS};
    const struct sello_used_sheet half = fixture_used_sheet("avery-l7160", 1, 0, 7);
    struct sello_used_sheet sheet[SELLO_USED_SHEETS_MAX];
    uint64_t before, number = 0;
    size_t n_sheets = 99;
    fixture_issue(f, LABELS);
    before = fixture_newest_event(f).seq;
    assert_status(sello_store_begin(f->store), SELLO_OK);
    assert_status(sello_print_add(f->store, &plain, &all, 1, &number, NULL), SELLO_OK);
    assert_status(sello_delivery_add(f->store, f->producer, &all, 1, &number), SELLO_OK);
    assert_status(sello_used_sheet_put(f->store, &half), SELLO_OK);
    sello_store_rollback(f->store);
    assert_int_equal(fixture_newest_event(f).seq, before);
    assert_int_equal(prints_of(f, 1, LABELS), 0);
    assert_status(sello_used_sheets(f->store, "avery-l7160", sheet, &n_sheets), SELLO_OK);
    assert_int_equal(n_sheets, 0);
    assert_status(sello_delivery_get(f->store, 1, &(struct sello_delivery){0}), SELLO_E_NOT_FOUND);
    assert_status(sello_print_add(f->store, &plain, &all, 1, &number, NULL), SELLO_OK);
    assert_int_equal(number, 1);
    assert_int_equal(fixture_findings(f), 0);
}

/* ---- delivering ---- */

static void test_delivering(void **state) {
    struct fixture *f = *state;
    const struct sello_serials first[] = {{11, 10}, {31, 5}}, second = {21, 10};
    struct ranges got = {.n = 0};
    struct sello_delivery found;
    uint64_t number = 0, serial = 0;
    fixture_issue(f, LABELS);
    sello_store_set_now(f->store, T0 + 5);
    assert_status(sello_delivery_add(f->store, f->producer, first, 2, &number), SELLO_OK);
    struct sello_event event = fixture_newest_event(f);
    assert_string_equal(event.kind, "labels.delivered");
    assert_int_equal(event_value(&event, SELLO_EVENT_PRODUCER), f->producer);
    assert_int_equal(event_value(&event, SELLO_EVENT_COUNT), 15);
    assert_status(sello_delivery_add(f->store, f->producer, &second, 1, &number), SELLO_OK);
    assert_int_equal(number, 2);
    assert_status(sello_delivery_ranges(f->store, 1, take_range, &got), SELLO_OK);
    assert_int_equal(got.n, 2);
    assert_memory_equal(got.row, first, sizeof first);
    static const struct {
        uint64_t first, last, serial, delivery;
    } rows[] = {
        {1, 60, 11, 1},  {11, 11, 11, 1}, {15, 60, 15, 1}, {20, 20, 20, 1}, {21, 21, 21, 2},
        {30, 30, 30, 2}, {31, 31, 31, 1}, {35, 60, 35, 1}, {1, 10, 0, 0},   {36, 60, 0, 0},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        uint64_t count = rows[i].last - rows[i].first + 1;
        enum sello_error error = sello_delivery_of(f->store, rows[i].first, count, &serial, &found);
        assert_status(error, rows[i].delivery == 0 ? SELLO_E_NOT_FOUND : SELLO_OK);
        if (error == SELLO_OK) {
            assert_int_equal(serial, rows[i].serial);
            assert_int_equal(found.number, rows[i].delivery);
            assert_int_equal(found.producer, f->producer);
            assert_int_equal(found.at, T0 + 5);
            assert_string_equal(found.who, "tester");
        }
    }
    assert_int_equal(fixture_findings(f), 0);
}

static void test_delivered_once(void **state) {
    struct fixture *f = *state;
    static const struct sello_serials refused[][2] = {
        {{11, 1}, {0, 0}}, {{20, 1}, {0, 0}}, {{1, 60}, {0, 0}},
        {{14, 2}, {0, 0}}, {{1, 11}, {0, 0}}, {{20, 9}, {0, 0}},
        {{1, 5}, {5, 1}},  {{1, 5}, {1, 5}},  {{40, 5}, {38, 3}}};
    const struct sello_serials first = {11, 10}, around[] = {{1, 10}, {21, 40}}, one = {1, 1};
    uint64_t number = 0;
    fixture_issue(f, LABELS);
    assert_status(sello_delivery_add(f->store, f->producer, &first, 1, &number), SELLO_OK);
    uint64_t before = fixture_newest_event(f).seq;
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        size_t n = refused[i][1].count > 0 ? 2 : 1;
        assert_status(sello_delivery_add(f->store, f->producer, refused[i], n, &number),
                      SELLO_E_EXISTS);
        assert_string_equal(sello_store_fault(f->store)->field, "serial");
    }
    assert_status(sello_delivery_add(f->store, 9, &one, 1, &number), SELLO_E_NOT_FOUND);
    assert_string_equal(sello_store_fault(f->store)->field, "producer");
    assert_int_equal(fixture_newest_event(f).seq, before);
    assert_status(sello_delivery_add(f->store, f->producer, around, 2, &number), SELLO_OK);
    assert_int_equal(number, 2);
}

/* A producer who took labels is not taken back with the import that brought it. */
static void test_undo_is_held_back(void **state) {
    struct fixture *f = *state;
    const struct sello_producer guest = {.name = "Taller vecino", .origin = "Santa María"};
    const struct sello_serials one = {1, 1};
    uint64_t import = 0, producer = 0, number = 0, certificate = 0, removed = 0;
    fixture_issue(f, LABELS);
    assert_status(sello_import_begin(f->store, SELLO_KIND_PRODUCER, "p.csv", &import), SELLO_OK);
    assert_status(sello_producer_add(f->store, &guest, &producer), SELLO_OK);
    assert_status(sello_import_end(f->store, true), SELLO_OK);
    assert_status(sello_delivery_add(f->store, producer, &one, 1, &number), SELLO_OK);
    assert_status(sello_import_undo(f->store, import, 0, &removed, &certificate), SELLO_E_STATE);
    assert_int_equal(certificate, f->certificate);
}

/* ---- counts, at random ---- */

struct model {
    bool printed[LABELS + 1], delivered[LABELS + 1], spoiled[LABELS + 1], gone[LABELS + 1];
};

static struct sello_label_counts model_counts(const struct model *m, const struct sello_batch *b) {
    struct sello_label_counts counts = {.issued = b->count};
    for (uint64_t i = b->first; i < b->first + b->count; i++) {
        counts.printed += m->printed[i];
        counts.delivered += m->delivered[i];
        counts.spoiled += m->spoiled[i];
        counts.left += !m->delivered[i] && !m->gone[i];
        counts.to_print += !m->delivered[i] && !m->gone[i] && !m->printed[i];
        counts.to_deliver += !m->delivered[i] && !m->gone[i] && m->printed[i];
    }
    return counts;
}

static void end_labels(struct fixture *f, struct model *m, struct sello_serials range,
                       enum sello_label_status status, enum sello_reason reason) {
    const struct sello_status_range change = {.first = range.first,
                                              .count = range.count,
                                              .status = status,
                                              .reason = reason,
                                              .day = 20000,
                                              .source = SELLO_SOURCE_SERIALS};
    assert_status(sello_status_set(f->store, &change, NULL), SELLO_OK);
    for (uint64_t i = range.first; i < range.first + range.count; i++) {
        struct sello_status_range now;
        assert_status(sello_status_at(f->store, i, &now), SELLO_OK);
        m->spoiled[i] = now.status == SELLO_LABEL_WITHDRAWN && now.reason == SELLO_REASON_MISPRINT;
        m->gone[i] = m->gone[i] || status != SELLO_LABEL_SUSPENDED; /* a sold one stays sold */
    }
}

static void print_labels(struct fixture *f, struct model *m, struct sello_serials range) {
    uint64_t number, before = prints_of(f, range.first, range.first + range.count - 1), model = 0;
    for (uint64_t i = range.first; i < range.first + range.count; i++) {
        model += m->printed[i];
        m->printed[i] = true;
    }
    assert_int_equal(before, model);
    assert_status(sello_print_add(f->store, &plain, &range, 1, &number, NULL), SELLO_OK);
}

static void deliver_labels(struct fixture *f, struct model *m, struct sello_serials range) {
    uint64_t number;
    bool free = true, ended = false;
    for (uint64_t i = range.first; i < range.first + range.count; i++) {
        struct sello_status_range status;
        assert_status(sello_status_at(f->store, i, &status), SELLO_OK);
        free = free && !m->delivered[i];
        ended = ended || status.status == SELLO_LABEL_WITHDRAWN ||
                status.status == SELLO_LABEL_SUSPENDED;
    }
    assert_status(sello_delivery_add(f->store, f->producer, &range, 1, &number),
                  !free   ? SELLO_E_EXISTS
                  : ended ? SELLO_E_STATE
                          : SELLO_OK);
    free = free && !ended;
    for (uint64_t i = range.first; free && i < range.first + range.count; i++) {
        m->delivered[i] = true;
    }
}

static void test_counts(void **state) {
    struct fixture *f = *state;
    struct model model = {0};
    struct sello_batch batch[3];
    const char *given = getenv("SELLO_SEED");
    uint32_t seed = given != NULL ? (uint32_t)strtoul(given, NULL, 10) : 20261125;
    print_message("SELLO_SEED=%" PRIu32 "\n", seed);
    for (size_t i = 0; i < 3; i++) {
        batch[i] = fixture_issue(f, LABELS / 3);
        assert_status(sello_batch_get(f->store, i + 1, &batch[i]), SELLO_OK);
    }
    assert_status(sello_store_begin(f->store), SELLO_OK); /* one sync in all */
    for (int i = 0; i < 120; i++) {
        seed = seed * 1664525 + 1013904223;
        uint64_t first = (seed >> 8) % LABELS + 1, reach = (seed >> 20) % 5;
        struct sello_serials range = run(first, first + reach < LABELS ? first + reach : LABELS);
        switch (seed >> 28) {
        case 0: end_labels(f, &model, range, SELLO_LABEL_WITHDRAWN, SELLO_REASON_MISPRINT); break;
        case 1: end_labels(f, &model, range, SELLO_LABEL_WITHDRAWN, SELLO_REASON_LOST); break;
        case 2: end_labels(f, &model, range, SELLO_LABEL_RETIRED, SELLO_REASON_SOLD); break;
        case 3: end_labels(f, &model, range, SELLO_LABEL_SUSPENDED, SELLO_REASON_OTHER); break;
        case 4:
        case 5:
        case 6:
        case 7: deliver_labels(f, &model, range); break;
        default: print_labels(f, &model, range);
        }
        for (size_t k = 0; k < 3; k++) {
            struct sello_label_counts got, wanted = model_counts(&model, &batch[k]);
            assert_status(sello_batch_counts(f->store, &batch[k], &got), SELLO_OK);
            assert_memory_equal(&got, &wanted, sizeof got);
        }
    }
    assert_status(sello_store_commit(f->store), SELLO_OK);
    assert_int_equal(fixture_findings(f), 0);
}

static void test_counts_of_a_void_batch(void **state) {
    struct fixture *f = *state;
    struct sello_batch batch;
    struct sello_label_counts counts;
    assert_status(fixture_reserve(f, 5, &batch), SELLO_OK);
    assert_status(sello_store_void_batch(f->store, batch.number), SELLO_OK);
    assert_status(sello_batch_get(f->store, batch.number, &batch), SELLO_OK);
    assert_status(sello_batch_counts(f->store, &batch, &counts), SELLO_OK);
    assert_memory_equal(&counts, &(struct sello_label_counts){0}, sizeof counts);
}

#define print_test(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        print_test(test_printing),        print_test(test_what_is_kept),
        print_test(test_what_is_missing), print_test(test_refusals),
        print_test(test_rollback),        print_test(test_delivering),
        print_test(test_delivered_once),  print_test(test_undo_is_held_back),
        print_test(test_counts),          print_test(test_counts_of_a_void_batch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
