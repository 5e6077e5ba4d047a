/* SPDX-License-Identifier: Apache-2.0 */
/* A draft is signed for what is shown of it, and for nothing else. */
#include <stdlib.h>

#include "registry/trust/root_approve.h"
#include "registry/trust/root_assemble.h"
#include "registry/trust/root_content.h"
#include "registry/trust/root_diff.h"
#include "tests/support/certifier_fixture.h"

/* ---- nothing but what is shown ---- */

/* A draft after the newest root, as somebody with tools of their own makes it: with `n_more` fields
 * behind those of the root. */
static void write_bent(struct certifier *c, const char *path, const struct sello_root *root,
                       size_t n_more, struct sello_bytes more) {
    uint8_t payload[2048];
    struct sello_writer w = sello_writer_init(payload, sizeof payload);
    struct draft *draft = NULL;
    sello_put_root_payload(&w, root);
    payload[0] = (uint8_t)(payload[0] + n_more);
    sello_write(&w, more.ptr, more.len);
    assert_false(w.failed);
    assert_status(draft_make(c->root.payload, sello_written(&w), &draft, NULL), SELLO_OK);
    write_whole(path, draft_file(draft));
    free(draft);
}

static void bent_refused(struct certifier *c, const char *path, const char *rule) {
    const struct approve_request approve = {.path = path};
    const char *const copies[] = {path};
    struct approve_outcome out;
    struct draft *draft = NULL;
    assert_int_not_equal(approve_plan(&c->session, &approve, &out), SELLO_OK);
    certifier_refused(c, rule, "");
    assert_int_not_equal(approve_commit(&c->session, &approve, NULL, &out), SELLO_OK);
    certifier_refused(c, rule, "");
    enum sello_error error = root_merge_drafts(&c->session, copies, 1, &draft);
    if (error == SELLO_OK) {
        error = root_assemble_commit(&c->session, draft, path);
    }
    assert_int_not_equal(error, SELLO_OK);
    free(draft);
    struct sello_stored_root kept;
    assert_status(sello_store_newest_root(c->other, &kept), SELLO_OK);
    assert_int_equal(kept.version, 1);
}

static void test_not_as_shown(void **state) {
    static const uint8_t field_40[] = {0x18, 40, 0x61, 'x'};
    static const uint8_t scheme_9[] = {0xa2, 0x07, 0xa1, 0x62, 'e', 's', 0x61, 'x', 0x09, 0xa0};
    struct certifier *c = *state;
    char path[200];
    struct root_content *content = root_content_new();
    snprintf(path, sizeof path, "%s", fixture_path(c->fixture, "d.draft"));
    root_content_follow(content, &c->root, T0);
    write_bent(c, path, &content->root, 1, sello_bytes(field_40, sizeof field_40));
    bent_refused(c, path, "draft-unknown-field");
    assert_int_equal(c->session.problem.value[0].number, 40);

    /* the same, and a code without a name */
    uint8_t schemes[128];
    struct sello_writer w = sello_writer_init(schemes, sizeof schemes);
    sello_write(&w, scheme_9, 1);
    sello_write(&w, c->root.schemes.ptr + 1, c->root.schemes.len - 1);
    sello_write(&w, scheme_9 + sizeof scheme_9 - 2, 2);
    content->root.schemes = sello_written(&w);
    write_bent(c, path, &content->root, 0, sello_bytes(NULL, 0));
    bent_refused(c, path, "draft-not-as-shown");
    content->root.schemes = c->root.schemes;

    content->root.issued = T0 + 2 * 86400;
    write_bent(c, path, &content->root, 0, sello_bytes(NULL, 0));
    bent_refused(c, path, "draft-dated-ahead");
    content->root.issued = T0 + 86400;
    write_bent(c, path, &content->root, 0, sello_bytes(NULL, 0));
    const struct approve_request approve = {.path = path};
    struct approve_outcome out;
    assert_status(approve_plan(&c->session, &approve, &out), SELLO_OK);
    approve_outcome_free(&out);
    free(content);
}

