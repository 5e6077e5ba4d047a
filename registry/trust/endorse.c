/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/endorse.h"

#include <stdlib.h>

#include "base/hex.h"
#include "base/time.h"
#include "registry/session/session_files.h"
#include "registry/trust/trust_open.h"

struct job {
    const struct endorse_request *request;
    struct sello_endorsement wanted; /* of one that is added */
    bool is_practice;
    struct endorse_outcome *out;
};

/* ---- whose ---- */

static enum sello_error refuse(struct session *session, enum sello_error error, const char *rule,
                               const char *field, const char *text) {
    return session_refuse(
        session, &(struct problem){
                     .error = error, .rule = rule, .field = field, .value = {problem_text(text)}});
}

static void copy_text(struct sello_bytes text, char *out, size_t size) {
    snprintf(out, size, "%.*s", (int)text.len, (const char *)text.ptr);
}

static enum sello_error take_file(struct session *session, struct job *job) {
    const char *path = job->request->trust_file;
    uint8_t *file = NULL;
    size_t len = 0;
    void *memory = NULL;
    struct sello_trust *trust = NULL;
    enum sello_error error = session_read_file(session, path, SELLO_TRUST_FILE_MAX, &file, &len);
    if (error != SELLO_OK) {
        return error;
    }
    error = trust_open(sello_bytes(file, len), &trust, &memory);
    if (error == SELLO_OK) {
        const struct sello_root *root = &trust->root;
        memcpy(job->wanted.fingerprint, root->fingerprint, SELLO_HASH_LEN);
        copy_text(root->name, job->wanted.name, sizeof job->wanted.name);
        copy_text(root->base_url, job->wanted.url, sizeof job->wanted.url);
        job->is_practice = root->practice;
    } else {
        error = session_refuse(
            session, &(struct problem){.error = error,
                                       .rule = "trust-file-not-usable",
                                       .value = {problem_text(path), problem_error(error)}});
    }
    free(memory);
    free(file);
    return error;
}

static bool take_fingerprint(const char *typed, uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]) {
    char hex[BASE_HEX_LEN(SELLO_HASH_LEN)];
    size_t n = 0;
    for (; *typed != '\0'; typed++) {
        char c = *typed;
        if (c == ' ' || c == '-' || c == ':') {
            continue;
        }
        if (n == sizeof hex - 1 || base_hex_digit_typed((uint8_t)c) < 0) {
            return false;
        }
        hex[n++] = (char)(c | 0x20); /* a small letter; digits have that bit */
    }
    return n == sizeof hex - 1 && base_hex_take((const uint8_t *)hex, SELLO_HASH_LEN, out);
}

static enum sello_error take_words(struct session *session, struct job *job) {
    const struct endorse_request *r = job->request;
    if (!take_fingerprint(r->fingerprint, job->wanted.fingerprint)) {
        return refuse(session, SELLO_E_RANGE, "fingerprint-not-hex", "fingerprint", r->fingerprint);
    }
    if (strlen(r->name) > SELLO_NAME_MAX || strlen(r->url) > SELLO_BASE_URL_MAX) {
        return session_refuse(
            session, &(struct problem){.error = SELLO_E_TOO_LONG,
                                       .field = strlen(r->name) > SELLO_NAME_MAX ? "name" : "url"});
    }
    snprintf(job->wanted.name, sizeof job->wanted.name, "%s", r->name);
    snprintf(job->wanted.url, sizeof job->wanted.url, "%s", r->url);
    return SELLO_OK;
}

/* ---- doing it ---- */

static enum sello_error add(struct session *session, struct job *job) {
    const struct sello_root *own = NULL;
    uint64_t number = 0;
    enum sello_error error = session_root(session, &own);
    if (error != SELLO_OK) {
        return error;
    }
    if (memcmp(own->fingerprint, job->wanted.fingerprint, SELLO_HASH_LEN) == 0) {
        return refuse(session, SELLO_E_STATE, "endorse-self", "fingerprint", job->wanted.name);
    }
    if (own->practice || job->is_practice) {
        return refuse(session, SELLO_E_STATE, "endorse-practice", "fingerprint", job->wanted.name);
    }
    job->wanted.since = base_here_day(session->now);
    error = sello_endorsement_add(session->store, &job->wanted, &number);
    if (error == SELLO_E_EXISTS) {
        return refuse(session, error, "endorsed-already", "fingerprint", job->wanted.name);
    }
    return error == SELLO_OK ? sello_endorsement_get(session->store, number, &job->out->row)
                             : error;
}

static enum sello_error end(struct session *session, struct job *job) {
    uint64_t number = job->request->number;
    enum sello_error error = sello_endorsement_get(session->store, number, &job->out->row);
    if (error == SELLO_OK && job->out->row.ended) {
        return refuse(session, SELLO_E_STATE, "endorsement-ended", NULL, job->out->row.name);
    }
    error = error == SELLO_OK ? sello_endorsement_end(session->store, number) : error;
    return error == SELLO_OK ? sello_endorsement_get(session->store, number, &job->out->row)
                             : error;
}

static enum sello_error change(struct session *session, void *context) {
    struct job *job = context;
    return job->request->end ? end(session, job) : add(session, job);
}

static enum sello_error start(struct session *session, const struct endorse_request *request,
                              bool commit, struct endorse_outcome *out) {
    struct job job = {.request = request, .out = out};
    *out = (struct endorse_outcome){.row = {.number = 0}};
    enum sello_error error = request->end                  ? SELLO_OK
                             : request->trust_file != NULL ? take_file(session, &job)
                                                           : take_words(session, &job);
    if (error != SELLO_OK) {
        return error;
    }
    return commit ? session_do(session, change, &job) : session_preview(session, change, &job);
}

enum sello_error endorse_plan(struct session *session, const struct endorse_request *request,
                              struct endorse_outcome *out) {
    return start(session, request, false, out);
}

enum sello_error endorse_commit(struct session *session, const struct endorse_request *request,
                                struct endorse_outcome *out) {
    return start(session, request, true, out);
}
