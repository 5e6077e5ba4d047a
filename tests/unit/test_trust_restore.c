/* SPDX-License-Identifier: Apache-2.0 */
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "registry/store/backup.h"
#include "registry/trust/restore.h"
#include "registry/trust/restore_trust.h"
#include "registry/trust/trust_make.h"
#include "tests/support/certifier_fixture.h"

/* Going on after a backup: what is known, who has to tell, and what another clerk tells first. */

struct back {
    struct certifier *c;
    char backup[256], folder[256], trust[256];
    struct session session;
    struct sello_store *other;
    struct trust_copy copy;
};

static void export(struct certifier *c, const char *path) {
    const struct trust_request whole = {.scope = BUNDLE_WHOLE};
    struct trust_made made;
    assert_status(trust_make_commit(&c->session, &whole, NULL, &made), SELLO_OK);
    write_whole(path, trust_file_bytes(&made.file));
    trust_made_free(&made);
}

/* Three labels and trust file 1 stand in the backup; seven more, a withdrawal, root 2 and trust
 * file 2 came after it. It is brought back where the marks are, or where none are. */
static struct back bring_back(struct certifier *c, bool known) {
    struct back b = {.c = c};
    snprintf(b.backup, sizeof b.backup, "%s/copia.db", c->fixture->home);
    snprintf(b.folder, sizeof b.folder, "%s/otro", c->fixture->home);
    snprintf(b.trust, sizeof b.trust, "%s/trust.sello", c->fixture->home);
    certifier_issue(c, 3);
    export(c, b.trust);
    assert_status(sello_store_backup(c->fixture->store, b.backup, NULL), SELLO_OK);
    certifier_issue(c, 7);
    certifier_other_withdraws(c, 2, 2);
    certifier_other_root(c, "Consejo de Prueba");
    export(c, b.trust);
    if (!known) {
        char state[256];
        snprintf(state, sizeof state, "%s/otra", c->fixture->home);
        setenv("XDG_STATE_HOME", state, 1);
    }
    session_start(&b.session, b.folder, T0, "es", NULL);
    assert_status(restore_backup(&b.session, b.backup, b.backup), SELLO_OK);
    assert_status(session_open(&b.session), SELLO_OK);
    sello_store_confirm_clock(b.session.store);
    assert_status(sello_store_open(b.folder, "the other", T0, &b.other), SELLO_OK);
    assert_status(trust_copy_open(&b.session, b.trust, &b.copy), SELLO_OK);
    return b;
}

static void take_away(struct back *b) {
    trust_copy_close(&b->copy);
    sello_store_close(&b->other);
    session_close(&b->session);
}

static uint64_t events(struct back *b) {
    struct sello_store_summary summary;
    assert_status(sello_store_summary(b->other, &summary), SELLO_OK);
    return summary.n_events;
}

static uint64_t next_serial(struct back *b) {
    struct sello_store_summary summary;
    assert_status(sello_store_summary(b->other, &summary), SELLO_OK);
    return summary.next_serial;
}

static enum sello_label_status status_of(struct back *b, uint64_t serial) {
    struct sello_status_range range;
    assert_status(sello_status_at(b->other, serial, &range), SELLO_OK);
    return range.status;
}

static void refused(struct back *b, enum sello_error error, const char *rule) {
    assert_int_not_equal(error, SELLO_OK);
    assert_string_equal(b->session.problem.rule != NULL ? b->session.problem.rule : "", rule);
}

/* By plan and by commit alike, and nothing is changed. */
static void refused_both(struct back *b, const struct restore_request *r, const char *rule) {
    struct restore_outcome outcome;
    uint64_t before = events(b), next = next_serial(b);
    refused(b, restore_plan(&b->session, r, &outcome), rule);
    assert_int_equal(events(b), before);
    refused(b, restore_commit(&b->session, r, NULL, &outcome), rule);
    assert_int_equal(next_serial(b), next);
}

/* ---- the marks tell ---- */

static void test_known(void **state) {
    struct back b = bring_back(*state, true);
    struct restore_request r = {.trust = NULL};
    struct restore_outcome plan, done;
    assert_int_equal(next_serial(&b), 4);
    refused_both(&b, &r, "roots-missing");
    r.last_serial = 50;
    refused_both(&b, &r, "last-serial-alone");
    r = (struct restore_request){.trust = b.copy.trust, .trust_path = b.trust};
    uint64_t before = events(&b);
    assert_status(restore_plan(&b.session, &r, &plan), SELLO_OK);
    assert_int_equal(events(&b), before);
    assert_int_equal(next_serial(&b), 4);
    assert_int_equal(status_of(&b, 2), SELLO_LABEL_VALID);
    assert_int_equal(plan.gap.serials, 7);
    assert_int_equal(plan.gap.bundle_versions, 1);
    assert_int_equal(plan.gap.root_versions, 0); /* the file brings it */
    assert_int_equal(plan.passed.serials, 7);
    assert_status(restore_commit(&b.session, &r, &plan, &done), SELLO_OK);
    assert_int_equal(next_serial(&b), 11);
    assert_int_equal(status_of(&b, 2), SELLO_LABEL_WITHDRAWN);
    assert_int_equal(done.passed.serials, 7);
    assert_status(restore_plan(&b.session, &r, &plan), SELLO_OK);
    assert_false(sello_store_gap_any(&plan.gap));
    take_away(&b);
}

