/* SPDX-License-Identifier: Apache-2.0 */
/* New keys, another passphrase, the way back from paper, a new certifier: planned, then done. */
#include <unistd.h>

#include "base/hex.h"
#include "keys/paper.h"
#include "registry/trust/init.h"
#include "registry/trust/key_file.h"
#include "registry/trust/key_find.h"
#include "tests/support/certifier_fixture.h"

static bool is_there(const char *path) {
    return access(path, F_OK) == 0;
}

static void key_name(struct certifier *c, const char *name, char out[SELLO_LEN(200)]) {
    snprintf(out, 200, "%s", fixture_path(c->fixture, name));
}

/* ---- new ones ---- */

static void test_key_with_its_root(void **state) {
    struct certifier *c = *state;
    const struct key_request request = {.role = SELLO_ROLE_LABEL};
    struct key_outcome plan, done;
    uint64_t events = certifier_events(c);
    assert_status(key_plan(&c->session, &request, &plan), SELLO_OK);
    assert_false(plan.key.made || plan.root.is_draft);
    assert_int_equal(plan.root_version, 2);
    assert_false(is_there(plan.key.path));
    assert_int_equal(certifier_events(c), events);
    assert_status(key_commit(&c->session, &request, &done), SELLO_OK);
    assert_string_equal(done.key.path, plan.key.path);
    assert_true(is_there(done.key.path));
    assert_int_equal(done.root.draft->root.n_keys, CERTIFIER_KEYS + 1);
    key_outcome_free(&done);
}

/* Of a draft that cannot be written no key is left behind. */
static void test_key_goes_again(void **state) {
    struct certifier *c = *state;
    char draft[200], file[200];
    key_name(c, "keys/etiquetas.key", draft);
    key_name(c, "keys/label-1.key", file);
    struct key_request request = {.role = SELLO_ROLE_LABEL, .draft_path = draft};
    struct key_outcome done;
    assert_status(key_commit(&c->session, &request, &done), SELLO_E_SYSTEM);
    certifier_refused(c, "file-exists", "");
    assert_false(is_there(file));
    request.draft_path = "/nowhere/at/all.draft";
    assert_status(key_commit(&c->session, &request, &done), SELLO_E_SYSTEM);
    certifier_refused(c, "file-not-written", "");
    assert_false(is_there(file));
    request.draft_path = NULL;
    request.window = (struct root_window){{true, 9}, {true, 3}};
    assert_status(key_commit(&c->session, &request, &done), SELLO_E_RANGE);
    certifier_refused(c, "key-stops-early", "stop");
    assert_false(is_there(file));
}

static void test_key_alone(void **state) {
    struct certifier *c = *state;
    struct key_told told;
    char path[200];
    key_name(c, "ana.key", path);
    assert_status(key_alone_plan(&c->session, SELLO_ROLE_MEMBER, path, &told), SELLO_OK);
    assert_false(is_there(path));
    assert_status(key_alone_commit(&c->session, SELLO_ROLE_MEMBER, path, &told), SELLO_OK);
    assert_true(told.made && is_there(path));
    assert_status(key_alone_plan(&c->session, SELLO_ROLE_MEMBER, path, &told),
                  SELLO_E_KEYFILE_EXISTS);
    certifier_refused(c, "key-not-written", "");
    assert_status(key_alone_commit(&c->session, SELLO_ROLE_MEMBER, path, &told),
                  SELLO_E_KEYFILE_EXISTS);
    certifier_refused(c, "key-not-written", "");
}

static void count(void *context, const struct key_listed *listed) {
    size_t *n = context;
    n[listed->in_root ? 0 : 1] += listed->file != NULL;
}

static void test_listed(void **state) {
    struct certifier *c = *state;
    struct key_told told;
    struct sello_keyfile_info info;
    char path[SESSION_PATH_MAX], extra[200], kid[BASE_HEX_LEN(SELLO_KID_LEN)];
    size_t n[2] = {0, 0};
    key_name(c, "keys/extra.key", extra);
    assert_status(key_alone_commit(&c->session, SELLO_ROLE_LABEL, extra, &told), SELLO_OK);
    assert_status(key_list(&c->session, count, n), SELLO_OK);
    assert_int_equal(n[0], CERTIFIER_KEYS);
    assert_int_equal(n[1], 1);
    base_hex(told.kid, SELLO_KID_LEN, kid);
    assert_status(key_find_file(&c->session, kid, path, &info), SELLO_OK);
    assert_non_null(strstr(path, "extra.key"));
    assert_status(key_find_file(&c->session, "0000", path, &info), SELLO_E_NOT_FOUND);
    certifier_refused(c, "no-key-file", "");
    assert_status(key_find_file(&c->session, "/nowhere.key", path, &info), SELLO_E_SYSTEM);
    certifier_refused(c, "file-not-readable", "");
}

/* ---- another passphrase ---- */

