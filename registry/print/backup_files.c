/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/backup_files.h"

#include <stdlib.h>

#include "base/file.h"
#include "labels/stock/stock_read.h"
#include "registry/print/mark.h"
#include "registry/print/printers.h"

static const struct kept_place {
    const char *name, *other; /* other: stands for the same, where it is there */
    size_t most;              /* bytes */
} places[KEPT_HERE_MAX] = {
    {"mark.png", "mark.svg", MARK_FILE_MAX},
    {"mark.svg", "mark.png", MARK_FILE_MAX},
    {"printers", "printers", PRINTERS_TEXT_MAX},
    {"stock.txt", "stock.txt", SELLO_STOCK_FILE_MAX},
};

/* ---- into a backup ---- */

static bool read_one(struct app *app, const struct kept_place *place, struct kept_here *kept) {
    char path[APP_PATH_MAX];
    uint8_t *bytes = NULL;
    size_t len = 0;
    if (!app_path(app, path, "%s", place->name)) {
        return false;
    }
    if (base_file_exists(path) && !cli_file_read(path, place->most, &bytes, &len)) {
        return false;
    }
    if (len == 0) {
        free(bytes);
        return true;
    }
    kept->owned[kept->n] = bytes;
    kept->file[kept->n++] = (struct sello_kept_file){place->name, sello_bytes(bytes, len)};
    return true;
}

bool kept_here_read(struct app *app, struct kept_here *out) {
    *out = (struct kept_here){.n = 0};
    for (size_t i = 0; i < KEPT_HERE_MAX; i++) {
        if (!read_one(app, &places[i], out)) {
            return false;
        }
    }
    return true;
}

void kept_here_free(struct kept_here *kept) {
    for (size_t i = 0; i < kept->n; i++) {
        free(kept->owned[i]);
    }
    kept->n = 0;
}

/* ---- out of one ---- */

struct restoring {
    struct app *app;
    bool failed;
};

static const struct kept_place *place_of(const struct sello_kept_file *file) {
    for (size_t i = 0; i < KEPT_HERE_MAX; i++) {
        if (strcmp(places[i].name, file->name) == 0 && file->bytes.len <= places[i].most) {
            return &places[i];
        }
    }
    return NULL;
}

/* What is in the folder is newer than any backup. */
static bool restore_one(struct app *app, const struct kept_place *place, struct sello_bytes bytes) {
    char path[APP_PATH_MAX], other[APP_PATH_MAX];
    if (!app_path(app, path, "%s", place->name) || !app_path(app, other, "%s", place->other)) {
        return false;
    }
    if (base_file_exists(path) || base_file_exists(other)) {
        cli_note(_("%s is there already and stays as it is."),
                 base_file_exists(path) ? path : other);
        return true;
    }
    return cli_file_create(path, bytes, 0644);
}

static bool visit(void *context, const struct sello_kept_file *file) {
    struct restoring *restoring = context;
    const struct kept_place *place = place_of(file);
    restoring->failed = place != NULL && !restore_one(restoring->app, place, file->bytes);
    return !restoring->failed;
}

bool kept_here_restore(struct app *app) {
    struct restoring restoring = {.app = app};
    enum sello_error error = sello_store_kept_files(app->session.store, visit, &restoring);
    if (error == SELLO_OK && !restoring.failed) {
        error = sello_store_forget_kept(app->session.store);
    }
    if (error != SELLO_OK) {
        (void)app_failed(app, error, _("What printing needs was not restored"));
    }
    return error == SELLO_OK && !restoring.failed;
}
