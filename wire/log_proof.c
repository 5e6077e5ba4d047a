/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/log_proof.h"

#include "wire/lines.h"

static enum sello_error fail_at(size_t line, enum sello_error error, size_t *out_line) {
    if (out_line != NULL) {
        *out_line = line;
    }
    return error;
}

/* The line that gives a number: "index 7", "old 7". */
static bool take_number(struct sello_lines *l, const char *word, uint64_t *out) {
    struct sello_bytes line = {NULL, 0};
    return sello_take_line(l, &line) && sello_take_start(&line, word) &&
           sello_get_decimal(line, out);
}

/* The hashes, the empty line behind them, and the checkpoint. */
static enum sello_error take_rest(struct sello_lines *l, struct sello_log_proof *out,
                                  size_t *out_line) {
    struct sello_bytes line = {NULL, 0};
    size_t within = 0;
    out->n_path = 0;
    while (sello_take_line(l, &line) && line.len > 0) {
        if (out->n_path == SELLO_PATH_MAX) {
            return fail_at(l->number, SELLO_E_TOO_LONG, out_line);
        }
        if (!sello_get_hash(line, out->path[out->n_path++])) {
            return fail_at(l->number, SELLO_E_NOTE, out_line);
        }
    }
    if (l->rest.len == 0) {
        return fail_at(l->number, SELLO_E_TRUNCATED, out_line);
    }
    out->checkpoint_line = l->number + 1;
    enum sello_error error = sello_checkpoint_parse(l->rest, &out->checkpoint, &within);
    return error == SELLO_OK ? SELLO_OK : fail_at(l->number + within, error, out_line);
}

enum sello_error sello_log_proof_parse(struct sello_bytes bytes, struct sello_log_proof *out,
                                       size_t *out_line) {
    struct sello_log_proof p = {.path = out->path};
    struct sello_lines l = {bytes, 0};
    struct sello_bytes line = {NULL, 0}, rest = {NULL, 0};
    if (bytes.len > SELLO_LOG_PROOF_MAX) {
        return fail_at(1, SELLO_E_TOO_LONG, out_line);
    }
    if (!sello_take_line(&l, &line) || !sello_bytes_eq(line, sello_bytes_of(SELLO_PROOF_NAME))) {
        return fail_at(1, SELLO_E_NOTE, out_line);
    }
    struct sello_lines ahead = l;
    struct sello_writer count = sello_writer_count();
    if (sello_take_line(&ahead, &rest) && sello_take_start(&rest, "extra ")) {
        l = ahead;
        if (!sello_base64_get(rest, &count)) {
            return fail_at(l.number, SELLO_E_NOTE, out_line);
        }
    }
    if (!take_number(&l, "index ", &p.number)) {
        return fail_at(l.number, SELLO_E_NOTE, out_line);
    }
    size_t number_line = l.number;
    enum sello_error error = take_rest(&l, &p, out_line);
    if (error == SELLO_OK && p.number >= p.checkpoint.size) {
        return fail_at(number_line, SELLO_E_RANGE, out_line);
    }
    if (error == SELLO_OK) {
        *out = p;
    }
    return error;
}

enum sello_error sello_log_request_parse(struct sello_bytes bytes, struct sello_log_proof *out,
                                         size_t *out_line) {
    struct sello_log_proof p = {.path = out->path};
    struct sello_lines l = {bytes, 0};
    if (bytes.len > SELLO_LOG_PROOF_MAX) {
        return fail_at(1, SELLO_E_TOO_LONG, out_line);
    }
    if (!take_number(&l, "old ", &p.number)) {
        return fail_at(1, SELLO_E_NOTE, out_line);
    }
    enum sello_error error = take_rest(&l, &p, out_line);
    if (error == SELLO_OK && p.number > p.checkpoint.size) {
        return fail_at(1, SELLO_E_RANGE, out_line);
    }
    if (error == SELLO_OK) {
        *out = p;
    }
    return error;
}

static void put_rest(struct sello_writer *w, uint64_t number, const uint8_t (*path)[SELLO_HASH_LEN],
                     size_t n_path, struct sello_bytes checkpoint) {
    sello_put_decimal(w, number);
    sello_put_string(w, "\n");
    for (size_t i = 0; i < n_path; i++) {
        sello_put_hash_line(w, path[i]);
    }
    sello_put_string(w, "\n");
    sello_write(w, checkpoint.ptr, checkpoint.len);
}

void sello_put_log_proof(struct sello_writer *w, uint64_t index,
                         const uint8_t (*path)[SELLO_HASH_LEN], size_t n_path,
                         struct sello_bytes checkpoint) {
    sello_put_string(w, SELLO_PROOF_NAME "\nindex ");
    put_rest(w, index, path, n_path, checkpoint);
}

void sello_put_log_request(struct sello_writer *w, uint64_t old,
                           const uint8_t (*path)[SELLO_HASH_LEN], size_t n_path,
                           struct sello_bytes checkpoint) {
    sello_put_string(w, "old ");
    put_rest(w, old, path, n_path, checkpoint);
}
