/* SPDX-License-Identifier: Apache-2.0 */
/* Roots and schemes as services: planned, shown, and done as they were shown or not at all. */
#include <unistd.h>

#include "registry/trust/root_approve.h"
#include "registry/trust/root_assemble.h"
#include "registry/trust/root_diff.h"
#include "registry/trust/root_find.h"
#include "registry/trust/scheme.h"
#include "tests/support/certifier_fixture.h"

static uint64_t newest(struct certifier *c) {
    struct sello_stored_root root;
    assert_status(sello_store_newest_root(c->other, &root), SELLO_OK);
    return root.version;
}

static const char *kid_of(struct certifier *c, size_t i) {
    static char name[ROOT_KEY_NAME];
    root_key_name(&c->row[i], name);
    return name;
}

/* ---- at once ---- */

static void test_planned_then_made(void **state) {
    struct certifier *c = *state;
    const struct root_request request = {.contact = "55 1234 5678"};
    struct root_outcome plan, done;
    uint64_t events = certifier_events(c);
    assert_status(root_plan(&c->session, &request, &plan), SELLO_OK);
    assert_false(plan.is_draft);
    assert_int_equal(plan.draft->root.version, 2);
    assert_int_equal(certifier_events(c), events);
    assert_status(root_commit(&c->session, &request, &plan, &done), SELLO_OK);
    assert_int_equal(newest(c), 2);
    assert_memory_equal(done.draft->root.hash, plan.draft->root.hash, SELLO_HASH_LEN);
    root_outcome_free(&plan);
    root_outcome_free(&done);
}

static void other_root(struct certifier *c) {
    certifier_other_root(c, "Otro nombre");
}

static void test_changed_meanwhile(void **state) {
    struct certifier *c = *state;
    const struct root_end_request stolen = {.kid = kid_of(c, CERTIFIER_LABEL), .compromised = true};
    const struct root_request request = {.end = &stolen, .n_ends = 1};
    struct root_outcome plan, done;
    assert_status(root_plan(&c->session, &request, &plan), SELLO_OK);
    other_root(c);
    assert_status(root_commit(&c->session, &request, &plan, &done), SELLO_E_STATE);
    certifier_refused(c, "changed-meanwhile", "");
    assert_int_equal(newest(c), 2);
    root_outcome_free(&plan);

    /* the same while the passphrase is typed */
    assert_status(root_plan(&c->session, &request, &plan), SELLO_OK);
    sello_passphrase_free(&c->session.passphrase);
    c->meanwhile = other_root;
    assert_status(root_commit(&c->session, &request, &plan, &done), SELLO_E_STATE);
    certifier_refused(c, "changed-meanwhile", "");
    assert_int_equal(newest(c), 3);
    root_outcome_free(&plan);

    /* where nothing was shown it is done on top */
    sello_passphrase_free(&c->session.passphrase);
    c->meanwhile = other_root;
    assert_status(root_commit(&c->session, &request, NULL, &done), SELLO_OK);
    assert_int_equal(newest(c), 5);
    assert_int_equal(done.draft->root.key[CERTIFIER_LABEL].state, SELLO_KEY_COMPROMISED);
    root_outcome_free(&done);
}

static void test_kept_signatures(void **state) {
    struct certifier *c = *state;
    certifier_issue(c, 3);
    struct root_end_request early = {.kid = kid_of(c, CERTIFIER_LABEL),
                                     .day = {true, T0 / 86400 - 2}};
    const struct root_request request = {.end = &early, .n_ends = 1};
    struct root_outcome plan;
    assert_status(root_plan(&c->session, &request, &plan), SELLO_E_STATE);
    certifier_refused(c, "key-signed-later", "key");
    early.day.present = false;
    assert_status(root_plan(&c->session, &request, &plan), SELLO_OK);
    const struct sello_root_key *key = &plan.draft->root.key[CERTIFIER_LABEL];
    assert_int_equal(key->state, SELLO_KEY_RETIRED);
    assert_int_equal(key->stop_signing, T0 + 1); /* the labels of this second stay good */
    root_outcome_free(&plan);
}