/* What a trust file shows counts also where nobody goes on: on a computer that never saw it, the
 * roots are there and nothing is issued twice. */
static void test_trust_taken_alone(void **state) {
    struct back b = bring_back(*state, true);
    struct restore_request r = {.trust = b.copy.trust, .trust_path = b.trust, .last_serial = 40};
    struct restore_outcome plan;
    struct sello_stored_root root;
    assert_status(restore_take_trust(&b.session, &r), SELLO_OK);
    assert_status(sello_store_newest_root(b.other, &root), SELLO_OK);
    assert_int_equal(root.version, 2);
    r = (struct restore_request){.trust = NULL};
    refused(&b, restore_plan(&b.session, &r, &plan), "trust-file-needed");
    assert_int_equal(plan.gap.serials, 37);
    r.without_trust = true;
    assert_status(restore_plan(&b.session, &r, &plan), SELLO_OK);
    take_away(&b);
}

static void test_another_goes_on_meanwhile(void **state) {
    struct back b = bring_back(*state, true);
    struct restore_request r = {.trust = b.copy.trust, .trust_path = b.trust};
    struct restore_outcome plan, done;
    assert_status(restore_take_trust(&b.session, &r), SELLO_OK);
    assert_status(restore_plan(&b.session, &r, &plan), SELLO_OK);
    assert_status(sello_store_reconcile(b.other, NULL, NULL), SELLO_OK);
    uint64_t before = events(&b);
    refused(&b, restore_commit(&b.session, &r, &plan, &done), "changed-meanwhile");
    assert_int_equal(events(&b), before);
    assert_int_equal(status_of(&b, 2), SELLO_LABEL_VALID); /* all or nothing */
    assert_status(restore_commit(&b.session, &r, NULL, &done), SELLO_OK);
    assert_int_equal(status_of(&b, 2), SELLO_LABEL_WITHDRAWN);
    assert_int_equal(next_serial(&b), 11);
    take_away(&b);
}

/* ---- nobody knows ---- */

static void test_unknown(void **state) {
    static const struct row {
        struct restore_request said;
        bool trust;
        enum sello_told told;
        uint64_t next, versions;
    } rows[] = {
        {{.nothing_since = true}, false, SELLO_TOLD_NOTHING, 4, 0},
        {{.last_serial = 12}, false, SELLO_TOLD_SERIAL, 13, SELLO_VERSIONS_PASSED},
        {{.gap = 500}, false, SELLO_TOLD_GAP, 504, SELLO_VERSIONS_PASSED},
        {{.gap = 0}, true, SELLO_TOLD_TRUST, 11 + RESTORE_GAP, 1},
        {{.gap = 20}, true, SELLO_TOLD_TRUST, 31, 1},
        {{.last_serial = 12}, true, SELLO_TOLD_TRUST, 13, 1},
        {{.nothing_since = true}, true, SELLO_TOLD_TRUST, 11, 1},
    };
    struct back b = bring_back(*state, false);
    struct restore_request nothing = {.trust = NULL};
    refused_both(&b, &nothing, "after-backup-unknown");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct restore_request r = rows[i].said;
        struct restore_outcome plan;
        r.trust = rows[i].trust ? b.copy.trust : NULL;
        r.trust_path = b.trust;
        assert_status(restore_plan(&b.session, &r, &plan), SELLO_OK);
        assert_true(plan.gap.unknown);
        assert_int_equal(plan.told.told, rows[i].told);
        assert_int_equal(4 + plan.passed.serials, rows[i].next);
        assert_int_equal(plan.passed.bundle_versions, rows[i].versions);
    }
    assert_int_equal(next_serial(&b), 4);
    take_away(&b);
}

static void test_told(void **state) {
    struct back b = bring_back(*state, false);
    struct restore_request r = {.trust = b.copy.trust, .trust_path = b.trust, .last_serial = 12};
    struct restore_outcome plan, done;
    assert_status(restore_take_trust(&b.session, &r), SELLO_OK);
    assert_status(sello_store_known(b.other), SELLO_E_STORE_UNKNOWN); /* nobody said so yet */
    assert_status(restore_plan(&b.session, &r, &plan), SELLO_OK);
    assert_status(restore_commit(&b.session, &r, &plan, &done), SELLO_OK);
    assert_int_equal(next_serial(&b), 13);
    assert_int_equal(status_of(&b, 2), SELLO_LABEL_WITHDRAWN);
    assert_status(sello_store_known(b.other), SELLO_OK);
    take_away(&b);
}

