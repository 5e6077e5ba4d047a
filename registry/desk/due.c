/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/due.h"

#include <stdlib.h>

#include "base/time.h"

#define SOON_DAYS 30 /* how long before something ends it is told */

#define BACKUP_DAYS 7 /* how old a backup may be, of a registry in which something changes */

/* ---- the facts ---- */

static void count_labels(uint64_t *n, uint64_t *first, uint64_t more, uint64_t batch) {
    *first = *n == 0 && more > 0 ? batch : *first;
    *n += more;
}

static bool count_left(void *context, const struct sello_batch *batch,
                       const struct sello_label_counts *counts) {
    struct due_facts *facts = context;
    if (batch->state == SELLO_BATCH_SIGNED) { /* what became of a lost one's, nobody knows */
        count_labels(&facts->n_to_print, &facts->first_to_print, counts->to_print, batch->number);
        count_labels(&facts->n_to_deliver, &facts->first_to_deliver, counts->to_deliver,
                     batch->number);
    }
    return true;
}

enum sello_error due_facts_read(struct session *session, struct due_facts *out) {
    *out = (struct due_facts){.root = NULL};
    last_backup_read(session, &out->backup);
    enum sello_error error = sello_store_summary(session->store, &out->summary);
    return error == SELLO_OK ? sello_batch_list_counted(session->store, count_left, out) : error;
}

uint64_t due_since_backup(const struct due_facts *facts) {
    uint64_t last = facts->summary.next_serial - 1;
    return last > facts->backup.serial ? last - facts->backup.serial : 0;
}

/* ---- looking ---- */

struct looking {
    struct session *session;
    const struct due_facts *facts;
    void (*visit)(void *context, const struct due *due);
    void *context;
};

static void tell(const struct looking *l, const char *code, const char *rule,
                 struct problem_value first, struct problem_value second) {
    const struct due due = {code, {.rule = rule, .value = {first, second}}};
    l->visit(l->context, &due);
}

static const struct problem_value nothing = {.kind = PROBLEM_NOTHING};

/* ---- the registry itself ---- */

static enum sello_error tell_gap(const struct looking *l) {
    struct sello_store_gap gap = {0};
    enum sello_error error = sello_store_gap(l->session->store, &gap);
    if (gap.unknown) {
        tell(l, "after-backup-unknown", "due-after-backup-unknown", nothing, nothing);
    }
    if (gap.serials + gap.bundle_versions + gap.root_versions + gap.seconds > 0) {
        tell(l, "behind", "due-behind", problem_number(gap.serials), nothing);
    }
    return error;
}

static bool find_unfinished(void *context, const struct sello_batch *batch) {
    uint64_t *number = context;
    *number = batch->signed_blocks > 0 ? batch->number : *number;
    return *number == 0;
}

static enum sello_error tell_reserved(const struct looking *l) {
    const struct sello_batch_filter reserved = {.state = SELLO_BATCH_RESERVED};
    uint64_t unfinished = 0;
    if (l->facts->summary.n_batches[SELLO_BATCH_RESERVED] == 0) {
        return SELLO_OK;
    }
    enum sello_error error =
        sello_batch_list(l->session->store, &reserved, find_unfinished, &unfinished);
    if (unfinished > 0) {
        tell(l, "interrupted", "due-unfinished-batch", problem_id(SELLO_KIND_BATCH, unfinished),
             nothing);
    } else {
        tell(l, "interrupted", "due-interrupted", nothing, nothing);
    }
    return error;
}

/* ---- keys ---- */

struct key_count {
    const struct sello_root *root;
    size_t n_members;
    char last[SESSION_PATH_MAX]; /* a member's key file */
};

static bool count_key(void *context, const char *path, const struct sello_keyfile_info *info) {
    struct key_count *count = context;
    for (size_t i = 0; i < count->root->n_members; i++) {
        if (memcmp(count->root->key[i].public_key, info->public_key, SELLO_KEY_LEN) == 0) {
            count->n_members++;
            snprintf(count->last, sizeof count->last, "%s", path);
        }
    }
    return true;
}

/* A thief of the laptop, or a broken disk, should not have all of them. */
static void tell_members(const struct looking *l) {
    struct key_count count = {.root = l->facts->root};
    if (count.root == NULL || count.root->n_members < 2 ||
        session_key_files(l->session, count_key, &count) != SELLO_OK) {
        return;
    }
    if (count.n_members >= 2) {
        tell(l, "member-keys", "due-member-keys", problem_number(count.n_members),
             problem_text(count.last));
    }
}

