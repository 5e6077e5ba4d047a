/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/trust_output.h"

#include <stdlib.h>

#include "registry/commands/page_options.h"
#include "registry/print/notice.h"

/* ---- what is asked for ---- */

static bool take_form(const char *to, struct trust_output *out) {
    static const struct {
        const char *name;
        enum sello_page_form form;
    } forms[] = {{"pdf", SELLO_PAGE_PDF}, {"png", SELLO_PAGE_PNG}, {"svg", SELLO_PAGE_SVG}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (strcmp(to, forms[i].name) == 0) {
            out->form = forms[i].form;
            return true;
        }
    }
    cli_error(_("--to takes pdf, png or svg. Without it the trust file is written."));
    return false;
}

bool trust_output_take(const struct cli_args *args, struct trust_output *out) {
    const char *to = cli_text(args, "to"), *paper = cli_text(args, "paper");
    out->is_page = to != NULL;
    if (to == NULL) {
        if (paper != NULL) {
            cli_error(_("--paper is for a notice: give --to too."));
        }
        return paper == NULL;
    }
    if (!take_form(to, out) || !page_paper_take(args, &out->paper)) {
        return false;
    }
    if (!cli_flag(args, "status-only") && !cli_flag(args, "again")) {
        cli_error(_("Only the status fits on a notice: give --status-only too."));
        return false;
    }
    return true;
}

/* ---- the notice ---- */

static void say_why(struct app *app, enum sello_error error) {
    switch ((int)error) {
    case SELLO_E_SYMBOL_TOO_LONG:
        cli_error(_("The notice was not written: the status of so many labels does not fit one "
                    "symbol. Give out the trust file instead: sello trust export -o trust.sello"));
        break;
    case SELLO_E_STATE:
        cli_error(_("The notice was not written: the newest trust data has more than the status. "
                    "Make a new one with --status-only instead of --again."));
        break;
    case SELLO_E_PAGE_FONT:
        cli_error(_("The notice was not written: the DejaVu fonts are missing. On Debian install "
                    "the package fonts-dejavu-core, then give --again."));
        break;
    default: (void)app_failed(app, error, _("The notice was not written"));
    }
}

static bool write_notice(struct app *app, const struct trust_output *output,
                         const struct trust_file *file, const char *path, size_t *out_len) {
    const struct notice notice = {app_root(app), trust_file_bundle(file)};
    uint8_t *page = notice.root != NULL ? malloc(SELLO_PAGE_ROOM) : NULL;
    struct sello_writer w = sello_writer_init(page, SELLO_PAGE_ROOM);
    if (notice.root == NULL) {
        return false;
    }
    enum sello_error error =
        page != NULL ? notice_write(&notice, output->paper, output->form, &w) : SELLO_E_MEMORY;
    if (error != SELLO_OK) {
        say_why(app, error);
    }
    bool written = error == SELLO_OK && cli_file_replace(path, sello_written(&w), 0644);
    *out_len = w.len;
    free(page);
    return written;
}

bool trust_output_write(struct app *app, const struct trust_output *output,
                        const struct trust_file *file, const char *path, size_t *out_len) {
    if (output->is_page) {
        return write_notice(app, output, file, path, out_len);
    }
    *out_len = file->len;
    if (!cli_file_replace(path, trust_file_bytes(file), 0644)) {
        cli_note(_("The trust data itself is kept: write it elsewhere with --again."));
        return false;
    }
    return true;
}
