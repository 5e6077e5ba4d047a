/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/stock_catalog.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include "base/array.h"
#include "labels/stock/stock_read.h"
#include "registry/session/session_files.h"

#define USER_FILE "stock.txt"

#define DATA_FOLDER "libglabels-3.0/templates" /* gLabels 3's own, and Debian's glabels-data */
#define CONFIG_FOLDER "libglabels/templates"   /* those a user made in gLabels */
#define DATA_DIRS_USUAL "/usr/local/share:/usr/share"

/* ---- the catalog ---- */

void stock_catalog_free(struct stock_catalog *catalog) {
    free(catalog->item);
    *catalog = (struct stock_catalog){.item = NULL};
}

static bool add_stock(struct stock_catalog *catalog, const struct sello_stock *stock,
                      enum stock_from from) {
    if (!base_grow(&catalog->item, &catalog->room, catalog->n + 1, sizeof *catalog->item)) {
        return false;
    }
    catalog->item[catalog->n++] = (struct stock_item){*stock, from};
    return true;
}

static bool add_sellos(struct stock_catalog *catalog) {
    for (size_t i = 0; i < sello_stock_count(); i++) {
        if (!add_stock(catalog, sello_stock_at(i), STOCK_OF_SELLO)) {
            return false;
        }
    }
    return true;
}

static const struct stock_item *find_other(const struct stock_catalog *catalog, const char *name) {
    for (size_t i = 0; i < catalog->n; i++) {
        if (catalog->item[i].from != STOCK_OF_SELLO &&
            strcasecmp(catalog->item[i].stock.name, name) == 0) {
            return &catalog->item[i];
        }
    }
    return NULL;
}

/* What a reader of stock adds to. */
struct adding {
    struct session *session;
    struct stock_catalog *catalog;
    const char *path; /* the user's file */
    bool failed;      /* memory ran out */
};

/* ---- the user's ---- */

static void tell_name(const struct adding *adding, const char *rule,
                      const struct sello_stock *stock) {
    session_notice(adding->session, &(struct problem){.error = SELLO_E_EXISTS,
                                                      .rule = rule,
                                                      .value = {problem_text(adding->path),
                                                                problem_text(stock->name)}});
}

static bool add_users(void *context, const struct sello_stock *stock) {
    struct adding *adding = context;
    if (sello_stock_find(stock->name) != NULL) {
        tell_name(adding, "stock-name-of-sello", stock);
        return true;
    }
    if (find_other(adding->catalog, stock->name) != NULL) {
        tell_name(adding, "stock-name-twice", stock);
        return true;
    }
    adding->failed = !add_stock(adding->catalog, stock, STOCK_OF_USER);
    return !adding->failed;
}

static void parse_users(struct adding *adding, struct sello_bytes file) {
    struct sello_stock_fault fault;
    enum sello_error error = sello_stock_parse(file, USER_FILE, add_users, adding, &fault);
    if (error == SELLO_OK) {
        return;
    }
    session_notice(
        adding->session,
        &(struct problem){.error = error,
                          .rule = "stock-file-wrong",
                          .value = {problem_text(adding->path), problem_number(fault.line),
                                    problem_text(fault.word != NULL ? fault.word : ""),
                                    problem_number((uint64_t)fault.wrong),
                                    problem_number((uint64_t)fault.problem)}});
    session_notice(adding->session, &(struct problem){.rule = "stock-file-in-part"});
}

static bool add_users_file(struct session *session, struct stock_catalog *catalog) {
    char path[SESSION_PATH_MAX];
    uint8_t *bytes;
    size_t len;
    struct adding adding = {session, catalog, path, false};
    int n = snprintf(path, sizeof path, "%s/" USER_FILE, session->folder);
    if (n < 0 || (size_t)n >= sizeof path || (access(path, F_OK) != 0 && errno == ENOENT)) {
        return true;
    }
    if (session_read_file(session, path, SELLO_STOCK_FILE_MAX, &bytes, &len) == SELLO_OK) {
        parse_users(&adding, sello_bytes(bytes, len));
        free(bytes);
    } else {
        session_notice(session, &session->problem);
    }
    return !adding.failed;
}

/* ---- gLabels' ---- */

/* Names that are ours, or came before, stay what they are: databases repeat each other. */
static bool add_glabels(void *context, const struct sello_stock *stock) {
    struct adding *adding = context;
    bool known =
        sello_stock_find(stock->name) != NULL || find_other(adding->catalog, stock->name) != NULL;
    adding->failed = !known && !add_stock(adding->catalog, stock, STOCK_OF_GLABELS);
    return !adding->failed;
}

static bool ends_with(const char *name, const char *end) {
    size_t len = strlen(name), n = strlen(end);
    return len > n && strcmp(name + len - n, end) == 0;
}

static int is_template(const struct dirent *entry) {
    return ends_with(entry->d_name, ".xml") || ends_with(entry->d_name, ".template");
}

