/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/certifier_fixture.h"

#include "registry/issue/issue.h"
#include "registry/trust/event_head.h"
#include "registry/trust/sign.h"

#define WORDS "una frase de paso"

/* ---- keys ---- */

static void add_key(struct certifier *c, size_t i, enum sello_role role) {
    struct sello_root_key *row = &c->row[i];
    assert_status(sello_key_new(role, &c->key[i]), SELLO_OK);
    memcpy(row->public_key, sello_key_public(c->key[i]), SELLO_KEY_LEN);
    memcpy(row->kid, sello_key_kid(c->key[i]), SELLO_KID_LEN);
    row->role = role;
    row->stop_signing = SELLO_NEVER;
}

static void read_passphrase(const struct certifier *c, struct sello_passphrase **out) {
    const char *path = fixture_path(c->fixture, "../frase");
    write_whole(path, sello_bytes_of(WORDS "\n"));
    assert_status(sello_passphrase_from_file(path, out), SELLO_OK);
}

static void write_key_files(struct certifier *c) {
    static const char *const names[CERTIFIER_KEYS] = {"keys/miembro.key", "keys/etiquetas.key",
                                                      "keys/estado.key"};
    struct sello_passphrase *passphrase = NULL;
    read_passphrase(c, &passphrase);
    for (size_t i = 0; i < CERTIFIER_KEYS; i++) {
        assert_status(
            sello_keyfile_write(fixture_path(c->fixture, names[i]), c->key[i], passphrase),
            SELLO_OK);
    }
    sello_passphrase_free(&passphrase);
}

/* ---- roots ---- */

/* Writes the root as it stands in c->root, signed, into c->bytes. */
static struct sello_bytes write_root(struct certifier *c) {
    struct sello_writer payload = sello_writer_init(c->payload, sizeof c->payload);
    struct sello_writer bytes = sello_writer_init(c->bytes, sizeof c->bytes);
    sello_put_root_payload(&payload, &c->root);
    assert_status(sign_root(sello_written(&payload), c->key, CERTIFIER_KEYS, &bytes), SELLO_OK);
    assert_status(sello_root_parse(sello_written(&bytes), &c->root), SELLO_OK);
    c->len = bytes.len;
    return sello_written(&bytes);
}

static struct sello_bytes first_root(struct certifier *c) {
    static uint8_t schemes[64];
    struct sello_writer s = sello_writer_init(schemes, sizeof schemes);
    sello_put_map(&s, 1);
    sello_put_uint(&s, 7);
    sello_put_map(&s, 1);
    sello_put_text(&s, sello_bytes_of("es"));
    sello_put_text(&s, sello_bytes_of("Rebozo de Santa María"));
    c->root = (struct sello_root){.version = 1,
                                  .threshold = 1,
                                  .name = sello_bytes_of("Consejo Artesanal de Prueba"),
                                  .base_url = sello_bytes_of("https://sello.example/v/"),
                                  .issued = T0,
                                  .schemes = sello_written(&s),
                                  .n_members = 1,
                                  .n_keys = CERTIFIER_KEYS,
                                  .key = c->row};
    return write_root(c);
}

void certifier_other_root(struct certifier *c, const char *name) {
    struct sello_bytes before = sello_bytes(c->bytes, c->len);
    memcpy(c->earlier + c->n_earlier, before.ptr, before.len);
    c->n_earlier += before.len;
    memcpy(c->root.previous, c->root.hash, SELLO_HASH_LEN);
    c->root.has_previous = c->root.has_fingerprint = true;
    c->root.version++;
    c->root.name = sello_bytes_of(name);
    struct sello_bytes bytes = write_root(c);
    assert_status(sello_store_put_root(c->other, c->root.version, c->root.hash, bytes), SELLO_OK);
}

/* ---- the certifier ---- */

static enum sello_error give_passphrase(struct session *session, bool new,
                                        struct sello_passphrase **out) {
    struct certifier *c = session->hooks.context;
    void (*meanwhile)(struct certifier *) = c->meanwhile;
    (void)new;
    c->meanwhile = NULL; /* once */
    if (meanwhile != NULL) {
        meanwhile(c);
    }
    read_passphrase(c, out);
    return SELLO_OK;
}

