/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <stdlib.h>

#include "labels/stock/stock_read.h"
#include "registry/print/stock_catalog.h"

#define DATA_FOLDER "libglabels-3.0/templates" /* gLabels 3's own, and Debian's glabels-data */
#define CONFIG_FOLDER "libglabels/templates"   /* those a user made in gLabels */
#define DATA_DIRS_USUAL "/usr/local/share:/usr/share"

/* What is done with each file. */
struct taking {
    bool (*take)(void *context, const char *path, struct sello_bytes file);
    void *context;
};

static bool ends_with(const char *name, const char *end) {
    size_t len = strlen(name), n = strlen(end);
    return len > n && strcmp(name + len - n, end) == 0;
}

static int is_template(const struct dirent *entry) {
    return ends_with(entry->d_name, ".xml") || ends_with(entry->d_name, ".template");
}

static bool take_file(const struct taking *taking, const char *path) {
    uint8_t *bytes;
    size_t len;
    if (!cli_file_read(path, SELLO_STOCK_FILE_MAX, &bytes, &len)) {
        return true; /* it has said why */
    }
    bool more = taking->take(taking->context, path, sello_bytes(bytes, len));
    free(bytes);
    return more;
}

static bool take_entry(const struct taking *taking, const char *folder, const char *name) {
    char path[APP_PATH_MAX];
    int len = snprintf(path, sizeof path, "%s/%s", folder, name);
    return len < 0 || (size_t)len >= sizeof path || take_file(taking, path);
}

/* A folder that is not there has no templates. */
static bool take_folder(const struct taking *taking, const char *base, size_t base_len,
                        const char *below) {
    char folder[APP_PATH_MAX];
    struct dirent **entry = NULL;
    int len = snprintf(folder, sizeof folder, "%.*s/%s", (int)base_len, base, below);
    if (base_len == 0 || base[0] != '/' || len < 0 || (size_t)len >= sizeof folder) {
        return true; /* a relative one is to be ignored, says XDG */
    }
    int n = scandir(folder, &entry, is_template, alphasort);
    bool more = true;
    for (int i = 0; i < n; i++) {
        more = more && take_entry(taking, folder, entry[i]->d_name);
        free(entry[i]);
    }
    free(entry);
    return more;
}

/* $XDG_..., else below the home. */
static bool take_users(const struct taking *taking, const char *variable, const char *usual,
                       const char *below) {
    char base[APP_PATH_MAX];
    const char *set = getenv(variable), *home = getenv("HOME");
    if (set != NULL && set[0] != '\0') {
        return take_folder(taking, set, strlen(set), below);
    }
    int len = snprintf(base, sizeof base, "%s/%s", home != NULL ? home : "", usual);
    return home == NULL || len < 0 || (size_t)len >= sizeof base ||
           take_folder(taking, base, (size_t)len, below);
}

static bool take_shared(const struct taking *taking) {
    const char *set = getenv("XDG_DATA_DIRS");
    const char *at = set != NULL && set[0] != '\0' ? set : DATA_DIRS_USUAL;
    for (;;) {
        size_t len = strcspn(at, ":");
        if (!take_folder(taking, at, len, DATA_FOLDER)) {
            return false;
        }
        if (at[len] == '\0') {
            return true;
        }
        at += len + 1;
    }
}

bool stock_glabels_files(bool (*take)(void *context, const char *path, struct sello_bytes file),
                         void *context) {
    const struct taking taking = {take, context};
    return take_users(&taking, "XDG_CONFIG_HOME", ".config", CONFIG_FOLDER) &&
           take_users(&taking, "XDG_DATA_HOME", ".local/share", DATA_FOLDER) &&
           take_shared(&taking);
}
