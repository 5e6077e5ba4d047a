/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/restore.h"

#include "registry/store/log.h"
#include "registry/trust/restore_roots.h"
#include "registry/trust/restore_trust.h"
#include "registry/trust/trust_ours.h"

/* One going on. */
struct restoring {
    struct session *session;
    const struct restore_request *request;
    const struct restore_outcome *shown; /* NULL: nothing was */
    struct restore_outcome *out;
};

static enum sello_error refuse(struct session *session, enum sello_error error, const char *rule,
                               struct problem_value value) {
    return session_refuse(session,
                          &(struct problem){.error = error, .rule = rule, .value = {value}});
}

/* What a trust file shows, in known times as in unknown ones; NULL where none is given. */
static const struct sello_afterwards *told_by_trust(const struct restore_request *request,
                                                    struct sello_afterwards *room) {
    if (request->trust == NULL) {
        return NULL;
    }
    *room = restore_told(request->trust, request->last_serial);
    return room;
}

/* ---- the marks tell what is missing ---- */

/* Withdrawals published since the backup are in no other place than the newest trust file. */
static enum sello_error check_newest(const struct restoring *r) {
    struct sello_store_summary here;
    if (r->out->gap.bundle_versions == 0 || r->request->without_trust) {
        return SELLO_OK;
    }
    enum sello_error error = sello_store_summary(r->session->store, &here);
    if (error != SELLO_OK) {
        return error;
    }
    uint64_t newest = here.bundle_version + r->out->gap.bundle_versions;
    if (r->request->trust != NULL && r->request->trust->bundle.version >= newest) {
        return SELLO_OK;
    }
    return refuse(r->session, SELLO_E_STORE_BEHIND, "trust-file-needed", problem_number(newest));
}

/* Where the marks tell how far this computer went, only a trust file tells of another one. */
static enum sello_error judge_known(const struct restoring *r) {
    if (r->request->last_serial > 0 && r->request->trust == NULL) {
        return refuse(r->session, SELLO_E_STATE, "last-serial-alone", problem_number(0));
    }
    if (r->out->gap.root_versions > 0) {
        return refuse(r->session, SELLO_E_STORE_BEHIND, "roots-missing", problem_number(0));
    }
    return check_newest(r);
}

/* ---- no marks tell it: somebody has to ---- */

/* A file that is older than the backup tells nothing of what came after it. */
static enum sello_error check_newer(const struct restoring *r) {
    struct sello_store_summary here;
    enum sello_error error = sello_store_summary(r->session->store, &here);
    if (error == SELLO_OK && r->request->trust->bundle.version < here.bundle_version) {
        return refuse(r->session, SELLO_E_OLDER_BUNDLE, "trust-file-older",
                      problem_text(r->request->trust_path));
    }
    return error;
}

static enum sello_error take_told(const struct restoring *r) {
    const struct restore_request *request = r->request;
    struct sello_afterwards *told = &r->out->told;
    bool only_trust = request->last_serial == 0 && !request->nothing_since;
    told->gap = request->gap;
    if (request->trust != NULL) {
        *told = restore_told(request->trust, request->last_serial);
        told->gap = request->gap > 0 ? request->gap : only_trust ? RESTORE_GAP : 0;
        return check_newer(r);
    }
    if (request->last_serial > 0) {
        told->told = SELLO_TOLD_SERIAL;
        told->serial = request->last_serial;
    } else if (request->gap > 0) {
        told->told = SELLO_TOLD_GAP;
    } else if (request->nothing_since) {
        told->told = SELLO_TOLD_NOTHING;
    } else {
        return refuse(r->session, SELLO_E_STORE_UNKNOWN, "after-backup-unknown",
                      problem_instant(r->out->gap.backup_end));
    }
    return SELLO_OK;
}

/* ---- going on ---- */

static bool is_same(const struct sello_store_gap *a, const struct sello_store_gap *b) {
    return a->serials == b->serials && a->bundle_versions == b->bundle_versions &&
           a->root_versions == b->root_versions && a->unknown == b->unknown;
}

/* What another copy of the registry signed is not what came after this one: nothing of it counts.
 */
static enum sello_error take_roots(const struct restoring *r) {
    struct sello_store *store = r->session->store;
    const struct sello_trust *trust = r->request->trust;
    enum sello_error error = trust != NULL ? restore_roots(store, trust) : SELLO_OK;
    if (error != SELLO_OK) {
        return refuse(r->session, error, "roots-not-taken", problem_number(0));
    }
    error = trust != NULL ? trust_ours(store, trust) : SELLO_OK;
    return error == SELLO_E_FORK ? refuse(r->session, error, "trust-of-another-copy",
                                          problem_text(r->request->trust_path))
                                 : error;
}