static void test_another_tells_meanwhile(void **state) {
    struct back b = bring_back(*state, false);
    struct restore_request r = {.gap = 500};
    const struct sello_afterwards told = {.told = SELLO_TOLD_SERIAL, .serial = 40};
    struct restore_outcome plan, done;
    assert_status(restore_plan(&b.session, &r, &plan), SELLO_OK);
    assert_status(sello_store_reconcile(b.other, &told, NULL), SELLO_OK);
    uint64_t before = events(&b);
    refused(&b, restore_commit(&b.session, &r, &plan, &done), "changed-meanwhile");
    assert_int_equal(events(&b), before);
    assert_int_equal(next_serial(&b), 41);
    take_away(&b);
}

static void test_refusals(void **state) {
    struct certifier *c = *state;
    struct back b = bring_back(c, false);
    struct restore_request r = {.nothing_since = true, .gap = 5};
    refused_both(&b, &r, "nothing-since-alone");
    struct trust_copy copy;
    refused(&b, trust_copy_open(&b.session, b.backup, &copy), "trust-file-not-usable");
    refused(&b, trust_copy_open(&b.session, "no/hay", &copy), "file-not-readable");
    take_away(&b);
}

static void test_trust_of_another(void **state) {
    struct back b = bring_back(*state, false);
    void *second = NULL;
    struct trust_copy copy;
    char path[256];
    assert_int_equal(certifier_make(&second), 0);
    snprintf(path, sizeof path, "%s/de-otra.sello", b.c->fixture->home);
    export(second, path);
    assert_status(trust_copy_open(&b.session, path, &copy), SELLO_OK);
    struct restore_request r = {.trust = copy.trust, .trust_path = path, .last_serial = 90};
    refused_both(&b, &r, "roots-not-taken");
    trust_copy_close(&copy);
    certifier_remove(&second);
    take_away(&b);
}

static void test_older_trust(void **state) {
    struct certifier *c = *state;
    char older[256], backup[256], folder[256], home[256];
    snprintf(older, sizeof older, "%s/old.sello", c->fixture->home);
    snprintf(backup, sizeof backup, "%s/copia.db", c->fixture->home);
    snprintf(folder, sizeof folder, "%s/otro", c->fixture->home);
    snprintf(home, sizeof home, "%s/otra", c->fixture->home);
    export(c, older);
    certifier_other_exports(c);
    certifier_issue(c, 1);
    assert_status(sello_store_backup(c->fixture->store, backup, NULL), SELLO_OK);
    setenv("XDG_STATE_HOME", home, 1);
    struct back b = {.c = c};
    session_start(&b.session, folder, T0, "es", NULL);
    assert_status(restore_backup(&b.session, backup, backup), SELLO_OK);
    assert_status(session_open(&b.session), SELLO_OK);
    sello_store_confirm_clock(b.session.store);
    assert_status(sello_store_open(folder, "the other", T0, &b.other), SELLO_OK);
    assert_status(trust_copy_open(&b.session, older, &b.copy), SELLO_OK);
    struct restore_request r = {.trust = b.copy.trust, .trust_path = older};
    refused_both(&b, &r, "trust-file-older");
    take_away(&b);
}

/* ---- out of a backup ---- */

static void test_backup(void **state) {
    struct certifier *c = *state;
    struct restore_trial trial;
    char backup[256], folder[256];
    struct session session;
    snprintf(backup, sizeof backup, "%s/copia.db", c->fixture->home);
    snprintf(folder, sizeof folder, "%s/otro", c->fixture->home);
    certifier_issue(c, 3);
    assert_status(sello_store_backup(c->fixture->store, backup, NULL), SELLO_OK);
    session_start(&session, folder, T0, "es", NULL);
    assert_status(restore_trial_make(&session, backup, backup, &trial), SELLO_OK);
    assert_string_not_equal(session.folder, folder);
    assert_status(session_open(&session), SELLO_OK);
    session_close(&session);
    restore_trial_remove(&session, &trial);
    assert_string_equal(session.folder, folder);
    assert_false(base_file_exists(folder));
    assert_status(restore_backup(&session, backup, backup), SELLO_OK);
    for (int again = 0; again < 2; again++) {
        enum sello_error error = again == 0 ? restore_backup(&session, backup, backup)
                                            : restore_trial_make(&session, backup, backup, &trial);
        assert_status(error, SELLO_E_EXISTS);
        assert_string_equal(session.problem.rule, "not-restored");
    }
    restore_trial_remove(&session, &trial);
}

#define CERTIFIER_TEST(name) cmocka_unit_test_setup_teardown(name, certifier_make, certifier_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        CERTIFIER_TEST(test_known),
        CERTIFIER_TEST(test_trust_taken_alone),
        CERTIFIER_TEST(test_another_goes_on_meanwhile),
        CERTIFIER_TEST(test_unknown),
        CERTIFIER_TEST(test_told),
        CERTIFIER_TEST(test_another_tells_meanwhile),
        CERTIFIER_TEST(test_refusals),
        CERTIFIER_TEST(test_trust_of_another),
        CERTIFIER_TEST(test_older_trust),
        CERTIFIER_TEST(test_backup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
