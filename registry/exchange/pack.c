/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/pack.h"

#include <errno.h>
#include <fts.h>
#include <stdio.h>
#include <sys/stat.h>
#include <zip.h>

#include "registry/exchange/package.h"

static bool ends(const char *name, const char *with) {
    size_t n = strlen(name), m = strlen(with);
    return n >= m && strcmp(name + n - m, with) == 0;
}

static bool is_packed(const char *name) {
    static const char *const packed[] = {".gz", ".png", ".jpg", ".jpeg", ".webp"};
    for (size_t i = 0; i < sizeof packed / sizeof *packed; i++) {
        if (ends(name, packed[i])) {
            return true;
        }
    }
    return false;
}

static bool add(zip_t *zip, const char *path, const char *entry) {
    zip_source_t *source = zip_source_file(zip, path, 0, -1);
    zip_int64_t at = source != NULL ? zip_file_add(zip, entry, source, ZIP_FL_ENC_UTF_8) : -1;
    if (at < 0) {
        zip_source_free(source); /* takes NULL */
        return false;
    }
    return !is_packed(entry) ||
           zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0) == 0;
}

static int by_name(const FTSENT **a, const FTSENT **b) {
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* Each regular file below the folder, as an entry; read when the archive is closed. */
static enum sello_error add_all(zip_t *zip, char *folder, const char *name, uint64_t most) {
    char *const roots[] = {folder, NULL};
    const size_t skip = strlen(folder);
    char entry[4096];
    FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
    enum sello_error error = tree != NULL ? SELLO_OK : SELLO_E_SYSTEM;
    errno = tree != NULL ? 0 : errno;
    for (FTSENT *e = NULL; error == SELLO_OK && (e = fts_read(tree)) != NULL;) {
        if (e->fts_info == FTS_ERR || e->fts_info == FTS_DNR || e->fts_info == FTS_NS) {
            errno = e->fts_errno;
            error = SELLO_E_SYSTEM;
        } else if (e->fts_info == FTS_F) {
            uint64_t size = (uint64_t)e->fts_statp->st_size;
            int n = snprintf(entry, sizeof entry, "%s%s", name, e->fts_path + skip);
            bool fits = n > 0 && (size_t)n < sizeof entry && size <= most;
            most -= fits ? size : 0;
            error = !fits                             ? SELLO_E_TOO_LONG
                    : add(zip, e->fts_accpath, entry) ? SELLO_OK
                                                      : SELLO_E_SYSTEM;
        }
    }
    if (tree != NULL) {
        int cause = errno;
        (void)fts_close(tree);
        errno = cause;
    }
    return error;
}

struct stopping {
    bool (*stopped)(void *context);
    void *context;
};

static int is_stopped(zip_t *zip, void *context) {
    const struct stopping *s = context;
    (void)zip;
    return s->stopped(s->context) ? 1 : 0;
}

enum sello_error package_pack(const char *folder, const char *name, uint64_t most, const char *path,
                              bool (*stopped)(void *context), void *context) {
    struct stopping stopping = {stopped, context};
    char root[4096];
    int why = 0;
    if ((size_t)snprintf(root, sizeof root, "%s", folder) >= sizeof root) {
        return SELLO_E_TOO_LONG;
    }
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &why);
    if (zip == NULL) {
        errno = errno != 0 ? errno : EIO;
        return SELLO_E_SYSTEM;
    }
    enum sello_error error = add_all(zip, root, name, most);
    if (error == SELLO_OK &&
        zip_register_cancel_callback_with_state(zip, is_stopped, NULL, &stopping) != 0) {
        error = SELLO_E_MEMORY;
    }
    if (error == SELLO_OK && zip_close(zip) == 0) {
        return SELLO_OK;
    }
    error = error != SELLO_OK                                            ? error
            : zip_error_code_zip(zip_get_error(zip)) == ZIP_ER_CANCELLED ? SELLO_E_INTERRUPTED
                                                                         : SELLO_E_SYSTEM;
    zip_discard(zip); /* also after a close that failed: no file is left */
    return error;
}