/* ---- refused ---- */

static void refused(struct certifier *c, const struct root_request *request, const char *rule,
                    const char *field) {
    struct root_outcome out;
    assert_int_not_equal(root_commit(&c->session, request, NULL, &out), SELLO_OK);
    certifier_refused(c, rule, field);
    assert_null(out.draft);
    assert_int_equal(newest(c), 1);
}

static void member_refused(struct certifier *c, struct root_member_request member, const char *rule,
                           const char *field) {
    const struct root_request request = {
        .member = &member, .n_members = 1, .draft_path = fixture_path(c->fixture, "d.draft")};
    refused(c, &request, rule, field);
    assert_int_not_equal(access(fixture_path(c->fixture, "d.draft"), F_OK), 0);
}

static void test_members_refused(void **state) {
    struct certifier *c = *state;
    struct root_member_request twice = {.what = ROOT_ADD, .name = "Doble"};
    memcpy(twice.public_key, sello_key_public(c->key[CERTIFIER_STATUS]), SELLO_KEY_LEN);
    member_refused(c, twice, "draft-key-refused", "");
    member_refused(c, (struct root_member_request){.what = ROOT_ADD, .name = "Cero"},
                   "draft-key-refused", "");
    member_refused(c, (struct root_member_request){.what = ROOT_ADD, .name = ""}, "member-name",
                   "add-member");
    member_refused(c, (struct root_member_request){.what = ROOT_REMOVE, .who = "9"},
                   "no-such-member", "");
    member_refused(c, (struct root_member_request){.what = ROOT_REMOVE, .who = "1"},
                   "threshold-too-high", "threshold");
    const struct root_member_request both[] = {{.what = ROOT_REMOVE, .who = "1"},
                                               {.what = ROOT_REMOVE, .who = "1"}};
    const struct root_request request = {.member = both, .n_members = 2};
    refused(c, &request, "member-named-twice", "remove-member");
}

static void test_refused(void **state) {
    struct certifier *c = *state;
    refused(c, &(struct root_request){.threshold = {true, 2}}, "threshold-too-high", "threshold");
    refused(c, &(struct root_request){.window = {{true, 20}, {true, 19}}}, "key-stops-early",
            "stop");
    refused(c, &(struct root_request){.name = ""}, "certifier-text", "name");
    refused(c, &(struct root_request){.url = "http://sello.example/"}, "url-not-for-labels", "url");
    struct root_end_request end = {.kid = "00000000"};
    const struct root_request ends = {.end = &end, .n_ends = 1};
    refused(c, &ends, "no-such-key", "");
    end.kid = kid_of(c, CERTIFIER_MEMBER);
    refused(c, &ends, "key-of-member", "");
}

/* ---- by draft ---- */

static void note_change(void *context, const struct root_change_row *row) {
    unsigned *seen = context;
    *seen |= 1u << row->what;
}