/* Retired, and yet with an end ahead, by which readers go: nothing of ours makes such a row. */
static void test_retired_ahead(void **state) {
    struct certifier *c = *state;
    char path[200];
    struct root_content *content = root_content_new();
    snprintf(path, sizeof path, "%s", fixture_path(c->fixture, "d.draft"));
    root_content_follow(content, &c->root, T0);
    struct sello_root_key *key = &content->key[content->root.n_members];
    key->state = SELLO_KEY_RETIRED;
    key->stop_signing = T0 + 86400 + 1;
    write_bent(c, path, &content->root, 0, sello_bytes(NULL, 0));
    bent_refused(c, path, "draft-retired-ahead");
    assert_int_equal(c->session.problem.value[1].number, T0 + 86400 + 1);
    key->stop_signing = T0 + 86400;
    write_bent(c, path, &content->root, 0, sello_bytes(NULL, 0));
    const struct approve_request approve = {.path = path};
    struct approve_outcome out;
    assert_status(approve_plan(&c->session, &approve, &out), SELLO_OK);
    approve_outcome_free(&out);
    free(content);
}

/* A member's own key is held to the SLH-DSA key that the draft has for it. */
static void test_slhdsa_of_signer(void **state) {
    struct certifier *c = *state;
    uint8_t slhdsa[SELLO_SLHDSA_KEY_LEN];
    char path[200];
    const struct approve_request approve = {.path = path};
    struct approve_outcome out;
    struct root_content *content = root_content_new();
    snprintf(path, sizeof path, "%s", fixture_path(c->fixture, "d.draft"));
    assert_status(sello_key_slhdsa(c->key[CERTIFIER_MEMBER], slhdsa), SELLO_OK);
    root_content_follow(content, &c->root, T0);
    content->key[0].slhdsa = slhdsa;
    write_bent(c, path, &content->root, 0, sello_bytes(NULL, 0));
    assert_status(approve_commit(&c->session, &approve, NULL, &out), SELLO_OK);
    approve_outcome_free(&out);
    slhdsa[0] ^= 1;
    write_bent(c, path, &content->root, 0, sello_bytes(NULL, 0));
    assert_status(approve_commit(&c->session, &approve, NULL, &out), SELLO_E_STATE);
    certifier_refused(c, "slhdsa-not-yours", "");
    free(content);
}

/* ---- what is made anew of the changes is the same to the byte ---- */

static void add_row(struct root_content *content, size_t at, uint64_t role, const char *name,
                    uint8_t byte) {
    struct sello_root_key *row = &content->key[at];
    memmove(row + 1, row, (content->root.n_keys++ - at) * sizeof *row);
    *row = (struct sello_root_key){
        .role = role, .stop_signing = SELLO_NEVER, .name = sello_bytes_of(name)};
    memset(row->public_key, byte, SELLO_KEY_LEN);
    content->root.n_members += role == SELLO_ROLE_MEMBER;
}

/* Writes it out and reads it back. */
static void settle(struct root_content *content) {
    struct sello_writer w = sello_writer_init(content->payload, sizeof content->payload);
    struct sello_root out = {.key = content->key};
    sello_put_root_payload(&w, &content->root);
    assert_status(sello_root_payload_parse(sello_written(&w), &out), SELLO_OK);
    content->root = out;
}

static struct root_content *many_members(struct certifier *c) {
    struct root_content *before = root_content_new();
    root_content_follow(before, &c->root, T0);
    for (uint8_t i = 1; i < 6; i++) {
        add_row(before, i, SELLO_ROLE_MEMBER, "Ana", i);
    }
    settle(before);
    return before;
}

static void as_shown(const struct root_content *before, struct root_content *next,
                     enum sello_error wanted) {
    settle(next);
    assert_status(root_is_as_shown(&before->root, &next->root), wanted);
}

