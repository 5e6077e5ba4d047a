/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/due.h"

#include "base/time.h"

#include <stdarg.h>
#include <stdlib.h>

#define SOON_DAYS 30 /* how long before something ends it is told */

struct due {
    struct app *app;
    const struct due_facts *facts;
    void (*visit)(void *context, const char *code, const char *text);
    void *context;
};

/* Our own translated sentences are the only formats. */
__attribute__((format(printf, 3, 4))) static void tell(const struct due *due, const char *code,
                                                       const char *format, ...) {
    char text[600];
    va_list values;
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    due->visit(due->context, code, text);
}

/* ---- the registry itself ---- */

static enum sello_error tell_gap(const struct due *due) {
    struct sello_store_gap gap = {0};
    enum sello_error error = sello_store_gap(due->app->session.store, &gap);
    if (gap.serials + gap.bundle_versions + gap.root_versions + gap.seconds > 0) {
        tell(due, "behind",
             _("An old backup was restored: labels issued since have no records here (%llu). "
               "Nothing can be issued before: sello restore --reconcile"),
             (unsigned long long)gap.serials);
    }
    return error;
}

static bool find_unfinished(void *context, const struct sello_batch *batch) {
    uint64_t *number = context;
    *number = batch->signed_blocks > 0 ? batch->number : *number;
    return *number == 0;
}

static enum sello_error tell_reserved(const struct due *due) {
    const struct sello_batch_filter reserved = {.state = SELLO_BATCH_RESERVED};
    uint64_t unfinished = 0;
    if (due->facts->summary.n_batches[SELLO_BATCH_RESERVED] == 0) {
        return SELLO_OK;
    }
    enum sello_error error =
        sello_batch_list(due->app->session.store, &reserved, find_unfinished, &unfinished);
    if (unfinished > 0) {
        tell(due, "interrupted",
             _("Batch B%llu is unfinished, or is being issued now. Finish it with: sello issue "
               "--resume, or give it up with: sello issue --void B%llu"),
             (unsigned long long)unfinished, (unsigned long long)unfinished);
    } else {
        tell(due, "interrupted",
             _("A batch was interrupted while it was issued, or is being issued now. The next one "
               "issued makes its serials void."));
    }
    return error;
}

/* ---- keys ---- */

struct key_count {
    const struct sello_root *root;
    size_t n_members;
    char last[APP_PATH_MAX]; /* a member's key file */
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
static void tell_members(const struct due *due) {
    struct key_count count = {.root = due->facts->root};
    if (count.root == NULL || count.root->n_members < 2 ||
        !app_key_files(due->app, count_key, &count)) {
        return;
    }
    if (count.n_members >= 2) {
        tell(due, "member-keys",
             _("Member keys on this computer: %zu. Move one elsewhere, to a USB stick in another "
               "house: %.200s"),
             count.n_members, count.last);
    }
}

static void tell_label_keys(const struct due *due) {
    const struct sello_root *root = due->facts->root;
    uint64_t now = due->app->session.now, latest_end = 0;
    if (root == NULL) {
        tell(due, "unfinished",
             _("The init of this registry was interrupted: it has no root, and cannot sign. Remove "
               "its folder, then make it again: sello init --name NAME --url URL"));
        return;
    }
    for (size_t i = root->n_members; i < root->n_keys; i++) {
        const struct sello_root_key *key = &root->key[i];
        if (key->role == SELLO_ROLE_LABEL && key->state == SELLO_KEY_ACTIVE &&
            key->not_before <= now && key->stop_signing > latest_end) {
            latest_end = key->stop_signing;
        }
    }
    char date[BASE_DATE_LEN];
    if (latest_end <= now) {
        tell(due, "label-key", _("No label key may sign today: nothing can be issued."));
    } else if (latest_end != SELLO_NEVER && latest_end < now + SOON_DAYS * BASE_DAY &&
               base_date_format(base_day_of(latest_end), date)) {
        tell(due, "label-key", _("The label key stops signing on %s. Make a new one before."),
             date);
    }
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
    } else if (granted && c->until.value < n->today + SOON_DAYS) {
        count_one(&n->n_ending, &n->first_ending, c->number);
    }
    return true;
}

