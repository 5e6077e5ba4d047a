/* SPDX-License-Identifier: Apache-2.0 */
/* The public log of a trusted certifier, as an auditor looks at it. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/hex.h"
#include "base/log_folder.h"
#include "verify/tool/events.h"
#include "verify/tool/log.h"
#include "verify/verdict/trust_log.h"

/* What was found. */
struct told {
    struct trust_seen seen;
    size_t n_events, n_remade; /* events; trust data that follows from them */
};

static void refuse_part(const char *folder, const char *at, enum sello_error error) {
    cli_fault(cli_error_code(error), "FOLDER");
    cli_error(_("%s, %s: %s."), folder, at,
              error == SELLO_E_SYSTEM ? strerror(errno) : _(sello_error_text(error)));
}

/* ---- whose it is ---- */

static struct loaded_trust *find_certifier(struct trust_set *set,
                                           const struct sello_checkpoint *c) {
    for (size_t i = 0; i < set->n; i++) {
        if (sello_trust_log_is_of(set->item[i].trust, c)) {
            return &set->item[i];
        }
    }
    cli_fault(cli_error_code(SELLO_E_OTHER_CERTIFIER), "FOLDER");
    cli_error(_("This log, %.*s, is signed by nobody who is trusted here. Take its certifier's "
                "trust file first: sello-verify trust add FILE"),
              (int)c->origin.len, (const char *)c->origin.ptr);
    return NULL;
}

/* ---- is it the same history? ---- */

/* The signed checkpoint proves it. */
static bool refuse_split(const struct loaded_trust *t, const struct base_log *log,
                         const char *what) {
    cli_fault(cli_error_code(SELLO_E_LOG_SPLIT), NULL);
    cli_error(_("%s shows different histories: %s. Ask its members which one is true."),
              trust_name(t), what);
    trust_store_keep_beside(t, log->checkpoint.note.bytes, ".checkpoint");
    return false;
}

static bool has_entry(const struct base_log *log, uint64_t kind, uint64_t version,
                      const uint8_t hash[SELLO_LEN(SELLO_HASH_LEN)], bool *out_other) {
    bool found = false;
    for (uint64_t i = 0; i < log->n; i++) {
        const struct sello_log_entry *e = &log->entry[i];
        bool same = e->kind == kind && e->version == version;
        bool match = memcmp(e->hash, hash, SELLO_HASH_LEN) == 0;
        found = found || (same && match);
        *out_other = *out_other || (same && !match);
    }
    return found;
}

static bool check_roots(const struct loaded_trust *t, const struct base_log *log) {
    for (size_t v = 0; v < t->trust->n_roots; v++) {
        bool other = false;
        bool found = has_entry(log, SELLO_LOG_ROOT, v + 1, t->trust->root_hash[v], &other);
        if (other) {
            return refuse_split(t, log, _("the log has another root of a number that you have"));
        }
        if (!found && v + 1 < t->trust->n_roots) {
            return refuse_split(t, log, _("the log lacks a root that you have"));
        }
    }
    return true;
}

/* One trust file of the certifier: is its bundle an entry? A log that is older may not have it yet.
 */
static bool check_bundle(const struct loaded_trust *t, const struct base_log *log,
                         const struct sello_trust *trust, const char *name) {
    uint8_t hash[SELLO_HASH_LEN], root[SELLO_HASH_LEN];
    const struct sello_leaves leaves = base_log_leaves(log);
    bool other = false;
    sello_sha256(&trust->bundle_bytes, 1, hash);
    bool found = has_entry(log, SELLO_LOG_BUNDLE, trust->bundle.version, hash, &other);
    if (other) {
        return refuse_split(t, log, _("the log has other trust data of a number that you have"));
    }
    if (trust->log.told && trust->log.size <= log->n) {
        sello_leaves_hash(&leaves, 0, trust->log.size, root);
        if (memcmp(root, trust->log.root, sizeof root) != 0) {
            return refuse_split(t, log, _("the log does not go on from what your file tells"));
        }
    }
    if (!found) {
        cli_warning(_("%s, trust data number %llu, is not in this log: the log is older, or it was "
                      "never published."),
                    name, (unsigned long long)trust->bundle.version);
    }
    return true;
}