static void test_made_anew(void **state) {
    static const uint8_t more_schemes[] = {0xa3, 0x01, 0xa1, 0x62, 'e',  'n', 0x61, 'x', 0x07,
                                           0xa2, 0x62, 'e',  'n',  0x61, 'y', 0x62, 'e', 's'};
    static const uint8_t last_scheme[] = {0x18, 99, 0xa1, 0x63, 'n', 'a', 'h', 0x61, 'z'};
    struct certifier *c = *state;
    struct root_content *before = many_members(c);
    struct root_content *next = root_content_new();
    root_content_follow(next, &before->root, T0);
    as_shown(before, next, SELLO_OK);

    /* nearly everything at once */
    root_content_follow(next, &before->root, T0 + 9);
    memmove(&next->key[1], &next->key[2], (next->root.n_keys-- - 2) * sizeof next->key[0]);
    next->root.n_members--;
    add_row(next, 0, SELLO_ROLE_MEMBER, "Eva", 40);
    add_row(next, 3, SELLO_ROLE_MEMBER, "Rosa", 41);
    add_row(next, next->root.n_members, SELLO_ROLE_MEMBER, "Luz", 42);
    add_row(next, next->root.n_keys, SELLO_ROLE_STATUS, "", 43);
    next->key[4].name = sello_bytes_of("Otra");
    next->key[next->root.n_members].state = SELLO_KEY_COMPROMISED;
    next->key[next->root.n_members].compromised_since = T0;
    next->root.threshold = 3;
    next->root.name = sello_bytes_of("Nombre");
    next->root.contact = sello_bytes_of("aquí");
    next->root.addresses = sello_bytes((const uint8_t *)"\x81\x6fhttps://a.test/", 17);
    uint8_t schemes[200];
    struct sello_writer w = sello_writer_init(schemes, sizeof schemes);
    sello_write(&w, more_schemes, sizeof more_schemes);
    sello_put_text(&w, sello_root_scheme_name(&c->root, 7, sello_bytes_of("es")));
    sello_write(&w, last_scheme, sizeof last_scheme);
    next->root.schemes = sello_written(&w);
    as_shown(before, next, SELLO_OK);

    /* the members' SLH-DSA keys: none, everybody's, another's, a new member's, none again */
    static const uint8_t one[SELLO_ROOT_SLHDSA_LEN] = {1}, two[SELLO_ROOT_SLHDSA_LEN] = {2};
    root_content_follow(next, &before->root, T0);
    for (size_t i = 0; i < next->root.n_members; i++) {
        next->key[i].slhdsa = one;
    }
    as_shown(before, next, SELLO_OK);
    assert_memory_equal(next->root.key[5].slhdsa, one, sizeof one);
    struct root_content *third = root_content_new();
    root_content_follow(third, &next->root, T0);
    third->key[2].slhdsa = two;
    add_row(third, 0, SELLO_ROLE_MEMBER, "Eva", 50);
    third->key[0].slhdsa = two;
    as_shown(next, third, SELLO_OK);
    root_content_follow(third, &next->root, T0);
    add_row(third, 0, SELLO_ROLE_MEMBER, "Eva", 50);
    as_shown(next, third, SELLO_OK);
    assert_null(third->root.key[1].slhdsa);
    free(third);

    /* members who change places: nobody is told */
    root_content_follow(next, &before->root, T0);
    struct sello_root_key first = next->key[1];
    next->key[1] = next->key[2];
    next->key[2] = first;
    as_shown(before, next, SELLO_E_STATE);
    /* a practice registry that is none any more */
    root_content_follow(next, &before->root, T0);
    next->root.practice = true;
    as_shown(before, next, SELLO_E_STATE);
    free(before);
    free(next);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_not_as_shown, certifier_make, certifier_remove),
        cmocka_unit_test_setup_teardown(test_retired_ahead, certifier_make, certifier_remove),
        cmocka_unit_test_setup_teardown(test_slhdsa_of_signer, certifier_make, certifier_remove),
        cmocka_unit_test_setup_teardown(test_made_anew, certifier_make, certifier_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
