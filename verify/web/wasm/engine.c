/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/web/wasm/engine.h"

#include "verify/verdict/identity.h"
#include "verify/verdict/label_text.h"
#include "verify/verdict/trust_log.h"
#include "verify/web/wasm/answer.h"
#include "verify/web/wasm/names.h"
#include "verify/web/wasm/room.h"
#include "verify/web/wasm/state.h"

enum { TRUSTS_MAX = 64 };

/* The most memory that one trust file may take: the lists of its highest serial, and its rows. */
static const size_t most_room = (size_t)512 << 20;

static struct sello_arena room; /* what is free, up to the end of the block */
static const struct sello_trust *trusts[TRUSTS_MAX];
static size_t n_trusts;
static struct sello_bytes answer;
static uint8_t answer_buf[WEB_ANSWER_MAX];

/* ---- memory ---- */

static bool need(size_t n) {
    if (room.at == NULL) {
        room = (struct sello_arena){web_room_start(), 0};
    }
    if (n > room.room) {
        size_t grown = web_room_grow(room.at + room.room, n - room.room);
        room.room += grown;
    }
    return n <= room.room;
}

uint8_t *web_take(size_t n) {
    return need(n + sizeof(uint64_t)) ? sello_arena_take(&room, n, 1) : NULL;
}

uint8_t *web_mark(void) {
    (void)need(0);
    return room.at;
}

void web_release(uint8_t *mark) {
    room.room += (size_t)(room.at - mark);
    room.at = mark;
    answer = sello_bytes(NULL, 0);
}

void web_clear(void) {
    n_trusts = 0;
    (void)need(0);
    web_release(web_room_start());
}

/* ---- answers ---- */

const uint8_t *web_answer(void) {
    return answer.ptr;
}

size_t web_answer_len(void) {
    return answer.len;
}

const char *web_cause_text(int cause) {
    return sello_cause_text(cause);
}

int web_hash(const uint8_t *file, size_t len) {
    const struct sello_bytes whole = {file, len};
    sello_sha256(&whole, 1, answer_buf);
    answer = sello_bytes(answer_buf, SELLO_HASH_LEN);
    return 0;
}

static void answer_trust(const struct sello_trust *trust) {
    struct sello_writer w = sello_writer_init(answer_buf, sizeof answer_buf);
    web_put_trust(&w, trust);
    answer = sello_written(&w);
}

struct sello_writer web_begin_answer(void) {
    return sello_writer_init(answer_buf, sizeof answer_buf);
}

void web_end_answer(const struct sello_writer *w) {
    answer = sello_written(w);
}

struct sello_policy web_policy(double now, const char *language) {
    return (struct sello_policy){trusts, n_trusts, (uint64_t)now, language};
}

/* ---- trust files ---- */

enum sello_error web_open_file(struct sello_bytes file, struct sello_trust **out) {
    size_t size = sello_trust_room(file.ptr, file.len);
    if (size > most_room || !need(size)) {
        return size > most_room ? SELLO_E_NO_ROOM : SELLO_E_MEMORY;
    }
    struct sello_arena arena = room;
    enum sello_error error = sello_trust_open(file, &arena, out);
    if (error == SELLO_OK) {
        room = arena;
    }
    return error;
}

static enum sello_error merge(const struct sello_trust *whole, const struct sello_trust *status,
                              struct sello_trust **out) {
    return need(sello_trust_merge_room(whole)) ? sello_trust_merge(whole, status, &room, out)
                                               : SELLO_E_MEMORY;
}

/* A whole file, with the status stored beside it laid over it. */
static enum sello_error open_stored(struct sello_bytes file, struct sello_bytes beside,
                                    struct sello_trust **out) {
    struct sello_trust *whole, *status_only;
    enum sello_error error = web_open_file(file, &whole);
    if (error != SELLO_OK) {
        return error;
    }
    *out = whole;
    if (beside.len > 0 && web_open_file(beside, &status_only) == SELLO_OK &&
        status_only->bundle.status_only && sello_trust_succeeds(whole, status_only) == SELLO_OK) {
        error = merge(whole, status_only, out);
    }
    return error;
}

int web_trust_add(const uint8_t *file, size_t len, const uint8_t *status, size_t status_len) {
    struct sello_trust *trust;
    if (n_trusts == TRUSTS_MAX) {
        return SELLO_E_NO_ROOM;
    }
    enum sello_error why =
        open_stored(sello_bytes(file, len), sello_bytes(status, status_len), &trust);
    if (why == SELLO_OK) {
        trusts[n_trusts++] = trust;
        answer_trust(trust);
    }
    return (int)why;
}

int web_trust_inspect(const uint8_t *file, size_t len) {
    struct sello_trust *trust;
    enum sello_error why = web_open_file(sello_bytes(file, len), &trust);
    if (why == SELLO_OK) {
        answer_trust(trust);
    }
    return (int)why;
}

/* Among those added, of whom the page gives none another name. */
static enum sello_error check_identity(const struct sello_trust *next) {
    struct sello_known known[TRUSTS_MAX];
    size_t other;
    for (size_t i = 0; i < n_trusts; i++) {
        known[i] = (struct sello_known){trusts[i], {NULL, 0}};
    }
    return sello_identity_check(known, n_trusts, next, sello_bytes(NULL, 0), web_names_alike,
                                &other);
}