static bool check_before(const struct loaded_trust *t, const struct base_log *log) {
    const struct sello_leaves leaves = base_log_leaves(log);
    uint8_t before[SELLO_HASH_LEN], root[SELLO_HASH_LEN];
    uint64_t size = 0;
    if (!trust_store_audited(t, &size, before)) {
        return true;
    }
    if (size > log->n) {
        cli_warning(_("You saw this log with %llu entries: what lies here is older."),
                    (unsigned long long)size);
        return true;
    }
    sello_leaves_hash(&leaves, 0, size, root);
    return memcmp(root, before, sizeof root) == 0 ||
           refuse_split(t, log, _("the log does not go on from what you saw of it before"));
}

static bool check_files(const struct cli_args *args, const struct loaded_trust *t,
                        const struct base_log *log) {
    bool ok = true;
    for (size_t i = 1; i < cli_n_operands(args) && ok; i++) {
        struct loaded_trust file;
        ok = trust_load_file(cli_operand(args, i), &file);
        if (ok &&
            memcmp(file.trust->root.fingerprint, t->trust->root.fingerprint, SELLO_HASH_LEN) != 0) {
            cli_error(_("%s is another certifier's."), cli_operand(args, i));
            ok = false;
        }
        if (ok) {
            ok = check_bundle(t, log, file.trust, cli_operand(args, i));
        }
        trust_unload(&file);
    }
    return ok;
}

/* ---- does it follow from the events? ---- */

/* Their log is of the same certifier, by the same key, under a name of its own. */
static bool signs_events(const struct loaded_trust *t, const struct sello_checkpoint *c) {
    uint8_t buf[SELLO_NOTE_NAME_MAX];
    struct sello_writer origin = sello_writer_init(buf, sizeof buf);
    sello_trust_put_origin(t->trust, &origin);
    origin.len -= strlen("log");
    sello_write(&origin, "events", strlen("events"));
    return sello_trust_log_signs(t->trust, c, sello_written(&origin));
}

static bool check_data(const struct events *events, const struct sello_trust *trust,
                       const char *name) {
    const char *what = "";
    enum sello_error error = events_check_bundle(events, trust, &what);
    unsigned long long version = (unsigned long long)trust->bundle.version;
    if (error == SELLO_E_NOT_FOUND) {
        cli_fault(cli_error_code(SELLO_E_LOG_SPLIT), "events");
        cli_error(_("%s, trust data number %llu, is in no event: it was published without one, or "
                    "the events are older."),
                  name, version);
    } else if (error == SELLO_E_STATE) {
        cli_fault(cli_error_code(SELLO_E_LOG_SPLIT), "events");
        cli_error(_("%s, trust data number %llu, does not follow from the events. What differs: "
                    "%s."),
                  name, version, _(what));
    } else if (error != SELLO_OK) {
        cli_error("%s", _(sello_error_text(error)));
    }
    return error == SELLO_OK;
}

/* The data that is trusted here, and that of the files. */
static bool check_all_data(const struct cli_args *args, const struct loaded_trust *t,
                           const struct events *events, size_t *out_n) {
    bool ok = check_data(events, t->whole.trust, _("What you have"));
    *out_n = 1;
    for (size_t i = 1; i < cli_n_operands(args) && ok; i++) {
        struct loaded_trust file;
        ok = trust_load_file(cli_operand(args, i), &file);
        if (ok) {
            ok = check_data(events, file.trust, cli_operand(args, i));
            trust_unload(&file);
        }
        ++*out_n;
    }
    return ok;
}

static bool check_events(const struct cli_args *args, const struct loaded_trust *t,
                         const struct base_log *log, struct told *told) {
    const char *folder = cli_text(args, "events");
    char at[PATH_MAX] = "";
    struct events events;
    uint64_t index = 0;
    if (folder == NULL) {
        return true;
    }
    enum sello_error error = events_read(folder, &events, at);
    bool ok = error == SELLO_OK;
    if (!ok) {
        refuse_part(folder, at, error);
    } else if (!signs_events(t, &events.log.checkpoint)) {
        cli_fault(cli_error_code(SELLO_E_LOG_KEY), "events");
        cli_error(_("The checkpoint in %s is not signed by a log key of %s as that of its events."),
                  folder, trust_name(t));
        ok = false;
    } else if (!events_match_log(&events, log, &index)) {
        cli_fault(cli_error_code(SELLO_E_LOG_SPLIT), "events");
        cli_error(_("Entry %llu of the public log is not what the events tell of."),
                  (unsigned long long)index);
        ok = false;
    }
    ok = ok && check_all_data(args, t, &events, &told->n_remade);
    told->n_events = events.n;
    events_free(&events);
    return ok;
}

