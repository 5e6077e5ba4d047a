/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/restore_trust.h"

#include <stdlib.h>

#include "base/time.h"
#include "registry/sql/highwater.h"

static const size_t first_room = (size_t)4 << 20;
static const size_t most_room = (size_t)512 << 20;

/* ---- the file ---- */

void trust_copy_close(struct trust_copy *copy) {
    free(copy->file);
    free(copy->memory);
    *copy = (struct trust_copy){0};
}

static enum sello_error open_in(struct trust_copy *copy, size_t room) {
    free(copy->memory);
    copy->memory = malloc(room);
    if (copy->memory == NULL) {
        return SELLO_E_MEMORY;
    }
    struct sello_arena arena = {copy->memory, room};
    return sello_trust_open(sello_bytes(copy->file, copy->len), &arena, &copy->trust);
}

bool trust_copy_open(const char *path, struct trust_copy *out) {
    struct trust_copy copy = {0};
    if (!cli_file_read(path, SELLO_TRUST_FILE_MAX, &copy.file, &copy.len)) {
        return false;
    }
    enum sello_error error = SELLO_E_NO_ROOM;
    for (size_t room = first_room + copy.len; error == SELLO_E_NO_ROOM && room <= most_room;
         room *= 2) {
        error = open_in(&copy, room);
    }
    if (error != SELLO_OK) {
        cli_error(_("%s cannot be used: %s."), path, _(sello_error_text(error)));
        trust_copy_close(&copy);
        return false;
    }
    *out = copy;
    return true;
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

enum sello_error restore_highwater(struct app *app, const struct sello_trust *trust,
                                   const struct sello_afterwards *told) {
    struct sello_highwater marks = {.serial = told->serial,
                                    .issued = told->issued,
                                    .bundle_version = told->bundle_version,
                                    .bundle_date = told->bundle_date,
                                    .root_version = told->root_version};
    return sello_highwater_raise(app->session.folder, trust->root.fingerprint, marks);
}

/* ---- what was withdrawn ---- */

/* What the file says of one serial, as the store takes it. */
static struct sello_status_range range_of(const struct sello_trust *trust, uint64_t serial,
                                          const struct sello_status_row *row) {
    struct sello_status_range range = {.first = serial,
                                       .count = 1,
                                       .status = sello_trust_status(trust, serial),
                                       .reason = SELLO_REASON_OTHER,
                                       .day = base_day_of(trust->bundle.generated),
                                       .source = SELLO_SOURCE_SERIALS};
    if (row != NULL && row->status == range.status) {
        range.reason = row->reason;
        range.day = row->day;
        memcpy(range.text, row->text.ptr, row->text.len); /* held to its limit when parsed */
    }
    return range;
}

/* Does the registry lack what the file says of this serial? */
static enum sello_error is_lacking(struct app *app, const struct sello_trust *trust,
                                   uint64_t serial, bool *out) {
    enum sello_label_status told = sello_trust_status(trust, serial);
    struct sello_status_range known = {.status = SELLO_LABEL_VALID};
    enum sello_error error =
        told == SELLO_LABEL_VALID ? SELLO_OK : sello_status_at(app->session.store, serial, &known);
    *out =
        told != SELLO_LABEL_VALID && known.status != told && known.status != SELLO_LABEL_WITHDRAWN;
    return error;
}

/* Does the run go on with this serial: of the same row, or of the same bare status? */
static bool goes_on(const struct sello_trust *trust, const struct sello_status_range *run,
                    const struct sello_status_row *row, uint64_t serial) {
    return run->count > 0 && run->first + run->count == serial &&
           sello_trust_status(trust, serial) == run->status &&
           sello_trust_row(trust, serial) == row;
}

static enum sello_error put_run(struct app *app, const struct sello_status_range *run) {
    return run->count > 0 ? sello_status_set(app->session.store, run, NULL) : SELLO_OK;
}

enum sello_error restore_statuses(struct app *app, const struct sello_trust *trust) {
    struct sello_status_range run = {.count = 0};
    const struct sello_status_row *row = NULL;
    for (uint64_t serial = 1; serial <= trust->bundle.highest; serial++) {
        bool lacking = false;
        enum sello_error error = is_lacking(app, trust, serial, &lacking);
        if (error == SELLO_OK && lacking && goes_on(trust, &run, row, serial)) {
            run.count++;
        } else if (error == SELLO_OK && lacking) {
            error = put_run(app, &run);
            row = sello_trust_row(trust, serial);
            run = range_of(trust, serial, row);
        }
        if (error != SELLO_OK) {
            return error;
        }
    }
    return put_run(app, &run);
}
