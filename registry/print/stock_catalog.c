/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/stock_catalog.h"

#include <errno.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include "base/array.h"
#include "labels/stock/stock_read.h"
#include "registry/commands/stock_words.h"

#define USER_FILE "stock.txt"

const char *stock_from_name(enum stock_from from) {
    switch (from) {
    case STOCK_OF_SELLO: return "sello";
    case STOCK_OF_USER: return "user";
    case STOCK_OF_GLABELS: return "glabels";
    }
    return "";
}

/* ---- the list ---- */

void stock_list_free(struct stock_list *list) {
    free(list->item);
    *list = (struct stock_list){.item = NULL};
}

static bool add(struct stock_list *list, const struct sello_stock *stock, enum stock_from from) {
    if (!base_grow(&list->item, &list->room, list->n + 1, sizeof *list->item)) {
        return false;
    }
    list->item[list->n++] = (struct stock_item){*stock, from};
    return true;
}

static bool add_ours(struct stock_list *list) {
    for (size_t i = 0; i < sello_stock_count(); i++) {
        if (!add(list, sello_stock_at(i), STOCK_OF_SELLO)) {
            return false;
        }
    }
    return true;
}

static const struct stock_item *find_other(const struct stock_list *list, const char *name) {
    for (size_t i = 0; i < list->n; i++) {
        if (list->item[i].from != STOCK_OF_SELLO &&
            strcasecmp(list->item[i].stock.name, name) == 0) {
            return &list->item[i];
        }
    }
    return NULL;
}

/* ---- the user's ---- */

/* What a reader of stock adds to. */
struct adding {
    struct stock_list *list;
    const char *path;
    bool failed; /* memory ran out */
};

static bool add_users(void *context, const struct sello_stock *stock) {
    struct adding *adding = context;
    if (sello_stock_find(stock->name) != NULL) {
        cli_warning(_("%s: the name %s is one of Sello's own, which is used. Give yours another "
                      "one, for example my-%s."),
                    adding->path, stock->name, stock->name);
        return true;
    }
    if (find_other(adding->list, stock->name) != NULL) {
        cli_warning(_("%s: the name %s stands twice. The first one is used."), adding->path,
                    stock->name);
        return true;
    }
    adding->failed = !add(adding->list, stock, STOCK_OF_USER);
    return !adding->failed;
}

static void parse_users(struct adding *adding, struct sello_bytes file) {
    struct sello_stock_fault fault;
    if (sello_stock_parse(file, USER_FILE, add_users, adding, &fault) != SELLO_OK) {
        stock_say_fault(adding->path, &fault);
        cli_note(_("What stands before it is used, what follows is not."));
    }
}

static bool add_users_file(struct app *app, struct stock_list *list) {
    char path[APP_PATH_MAX];
    uint8_t *bytes;
    size_t len;
    struct adding adding = {list, path, false};
    int n = snprintf(path, sizeof path, "%s/" USER_FILE, app->session.folder);
    if (n < 0 || (size_t)n >= sizeof path || (access(path, F_OK) != 0 && errno == ENOENT)) {
        return true;
    }
    if (cli_file_read(path, SELLO_STOCK_FILE_MAX, &bytes, &len)) { /* else it said why */
        parse_users(&adding, sello_bytes(bytes, len));
        free(bytes);
    }
    return !adding.failed;
}

/* ---- gLabels' ---- */

/* Names that are ours, or came before, stay what they are: databases repeat each other. */
static bool add_glabels(void *context, const struct sello_stock *stock) {
    struct adding *adding = context;
    bool known =
        sello_stock_find(stock->name) != NULL || find_other(adding->list, stock->name) != NULL;
    adding->failed = !known && !add(adding->list, stock, STOCK_OF_GLABELS);
    return !adding->failed;
}

static bool add_glabels_file(void *context, const char *path, struct sello_bytes file) {
    struct adding *adding = context;
    size_t passed_over = 0;
    enum sello_error error = sello_stock_glabels(file, add_glabels, adding, &passed_over);
    if (error == SELLO_E_MEMORY) {
        adding->failed = true;
    } else if (error != SELLO_OK) {
        cli_warning(_("%s is not a file of gLabels templates, or is broken. It is passed over."),
                    path);
    }
    return !adding->failed;
}

static bool add_glabels_files(struct stock_list *list) {
    struct adding adding = {list, NULL, false};
    return stock_glabels_files(add_glabels_file, &adding);
}

bool stock_list_make(struct app *app, bool with_glabels, struct stock_list *out) {
    *out = (struct stock_list){.item = NULL};
    if (add_ours(out) && add_users_file(app, out) && (!with_glabels || add_glabels_files(out))) {
        return true;
    }
    (void)app_failed(app, SELLO_E_MEMORY, _("The stock could not be listed"));
    return false;
}

/* ---- one ---- */

static bool list_glabels_too(struct app *app, struct stock_list *list) {
    bool good = add_glabels_files(list);
    if (!good) {
        (void)app_failed(app, SELLO_E_MEMORY, _("The stock could not be listed"));
    }
    return good;
}

/* Sello's first; gLabels' hundreds are read only where the first two have none of the name. */
static bool find(struct app *app, const char *name, struct stock_list *list,
                 const struct stock_item **out) {
    const struct sello_stock *ours = sello_stock_find(name);
    bool good = stock_list_make(app, false, list); /* also for what it warns of */
    for (size_t i = 0; good && ours != NULL && i < list->n; i++) {
        if (strcmp(list->item[i].stock.name, ours->name) == 0) {
            *out = &list->item[i];
            return true;
        }
    }
    *out = find_other(list, name);
    if (good && *out == NULL) {
        good = list_glabels_too(app, list);
        *out = find_other(list, name);
    }
    return good;
}

bool stock_here(struct app *app, const char *name, struct stock_item *out) {
    struct stock_list list;
    const struct stock_item *found = NULL;
    if (find(app, name, &list, &found) && found == NULL) {
        cli_error(_("There is no stock named %s. See: sello stock list --all"), name);
    }
    if (found != NULL) {
        *out = *found;
    }
    stock_list_free(&list);
    return found != NULL;
}