static void take_notice(void *context, const struct problem *notice) {
    struct certifier *c = context;
    if (notice->rule != NULL && strcmp(notice->rule, "memory-not-locked") != 0) {
        void (*at_notice)(struct certifier *) = c->at_notice;
        c->n_notices++;
        c->notice = notice->rule;
        c->at_notice = NULL; /* once */
        if (at_notice != NULL) {
            at_notice(c);
        }
    }
}

int certifier_make(void **state) {
    static const enum sello_role roles[CERTIFIER_KEYS] = {SELLO_ROLE_MEMBER, SELLO_ROLE_LABEL,
                                                          SELLO_ROLE_STATUS};
    struct certifier *c = calloc(1, sizeof *c);
    void *fixture = NULL;
    bool locked;
    assert_non_null(c);
    assert_status(sello_keys_start(&locked), SELLO_OK);
    for (size_t i = 0; i < CERTIFIER_KEYS; i++) {
        add_key(c, i, roles[i]);
    }
    struct sello_bytes root = first_root(c);
    assert_int_equal(fixture_make_on(&fixture, c->root.hash, root), 0);
    c->fixture = fixture;
    write_key_files(c);
    const struct session_hooks hooks = {
        .context = c, .notice = take_notice, .passphrase = give_passphrase};
    session_start(&c->session, c->fixture->folder, T0, "es", &hooks);
    c->session.store = c->fixture->store;
    assert_status(sello_store_open(c->fixture->folder, "the other", T0, &c->other), SELLO_OK);
    *state = c;
    return 0;
}

int certifier_remove(void **state) {
    struct certifier *c = *state;
    void *fixture = c->fixture;
    sello_store_close(&c->other);
    c->fixture->store = NULL;
    session_close(&c->session);
    for (size_t i = 0; i < CERTIFIER_KEYS; i++) {
        sello_key_free(&c->key[i]);
    }
    free(c);
    return fixture_remove(&fixture);
}

/* ---- what is done ---- */

void certifier_issue(struct certifier *c, uint64_t count) {
    const struct issue_request request = {
        .certificate = c->fixture->certificate, .count = count, .n_workers = 1};
    struct issue_result result;
    assert_status(issue_commit(&c->session, &request, &result), SELLO_OK);
}

void certifier_other_withdraws(struct certifier *c, uint64_t first, uint64_t last) {
    const struct sello_status_range range = {.first = first,
                                             .count = last - first + 1,
                                             .status = SELLO_LABEL_WITHDRAWN,
                                             .reason = SELLO_REASON_STOLEN,
                                             .day = T0 / 86400,
                                             .source = SELLO_SOURCE_SERIALS};
    assert_status(sello_status_set(c->other, &range, NULL), SELLO_OK);
}

uint64_t certifier_other_exports(struct certifier *c) {
    struct trust_file file;
    struct sello_bundle bundle;
    const struct bundle_request request = {.root = &c->root,
                                           .key = c->key[CERTIFIER_STATUS],
                                           .scope = BUNDLE_WHOLE,
                                           .fresh_days = SELLO_FRESH_DAYS,
                                           .age_days = SELLO_AGE_DAYS};
    assert_status(bundle_make(c->other, &request, &file), SELLO_OK);
    assert_status(sello_bundle_parse(trust_file_bundle(&file), &bundle), SELLO_OK);
    trust_file_free(&file);
    return bundle.version;
}

uint64_t certifier_events(struct certifier *c) {
    struct sello_store_summary summary;
    assert_status(sello_store_summary(c->other, &summary), SELLO_OK);
    return summary.n_events;
}

void certifier_refused(const struct certifier *c, const char *rule, const char *field) {
    const struct problem *p = &c->session.problem;
    assert_int_not_equal(p->error, SELLO_OK);
    assert_string_equal(p->rule != NULL ? p->rule : "", rule);
    assert_string_equal(p->field != NULL ? p->field : "", field);
}
