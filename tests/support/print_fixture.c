/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/print_fixture.h"

#include "registry/trust/sign.h"

static struct sello_bytes write_root(struct printing *p, struct sello_root_key *row, uint8_t *buf,
                                     size_t size) {
    static const enum sello_role roles[PRINT_KEYS] = {SELLO_ROLE_MEMBER, SELLO_ROLE_LABEL};
    static uint8_t text[1024];
    for (size_t i = 0; i < PRINT_KEYS; i++) {
        assert_status(sello_key_new(roles[i], &p->key[i]), SELLO_OK);
        memcpy(row[i].public_key, sello_key_public(p->key[i]), SELLO_KEY_LEN);
        memcpy(row[i].kid, sello_key_kid(p->key[i]), SELLO_KID_LEN);
        row[i].role = roles[i];
        row[i].stop_signing = SELLO_NEVER;
    }
    const struct sello_root root = {.version = 1,
                                    .threshold = 1,
                                    .name = sello_bytes_of("Consejo Artesanal de Prueba"),
                                    .base_url = sello_bytes_of("https://sello.example/v/"),
                                    .issued = T0,
                                    .n_members = 1,
                                    .n_keys = PRINT_KEYS,
                                    .key = row};
    struct sello_writer payload = sello_writer_init(text, sizeof text);
    struct sello_writer bytes = sello_writer_init(buf, size);
    sello_put_root_payload(&payload, &root);
    assert_status(sign_root(sello_written(&payload), p->key, PRINT_KEYS, &bytes), SELLO_OK);
    return sello_written(&bytes);
}

int print_fixture_make(void **state) {
    struct sello_root_key row[SELLO_ROOT_KEYS_MAX] = {0}, read_row[SELLO_ROOT_KEYS_MAX];
    struct sello_root root = {.key = read_row};
    uint8_t buf[2048];
    bool locked;
    struct printing *p = calloc(1, sizeof *p);
    assert_non_null(p);
    assert_status(sello_keys_start(&locked), SELLO_OK);
    struct sello_bytes bytes = write_root(p, row, buf, sizeof buf);
    assert_status(sello_root_parse(bytes, &root), SELLO_OK);
    void *fixture;
    fixture_make_on(&fixture, root.hash, bytes);
    p->fixture = fixture;
    p->batch = fixture_issue(p->fixture, PRINT_MANY);
    snprintf(p->path, sizeof p->path, "%s", fixture_path(p->fixture, "../out"));
    assert_status(sello_store_open(p->fixture->folder, "other", T0, &p->other), SELLO_OK);
    session_start(&p->session, p->fixture->folder, T0, "en", NULL);
    p->session.store = p->fixture->store;
    *state = p;
    return 0;
}

int print_fixture_remove(void **state) {
    struct printing *p = *state;
    void *fixture = p->fixture;
    sello_store_close(&p->other);
    p->session.store = NULL;
    session_close(&p->session);
    for (size_t i = 0; i < PRINT_KEYS; i++) {
        sello_key_free(&p->key[i]);
    }
    free(p);
    return fixture_remove(&fixture);
}

void other_sets_status(struct printing *p, enum sello_label_status status, uint64_t serial) {
    const struct sello_status_range range = {.first = serial,
                                             .count = 1,
                                             .status = status,
                                             .reason = SELLO_REASON_STOLEN,
                                             .day = T0 / 86400,
                                             .source = SELLO_SOURCE_SERIALS};
    assert_status(sello_status_set(p->other, &range, NULL), SELLO_OK);
}
