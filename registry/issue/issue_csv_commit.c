/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>

#include "base/interrupt.h"
#include "registry/commands/record.h"
#include "registry/exchange/known.h"
#include "registry/issue/issue_csv.h"

/* Rows are reserved in groups, a transaction a group, and signed group by group: enough of them
 * that small rows do not wait for the disk one by one, and few enough that an interruption makes
 * few serials void. */
enum { GROUP_ROWS = 64, GROUP_LABELS = 65536, KEYS_MAX = 16 };

struct open_key {
    struct sello_key *key;
    uint64_t index; /* among the delegated keys */
};

struct commit {
    struct issue_job *job;
    struct app *app;
    struct open_key key[KEYS_MAX];
    size_t n_keys;
    struct signing_item item[GROUP_ROWS]; /* the group */
    uint64_t line[GROUP_ROWS];
    struct signing signing;
    struct cli_progress progress;
    uint64_t group_labels;
    bool reserving;                                       /* the group's transaction is open */
    uint64_t n_rows, n_labels, first_serial, last_serial; /* issued by now */
};

/* ---- keys: all of them open before anything is reserved ---- */

static const struct open_key *find_key(const struct commit *c, uint64_t scheme) {
    const struct sello_root *root = app_root(c->app);
    const struct sello_number code = {true, scheme};
    for (size_t i = 0; i < c->n_keys; i++) {
        const struct sello_root_key *key = &root->key[root->n_members + c->key[i].index];
        if (sello_root_key_allows(key, c->app->session.now, code) == SELLO_OK) {
            return &c->key[i];
        }
    }
    return NULL;
}

static bool open_keys(struct commit *c) {
    for (uint64_t scheme = 0; scheme < 8 * sizeof c->job->scheme; scheme++) {
        bool needed = (c->job->scheme[scheme / 8] >> scheme % 8 & 1) != 0;
        if (!needed || (c->n_keys > 0 && find_key(c, scheme) != NULL)) {
            continue;
        }
        const struct session_key_use use = {
            SELLO_ROLE_LABEL, c->app->session.now, {true, scheme}, {false, 0}};
        struct open_key *next = &c->key[c->n_keys];
        if (c->n_keys == KEYS_MAX) {
            cli_error(_("The rows need too many label keys. Split the table by scheme."));
            return false;
        }
        if (!app_open_key(c->app, &use, &next->key, &next->index)) {
            return false;
        }
        c->n_keys++;
    }
    return true;
}

/* ---- a group ---- */

static void say_row_json(const struct sello_batch *batch, uint64_t line) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_number(&j, "line", line);
    record_json_id(&j, "batch", (struct sello_id){SELLO_KIND_BATCH, batch->number});
    record_json_id(&j, "certificate",
                   (struct sello_id){SELLO_KIND_CERTIFICATE, batch->certificate});
    cli_json_number(&j, "first_serial", batch->first);
    cli_json_number(&j, "last_serial", batch->first + batch->count - 1);
    cli_json_number(&j, "count", batch->count);
    cli_json_close(&j);
}

/* Rows that were signed, also where others of the group were not. */
static void tell_signed(struct commit *c) {
    for (size_t i = 0; i < c->signing.n; i++) {
        const struct sello_batch *batch = &c->item[i].batch;
        if (batch->state != SELLO_BATCH_SIGNED) {
            continue;
        }
        c->n_rows++;
        c->n_labels += batch->count;
        c->first_serial =
            c->first_serial == 0 || batch->first < c->first_serial ? batch->first : c->first_serial;
        c->last_serial = batch->first + batch->count - 1 > c->last_serial
                             ? batch->first + batch->count - 1
                             : c->last_serial;
        if (c->app->json) {
            say_row_json(batch, c->line[i]);
        }
    }
}

static int end_group(struct commit *c) {
    enum sello_error error = c->reserving ? sello_store_commit(c->app->session.store) : SELLO_OK;
    c->reserving = false;
    if (error != SELLO_OK) {
        return app_failed(c->app, error, _("Issuing stopped"));
    }
    error = sign_batches(&c->signing);
    tell_signed(c);
    int result = error == SELLO_OK ? CLI_OK : signing_failed(&c->signing, error);
    c->signing.n = 0;
    c->group_labels = 0;
    return result;
}

/* A batch that was interrupted is finished with the key that it names. */
static enum sello_error take_up(struct commit *c, const struct issued_row *issued,
                                const struct open_key *key, struct signing_item *item) {
    enum sello_error error = sello_batch_get(c->app->session.store, issued->batch, &item->batch);
    if (error == SELLO_OK && item->batch.key != key->index) {
        cli_error(_("Batch B%llu is unfinished and names another label key. First finish it with: "
                    "sello issue --resume B%llu"),
                  (unsigned long long)issued->batch, (unsigned long long)issued->batch);
        error = SELLO_E_STATE;
    }
    return error;
}