static void test_by_draft(void **state) {
    struct certifier *c = *state;
    char path[200];
    snprintf(path, sizeof path, "%s", fixture_path(c->fixture, "d.draft"));
    const struct root_request request = {.contact = "nuevo", .draft_path = path};
    struct root_outcome plan, done;
    unsigned seen = 0;
    assert_status(root_plan(&c->session, &request, &plan), SELLO_OK);
    assert_true(plan.is_draft);
    assert_int_not_equal(access(path, F_OK), 0);
    assert_int_equal(root_changes(&plan.draft->before, &plan.draft->root, note_change, &seen), 1);
    assert_int_equal(seen, 1u << ROOT_CHANGED_CONTACT);
    assert_status(root_commit(&c->session, &request, &plan, &done), SELLO_OK);
    assert_int_equal(newest(c), 1);
    root_outcome_free(&plan);
    root_outcome_free(&done);
    assert_status(root_plan(&c->session, &request, &plan), SELLO_E_SYSTEM);
    certifier_refused(c, "file-exists", "");

    /* it is not enough that it was written */
    const char *const copies[] = {path};
    struct draft *draft = NULL;
    assert_status(root_merge_drafts(&c->session, copies, 1, &draft), SELLO_OK);
    assert_status(root_assemble_commit(&c->session, draft, path), SELLO_E_ROOT_FEW_NEW);
    certifier_refused(c, "draft-file-refused", "");
    free(draft);

    /* signed, then overtaken */
    const struct approve_request approve = {.path = path};
    struct approve_outcome signed_now;
    assert_status(approve_plan(&c->session, &approve, &signed_now), SELLO_OK);
    assert_int_equal(signed_now.n_signers, 1);
    assert_true(approve_hash_is(signed_now.draft, "") == false);
    approve_outcome_free(&signed_now);
    assert_status(approve_commit(&c->session, &approve, NULL, &signed_now), SELLO_OK);
    assert_int_equal(signed_now.draft->missing, SELLO_OK);
    approve_outcome_free(&signed_now);
    assert_status(root_merge_drafts(&c->session, copies, 1, &draft), SELLO_OK);
    uint64_t events = certifier_events(c);
    assert_status(root_assemble_plan(&c->session, draft, path), SELLO_OK);
    assert_int_equal(certifier_events(c), events);
    other_root(c);
    assert_status(root_assemble_commit(&c->session, draft, path), SELLO_E_ROOT_REPLAY);
    certifier_refused(c, "draft-file-refused", "");
    assert_int_equal(newest(c), 2);
    free(draft);
}

/* Somebody else puts another draft into the file while the first is read on the screen. */
static void test_other_draft_meanwhile(void **state) {
    struct certifier *c = *state;
    char path[200], other[200];
    snprintf(path, sizeof path, "%s", fixture_path(c->fixture, "d.draft"));
    snprintf(other, sizeof other, "%s", fixture_path(c->fixture, "e.draft"));
    struct root_request request = {.contact = "uno", .draft_path = path};
    struct root_outcome made;
    assert_status(root_commit(&c->session, &request, NULL, &made), SELLO_OK);
    root_outcome_free(&made);
    request.contact = "dos";
    request.draft_path = other;
    assert_status(root_commit(&c->session, &request, NULL, &made), SELLO_OK);
    root_outcome_free(&made);
    const struct approve_request approve = {.path = path};
    struct approve_outcome plan, done;
    assert_status(approve_plan(&c->session, &approve, &plan), SELLO_OK);
    assert_int_equal(rename(other, path), 0);
    assert_status(approve_commit(&c->session, &approve, &plan, &done), SELLO_E_STATE);
    certifier_refused(c, "changed-meanwhile", "");
    approve_outcome_free(&plan);
}

/* ---- schemes ---- */

static void test_scheme(void **state) {
    struct certifier *c = *state;
    const struct scheme_request add = {.code = 3, .name = "Mezcal"};
    struct scheme_outcome plan, done;
    struct sello_scheme row;
    assert_status(scheme_plan(&c->session, &add, &plan), SELLO_OK);
    assert_true(plan.needs_root && plan.recorded);
    assert_status(sello_scheme_get(c->other, 3, &row), SELLO_E_NOT_FOUND);
    assert_status(scheme_commit(&c->session, &add, &plan, &done), SELLO_OK);
    assert_int_equal(newest(c), 2);
    assert_status(sello_scheme_get(c->other, 3, &row), SELLO_OK);
    assert_string_equal(row.name, "Mezcal");
    scheme_outcome_free(&done);
    assert_status(scheme_commit(&c->session, &add, &plan, &done), SELLO_E_EXISTS);
    certifier_refused(c, "code-taken", "code");
    scheme_outcome_free(&plan);

    struct scheme_request edit = {.edit = true, .code = 3, .url = "https://sello.example/m"};
    assert_status(scheme_plan(&c->session, &edit, &plan), SELLO_OK);
    snprintf(row.url, sizeof row.url, "https://sello.example/otro");
    assert_status(sello_scheme_edit(c->other, &row), SELLO_OK);
    assert_status(scheme_commit(&c->session, &edit, &plan, &done), SELLO_E_STATE);
    certifier_refused(c, "changed-meanwhile", "");
    assert_status(scheme_commit(&c->session, &edit, NULL, &done), SELLO_OK);
    assert_false(done.needs_root);
    assert_int_equal(newest(c), 2);
    edit.name_en = "Mezcal spirit";
    assert_status(scheme_commit(&c->session, &edit, NULL, &done), SELLO_OK);
    assert_true(done.needs_root);
    assert_int_equal(newest(c), 3);
    scheme_outcome_free(&done);
    edit.name_en = "Another";
    assert_status(scheme_commit(&c->session, &edit, NULL, &done), SELLO_E_STATE);
    certifier_refused(c, "scheme-name-stays", "name_en");
    assert_int_equal(newest(c), 3);
    edit.code = 4;
    assert_status(scheme_commit(&c->session, &edit, NULL, &done), SELLO_E_NOT_FOUND);
}