static enum sello_error judge(const struct restoring *r) {
    struct restore_outcome *out = r->out;
    struct sello_afterwards room;
    enum sello_error error =
        sello_store_gap_told(r->session->store, told_by_trust(r->request, &room), &out->gap);
    if (error == SELLO_OK) {
        error = out->gap.unknown ? take_told(r) : judge_known(r);
    }
    return error;
}

/* Entries of the public log that the backup lacks cannot be made again: what is given out from here
 * on would be another history to whoever has the file. A clerk learns it before a reader does. */
static enum sello_error compare_log(struct sello_store *store, const struct sello_trust *trust) {
    struct sello_store_log log;
    uint8_t root[SELLO_HASH_LEN];
    enum sello_error error = sello_store_log(store, &log);
    if (error != SELLO_OK) {
        return error;
    }
    const struct sello_leaves leaves = sello_store_log_leaves(&log);
    bool goes_on = trust->log.size <= leaves.n;
    if (goes_on) {
        sello_leaves_hash(&leaves, 0, trust->log.size, root);
        goes_on = memcmp(root, trust->log.root, sizeof root) == 0;
    }
    sello_store_log_free(&log);
    return goes_on ? SELLO_OK
                   : sello_store_log_contradicted(store, trust->log.size, trust->log.root);
}

/* Roots, then counters, then statuses. */
static enum sello_error go_on(const struct restoring *r) {
    struct restore_outcome *out = r->out;
    struct sello_store *store = r->session->store;
    struct sello_afterwards room;
    const struct sello_afterwards *told =
        out->gap.unknown ? &out->told : told_by_trust(r->request, &room);
    enum sello_error error = sello_store_reconcile(store, told, &out->passed);
    if (error == SELLO_OK && r->request->trust != NULL) {
        error = restore_statuses(store, r->request->trust);
    }
    if (error == SELLO_OK && r->request->trust != NULL && r->request->trust->log.told) {
        error = compare_log(store, r->request->trust);
    }
    if (error == SELLO_OK && r->shown != NULL &&
        !(is_same(&r->shown->gap, &out->gap) && is_same(&r->shown->passed, &out->passed))) {
        return session_changed_meanwhile(r->session);
    }
    return error;
}

/* Not by the session's clock: nobody has said yet that this computer's is right. */
static enum sello_error work(struct sello_store *store, void *context) {
    const struct restoring *r = context;
    (void)store;
    r->session->problem = (struct problem){.error = SELLO_OK};
    *r->out = (struct restore_outcome){.told = {.gap = 0}};
    enum sello_error error = take_roots(r);
    if (error == SELLO_OK) {
        error = judge(r);
    }
    return error == SELLO_OK ? go_on(r) : error;
}

static enum sello_error check_request(struct session *session,
                                      const struct restore_request *request) {
    if (request->nothing_since && (request->last_serial > 0 || request->gap > 0)) {
        return refuse(session, SELLO_E_STATE, "nothing-since-alone", problem_number(0));
    }
    return SELLO_OK;
}

static enum sello_error take_roots_within(struct sello_store *store, void *context) {
    const struct restoring *r = context;
    (void)store;
    r->session->problem = (struct problem){.error = SELLO_OK};
    return take_roots(r);
}

enum sello_error restore_take_trust(struct session *session,
                                    const struct restore_request *request) {
    struct restoring r = {.session = session, .request = request};
    struct sello_afterwards told;
    enum sello_error error = check_request(session, request);
    if (error != SELLO_OK || request->trust == NULL) {
        return error;
    }
    error = sello_store_do(session->store, take_roots_within, &r);
    if (error == SELLO_OK) {
        error = sello_store_keep_told(session->store, told_by_trust(request, &told));
    }
    return session_fail(session, error);
}

enum sello_error restore_plan(struct session *session, const struct restore_request *request,
                              struct restore_outcome *out) {
    struct restoring r = {.session = session, .request = request, .out = out};
    *out = (struct restore_outcome){.told = {.gap = 0}};
    enum sello_error error = check_request(session, request);
    return error == SELLO_OK ? session_fail(session, sello_store_preview(session->store, work, &r))
                             : error;
}

enum sello_error restore_commit(struct session *session, const struct restore_request *request,
                                const struct restore_outcome *shown, struct restore_outcome *out) {
    struct restoring r = {.session = session, .request = request, .shown = shown, .out = out};
    *out = (struct restore_outcome){.told = {.gap = 0}};
    enum sello_error error = restore_take_trust(session, request);
    return error == SELLO_OK ? session_fail(session, sello_store_do(session->store, work, &r))
                             : error;
}
