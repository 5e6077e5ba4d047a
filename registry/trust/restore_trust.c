/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/restore_trust.h"

#include <stdlib.h>

#include "base/time.h"
#include "registry/session/session_files.h"
#include "registry/trust/trust_open.h"

/* ---- the file ---- */

void trust_copy_close(struct trust_copy *copy) {
    free(copy->file);
    free(copy->memory);
    *copy = (struct trust_copy){0};
}

enum sello_error trust_copy_open(struct session *session, const char *path,
                                 struct trust_copy *out) {
    *out = (struct trust_copy){0};
    enum sello_error error =
        session_read_file(session, path, SELLO_TRUST_FILE_MAX, &out->file, &out->len);
    if (error != SELLO_OK) {
        return error;
    }
    error = trust_open(sello_bytes(out->file, out->len), &out->trust, &out->memory);
    if (error != SELLO_OK) {
        trust_copy_close(out);
        return session_refuse(
            session, &(struct problem){.error = error,
                                       .rule = "trust-file-not-usable",
                                       .value = {problem_text(path), problem_error(error)}});
    }
    return SELLO_OK;
}

/* ---- how far things went ---- */

struct sello_afterwards restore_told(const struct sello_trust *trust, uint64_t last_serial) {
    const struct sello_bundle *bundle = &trust->bundle;
    return (struct sello_afterwards){
        .told = SELLO_TOLD_TRUST,
        .serial = bundle->highest > last_serial ? bundle->highest : last_serial,
        .issued = bundle->generated, /* no label it knows is dated later */
        .bundle_version = bundle->version,
        .bundle_date = bundle->generated,
        .root_version = trust->root.version};
}

/* ---- what was withdrawn ---- */

/* What the file says of one serial, as the store takes it. */
static struct sello_status_range range_of(const struct sello_trust *trust, uint64_t serial,
                                          const struct sello_status_row *row) {
    struct sello_status_range range = {.first = serial,
                                       .count = 1,
                                       .status = sello_trust_status(trust, serial),
                                       .reason = SELLO_REASON_OTHER,
                                       .day = base_here_day(trust->bundle.generated),
                                       .source = SELLO_SOURCE_SERIALS};
    if (row != NULL && row->status == range.status) {
        range.reason = row->reason;
        range.day = row->day;
        memcpy(range.text, row->text.ptr, row->text.len); /* held to its limit when parsed */
    }
    return range;
}

static bool was_returned(const struct sello_status_row *row) {
    return row != NULL && row->reason == SELLO_REASON_RETURNED;
}

/* Does the registry lack what the file says of this serial? */
static enum sello_error is_lacking(struct sello_store *store, const struct sello_trust *trust,
                                   uint64_t serial, bool *out) {
    enum sello_label_status told = sello_trust_status(trust, serial);
    struct sello_status_range known = {.status = SELLO_LABEL_VALID};
    bool returned = was_returned(sello_trust_row(trust, serial));
    enum sello_error error =
        told == SELLO_LABEL_VALID && !returned ? SELLO_OK : sello_status_at(store, serial, &known);
    bool differs = told != SELLO_LABEL_VALID && known.status != told;
    differs = differs || (returned && known.reason != SELLO_REASON_RETURNED);
    *out = differs && known.status != SELLO_LABEL_WITHDRAWN;
    return error;
}

/* Does the run go on with this serial: of the same row, or of the same bare status? */
static bool goes_on(const struct sello_trust *trust, const struct sello_status_range *run,
                    const struct sello_status_row *row, uint64_t serial) {
    return run->count > 0 && run->first + run->count == serial &&
           sello_trust_status(trust, serial) == run->status &&
           sello_trust_row(trust, serial) == row;
}

/* What was returned and is suspended is both. */
static enum sello_error put_run(struct sello_store *store, const struct sello_status_range *run) {
    struct sello_status_range returned = *run;
    enum sello_error error = SELLO_OK;
    if (run->count > 0 && run->reason == SELLO_REASON_RETURNED) {
        returned.status = SELLO_LABEL_VALID;
        error = sello_status_set(store, &returned, NULL);
    }
    return run->count > 0 && run->status != SELLO_LABEL_VALID && error == SELLO_OK
               ? sello_status_set(store, run, NULL)
               : error;
}

enum sello_error restore_statuses(struct sello_store *store, const struct sello_trust *trust) {
    struct sello_status_range run = {.count = 0};
    const struct sello_status_row *row = NULL;
    for (uint64_t serial = 1; serial <= trust->bundle.highest; serial++) {
        bool lacking = false;
        enum sello_error error = is_lacking(store, trust, serial, &lacking);
        if (error == SELLO_OK && lacking && goes_on(trust, &run, row, serial)) {
            run.count++;
        } else if (error == SELLO_OK && lacking) {
            error = put_run(store, &run);
            row = sello_trust_row(trust, serial);
            run = range_of(trust, serial, row);
        }
        if (error != SELLO_OK) {
            return error;
        }
    }
    return put_run(store, &run);
}
