/* SPDX-License-Identifier: Apache-2.0 */
#include "base/interrupt.h"
#include "registry/print/print.h"

void print_say_failed(struct app *app, const struct print_worker *worker, enum sello_error error) {
    unsigned long long serial = worker->serial;
    switch ((int)error) {
    case SELLO_E_PICTURE_NO_CODE:
        cli_error(_("Label %llu was drawn, and does not read back. Nothing of it was let go; "
                    "please report it."),
                  serial);
        break;
    case SELLO_E_BATCH_MISMATCH:
        cli_error(_("Label %llu was drawn, and reads back as something else. Nothing of it was let "
                    "go; please report it."),
                  serial);
        break;
    case SELLO_E_SIGNATURE:
        cli_error(_("Label %llu: the signature that is stored does not match. Nothing was let go. "
                    "See what is wrong with: sello check --all"),
                  serial);
        break;
    case SELLO_E_PAGE_FULL:
        cli_error(_("The labels of %s have no room for this design. Choose other stock with "
                    "--stock, or --design plain."),
                  worker->job->stock.name);
        break;
    case SELLO_E_PAGE_FONT:
        cli_error(_("Nothing was printed: the DejaVu fonts are missing. On Debian install the "
                    "package fonts-dejavu-core."));
        break;
    default: (void)app_failed(app, error, _("The labels cannot be printed"));
    }
}

static bool in_files(const struct print_job *job) {
    return !job->stream && job->format != PRINT_ZPL &&
           (job->format != PRINT_PDF || job->file_pages > 0);
}

static void say_interrupted(const struct print_job *job, const struct print_done *done) {
    unsigned long long n = done->n_labels, of = job->n_labels;
    if (job->stream) {
        cli_error(P_("Interrupted: %llu of %llu label was written.",
                     "Interrupted: %llu of %llu labels were written.", of),
                  n, of);
    } else if (!in_files(job)) {
        cli_error(_("Interrupted: nothing was written."));
    } else {
        cli_error(P_("Interrupted: %llu of %llu label is in place. For the rest run the same "
                     "command again with --resume.",
                     "Interrupted: %llu of %llu labels are in place. For the others run the same "
                     "command again with --resume.",
                     of),
                  n, of);
    }
}

/* Why it failed was said. */
static void say_what_is_there(const struct print_job *job, const struct print_done *done) {
    if (in_files(job) && !job->proof && done->n_labels > 0) {
        cli_note(_("%llu of %llu labels are in place. For the others run the same command again "
                   "with --resume."),
                 (unsigned long long)done->n_labels, (unsigned long long)job->n_labels);
    }
}

bool print_write(struct app *app, const struct print_job *job, struct print_done *out) {
    base_interrupt_catch();
    bool ok = job->format == PRINT_PDF ? print_write_sheets(app, job, out)
                                       : print_write_labels(app, job, out);
    base_interrupt_release();
    if (out->interrupted) {
        say_interrupted(job, out);
    } else if (!ok) {
        say_what_is_there(job, out);
    }
    return ok;
}