/* What it is, and which of those added vouches for it. */
static void answer_newcomer(const struct sello_trust *trust) {
    struct sello_writer w = sello_writer_init(answer_buf, sizeof answer_buf);
    struct sello_endorsement_row row;
    bool found = false;
    web_put_trust(&w, trust);
    for (size_t i = 0; i < n_trusts && !found; i++) {
        found = sello_trust_endorses(trusts[i], trust->root.fingerprint, &row);
        if (found) {
            web_put_endorser(&w, trusts[i], &row);
        }
    }
    answer = sello_written(&w);
}

int web_trust_may_join(const uint8_t *file, size_t len) {
    struct sello_trust *trust;
    enum sello_error why = web_open_file(sello_bytes(file, len), &trust);
    if (why == SELLO_OK) {
        why = check_identity(trust);
    }
    if (why == SELLO_OK) {
        answer_newcomer(trust);
    }
    return (int)why;
}

/* Closes what the two leave untold of the log by the tile's bytes, or answers which tile that is.
 */
static enum sello_error close_gap(const struct sello_trust *stored,
                                  const struct sello_trust *coming, struct sello_bytes tile) {
    uint64_t index;
    if (!sello_trust_log_gap(stored, coming, &index)) {
        answer_trust(coming);
        return SELLO_OK;
    }
    struct sello_writer w = sello_writer_init(answer_buf, sizeof answer_buf);
    web_put_trust(&w, coming);
    web_put_log_tile(&w, index);
    answer = sello_written(&w);
    return tile.len > 0 ? sello_trust_log_bridge(stored, coming, tile) : SELLO_OK;
}

int web_trust_may_follow(const uint8_t *file, size_t len, const uint8_t *status, size_t status_len,
                         const uint8_t *next, size_t next_len, const uint8_t *tile,
                         size_t tile_len) {
    struct sello_trust *stored, *coming;
    enum sello_error why =
        open_stored(sello_bytes(file, len), sello_bytes(status, status_len), &stored);
    if (why == SELLO_OK) {
        why = web_open_file(sello_bytes(next, next_len), &coming);
    }
    if (why == SELLO_OK) {
        why = sello_trust_succeeds(stored, coming);
    }
    if (why == SELLO_OK) {
        why = check_identity(coming);
    }
    if (why == SELLO_OK) {
        why = close_gap(stored, coming, sello_bytes(tile, tile_len));
    }
    return (int)why;
}

/* ---- notices ---- */

/* The bundle of a notice's text, decoded into buf (SELLO_DECODED_MAX bytes); a label's is none. */
static enum sello_error notice_bundle(struct sello_bytes text, uint8_t *buf,
                                      struct sello_bytes *out) {
    struct sello_label_text decoded;
    enum sello_error error = sello_label_text_decode(text, buf, &decoded);
    *out = decoded.token;
    return error == SELLO_E_NOTICE ? SELLO_OK : error == SELLO_OK ? SELLO_E_TYPE : error;
}

/* The stored roots and the notice's bundle, as one file in memory of the room's. */
static enum sello_error notice_file(const struct sello_trust *stored, struct sello_bytes bundle,
                                    struct sello_bytes *out) {
    size_t len = stored->roots.len + bundle.len;
    uint8_t *file = web_take(len);
    if (file == NULL) {
        return SELLO_E_MEMORY;
    }
    memcpy(file, stored->roots.ptr, stored->roots.len);
    memcpy(file + stored->roots.len, bundle.ptr, bundle.len);
    *out = sello_bytes(file, len);
    return SELLO_OK;
}

static enum sello_error take_notice(const struct sello_trust *stored, struct sello_bytes bytes,
                                    struct sello_bytes *out) {
    struct sello_bundle bundle;
    struct sello_trust *next;
    enum sello_error error = sello_bundle_parse(bytes, &bundle);
    if (error != SELLO_OK) {
        return error;
    }
    if (memcmp(bundle.fingerprint, stored->root.fingerprint, SELLO_HASH_LEN) != 0) {
        return SELLO_E_OTHER_CERTIFIER;
    }
    error = notice_file(stored, bytes, out);
    if (error == SELLO_OK) {
        error = web_open_file(*out, &next);
    }
    if (error != SELLO_OK) {
        return error == SELLO_E_BUNDLE_ROOT ? SELLO_E_NEEDS_TRUST_FILE : error;
    }
    return sello_trust_succeeds(stored, next);
}

int web_notice(const uint8_t *file, size_t len, const uint8_t *status, size_t status_len,
               const uint8_t *text, size_t text_len) {
    uint8_t decoded[SELLO_DECODED_MAX];
    struct sello_trust *stored;
    struct sello_bytes bundle, out;
    enum sello_error why = notice_bundle(sello_bytes(text, text_len), decoded, &bundle);
    if (why == SELLO_OK) {
        why = open_stored(sello_bytes(file, len), sello_bytes(status, status_len), &stored);
    }
    if (why == SELLO_OK) {
        why = take_notice(stored, bundle, &out);
    }
    if (why == SELLO_OK) {
        answer = out;
    }
    return (int)why;
}

/* ---- the certifier's list ---- */

int web_certificates(size_t trust) {
    if (trust >= n_trusts) {
        return SELLO_E_NOT_FOUND;
    }
    answer = trusts[trust]->certificates;
    return SELLO_OK;
}