static bool take_templates(struct adding *adding, const char *path) {
    uint8_t *bytes;
    size_t len, passed_over = 0;
    enum sello_error error =
        session_read_file(adding->session, path, SELLO_STOCK_FILE_MAX, &bytes, &len);
    if (error != SELLO_OK) {
        session_notice(adding->session, &adding->session->problem);
        return true;
    }
    error = sello_stock_glabels(sello_bytes(bytes, len), add_glabels, adding, &passed_over);
    free(bytes);
    if (error == SELLO_E_MEMORY) {
        adding->failed = true;
    } else if (error != SELLO_OK) {
        session_notice(adding->session, &(struct problem){.error = error,
                                                          .rule = "templates-not-readable",
                                                          .value = {problem_text(path)}});
    }
    return !adding->failed;
}

static bool take_entry(struct adding *adding, const char *folder, const char *name) {
    char path[SESSION_PATH_MAX];
    int len = snprintf(path, sizeof path, "%s/%s", folder, name);
    return len < 0 || (size_t)len >= sizeof path || take_templates(adding, path);
}

/* A folder that is not there has no templates. */
static bool take_folder(struct adding *adding, const char *base, size_t base_len,
                        const char *below) {
    char folder[SESSION_PATH_MAX];
    struct dirent **entry = NULL;
    int len = snprintf(folder, sizeof folder, "%.*s/%s", (int)base_len, base, below);
    if (base_len == 0 || base[0] != '/' || len < 0 || (size_t)len >= sizeof folder) {
        return true; /* a relative one is to be ignored, says XDG */
    }
    int n = scandir(folder, &entry, is_template, alphasort);
    bool more = true;
    for (int i = 0; i < n; i++) {
        more = more && take_entry(adding, folder, entry[i]->d_name);
        free(entry[i]);
    }
    free(entry);
    return more;
}

/* $XDG_..., else below the home. */
static bool take_users(struct adding *adding, const char *variable, const char *usual,
                       const char *below) {
    char base[SESSION_PATH_MAX];
    const char *set = getenv(variable), *home = getenv("HOME");
    if (set != NULL && set[0] != '\0') {
        return take_folder(adding, set, strlen(set), below);
    }
    int len = snprintf(base, sizeof base, "%s/%s", home != NULL ? home : "", usual);
    return home == NULL || len < 0 || (size_t)len >= sizeof base ||
           take_folder(adding, base, (size_t)len, below);
}

static bool take_shared(struct adding *adding) {
    const char *set = getenv("XDG_DATA_DIRS");
    const char *at = set != NULL && set[0] != '\0' ? set : DATA_DIRS_USUAL;
    for (;;) {
        size_t len = strcspn(at, ":");
        if (!take_folder(adding, at, len, DATA_FOLDER)) {
            return false;
        }
        if (at[len] == '\0') {
            return true;
        }
        at += len + 1;
    }
}

/* Every readable template file of $XDG_CONFIG_HOME (libglabels/templates), and of $XDG_DATA_HOME
 * and $XDG_DATA_DIRS (libglabels-3.0/templates), by name within each. */
static bool add_glabels_files(struct session *session, struct stock_catalog *catalog) {
    struct adding adding = {session, catalog, NULL, false};
    return take_users(&adding, "XDG_CONFIG_HOME", ".config", CONFIG_FOLDER) &&
           take_users(&adding, "XDG_DATA_HOME", ".local/share", DATA_FOLDER) &&
           take_shared(&adding);
}

static enum sello_error refuse_memory(struct session *session) {
    return session_refuse(session,
                          &(struct problem){.error = SELLO_E_MEMORY, .rule = "stock-not-listed"});
}

enum sello_error stock_catalog_make(struct session *session, bool with_glabels,
                                    struct stock_catalog *out) {
    *out = (struct stock_catalog){.item = NULL};
    bool made = add_sellos(out) && add_users_file(session, out) &&
                (!with_glabels || add_glabels_files(session, out));
    return made ? SELLO_OK : refuse_memory(session);
}

/* ---- one ---- */

/* Sello's first; gLabels' hundreds are read only where the first two have none of the name. */
static enum sello_error find_stock(struct session *session, const char *name,
                                   struct stock_catalog *catalog, const struct stock_item **out) {
    const struct sello_stock *sellos = sello_stock_find(name);
    enum sello_error error = stock_catalog_make(session, false, catalog); /* for its notices too */
    for (size_t i = 0; error == SELLO_OK && sellos != NULL && i < catalog->n; i++) {
        if (strcmp(catalog->item[i].stock.name, sellos->name) == 0) {
            *out = &catalog->item[i];
            return SELLO_OK;
        }
    }
    *out = find_other(catalog, name);
    if (error == SELLO_OK && *out == NULL) {
        error = add_glabels_files(session, catalog) ? SELLO_OK : refuse_memory(session);
        *out = find_other(catalog, name);
    }
    return error;
}

enum sello_error stock_find(struct session *session, const char *name, struct stock_item *out) {
    struct stock_catalog catalog;
    const struct stock_item *found = NULL;
    enum sello_error error = find_stock(session, name, &catalog, &found);
    if (error == SELLO_OK && found == NULL) {
        error = session_refuse(session, &(struct problem){.error = SELLO_E_NOT_FOUND,
                                                          .rule = "stock-unknown",
                                                          .field = "stock",
                                                          .value = {problem_text(name)}});
    }
    if (error == SELLO_OK) {
        *out = *found;
    }
    stock_catalog_free(&catalog);
    return error;
}
