/* SPDX-License-Identifier: Apache-2.0 */
/* Filling the new folder, and putting it in place of the old one. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/file.h"
#include "base/hex.h"
#include "base/text.h"
#include "registry/publish/publish_site.h"
#include "registry/publish/publish_tree.h"

/* ---- writing ---- */

static bool add_line(struct site *site, const char *name, struct sello_bytes bytes) {
    if (!base_grow(&site->line, &site->room, site->n_lines + 1, sizeof *site->line)) {
        return false;
    }
    uint8_t hash[SELLO_HASH_LEN];
    char hex[BASE_HEX_LEN(SELLO_HASH_LEN)];
    sello_sha256(&bytes, 1, hash);
    base_hex(hash, sizeof hash, hex);
    if (asprintf(&site->line[site->n_lines], "%s  %s\n", hex, name) < 0) {
        return false;
    }
    site->n_lines++;
    return true;
}

/* Synced later, with all others: nobody reads the new folder before. */
static enum sello_error write_file(struct session *session, const char *path,
                                   struct sello_bytes bytes) {
    FILE *file = fopen(path, "wxe");
    bool ok = file != NULL && fwrite(bytes.ptr, 1, bytes.len, file) == bytes.len;
    int cause = errno;
    if (file != NULL && fclose(file) != 0 && ok) {
        ok = false;
        cause = errno;
    }
    return ok ? SELLO_OK : tree_refuse(session, path, cause);
}

static enum sello_error write_in(struct site *site, const char *name, struct sello_bytes bytes) {
    char path[PATH_MAX];
    if (site->planned) {
        return SELLO_OK;
    }
    if (!site->started && mkdir(site->fresh, 0755) != 0) {
        return tree_refuse(site->session, site->fresh, errno);
    }
    site->started = true;
    if (!tree_path(path, "%s/%s", site->fresh, name)) {
        return tree_refuse(site->session, name, ENAMETOOLONG);
    }
    enum sello_error error = tree_make_folders(site->session, path, strlen(site->fresh) + 1);
    return error == SELLO_OK ? write_file(site->session, path, bytes) : error;
}

enum sello_error site_put(struct site *site, const char *name, struct sello_bytes bytes) {
    enum sello_error error = write_in(site, name, bytes);
    if (error != SELLO_OK) {
        return error;
    }
    site->n_bytes += bytes.len;
    return add_line(site, name, bytes) ? SELLO_OK : tree_refuse(site->session, name, ENOMEM);
}

/* ---- taking its place ---- */

static int by_name(const void *a, const void *b) {
    const char *const *x = a, *const *y = b;
    return strcmp(*x + 66, *y + 66);
}

static enum sello_error put_list(struct site *site) {
    struct base_text list;
    bool open = base_text_open(&list);
    qsort(site->line, site->n_lines, sizeof *site->line, by_name);
    for (size_t i = 0; open && i < site->n_lines; i++) {
        fputs(site->line[i], list.to);
    }
    enum sello_error error = base_text_end(&list)
                                 ? write_in(site, SITE_LIST, sello_bytes(list.bytes, list.len))
                                 : tree_refuse(site->session, SITE_LIST, ENOMEM);
    site->n_bytes += list.len;
    free(list.bytes);
    return error;
}

/* Under the first name that is free; a plan only looks for it. */
static bool step_aside(const struct site *site, const char *kept) {
    if (site->planned) {
        errno = EEXIST;
        return !base_file_exists(kept);
    }
    return renameat2(AT_FDCWD, site->path, AT_FDCWD, kept, RENAME_NOREPLACE) == 0;
}

/* At once: whatever fails after it, it is no longer where it was. */
static void tell_kept(const struct site *site) {
    if (!site->planned) {
        session_notice(site->session, &(struct problem){.rule = "folder-kept",
                                                        .value = {problem_text(site->kept)}});
    }
}

/* Beside. */
static enum sello_error keep_strange(struct site *site) {
    char suffix[32] = ".before";
    for (unsigned n = 2; n < 1000; n++) {
        if (!tree_path(site->kept, "%s%s", site->path, suffix)) {
            errno = ENAMETOOLONG;
            break;
        }
        if (step_aside(site, site->kept)) {
            tell_kept(site);
            return SELLO_OK;
        }
        if (errno != EEXIST) {
            break;
        }
        snprintf(suffix, sizeof suffix, ".before-%u", n);
    }
    site->kept[0] = '\0';
    return tree_refuse(site->session, site->path, errno);
}

/* In one step where the file system can, else in two: what a crash between them leaves is put right
 * by the next site_open. */
static bool swap(const struct site *site) {
    if (renameat2(AT_FDCWD, site->fresh, AT_FDCWD, site->path, RENAME_EXCHANGE) == 0) {
        return true;
    }
    return (errno == EINVAL || errno == ENOSYS) && rename(site->path, site->before) == 0 &&
           rename(site->fresh, site->path) == 0;
}

static enum sello_error take_place(struct site *site) {
    bool placed = base_file_exists(site->path) ? swap(site) : rename(site->fresh, site->path) == 0;
    if (!placed) {
        return tree_refuse(site->session, site->path, errno);
    }
    (void)fsync(site->lock);
    site->started = false;
    enum sello_error error = tree_remove(site->session, site->fresh);
    return error == SELLO_OK ? tree_remove(site->session, site->before) : error;
}

enum sello_error site_finish(struct site *site) {
    enum sello_error error = put_list(site);
    if (error == SELLO_OK && !site->planned) {
        error = tree_sync(site->session, site->fresh);
    }
    if (error == SELLO_OK && site->strange && base_file_exists(site->path)) {
        error = keep_strange(site);
    }
    return error == SELLO_OK && !site->planned ? take_place(site) : error;
}