static enum sello_error reserve(struct commit *c, const struct import_batch *row,
                                const struct open_key *key, struct signing_item *item) {
    struct sello_claims claims;
    struct sello_reservation request = {.certificate = row->certificate,
                                        .count = row->count,
                                        .key = key->index,
                                        .claims = &claims,
                                        .table = c->job->hash,
                                        .row = row->line};
    issue_csv_claims(c->job, row, &claims);
    memcpy(request.kid, sello_key_kid(key->key), SELLO_KID_LEN);
    enum sello_error error = c->reserving ? SELLO_OK : sello_store_begin(c->app->session.store);
    if (error != SELLO_OK) {
        return error;
    }
    c->reserving = true;
    return sello_store_reserve(c->app->session.store, &request, &item->batch);
}

static int add_row(struct commit *c, const struct import_batch *row) {
    struct signing_item *item = &c->item[c->signing.n];
    const struct issued_row *issued = issue_csv_find(c->job, row->line);
    const struct open_key *key = find_key(c, c->job->records.certificate.scheme);
    enum sello_error error = SELLO_E_STATE;
    if (key != NULL) {
        error = issued != NULL ? take_up(c, issued, key, item) : reserve(c, row, key, item);
    }
    if (error != SELLO_OK) {
        char what[100];
        snprintf(what, sizeof what, _("Line %zu was not issued"), row->line);
        return app_failed(c->app, error, what);
    }
    item->key = key->key;
    c->line[c->signing.n++] = row->line;
    c->group_labels += row->count;
    bool full = c->signing.n == GROUP_ROWS || c->group_labels >= GROUP_LABELS;
    return full ? end_group(c) : CLI_OK;
}

/* ---- all rows ---- */

/* The rows were judged good; under the lock they are judged again, as things are now. */
static int issue_rows(struct commit *c) {
    struct csv_row row;
    int result = CLI_OK;
    while (result == CLI_OK && csv_next(&c->job->rows.csv, &row)) {
        struct import_batch batch;
        struct import_result judged;
        enum sello_error error = issue_csv_judge(c->job, &row, &batch, &judged);
        if (error != SELLO_OK) {
            result = app_failed(c->app, error, _("Issuing stopped"));
        } else if (judged.action == IMPORT_REFUSED) {
            import_report_row(&c->job->rows, &judged);
            result = CLI_FAILURE;
        } else if (judged.action == IMPORT_ADDED) {
            result = add_row(c, &batch);
        }
    }
    if (result == CLI_OK && c->signing.n > 0) {
        result = end_group(c);
    }
    if (c->reserving) {
        sello_store_rollback(c->app->session.store);
    }
    return result;
}

static void say_issued(const struct commit *c) {
    if (!c->app->json && c->n_rows > 0) {
        cli_print(stdout,
                  _("Issued: %" PRIu64 " rows, %" PRIu64 " labels, serials %" PRIu64 " to %" PRIu64
                    ".\n"),
                  c->n_rows, c->n_labels, c->first_serial, c->last_serial);
    }
}

static void say_how_to_go_on(const struct commit *c) {
    cli_error(_("Rows issued by now: %" PRIu64 " of %zu. Run the same command again with the same "
                "file for the others: no row is issued twice."),
              c->n_rows, c->job->rows.importer.n_added);
}

static int issue_locked(struct commit *c) {
    enum sello_error error = void_leftovers(c->app);
    if (error == SELLO_OK) {
        error = issue_csv_learn(c->job);
    }
    if (error != SELLO_OK) {
        return app_failed(c->app, error, _("No label was issued"));
    }
    if (!issue_csv_open(c->job, false)) {
        return CLI_FAILURE;
    }
    cli_progress_start(&c->progress, _("Signing"), c->job->n_labels);
    base_interrupt_catch();
    int result = issue_rows(c);
    base_interrupt_release();
    cli_progress_end(&c->progress);
    say_issued(c);
    if (result != CLI_OK) {
        say_how_to_go_on(c);
    }
    return result;
}

static int issue_all(struct commit *c) {
    enum sello_error error = sello_store_lock(c->app->session.store);
    if (error != SELLO_OK) {
        return app_failed(c->app, error, _("No label was issued"));
    }
    known_free(&c->job->rows.importer.known);
    int result = issue_locked(c);
    sello_store_unlock(c->app->session.store);
    return result;
}

int issue_csv_commit(struct issue_job *job) {
    static struct commit c; /* large; one process is one command */
    c = (struct commit){.job = job, .app = job->rows.app};
    c.signing = (struct signing){.app = c.app, .item = c.item, .progress = &c.progress};
    if (!cli_jobs(c.app->args, &c.signing.n_workers)) {
        return CLI_USAGE;
    }
    int result = open_keys(&c) ? issue_all(&c) : CLI_FAILURE;
    for (size_t i = 0; i < c.n_keys; i++) {
        sello_key_free(&c.key[i].key);
    }
    return result;
}
