/* SPDX-License-Identifier: Apache-2.0 */
/* Printers: the system's, and what is known of them here. */
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/print/print_send.h"
#include "registry/print/printers.h"

struct listing {
    const struct app *app;
    struct printers measured;
    bool shown[PRINTERS_MAX];
    size_t n;
};

static void put_printer(struct listing *l, const char *name, bool queue, bool measured) {
    l->n++;
    if (l->app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "printer", name);
        cli_json_bool(&j, "queue", queue);
        cli_json_bool(&j, "measured", measured);
        cli_json_close(&j);
    } else if (queue) {
        cli_print(stdout, measured ? _("%s, measured\n") : "%s\n", name);
    } else {
        cli_print(stdout, _("%s, measured; it is no printer of this computer\n"), name);
    }
}

static void put_queue(void *context, const char *queue) {
    struct listing *l = context;
    const struct printer *known = printers_find(&l->measured, queue);
    if (known != NULL) {
        l->shown[known - l->measured.printer] = true;
    }
    put_printer(l, queue, true, known != NULL);
}

static int list(struct app *app) {
    static struct listing l;
    l = (struct listing){.app = app};
    if (printers_read(&app->session, &l.measured) != SELLO_OK) {
        return app_problem(app, _("The printers cannot be listed"));
    }
    print_queues(put_queue, &l);
    for (size_t i = 0; i < l.measured.n; i++) {
        if (!l.shown[i]) {
            put_printer(&l, l.measured.printer[i].name, false, true);
        }
    }
    if (l.n == 0) {
        cli_note(
            _("This computer has no printer that can be asked for. Print to a file with: sello "
              "print B1 --to pdf -o labels.pdf"));
    }
    return CLI_OK;
}

int cmd_printer_list(const struct cli_args *args) {
    return app_run(args, APP_READ, list);
}
