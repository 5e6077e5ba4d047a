/* SPDX-License-Identifier: Apache-2.0 */
/* A certificate as a page for the workshop's wall. */
#include <stdlib.h>

#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/page_options.h"
#include "registry/print/certificate_page.h"

/* clang-format off */
const struct cli_option cmd_certificate_print_options[] = {
    {"to", "pdf", N_("the kind of file"), false},
    {"o", N_("FILE"), N_("where to write it"), false},
    {"paper", "letter|a4", PAGE_PAPER_HELP, false},
    {"words", "es|en|both", PAGE_WORDS_HELP, false},
    {.name = NULL},
};
/* clang-format on */

static int write_page(struct app *app, const struct certificate_page *page, const char *path) {
    uint8_t *room = malloc(SELLO_PAGE_ROOM);
    struct sello_writer w = sello_writer_init(room, SELLO_PAGE_ROOM);
    enum sello_error error = room != NULL ? certificate_page_write(&app->session, page, &w)
                                          : session_fail(&app->session, SELLO_E_MEMORY);
    int result = CLI_FAILURE;
    if (error != SELLO_OK) {
        result = app_problem(app, _("The certificate was not printed"));
    } else if (cli_file_replace(path, sello_written(&w), 0644)) {
        result = CLI_OK;
    }
    free(room);
    return result;
}

static void say_printed(struct app *app, const struct certificate_page *page, const char *path) {
    char id[SELLO_ID_LEN];
    sello_id_format((struct sello_id){SELLO_KIND_CERTIFICATE, page->certificate.number}, id);
    if (!app->json) {
        cli_print(stdout, _("Certificate %s is in %s, to print, sign and hang up.\n"), id, path);
        return;
    }
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_string(&j, "certificate", id);
    cli_json_string(&j, "file", path);
    cli_json_close(&j);
}

static bool take(struct app *app, struct certificate_page *page, uint64_t *out_number,
                 const char **out_path) {
    const char *to = NULL;
    if (!app_id(app->args, 0, SELLO_KIND_CERTIFICATE, out_number) ||
        !cli_require(app->args, "to", &to) || !cli_require(app->args, "o", out_path) ||
        !page_paper_take(app->args, &page->paper) || !page_words_take(app->args, &page->words)) {
        return false;
    }
    if (strcmp(to, "pdf") != 0) {
        cli_error(_("--to takes pdf."));
    }
    return strcmp(to, "pdf") == 0;
}

static int print(struct app *app) {
    struct certificate_page page = {.root = NULL};
    const char *path = NULL;
    uint64_t number;
    if (!take(app, &page, &number, &path)) {
        return CLI_USAGE;
    }
    int result = certificate_page_read(&app->session, number, &page) == SELLO_OK
                     ? write_page(app, &page, path)
                     : app_problem(app, _("The certificate was not printed"));
    certificate_page_free(&page);
    if (result == CLI_OK) {
        say_printed(app, &page, path);
    }
    return result;
}

int cmd_certificate_print(const struct cli_args *args) {
    return app_run(args, APP_READ, print);
}