static enum sello_error tell_certificates(const struct due *due) {
    struct certificate_count n = {.today = base_day_of(due->app->session.now)};
    enum sello_error error = sello_certificate_list(due->app->session.store, count_certificate, &n);
    if (n.n_applied > 0) {
        tell(due, "to-inspect", _("Certificates to be inspected: %zu (the first is C%llu)."),
             n.n_applied, (unsigned long long)n.first_applied);
    }
    if (n.n_inspected > 0) {
        tell(due, "to-grant", _("Certificates inspected, to be granted: %zu (the first is C%llu)."),
             n.n_inspected, (unsigned long long)n.first_inspected);
    }
    if (n.n_ending > 0) {
        tell(due, "ending", _("Certificates that end within 30 days: %zu (the first is C%llu)."),
             n.n_ending, (unsigned long long)n.first_ending);
    }
    if (n.n_ended > 0) {
        tell(due, "ended", _("Certificates that have ended: %zu (the first is C%llu)."), n.n_ended,
             (unsigned long long)n.first_ended);
    }
    return error;
}

/* ---- the trust file ---- */

/* What the newest trust file says of itself. */
struct last_bundle {
    bool root_is_newer;  /* it was made under an older root */
    uint64_t fresh_days; /* after them verifiers say that it is old */
};

static struct last_bundle read_last_bundle(const struct due *due) {
    struct last_bundle last = {.fresh_days = SELLO_FRESH_DAYS};
    struct sello_stored_bundle stored;
    struct sello_bundle bundle;
    uint8_t *bytes = NULL;
    size_t len = 0;
    if (sello_store_newest_bundle(due->app->session.store, &stored, &bytes, &len) == SELLO_OK) {
        last.root_is_newer = stored.root_version < due->facts->summary.root_version;
        if (sello_bundle_parse(sello_bytes(bytes, len), &bundle) == SELLO_OK) {
            last.fresh_days = bundle.fresh_days;
        }
    }
    free(bytes);
    return last;
}

static void tell_trust(const struct due *due) {
    const struct sello_store_summary *s = &due->facts->summary;
    if (s->n_labels[SELLO_BATCH_SIGNED] == 0) {
        return;
    }
    const struct last_bundle last = read_last_bundle(due);
    uint64_t now = due->app->session.now;
    uint64_t age = now > s->bundle_date ? (now - s->bundle_date) / BASE_DAY : 0;
    if (s->bundle_version == 0) {
        tell(due, "trust-file",
             _("Labels were issued and no trust file yet: without it nobody can verify them. Write "
               "it with: sello trust export -o trust.sello"));
    } else if (s->last_issued > s->bundle_date) {
        tell(due, "trust-file",
             _("Labels were issued after the last trust file. Write a new one: sello trust export "
               "-o trust.sello"));
    } else if (s->n_status_changes > 0) {
        tell(
            due, "trust-file",
            _("Labels were withdrawn, suspended, resumed or retired after the last trust file, and "
              "verifiers do not know it yet. Write a new one: sello trust export -o trust.sello"));
    } else if (last.root_is_newer) {
        tell(due, "trust-file",
             _("The root has changed since the last trust file, and verifiers do not know it yet. "
               "Write a new one: sello trust export -o trust.sello"));
    } else if (age >= last.fresh_days) {
        tell(due, "trust-file",
             P_("The last trust file is %llu day old, and verifiers say so. Write a new one: sello "
                "trust export -o trust.sello",
                "The last trust file is %llu days old, and verifiers say so. Write a new one: "
                "sello trust export -o trust.sello",
                age),
             (unsigned long long)age);
    }
}

enum sello_error due_list(struct app *app, const struct due_facts *facts,
                          void (*visit)(void *context, const char *code, const char *text),
                          void *context) {
    const struct due due = {app, facts, visit, context};
    enum sello_error error = tell_gap(&due);
    if (error != SELLO_OK) {
        return error;
    }
    error = tell_reserved(&due);
    tell_members(&due);
    tell_label_keys(&due);
    if (error == SELLO_OK) {
        error = tell_certificates(&due);
    }
    if (error == SELLO_OK) {
        tell_trust(&due);
    }
    return error;
}