/* A root stored between the two: the scheme is in neither, or in both. */
static void test_scheme_root_meanwhile(void **state) {
    struct certifier *c = *state;
    const struct scheme_request add = {.code = 3, .name = "Mezcal"};
    struct scheme_outcome plan, done;
    struct sello_scheme row;
    assert_status(scheme_plan(&c->session, &add, &plan), SELLO_OK);
    c->meanwhile = other_root;
    assert_status(scheme_commit(&c->session, &add, &plan, &done), SELLO_E_STATE);
    certifier_refused(c, "changed-meanwhile", "");
    assert_status(sello_scheme_get(c->other, 3, &row), SELLO_E_NOT_FOUND);
    scheme_outcome_free(&plan);
    assert_status(scheme_commit(&c->session, &add, NULL, &done), SELLO_OK);
    assert_int_equal(newest(c), 3);
    assert_status(sello_scheme_get(c->other, 3, &row), SELLO_OK);
    scheme_outcome_free(&done);
}

static void test_scheme_by_draft(void **state) {
    struct certifier *c = *state;
    char path[200];
    snprintf(path, sizeof path, "%s", fixture_path(c->fixture, "s.draft"));
    const struct scheme_request add = {.code = 3, .name = "Mezcal", .draft_path = path};
    const struct approve_request approve = {.path = path};
    struct scheme_outcome done;
    struct approve_outcome approved;
    struct sello_scheme row;
    assert_status(scheme_commit(&c->session, &add, NULL, &done), SELLO_OK);
    assert_false(done.recorded);
    scheme_outcome_free(&done);
    assert_status(sello_scheme_get(c->other, 3, &row), SELLO_E_NOT_FOUND);
    assert_status(approve_commit(&c->session, &approve, NULL, &approved), SELLO_OK);
    assert_status(root_assemble_commit(&c->session, approved.draft, path), SELLO_OK);
    approve_outcome_free(&approved);
    assert_int_equal(newest(c), 2);
    assert_status(sello_scheme_get(c->other, 3, &row), SELLO_OK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_planned_then_made, certifier_make, certifier_remove),
        cmocka_unit_test_setup_teardown(test_changed_meanwhile, certifier_make, certifier_remove),
        cmocka_unit_test_setup_teardown(test_kept_signatures, certifier_make, certifier_remove),
        cmocka_unit_test_setup_teardown(test_members_refused, certifier_make, certifier_remove),
        cmocka_unit_test_setup_teardown(test_refused, certifier_make, certifier_remove),
        cmocka_unit_test_setup_teardown(test_by_draft, certifier_make, certifier_remove),
        cmocka_unit_test_setup_teardown(test_other_draft_meanwhile, certifier_make,
                                        certifier_remove),
        cmocka_unit_test_setup_teardown(test_scheme, certifier_make, certifier_remove),
        cmocka_unit_test_setup_teardown(test_scheme_root_meanwhile, certifier_make,
                                        certifier_remove),
        cmocka_unit_test_setup_teardown(test_scheme_by_draft, certifier_make, certifier_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
