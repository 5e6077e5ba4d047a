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

/* The folders of a path within the new one. */
static bool make_folders(char *path, size_t from) {
    for (char *slash = strchr(path + from, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        bool ok = mkdir(path, 0755) == 0 || errno == EEXIST;
        int cause = errno;
        if (!ok) {
            return tree_failed(path, cause);
        }
        *slash = '/';
    }
    return true;
}

/* Synced later, with all others: nobody reads the new folder before. */
static bool write_file(const char *path, struct sello_bytes bytes) {
    FILE *file = fopen(path, "wxe");
    bool ok = file != NULL && fwrite(bytes.ptr, 1, bytes.len, file) == bytes.len;
    int cause = errno;
    if (file != NULL && fclose(file) != 0 && ok) {
        ok = false;
        cause = errno;
    }
    return ok || tree_failed(path, cause);
}

bool site_put(struct site *site, const char *name, struct sello_bytes bytes) {
    char path[PATH_MAX];
    if (!site->started && mkdir(site->fresh, 0755) != 0) {
        return tree_failed(site->fresh, errno);
    }
    site->started = true;
    if (!tree_path(path, "%s/%s", site->fresh, name)) {
        return tree_failed(name, ENAMETOOLONG);
    }
    if (!make_folders(path, strlen(site->fresh) + 1) || !write_file(path, bytes)) {
        return false;
    }
    site->n_bytes += bytes.len;
    return add_line(site, name, bytes) || tree_failed(path, ENOMEM);
}

/* ---- taking its place ---- */

static int by_name(const void *a, const void *b) {
    const char *const *x = a, *const *y = b;
    return strcmp(*x + 66, *y + 66);
}

static bool put_list(struct site *site) {
    size_t len = 0;
    char path[PATH_MAX], *text = NULL;
    FILE *to = open_memstream(&text, &len);
    qsort(site->line, site->n_lines, sizeof *site->line, by_name);
    for (size_t i = 0; to != NULL && i < site->n_lines; i++) {
        fputs(site->line[i], to);
    }
    bool ok = to != NULL && fclose(to) == 0 && tree_path(path, "%s/%s", site->fresh, SITE_LIST);
    ok = ok && write_file(path, sello_bytes(text, len));
    site->n_bytes += len;
    free(text);
    return ok;
}

/* Beside, under the first name that is free. */
static bool keep_strange(const struct site *site) {
    char kept[PATH_MAX], suffix[32] = ".before";
    for (unsigned n = 2; n < 1000; n++) {
        if (tree_path(kept, "%s%s", site->path, suffix) &&
            renameat2(AT_FDCWD, site->path, AT_FDCWD, kept, RENAME_NOREPLACE) == 0) {
            cli_note(_("The folder that was there is kept: %s"), kept);
            return true;
        }
        if (errno != EEXIST) {
            break;
        }
        snprintf(suffix, sizeof suffix, ".before-%u", n);
    }
    return tree_failed(site->path, errno);
}

/* In one step where the file system can, else in two: what a crash between them leaves is put right
 * by the next site_open. */
static bool swap(const struct site *site) {
    if (renameat2(AT_FDCWD, site->fresh, AT_FDCWD, site->path, RENAME_EXCHANGE) == 0) {
        return true;
    }
    if ((errno != EINVAL && errno != ENOSYS) || rename(site->path, site->before) != 0) {
        return tree_failed(site->path, errno);
    }
    return rename(site->fresh, site->path) == 0 || tree_failed(site->path, errno);
}

bool site_finish(struct site *site) {
    if (!put_list(site) || !tree_sync(site->fresh)) {
        return false;
    }
    if (site->strange && base_file_exists(site->path) && !keep_strange(site)) {
        return false;
    }
    bool placed = base_file_exists(site->path)
                      ? swap(site)
                      : rename(site->fresh, site->path) == 0 || tree_failed(site->path, errno);
    if (placed) {
        (void)fsync(site->lock);
        site->started = false;
        placed = tree_remove(site->fresh) && tree_remove(site->before);
    }
    return placed;
}
