/* SPDX-License-Identifier: Apache-2.0 */
/* sello export epcis: what was done with labels, as EPCIS events. */
#include "base/file.h"
#include "base/interrupt.h"
#include "registry/commands/export_others.h"
#include "registry/commands/list_options.h"
#include "registry/interop/epcis.h"

static enum sello_error put_table(struct app *app, const void *context,
                                  const struct export_sink *sink) {
    return epcis_csv(&app->session, context, sink);
}

static void say_events(const struct app *app, uint64_t n_events, const char *path) {
    if (app->json && strcmp(path, "-") != 0) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_number(&j, "events", n_events);
        cli_json_string(&j, "path", path);
        cli_json_close(&j);
        return;
    }
    cli_note(P_("%llu event.", "%llu events.", n_events), (unsigned long long)n_events);
}

/* What could not be written is said by cli_output_end, or at the program's end. */
static int write_document(struct app *app, const struct epcis_wanted *wanted, const char *path) {
    struct base_output output;
    uint64_t n_events = 0;
    if (!cli_output_open(&output, path, 0666, false)) {
        return CLI_FAILURE;
    }
    enum sello_error error = epcis_json(&app->session, wanted, output.to, &n_events);
    if (!cli_output_end(&output, error == SELLO_OK)) {
        return CLI_FAILURE;
    }
    if (error == SELLO_OK) {
        say_events(app, n_events, path);
        return CLI_OK;
    }
    if (error == SELLO_E_INTERRUPTED) {
        cli_error(_("Interrupted: nothing was exported."));
        return CLI_INTERRUPTED;
    }
    return app_problem(app, _("Nothing was exported"));
}

int export_epcis(struct app *app) {
    const char *path = cli_text(app->args, "o"), *table = cli_text(app->args, "csv");
    struct epcis_wanted wanted;
    if (cli_n_operands(app->args) > 1) {
        cli_error(_("'%s' is too much here. Only labels are exported in part."),
                  cli_operand(app->args, 1));
        return CLI_USAGE;
    }
    if (path == NULL && table == NULL) {
        cli_error(_("Say where the events go: -o FILE as JSON, --csv FILE as a table."));
        return CLI_USAGE;
    }
    if (!list_days_take(app->args, &wanted.from, &wanted.until)) {
        return CLI_USAGE;
    }
    base_interrupt_catch();
    int result = path != NULL ? write_document(app, &wanted, path) : CLI_OK;
    if (result == CLI_OK && table != NULL) {
        result = list_write_table(app, put_table, &wanted, table);
    }
    base_interrupt_release();
    return result;
}
