/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/package.h"

#include <stdlib.h>
#include <zip.h>

enum {
    PIECE = 65536,
    UNSUSPECTED = 8 << 20 /* bytes that may be packed as tightly as they like */
};

struct archive {
    zip_t *zip;
    size_t unpacked;
    uint8_t piece[PIECE];
};

static bool has(void *context, const char *name) {
    const struct archive *a = context;
    return zip_name_locate(a->zip, name, ZIP_FL_ENC_GUESS) >= 0;
}

/* Deflated or stored, and in the open: what spreadsheets' programs write. */
static enum rows_problem check_entry(const zip_stat_t *entry) {
    zip_uint64_t wanted =
        ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
    if ((entry->valid & wanted) != wanted) {
        return ROWS_BROKEN;
    }
    if (entry->encryption_method != ZIP_EM_NONE) {
        return ROWS_PASSWORD;
    }
    bool known = entry->comp_method == ZIP_CM_STORE || entry->comp_method == ZIP_CM_DEFLATE;
    if (!known) {
        return ROWS_BROKEN;
    }
    return entry->size <= PACKAGE_UNPACKED_MAX ? ROWS_GOOD : ROWS_TOO_LARGE;
}

/* Bytes are counted as they come out, whatever the archive says they will be. How many they are
 * packed it does say; where that is a lie, the limit of all of them still holds. */
static bool is_too_much(const struct archive *a, size_t of_entry, zip_uint64_t packed) {
    return a->unpacked > PACKAGE_UNPACKED_MAX ||
           (of_entry > UNSUSPECTED && of_entry / PACKAGE_RATIO_MAX > packed);
}

static enum rows_problem read_entry(void *context, const char *name, package_take *take,
                                    void *taker) {
    struct archive *a = context;
    zip_stat_t entry;
    zip_stat_init(&entry);
    if (zip_stat(a->zip, name, ZIP_FL_ENC_GUESS, &entry) != 0) {
        return ROWS_BROKEN;
    }
    enum rows_problem problem = check_entry(&entry);
    zip_file_t *file = problem == ROWS_GOOD ? zip_fopen_index(a->zip, entry.index, 0) : NULL;
    if (file == NULL) {
        return problem != ROWS_GOOD ? problem : ROWS_BROKEN;
    }
    size_t of_entry = 0;
    for (;;) {
        zip_int64_t n = zip_fread(file, a->piece, PIECE);
        if (n <= 0) {
            problem = n < 0 ? ROWS_BROKEN : ROWS_GOOD;
            break;
        }
        of_entry += (size_t)n;
        a->unpacked += (size_t)n;
        if (is_too_much(a, of_entry, entry.comp_size)) {
            problem = ROWS_TOO_LARGE;
            break;
        }
        if (!take(taker, sello_bytes(a->piece, (size_t)n))) {
            break;
        }
    }
    (void)zip_fclose(file);
    return problem;
}

enum rows_problem package_open(struct sello_bytes file, struct package *out) {
    struct archive *a = calloc(1, sizeof *a);
    *out = (struct package){a, has, read_entry};
    zip_source_t *source = a != NULL ? zip_source_buffer_create(file.ptr, file.len, 0, NULL) : NULL;
    if (source == NULL) {
        return ROWS_MEMORY;
    }
    a->zip = zip_open_from_source(source, ZIP_RDONLY, NULL);
    if (a->zip == NULL) {
        zip_source_free(source);
        return ROWS_BROKEN;
    }
    return zip_get_num_entries(a->zip, 0) <= PACKAGE_ENTRIES_MAX ? ROWS_GOOD : ROWS_TOO_LARGE;
}

void package_close(struct package *package) {
    struct archive *a = package->context;
    if (a != NULL && a->zip != NULL) {
        zip_discard(a->zip);
    }
    free(a);
    package->context = NULL;
}
