/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/desk_fixture.h"

int desk_make(void **state) {
    void *fixture = NULL;
    struct desk *desk = calloc(1, sizeof *desk);
    assert_non_null(desk);
    assert_int_equal(fixture_make(&fixture), 0);
    desk->fixture = fixture;
    fixture_issue(desk->fixture, DESK_LABELS);
    session_start(&desk->session, desk->fixture->folder, T0, "es", NULL);
    desk->session.store = desk->fixture->store;
    assert_status(sello_store_open(desk->fixture->folder, "the other", T0, &desk->other), SELLO_OK);
    *state = desk;
    return 0;
}

int desk_remove(void **state) {
    struct desk *desk = *state;
    void *fixture = desk->fixture;
    sello_store_close(&desk->other);
    fixture_remove(&fixture);
    free(desk);
    return 0;
}

void desk_other_sets(struct desk *desk, enum sello_label_status status, uint64_t first,
                     uint64_t last) {
    const struct sello_status_range range = {.first = first,
                                             .count = last - first + 1,
                                             .status = status,
                                             .reason = SELLO_REASON_STOLEN,
                                             .day = T0 / 86400,
                                             .source = SELLO_SOURCE_SERIALS};
    assert_status(sello_status_set(desk->other, &range, NULL), SELLO_OK);
}

void desk_other_moves(struct desk *desk, enum sello_certificate_step step) {
    const struct sello_certificate_move move = {.certificate = desk->fixture->certificate,
                                                .step = step};
    assert_status(sello_certificate_move(desk->other, &move), SELLO_OK);
}

uint64_t desk_events(struct desk *desk) {
    struct sello_store_summary summary;
    assert_status(sello_store_summary(desk->other, &summary), SELLO_OK);
    return summary.n_events;
}

void assert_rule(const struct desk *desk, const char *rule, const char *field) {
    const struct problem *p = &desk->session.problem;
    assert_int_not_equal(p->error, SELLO_OK);
    assert_string_equal(p->rule != NULL ? p->rule : "", rule);
    assert_string_equal(p->field != NULL ? p->field : "", field);
}

enum sello_label_status desk_status(struct desk *desk, uint64_t serial) {
    struct sello_status_range range;
    assert_status(sello_status_at(desk->other, serial, &range), SELLO_OK);
    return range.status;
}
