/* SPDX-License-Identifier: Apache-2.0 */
/* Looking at schemes: what products are certified as. */
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/record.h"
#include "registry/commands/table.h"

static struct sello_id id_of(uint64_t code) {
    return (struct sello_id){SELLO_KIND_SCHEME, code};
}

static void print_json(const struct sello_scheme *s) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    record_json_id(&j, "id", id_of(s->code));
    cli_json_number(&j, "code", s->code);
    record_json_text(&j, "name", s->name);
    record_json_text(&j, "name_en", s->name_en);
    record_json_text(&j, "url", s->url);
    cli_json_close(&j);
}

static void print_lines(const struct sello_scheme *s) {
    record_line_id(id_of(s->code));
    record_line(_("Name"), s->name);
    record_line(_("English name"), s->name_en);
    record_line(_("Web page"), s->url);
}

static int show(struct app *app) {
    struct sello_scheme scheme = {0};
    if (!app_id(app->args, 0, SELLO_KIND_SCHEME, &scheme.code)) {
        return CLI_USAGE;
    }
    enum sello_error error = sello_scheme_get(app->session.store, scheme.code, &scheme);
    if (error != SELLO_OK) {
        return app_failed(app, error, _("The scheme cannot be shown"));
    }
    if (app->json) {
        print_json(&scheme);
    } else {
        print_lines(&scheme);
    }
    return CLI_OK;
}

int cmd_scheme_show(const struct cli_args *args) {
    return app_run(args, APP_READ, show);
}

static bool list_json(void *context, const struct sello_scheme *row) {
    (void)context;
    print_json(row);
    return true;
}

static bool list_row(void *context, const struct sello_scheme *row) {
    struct table *t = context;
    record_cell_id(t, id_of(row->code));
    table_cell(t, row->name);
    table_cell(t, row->name_en);
    table_cell(t, row->url);
    return !t->failed;
}

static int list(struct app *app) {
    const char *const titles[] = {_("Id"), _("Name"), _("English name"), _("Web page")};
    struct table t;
    table_start(&t, titles, app->json ? 0 : 4);
    enum sello_error error =
        sello_scheme_list(app->session.store, app->json ? list_json : list_row, &t);
    bool printed = app->json || table_end(&t, stdout, _("There are no schemes yet."));
    if (error != SELLO_OK) {
        return app_failed(app, error, _("The schemes cannot be listed"));
    }
    return printed ? CLI_OK : CLI_FAILURE;
}

int cmd_scheme_list(const struct cli_args *args) {
    return app_run(args, APP_READ, list);
}