static void tell_label_keys(const struct looking *l) {
    const struct sello_root *root = l->facts->root;
    uint64_t now = l->session->now, latest_end = 0;
    if (root == NULL) {
        tell(l, "unfinished", "due-no-root", nothing, nothing);
        return;
    }
    for (size_t i = root->n_members; i < root->n_keys; i++) {
        const struct sello_root_key *key = &root->key[i];
        if (key->role == SELLO_ROLE_LABEL && key->state == SELLO_KEY_ACTIVE &&
            key->not_before <= now && key->stop_signing > latest_end) {
            latest_end = key->stop_signing;
        }
    }
    if (latest_end <= now) {
        tell(l, "label-key", "due-no-label-key", nothing, nothing);
    } else if (latest_end != SELLO_NEVER && latest_end < now + SOON_DAYS * BASE_DAY) {
        tell(l, "label-key", "due-label-key-ends", problem_day(base_here_day(latest_end - 1)),
             nothing);
    }
}

/* ---- the public log ---- */

static bool has_log_key(const struct sello_root *root, uint64_t now) {
    bool has = false;
    for (size_t i = root->n_members; i < root->n_keys; i++) {
        has = has || sello_root_key_logs(&root->key[i], now);
    }
    return has;
}

static enum sello_error tell_log(const struct looking *l) {
    uint64_t size = 0;
    enum sello_error error = sello_store_log_contradiction(l->session->store, &size);
    if (size > 0) {
        tell(l, "log", "due-log-contradicted", problem_number(size), nothing);
    }
    if (l->facts->root != NULL && l->facts->summary.bundle_version > 0 &&
        !has_log_key(l->facts->root, l->session->now)) {
        tell(l, "log-key", "due-no-log-key", nothing, nothing);
    }
    return error;
}

/* ---- certificates ---- */

struct certificate_count {
    uint64_t today;
    size_t n_applied, n_inspected, n_ending, n_ended;
    uint64_t first_applied, first_inspected, first_ending, first_ended; /* numbers */
};

static void count_one(size_t *n, uint64_t *first, uint64_t number) {
    *first = *n == 0 ? number : *first;
    (*n)++;
}

static bool count_certificate(void *context, const struct sello_certificate *c) {
    struct certificate_count *n = context;
    bool granted = c->state == SELLO_CERTIFICATE_GRANTED && c->until.present;
    if (c->state == SELLO_CERTIFICATE_APPLIED) {
        count_one(&n->n_applied, &n->first_applied, c->number);
    } else if (c->state == SELLO_CERTIFICATE_INSPECTED) {
        count_one(&n->n_inspected, &n->first_inspected, c->number);
    } else if (granted && c->until.value < n->today) {
        count_one(&n->n_ended, &n->first_ended, c->number);
    } else if (granted && c->until.value <= n->today + SOON_DAYS) {
        count_one(&n->n_ending, &n->first_ending, c->number);
    }
    return true;
}

static enum sello_error tell_certificates(const struct looking *l) {
    struct certificate_count n = {.today = base_here_day(l->session->now)};
    enum sello_error error = sello_certificate_list(l->session->store, count_certificate, &n);
    if (n.n_applied > 0) {
        tell(l, "to-inspect", "due-to-inspect", problem_number(n.n_applied),
             problem_id(SELLO_KIND_CERTIFICATE, n.first_applied));
    }
    if (n.n_inspected > 0) {
        tell(l, "to-grant", "due-to-grant", problem_number(n.n_inspected),
             problem_id(SELLO_KIND_CERTIFICATE, n.first_inspected));
    }
    if (n.n_ending > 0) {
        tell(l, "ending", "due-ending", problem_number(n.n_ending),
             problem_id(SELLO_KIND_CERTIFICATE, n.first_ending));
    }
    if (n.n_ended > 0) {
        tell(l, "ended", "due-ended", problem_number(n.n_ended),
             problem_id(SELLO_KIND_CERTIFICATE, n.first_ended));
    }
    return error;
}

/* ---- labels on their way ---- */

static bool find_delivery(void *context, const struct sello_delivery *row) {
    bool *any = context;
    (void)row;
    *any = true;
    return false;
}

