/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/time.h"
#include "verify/tool/log.h"

/* "<folder of from>/<name>"; false where that is too long. */
static bool beside(const char *from, const char *name, char out[SELLO_LEN(PATH_MAX)]) {
    const char *slash = strrchr(from, '/');
    int folder = slash != NULL ? (int)(slash - from) + 1 : 0;
    int len = snprintf(out, PATH_MAX, "%.*s%s", folder, from, name);
    return len > 0 && len < PATH_MAX;
}

/* ---- the tiles ---- */

static void say_gap(const struct loaded_trust *stored) {
    cli_note(_("Part of the public log of %s could not be compared with what you have: its log/ is "
               "not beside this file. Take the folder of the page for that: sello-verify trust "
               "update FOLDER"),
             trust_name(stored));
}

enum sello_error log_close_gap(const struct loaded_trust *stored, const struct loaded_trust *next) {
    char name[SELLO_TILE_PATH_MAX + 8], path[PATH_MAX];
    struct sello_tile tile = {.width = SELLO_TILE_WIDTH};
    struct sello_writer n = sello_writer_init((uint8_t *)name, sizeof name - 1);
    uint8_t *bytes = NULL;
    size_t len = 0;
    if (!sello_trust_log_gap(stored->trust, next->trust, &tile.index)) {
        return SELLO_OK;
    }
    sello_write(&n, "log/", 4);
    sello_put_tile_path(&n, &tile);
    name[n.len] = '\0';
    if (next->from == NULL || !beside(next->from, name, path) ||
        base_file_read(path, SELLO_TILE_MAX, &bytes, &len) != SELLO_OK) {
        say_gap(stored);
        return SELLO_OK;
    }
    enum sello_error error =
        sello_trust_log_bridge(stored->trust, next->trust, sello_bytes(bytes, len));
    if (error == SELLO_E_LOG_TILE) {
        cli_warning(_("%s is not of the log that this file tells of, and was not looked at."),
                    path);
        error = SELLO_OK;
    } else if (error == SELLO_E_LOG_SPLIT) {
        trust_store_keep_beside(next, sello_bytes(bytes, len), ".tile");
    }
    free(bytes);
    return error;
}

/* ---- the proof ---- */

#define PROOF_NAME "trust.tlog-proof"

static bool proves(const struct loaded_trust *t, struct sello_bytes bytes,
                   struct sello_note *out_note) {
    return sello_trust_proves(t->trust, t->whole.trust, bytes, out_note);
}

/* Unless the one that is kept has more signatures under it. */
static bool keep_proof(const struct loaded_trust *stored, struct sello_bytes bytes,
                       const struct sello_note *note) {
    uint8_t *kept = NULL;
    size_t len = 0;
    struct sello_note before = {.n_signatures = 0};
    bool more = trust_store_proof(stored, &kept, &len) &&
                proves(stored, sello_bytes(kept, len), &before) &&
                before.n_signatures > note->n_signatures;
    free(kept);
    return more || trust_store_put_proof(stored, bytes);
}

bool log_take_proof(const struct loaded_trust *stored, const char *from) {
    char path[PATH_MAX];
    uint8_t *bytes = NULL;
    size_t len = 0;
    struct sello_note note = {.n_signatures = 0};
    if (from == NULL || !beside(from, PROOF_NAME, path) || access(path, F_OK) != 0) {
        return true;
    }
    bool ok = cli_file_read(path, SELLO_LOG_PROOF_MAX, &bytes, &len);
    if (ok && proves(stored, sello_bytes(bytes, len), &note)) {
        ok = keep_proof(stored, sello_bytes(bytes, len), &note);
    } else if (ok) {
        cli_warning(_("%s does not prove that this data is in the certifier's public log, and was "
                      "left."),
                    path);
    }
    free(bytes);
    return ok;
}

/* ---- witnesses ---- */

bool log_policy_read(const char *path, struct sello_log_policy *out, uint8_t **out_text,
                     size_t *out_len) {
    size_t line = 0;
    if (!cli_file_read(path, SELLO_LOG_POLICY_MAX, out_text, out_len)) {
        return false;
    }
    enum sello_error error = sello_log_policy_parse(sello_bytes(*out_text, *out_len), out, &line);
    if (error != SELLO_OK) {
        cli_error(_("%s, line %zu: %s."), path, line, _(sello_error_text(error)));
    }
    return error == SELLO_OK;
}

/* The proof beside a file of --trust, or the one in the store. */
static bool read_proof(const struct loaded_trust *t, uint8_t **out, size_t *out_len) {
    char path[PATH_MAX];
    if (t->stored) {
        return trust_store_proof(t, out, out_len);
    }
    return t->from != NULL && beside(t->from, PROOF_NAME, path) && access(path, F_OK) == 0 &&
           base_file_read(path, SELLO_LOG_PROOF_MAX, out, out_len) == SELLO_OK;
}

static void ask(const struct sello_log_policy *policy, struct loaded_trust *t) {
    uint8_t *bytes = NULL;
    size_t len = 0;
    struct sello_note note;
    t->seen = (struct trust_seen){.n_witnesses = policy->n_witnesses};
    if (read_proof(t, &bytes, &len) && proves(t, sello_bytes(bytes, len), &note)) {
        struct sello_witnessed seen = sello_log_policy_judge(policy, &note);
        t->seen.n_signed = seen.n_signed;
        t->seen.latest = seen.latest;
        t->seen.quorum = seen.quorum;
    }
    free(bytes);
}

void log_ask_witnesses(struct trust_set *set) {
    static struct sello_log_policy policy;
    uint8_t *text = NULL;
    size_t len = 0;
    char *path = trust_store_policy_path();
    bool there = path != NULL && access(path, F_OK) == 0 &&
                 log_policy_read(path, &policy, &text, &len) && policy.n_witnesses > 0;
    for (size_t i = 0; there && i < set->n; i++) {
        if (sello_trust_policy_is_for(set->item[i].trust, &policy)) {
            ask(&policy, &set->item[i]);
        }
    }
    free(text);
    free(path);
}

void log_witness_words(const struct trust_seen *seen, char *buf, size_t size) {
    char day[CLI_DAY_LEN];
    buf[0] = '\0';
    if (seen->n_signed > 0) {
        cli_day(base_here_day(seen->latest), day);
        snprintf(buf, size,
                 P_("Also seen by %zu of %zu witness, the latest on %s",
                    "Also seen by %zu of %zu witnesses, the latest on %s", seen->n_witnesses),
                 seen->n_signed, seen->n_witnesses, day);
    } else if (seen->n_witnesses > 0) {
        snprintf(buf, size,
                 P_("Not signed by the %zu witness yet", "Not signed by any of %zu witnesses yet",
                    seen->n_witnesses),
                 seen->n_witnesses);
    }
}

void log_put_witnesses(struct cli_json *j, const struct trust_seen *seen) {
    char latest[BASE_INSTANT_LEN];
    if (seen->n_witnesses == 0) {
        return;
    }
    cli_json_number(j, "witnesses", seen->n_witnesses);
    cli_json_number(j, "witnessed", seen->n_signed);
    if (seen->n_signed > 0) {
        base_instant_format(seen->latest, latest);
        cli_json_string(j, "witnessed_at", latest);
    }
    cli_json_bool(j, "quorum", seen->quorum);
}
