/* SPDX-License-Identifier: Apache-2.0 */
/* Products: what is certified. */
#include <inttypes.h>

#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/letters.h"
#include "registry/commands/linked.h"
#include "registry/commands/list_options.h"
#include "registry/commands/record.h"
#include "registry/commands/table.h"
#include "registry/commands/touched.h"
#include "registry/desk/correct.h"

/* clang-format off */
#define PRODUCT_OPTIONS \
    {"name", N_("NAME"), N_("as it stands on the label"), false}, \
    {"traits", N_("TEXT"), N_("what can be seen of it: colours, weave, marks"), false}, \
    {"gtin", N_("GTIN"), N_("its bar code number, where it has one"), false}, \
    {"net-content", N_("TEXT"), N_("as 750 ml"), false}, \
    {"text-lang", N_("TAG"), N_("the language of these texts (es unless said)"), false}, \
    APP_DRY_RUN

const struct cli_option cmd_product_options[] = {
    PRODUCT_OPTIONS,
    {.name = NULL},
};

const struct cli_option cmd_product_edit_options[] = {
    PRODUCT_OPTIONS,
    {"yes", NULL, N_("do not ask"), false},
    APP_IF_SEEN,
    {.name = NULL},
};

const struct cli_option cmd_product_list_options[] = {
    LIST_PRODUCER,
    LIST_SCHEME,
    LIST_CSV,
    {.name = NULL},
};
/* clang-format on */

/* "--gtin=" takes the number away. */
static bool take_gtin(const struct cli_args *args, struct sello_number *out) {
    const char *text = cli_text(args, "gtin");
    if (text == NULL) {
        return true;
    }
    struct sello_number gtin = {.present = text[0] != '\0'};
    enum sello_error error = gtin.present ? sello_gtin_parse(text, &gtin.value) : SELLO_OK;
    if (error == SELLO_E_RANGE) {
        cli_error(_("--gtin %s: its last digit does not match the others, so one is mistyped."),
                  text);
    } else if (error != SELLO_OK) {
        cli_error(_("--gtin takes 8, 12, 13 or 14 digits, not '%s'."), text);
    } else {
        *out = gtin;
    }
    return error == SELLO_OK;
}

/* Takes over the options that were given; a text that is too long is wrong usage. */
static bool take_options(const struct cli_args *args, struct product_request *r,
                         struct sello_number *gtin) {
    struct sello_product room;
    r->name = cli_text(args, "name");
    r->traits = cli_text(args, "traits");
    r->net_content = cli_text(args, "net-content");
    r->language = cli_text(args, "text-lang");
    r->gtin = cli_text(args, "gtin") != NULL ? gtin : NULL;
    return app_field(args, "name", room.name) && app_field(args, "traits", room.traits) &&
           take_gtin(args, gtin) && app_field(args, "net-content", room.net_content) &&
           app_field(args, "text-lang", room.language);
}

static void gtin_text(struct sello_number gtin, char out[SELLO_LEN(24)]) {
    out[0] = '\0';
    if (gtin.present) {
        snprintf(out, 24, "%014" PRIu64, gtin.value);
    }
}

static struct sello_id id_of(uint64_t number) {
    return (struct sello_id){SELLO_KIND_PRODUCT, number};
}

/* ---- add, edit ---- */

static bool agreed(const struct app *app, const struct product_outcome *plan) {
    char gtin[2][24];
    gtin_text(plan->before.gtin, gtin[0]);
    gtin_text(plan->after.gtin, gtin[1]);
    const struct touched_field fields[] = {
        {"name", plan->before.name, plan->after.name},
        {"traits", plan->before.traits, plan->after.traits},
        {"net_content", plan->before.net_content, plan->after.net_content},
        {"language", plan->before.language, plan->after.language},
        {"gtin", gtin[0], gtin[1]},
    };
    return touched_agreed(app, &plan->touched, fields, sizeof fields / sizeof *fields);
}

static int change(struct app *app, const struct product_request *request, const char *done,
                  const char *failed) {
    struct product_outcome plan, outcome;
    bool asks = request->number > 0 && app_may_ask(app);
    if (asks && product_plan(&app->session, request, &plan) != SELLO_OK) {
        return app_problem(app, failed);
    }
    if (asks && !agreed(app, &plan)) {
        return CLI_FAILURE;
    }
    enum sello_error error =
        app->dry_run ? product_plan(&app->session, request, &outcome)
                     : product_commit(&app->session, request, asks ? &plan : NULL, &outcome);
    if (error != SELLO_OK) {
        return app_problem(app, failed);
    }
    touched_done(app, id_of(outcome.after.number), outcome.after.name, &outcome.touched, done);
    letters_say(outcome.after.name);
    letters_say(outcome.after.traits);
    letters_say(outcome.after.net_content);
    return CLI_OK;
}