/* Where nobody notes deliveries, none is missed. */
static enum sello_error tell_labels(const struct looking *l) {
    const struct due_facts *facts = l->facts;
    bool delivers = false;
    enum sello_error error = sello_delivery_list(l->session->store, find_delivery, &delivers);
    if (facts->n_to_print > 0) {
        tell(l, "to-print", "due-to-print", problem_number(facts->n_to_print),
             problem_id(SELLO_KIND_BATCH, facts->first_to_print));
    }
    if (delivers && facts->n_to_deliver > 0) {
        tell(l, "to-deliver", "due-to-deliver", problem_number(facts->n_to_deliver),
             problem_id(SELLO_KIND_BATCH, facts->first_to_deliver));
    }
    return error;
}

/* ---- the backup ---- */

/* A practice registry is no loss. */
static void tell_backup(const struct looking *l) {
    const struct last_backup *backup = &l->facts->backup;
    uint64_t now = l->session->now, since = due_since_backup(l->facts);
    bool changed = sello_store_opening(l->session->store)->last_event > backup->made;
    bool is_old = now > backup->made && now - backup->made > BACKUP_DAYS * BASE_DAY;
    if (l->facts->root == NULL || l->facts->root->practice || l->facts->summary.next_serial < 2) {
        return;
    }
    if (backup->made == 0) {
        tell(l, "backup", "due-no-backup", nothing, nothing);
    } else if (since > 0) {
        tell(l, "backup", "due-backup-labels", problem_number(since), nothing);
    } else if (changed && is_old) {
        tell(l, "backup", "due-backup-old", problem_day(base_here_day(backup->made)), nothing);
    }
}

/* ---- the trust file ---- */

/* What the newest trust file says of itself. */
struct last_bundle {
    bool root_is_newer;  /* it was made under an older root */
    uint64_t fresh_days; /* after them verifiers say that it is old */
};

static struct last_bundle read_last_bundle(const struct looking *l) {
    struct last_bundle last = {.fresh_days = SELLO_FRESH_DAYS};
    struct sello_stored_bundle stored;
    struct sello_bundle bundle;
    uint8_t *bytes = NULL;
    size_t len = 0;
    if (sello_store_newest_bundle(l->session->store, &stored, &bytes, &len) == SELLO_OK) {
        last.root_is_newer = stored.root_version < l->facts->summary.root_version;
        if (sello_bundle_parse(sello_bytes(bytes, len), &bundle) == SELLO_OK) {
            last.fresh_days = bundle.fresh_days;
        }
    }
    free(bytes);
    return last;
}

static void tell_trust(const struct looking *l) {
    const struct sello_store_summary *s = &l->facts->summary;
    if (s->n_labels[SELLO_BATCH_SIGNED] == 0) {
        return;
    }
    const struct last_bundle last = read_last_bundle(l);
    uint64_t now = l->session->now;
    uint64_t age = now > s->bundle_date ? (now - s->bundle_date) / BASE_DAY : 0;
    if (s->bundle_version == 0) {
        tell(l, "trust-file", "due-no-trust-file", nothing, nothing);
    } else if (s->last_issued > s->bundle_date) {
        tell(l, "trust-file", "due-issued-since", nothing, nothing);
    } else if (s->n_status_changes > 0) {
        tell(l, "trust-file", "due-withdrawn-since", nothing, nothing);
    } else if (last.root_is_newer) {
        tell(l, "trust-file", "due-root-since", nothing, nothing);
    } else if (age >= last.fresh_days) {
        tell(l, "trust-file", "due-trust-file-old", problem_number(age), nothing);
    }
}

enum sello_error due_list(struct session *session, const struct due_facts *facts,
                          void (*visit)(void *context, const struct due *due), void *context) {
    const struct looking l = {session, facts, visit, context};
    enum sello_error error = tell_gap(&l);
    if (error != SELLO_OK) {
        return error;
    }
    error = tell_reserved(&l);
    tell_members(&l);
    tell_label_keys(&l);
    if (error == SELLO_OK) {
        error = tell_log(&l);
    }
    if (error == SELLO_OK) {
        error = tell_certificates(&l);
    }
    if (error == SELLO_OK) {
        tell_trust(&l);
        error = tell_labels(&l);
        tell_backup(&l);
    }
    return error;
}
