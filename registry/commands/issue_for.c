/* SPDX-License-Identifier: Apache-2.0 */
/* `sello issue --for STOCK`. */
#include "registry/commands/issue_say.h"
#include "registry/print/label_for.h"

enum { DPI_OF_SHEETS = 600, DPI_OF_ROLLS = 300 };

static const char *part_words(unsigned part) {
    switch (part) {
    case LABEL_TRAITS: return _("traits");
    case LABEL_LOT: return _("lot");
    case LABEL_GOODS: return _("net content and bar code");
    case LABEL_ORIGIN: return _("origin");
    case LABEL_PRODUCER: return _("producer");
    case LABEL_PRODUCT: return _("product");
    default: return "?";
    }
}

/* "traits, lot" */
static void put_parts(unsigned parts, char *buf, size_t size) {
    size_t len = 0;
    buf[0] = '\0';
    for (unsigned part = 1; part < LABEL_PARTS_END; part <<= 1) {
        if ((parts & part) != 0 && len < size) {
            len += (size_t)snprintf(buf + len, size - len, "%s%s", len > 0 ? ", " : "",
                                    part_words(part));
        }
    }
}

static void say(const struct label_for *l) {
    char out[200], kept[200];
    put_parts(l->has & l->without, out, sizeof out);
    put_parts(l->has & ~l->without, kept, sizeof kept);
    if (out[0] == '\0') {
        cli_note(_("All of it fits the labels of %s."), l->stock.name);
    } else {
        cli_note(_("Left out, to fit the labels of %s: %s. Neither the label nor whoever verifies "
                   "it tells it."),
                 l->stock.name, out);
        cli_note(_("What stays: %s."),
                 kept[0] != '\0' ? kept : _("the certificate's number and its scheme"));
    }
    if (l->small) {
        cli_warning(_("Its code is small all the same: some phones will not read it. Larger labels "
                      "are better."));
    }
}

int issue_for(struct app *app, struct issue_request *request) {
    const char *stock = cli_text(app->args, "for");
    struct label_for l;
    if (stock == NULL) {
        return CLI_OK;
    }
    if (label_for_stock(&app->session, request, stock, DPI_OF_SHEETS, &l) != SELLO_OK ||
        (l.stock.roll &&
         label_for_stock(&app->session, request, stock, DPI_OF_ROLLS, &l) != SELLO_OK)) {
        return app_problem(app, _("No label was issued"));
    }
    request->without = l.without;
    say(&l);
    if ((l.has & l.without) == 0 || !app_may_ask(app) || cli_confirm(_("Sign them so?"))) {
        return CLI_OK;
    }
    cli_note(_("Nothing was changed."));
    return CLI_FAILURE;
}