static int add(struct app *app) {
    struct product_request request = {0};
    struct sello_number gtin = {0};
    const char *needed;
    if (!cli_require(app->args, "name", &needed) || !take_options(app->args, &request, &gtin)) {
        return CLI_USAGE;
    }
    return change(app, &request, _("Product %s was added: %s."), _("The product was not added"));
}

int cmd_product_add(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, add);
}

static int edit(struct app *app) {
    struct product_request request = {0};
    struct sello_number gtin = {0};
    if (!app_id(app->args, 0, SELLO_KIND_PRODUCT, &request.number) ||
        !take_options(app->args, &request, &gtin)) {
        return CLI_USAGE;
    }
    return change(app, &request, _("Product %s was changed: %s."),
                  _("The product was not changed"));
}

int cmd_product_edit(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, edit);
}

/* ---- show, list ---- */

static void json_fields(struct cli_json *j, const struct sello_product *p) {
    record_json_id(j, "id", id_of(p->number));
    record_json_text(j, "name", p->name);
    record_json_text(j, "traits", p->traits);
    if (p->gtin.present) {
        cli_json_number(j, "gtin", p->gtin.value);
    }
    record_json_text(j, "net_content", p->net_content);
    record_json_text(j, "lang", p->language);
    record_json_import(j, p->import);
}

static void print_json(const struct sello_product *p) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    json_fields(&j, p);
    cli_json_close(&j);
}

static void print_lines(const struct sello_product *p) {
    char gtin[24];
    gtin_text(p->gtin, gtin);
    record_line_id(id_of(p->number));
    record_line(_("Name"), p->name);
    record_line(_("Traits"), p->traits);
    record_line(_("GTIN"), gtin);
    record_line(_("Net content"), p->net_content);
    record_line(_("Texts in"), p->language[0] != '\0' ? p->language : "es");
    record_line_import(p->import);
}

static int show(struct app *app) {
    struct sello_product product = {0};
    if (!app_id(app->args, 0, SELLO_KIND_PRODUCT, &product.number)) {
        return CLI_USAGE;
    }
    enum sello_error error = sello_product_get(app->session.store, product.number, &product);
    if (error != SELLO_OK) {
        return app_failed(app, error, _("The product cannot be shown"));
    }
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        json_fields(&j, &product);
        error = linked_json(app, &j, id_of(product.number));
        cli_json_close(&j);
    } else {
        print_lines(&product);
        error = linked_lines(app, id_of(product.number));
    }
    return error == SELLO_OK ? CLI_OK : app_failed(app, error, _("The product cannot be shown"));
}

int cmd_product_show(const struct cli_args *args) {
    return app_run(args, APP_READ, show);
}

static bool list_json(void *context, const struct sello_product *row) {
    (void)context;
    print_json(row);
    return true;
}

static bool list_row(void *context, const struct sello_product *row) {
    struct table *t = context;
    char gtin[24];
    gtin_text(row->gtin, gtin);
    record_cell_id(t, id_of(row->number));
    table_cell(t, row->name);
    table_cell(t, row->traits);
    table_cell(t, row->net_content);
    table_cell(t, gtin);
    return !t->failed;
}

static int list(struct app *app) {
    const char *const titles[] = {_("Id"), _("Name"), _("Traits"), _("Net content"), _("GTIN")};
    struct table t;
    struct export_wanted wanted;
    const char *csv = cli_text(app->args, "csv");
    if (!list_wanted_take(app, SELLO_KIND_PRODUCT, &wanted)) {
        return CLI_USAGE;
    }
    if (csv != NULL) {
        return list_write_csv(app, EXPORT_PRODUCTS, &wanted, csv);
    }
    table_start(&t, titles, app->json ? 0 : 5);
    enum sello_error error = sello_product_find(app->session.store, &wanted.records,
                                                app->json ? list_json : list_row, &t);
    bool printed = app->json || table_end(&t, stdout,
                                          list_is_limited(app) ? _("No product is so.")
                                                               : _("There are no products yet."));
    if (error != SELLO_OK) {
        return app_failed(app, error, _("The products cannot be listed"));
    }
    return printed ? CLI_OK : CLI_FAILURE;
}

int cmd_product_list(const struct cli_args *args) {
    return app_run(args, APP_READ, list);
}
