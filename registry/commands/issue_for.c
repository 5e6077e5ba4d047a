/* SPDX-License-Identifier: Apache-2.0 */
/* `sello issue --for STOCK`. */
#include "registry/commands/issue_say.h"

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
    if (label_for_stock(&app->session, request, stock, &l) != SELLO_OK) {
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

/* ---- of a table's rows ---- */

static bool shorten(void *context, const struct issue_request *request,
                    const struct label_records *records, uint64_t ahead,
                    struct issue_shortened *out) {
    struct label_for l;
    bool found = label_for_place(context, request, records, ahead, &l);
    *out = (struct issue_shortened){l.without, l.has & l.without, l.small};
    return found;
}

bool issue_for_rows(struct app *app, struct label_place *place,
                    struct issue_table_request *request) {
    const char *stock = cli_text(app->args, "for");
    if (stock == NULL) {
        return true;
    }
    if (label_place_find(&app->session, stock, place) != SELLO_OK) {
        (void)app_problem(app, _("No label was issued"));
        return false;
    }
    request->stock = place->stock.name;
    request->shorten = shorten;
    request->place = place;
    return true;
}

static const char *part_name(unsigned part) {
    switch (part) {
    case LABEL_TRAITS: return "traits";
    case LABEL_LOT: return "lot";
    case LABEL_GOODS: return "goods";
    case LABEL_ORIGIN: return "origin";
    case LABEL_PRODUCER: return "producer";
    case LABEL_PRODUCT: return "product";
    default: return "?";
    }
}

static void put_missing(struct cli_json *j, unsigned parts, size_t n_rows) {
    cli_json_open_in(j, NULL, '{');
    cli_json_number(j, "rows", n_rows);
    cli_json_open_in(j, "parts", '[');
    for (unsigned part = 1; part < LABEL_PARTS_END; part <<= 1) {
        if ((parts & part) != 0) {
            cli_json_string(j, NULL, part_name(part));
        }
    }
    cli_json_close_in(j, ']');
    cli_json_close_in(j, '}');
}

void issue_for_json(struct cli_json *j, const struct issue_table_outcome *o) {
    if (o->n_missing[0] == o->n_to_issue) {
        return;
    }
    cli_json_open_in(j, "left_out", '[');
    for (unsigned parts = 1; parts < LABEL_PARTS_END; parts++) {
        if (o->n_missing[parts] > 0) {
            put_missing(j, parts, o->n_missing[parts]);
        }
    }
    cli_json_close_in(j, ']');
}

void issue_for_say_rows(const struct app *app, const struct issue_table_request *request,
                        const struct issue_table_outcome *o) {
    if (request->stock == NULL || o->n_to_issue == 0 || app->json) {
        return;
    }
    if (o->n_missing[0] == o->n_to_issue) {
        cli_note(_("All of it fits the labels of %s."), request->stock);
    }
    for (unsigned parts = 1; parts < LABEL_PARTS_END; parts++) {
        char out[200];
        put_parts(parts, out, sizeof out);
        if (o->n_missing[parts] > 0) {
            cli_note(P_("Left out of the labels of %zu row, to fit those of %s: %s.",
                        "Left out of the labels of %zu rows, to fit those of %s: %s.",
                        o->n_missing[parts]),
                     o->n_missing[parts], request->stock, out);
        }
    }
    if (o->n_small > 0) {
        cli_warning(P_("The codes of %zu row are small all the same: some phones will not read "
                       "them. Larger labels are better.",
                       "The codes of %zu rows are small all the same: some phones will not read "
                       "them. Larger labels are better.",
                       o->n_small),
                    o->n_small);
    }
}