/* ---- witnesses ---- */

/* Missing witnesses are told, and change nothing. */
static bool judge_witnesses(const struct cli_args *args, const struct base_log *log,
                            struct trust_seen *out) {
    static struct sello_log_policy policy;
    uint8_t *text = NULL;
    size_t len = 0;
    const char *given = cli_text(args, "policy");
    char *stored = given == NULL ? trust_store_policy_path() : NULL;
    bool asked = given != NULL || (stored != NULL && access(stored, F_OK) == 0);
    *out = (struct trust_seen){0};
    bool ok = !asked || log_policy_read(given != NULL ? given : stored, &policy, &text, &len);
    if (asked && ok) {
        struct sello_witnessed seen = sello_log_policy_judge(&policy, &log->checkpoint.note);
        *out = (struct trust_seen){policy.n_witnesses, seen.n_signed, seen.latest, seen.quorum};
    }
    free(stored);
    free(text);
    return ok;
}

/* ---- telling ---- */

static void tell(const struct cli_args *args, const struct loaded_trust *t,
                 const struct base_log *log, const struct told *told) {
    char words[160], root[BASE_HEX_LEN(SELLO_HASH_LEN)];
    if (cli_flag(args, "json")) {
        struct cli_json j;
        base_hex(log->checkpoint.root, SELLO_HASH_LEN, root);
        cli_json_open(&j, stdout);
        cli_json_string(&j, "certifier", trust_name(t));
        cli_json_text(&j, "origin", log->checkpoint.origin);
        cli_json_number(&j, "entries", log->n);
        cli_json_string(&j, "root_hash", root);
        log_put_witnesses(&j, &told->seen);
        if (told->n_remade > 0) {
            cli_json_number(&j, "events", told->n_events);
            cli_json_number(&j, "remade", told->n_remade);
        }
        cli_json_close(&j);
        return;
    }
    cli_print(stdout,
              _("%s: the public log is whole, and goes on from what you know: %llu "
                "entries.\n"),
              trust_name(t), (unsigned long long)log->n);
    if (told->n_remade > 0) {
        cli_print(stdout,
                  P_("From %zu event follows, to the byte, the trust data at hand: %zu.\n",
                     "From %zu events follows, to the byte, the trust data at hand: %zu.\n",
                     told->n_events),
                  told->n_events, told->n_remade);
    }
    log_witness_words(&told->seen, words, sizeof words);
    if (words[0] != '\0') {
        cli_print(stdout, "%s.\n", words);
    }
}

static bool audit(const struct cli_args *args, struct trust_set *set, const struct base_log *log) {
    struct told told = {.n_events = 0};
    const struct loaded_trust *t = find_certifier(set, &log->checkpoint);
    bool ok = t != NULL && check_roots(t, log) &&
              check_bundle(t, log, t->whole.trust, _("What you have")) && check_before(t, log) &&
              check_files(args, t, log) && check_events(args, t, log, &told) &&
              judge_witnesses(args, log, &told.seen) &&
              trust_store_put_audited(t, log->n, log->checkpoint.root);
    if (ok) {
        tell(args, t, log, &told);
    }
    return ok;
}

static bool read_log(const char *folder, struct base_log *out) {
    char path[PATH_MAX], at[PATH_MAX] = "";
    int len = snprintf(path, sizeof path, "%s/log", folder);
    bool within = len > 0 && len < PATH_MAX && access(path, F_OK) == 0;
    enum sello_error error = base_log_read(within ? path : folder, out, at);
    if (error != SELLO_OK) {
        refuse_part(folder, at, error);
    }
    return error == SELLO_OK;
}

int cmd_log_audit(const struct cli_args *args) {
    static struct trust_set set;
    struct base_log log = {.n = 0};
    int lock = trust_store_lock();
    bool ok = lock >= 0 && trust_store_load(&set);
    ok = ok && read_log(cli_operand(args, 0), &log) && audit(args, &set, &log);
    base_log_free(&log);
    trust_set_free(&set);
    trust_store_unlock(lock);
    return ok ? CLI_OK : CLI_FAILURE;
}
