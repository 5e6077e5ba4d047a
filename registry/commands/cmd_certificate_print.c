/* SPDX-License-Identifier: Apache-2.0 */
/* A certificate as a page for the workshop's wall. */
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/page_options.h"
#include "registry/print/certificate_page.h"

/* clang-format off */
const struct cli_option cmd_certificate_print_options[] = {
    {"to", "pdf", N_("the kind of file"), false},
    {"o", N_("FILE"), N_("where to write it"), false},
    {"paper", N_("letter|a4"), PAGE_PAPER_HELP, false},
    {"words", N_("es|en|both"), PAGE_WORDS_HELP, false},
    APP_DRY_RUN,
    {.name = NULL},
};
/* clang-format on */

static bool take_request(struct app *app, struct certificate_page_request *out) {
    const char *to = NULL;
    if (!app_id(app->args, 0, SELLO_KIND_CERTIFICATE, &out->certificate) ||
        !cli_require(app->args, "to", &to) || !cli_require(app->args, "o", &out->path) ||
        !page_paper_take(app->args, &out->paper) || !page_words_take(app->args, &out->words)) {
        return false;
    }
    if (strcmp(to, "pdf") != 0) {
        cli_error(_("--to takes pdf."));
    }
    return strcmp(to, "pdf") == 0;
}

/* Where its code leads, as far as that is not there yet. */
static void say_code(const struct certificate_page *page, const char *id) {
    if (page->address[0] == '\0') {
        cli_note(_("It has no code: your published page has no list of certificates."));
    } else if (!page->is_listed) {
        cli_note(_("Its code opens your page, where %s stands from the next time on that you "
                   "publish: sello publish FOLDER"),
                 id);
    }
}

static void say_printed(struct app *app, const struct certificate_page *page) {
    const char *path = page->request.path;
    char id[SELLO_ID_LEN];
    sello_id_format((struct sello_id){SELLO_KIND_CERTIFICATE, page->certificate.number}, id);
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "certificate", id);
        cli_json_string(&j, "file", path);
        cli_json_string(&j, "code", page->address[0] != '\0' ? page->address : NULL);
        cli_json_bool(&j, "listed", page->is_listed);
        app_json_dry_run(app, &j);
        cli_json_close(&j);
    } else if (app->dry_run) {
        app_say_dry_run(app);
        cli_print(stdout, _("Certificate %s would be written to %s.\n"), id, path);
    } else {
        cli_print(stdout, _("Certificate %s is in %s, to print, sign and hang up.\n"), id, path);
        say_code(page, id);
    }
}

static int print(struct app *app) {
    struct certificate_page_request request = {.path = NULL};
    struct certificate_page page;
    if (!take_request(app, &request)) {
        return CLI_USAGE;
    }
    int result = CLI_OK;
    enum sello_error error = certificate_page_plan(&app->session, &request, &page);
    if (error == SELLO_OK && !app->dry_run) {
        error = certificate_page_commit(&app->session, &page);
    }
    if (error == SELLO_OK) {
        say_printed(app, &page);
    } else {
        result = app_problem(app, _("The certificate was not printed"));
    }
    certificate_page_free(&page);
    return result;
}

int cmd_certificate_print(const struct cli_args *args) {
    return app_run(args, APP_READ, print);
}
