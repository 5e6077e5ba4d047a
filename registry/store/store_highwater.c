/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/backup.h"
#include "registry/store/store_internal.h"

/* The high-water mark outside the database, compared with where the database stands. */

const char sello_standing_sql[] =
    "SELECT (SELECT value FROM counter WHERE name = 'serial'),"
    " (SELECT value FROM counter WHERE name = 'issued'),"
    " (SELECT value FROM counter WHERE name = 'bundle_version'),"
    " (SELECT value FROM counter WHERE name = 'bundle_date'),"
    " (SELECT coalesce(max(version), 0) FROM root),"
    " coalesce((SELECT made_at FROM event ORDER BY seq DESC LIMIT 1), 0),"
    " (SELECT value FROM counter WHERE name = 'unknown_since'),"
    " coalesce((SELECT made_at FROM event WHERE seq ="
    " (SELECT value - 1 FROM counter WHERE name = 'unknown_since')), 0),"
    " (SELECT hash FROM root WHERE version = 1)";

/* Every counter is made with the database: one that is missing is damage. */
enum sello_error sello_store_standing(struct sello_store *store, struct sello_standing *out) {
    struct sello_standing s = {.signs = false};
    SELLO_AUTO(query) struct sello_query q = sello_query(store->db, sello_standing_sql);
    enum sello_error error = sello_one(&q);
    if (error != SELLO_OK) {
        return error;
    }
    s.marks.serial = sello_col_uint(&q);
    s.marks.issued = sello_col_uint(&q);
    s.marks.bundle_version = sello_col_uint(&q);
    s.marks.bundle_date = sello_col_uint(&q);
    s.marks.root_version = sello_col_uint(&q);
    s.last_event = sello_col_uint(&q);
    s.unknown = sello_col_uint(&q) > 0;
    s.backup_end = sello_col_uint(&q);
    s.signs = s.marks.root_version > 0;
    if (s.signs) {
        sello_col_fixed(&q, s.fingerprint, sizeof s.fingerprint);
    }
    if (q.error == SELLO_OK) {
        *out = s;
    }
    return q.error;
}

enum sello_error sello_store_highwater(struct sello_store *store, struct sello_highwater *out) {
    struct sello_standing standing;
    enum sello_error error = sello_store_standing(store, &standing);
    if (error == SELLO_OK) {
        *out = standing.marks;
    }
    return error;
}

/* Marks follow commits: those that are ahead may be of labels issued since the database was read,
 * which is then read again. */
enum sello_error sello_standing_outside(struct sello_store *store, struct sello_standing *standing,
                                        struct sello_highwater *outside, bool *out_found) {
    enum sello_error error = SELLO_OK;
    *outside = standing->marks;
    if (standing->signs) {
        error = sello_highwater_read(store->folder, standing->fingerprint, outside);
    }
    *out_found = error != SELLO_E_NOT_FOUND;
    error = *out_found ? error : SELLO_OK;
    if (error == SELLO_OK && sello_highwater_ahead(*outside, standing->marks)) {
        error = sello_store_standing(store, standing);
    }
    return error;
}

enum sello_error sello_standing_both(struct sello_store *store, struct sello_standing *standing,
                                     struct sello_highwater *outside) {
    bool found = false;
    enum sello_error error = sello_store_standing(store, standing);
    return error == SELLO_OK ? sello_standing_outside(store, standing, outside, &found) : error;
}

enum sello_error sello_store_not_behind(struct sello_store *store) {
    struct sello_standing here = {.signs = false};
    struct sello_highwater outside = {0};
    enum sello_error error = sello_standing_both(store, &here, &outside);
    if (error == SELLO_OK && sello_highwater_ahead(outside, here.marks)) {
        error = SELLO_E_STORE_BEHIND;
    }
    return error == SELLO_OK && here.unknown ? SELLO_E_STORE_UNKNOWN : error;
}

enum sello_error sello_store_known(struct sello_store *store) {
    uint64_t since = 0;
    enum sello_error error = sello_store_counter(store, "unknown_since", &since);
    return error == SELLO_OK && since > 0 ? SELLO_E_STORE_UNKNOWN : error;
}

static uint64_t above(uint64_t a, uint64_t b) {
    return a > b ? a - b : 0;
}

bool sello_store_gap_any(const struct sello_store_gap *gap) {
    return gap->serials > 0 || gap->bundle_versions > 0 || gap->root_versions > 0 ||
           gap->seconds > 0 || gap->unknown;
}

struct sello_store_gap sello_standing_gap_between(struct sello_highwater outside,
                                                  struct sello_highwater database) {
    uint64_t issued = above(outside.issued, database.issued);
    uint64_t dated = above(outside.bundle_date, database.bundle_date);
    return (struct sello_store_gap){
        .serials = above(outside.serial, database.serial),
        .bundle_versions = above(outside.bundle_version, database.bundle_version),
        .root_versions = above(outside.root_version, database.root_version),
        .seconds = issued > dated ? issued : dated,
    };
}

struct sello_store_gap sello_standing_gap(const struct sello_standing *here,
                                          struct sello_highwater outside) {
    struct sello_store_gap gap = sello_standing_gap_between(outside, here->marks);
    gap.unknown = here->unknown;
    gap.backup_end = here->backup_end;
    return gap;
}

enum sello_error sello_store_gap(struct sello_store *store, struct sello_store_gap *out) {
    struct sello_standing here = {.signs = false};
    struct sello_highwater outside = {0};
    enum sello_error error = sello_standing_both(store, &here, &outside);
    if (error == SELLO_OK) {
        *out = sello_standing_gap(&here, outside);
    }
    return error;
}