static enum sello_error choose(struct session *session, void *context,
                               struct sello_passphrase **out) {
    (void)session;
    write_whole(context, sello_bytes_of("otra frase\n"));
    return sello_passphrase_from_file(context, out);
}

static void test_passphrase(void **state) {
    struct certifier *c = *state;
    struct key_told told;
    struct sello_key *key = NULL;
    char name[200], words[200], beside[200];
    key_name(c, "keys/estado.key", name);
    key_name(c, "keys/estado.key.new", beside);
    key_name(c, "otra", words);
    const struct passphrase_request request = {name, choose, words};
    assert_status(passphrase_plan(&c->session, &request, &told), SELLO_OK);
    assert_status(session_open_key_file(&c->session, name, &key), SELLO_OK);
    sello_key_free(&key);
    write_whole(beside, sello_bytes_of("x"));
    assert_status(passphrase_commit(&c->session, &request, &told), SELLO_E_KEYFILE_EXISTS);
    certifier_refused(c, "passphrase-file-in-the-way", "");
    assert_int_equal(unlink(beside), 0);
    assert_status(passphrase_commit(&c->session, &request, &told), SELLO_OK);
    assert_int_not_equal(session_open_key_file(&c->session, name, &key), SELLO_OK);
    certifier_refused(c, "key-file-not-opened", "");
}

/* ---- paper ---- */

static void test_paper(void **state) {
    struct certifier *c = *state;
    struct key_told told;
    char path[200];
    uint8_t lines[SELLO_PAPER_ROOM];
    size_t len = 0;
    uint8_t *file = read_whole(fixture_path(c->fixture, "keys/miembro.key"), &len);
    struct sello_writer w = sello_writer_init(lines, sizeof lines);
    sello_paper_put_lines(&w, sello_bytes(file, len));
    free(file);
    key_name(c, "vuelta.key", path);
    struct paper_request request = {sello_written(&w), path};
    assert_status(paper_plan(&c->session, &request, &told), SELLO_OK);
    assert_false(is_there(path));
    assert_status(paper_commit(&c->session, &request, &told), SELLO_OK);
    assert_true(is_there(path));
    assert_memory_equal(told.public_key, sello_key_public(c->key[CERTIFIER_MEMBER]), SELLO_KEY_LEN);
    assert_status(paper_plan(&c->session, &request, &told), SELLO_E_KEYFILE_EXISTS);
    certifier_refused(c, "key-not-written", "");
    lines[3] = lines[3] == '0' ? '1' : '0';
    assert_int_not_equal(paper_plan(&c->session, &request, &told), SELLO_OK);
    certifier_refused(c, "paper-line", "");
    assert_int_equal(c->session.problem.value[1].number, 1);
    request.input = sello_bytes("\0\1\2", 3);
    assert_int_not_equal(paper_plan(&c->session, &request, &told), SELLO_OK);
    certifier_refused(c, "picture-not-read", "");
}

/* ---- a new certifier ---- */

static void test_init(void **state) {
    struct certifier *c = *state;
    struct session session;
    struct init_outcome out;
    char folder[200];
    struct init_request request = {.name = "Cooperativa",
                                   .url = "https://sello.example/v",
                                   .n_members = 1,
                                   .threshold = 1,
                                   .member_name = {"Integrante 1"}};
    key_name(c, "../nuevo", folder);
    session_start(&session, folder, T0, "es", &c->session.hooks);
    assert_status(init_plan(&session, &request, &out), SELLO_OK);
    assert_string_equal(out.url, "https://sello.example/v/");
    assert_false(is_there(folder));
    request.threshold = 2;
    assert_status(init_commit(&session, &request, &out), SELLO_E_RANGE);
    assert_string_equal(session.problem.rule, "threshold-above-members");
    assert_false(is_there(folder));
    request.threshold = 1;
    assert_status(init_commit(&session, &request, &out), SELLO_OK);
    session_close(&session);
    session_start(&session, folder, T0, "es", &c->session.hooks);
    assert_status(init_plan(&session, &request, &out), SELLO_E_EXISTS);
    assert_string_equal(session.problem.rule, "registry-there");
    assert_status(init_commit(&session, &request, &out), SELLO_E_EXISTS);
    assert_string_equal(session.problem.rule, "registry-there");
    session_close(&session);
    session_start(&session, folder, T0, "es", &c->session.hooks);
    assert_status(session_open(&session), SELLO_OK); /* it is as it was */
    session_close(&session);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_key_with_its_root, certifier_make, certifier_remove),
        cmocka_unit_test_setup_teardown(test_key_goes_again, certifier_make, certifier_remove),
        cmocka_unit_test_setup_teardown(test_key_alone, certifier_make, certifier_remove),
        cmocka_unit_test_setup_teardown(test_listed, certifier_make, certifier_remove),
        cmocka_unit_test_setup_teardown(test_passphrase, certifier_make, certifier_remove),
        cmocka_unit_test_setup_teardown(test_paper, certifier_make, certifier_remove),
        cmocka_unit_test_setup_teardown(test_init, certifier_make, certifier_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
