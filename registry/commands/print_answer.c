/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/print_answer.h"

#include "registry/commands/root_words.h"

static bool is_folder(const struct print_job *job) {
    return job->format == PRINT_PNG || job->format == PRINT_SVG;
}

/* ---- what there is no room for ---- */

struct part_words {
    const char *name; /* in JSON */
    const char *words;
};

static struct part_words words_of_part(enum sello_art_part part) {
    switch (part) {
    case SELLO_ART_PRODUCT: return (struct part_words){"product", _("product")};
    case SELLO_ART_SERIAL: return (struct part_words){"serial", _("serial")};
    case SELLO_ART_SCAN: return (struct part_words){"scan", _("\"Scan to verify\"")};
    case SELLO_ART_CERTIFIER: return (struct part_words){"certifier", _("certifier")};
    case SELLO_ART_WEB: return (struct part_words){"web", _("web address")};
    case SELLO_ART_MARK: return (struct part_words){"mark", _("mark")};
    case SELLO_ART_CERTIFICATE: return (struct part_words){"certificate", _("certificate")};
    case SELLO_ART_ORIGIN: return (struct part_words){"origin", _("origin")};
    case SELLO_ART_PRODUCER: return (struct part_words){"producer", _("producer")};
    case SELLO_ART_TRAITS: return (struct part_words){"traits", _("traits")};
    case SELLO_ART_SCHEME: return (struct part_words){"scheme", _("scheme")};
    case SELLO_ART_LOT: return (struct part_words){"lot", _("lot")};
    case SELLO_ART_MADE: return (struct part_words){"made", _("date made")};
    case SELLO_ART_NET: return (struct part_words){"net_content", _("net content")};
    case SELLO_ART_OWN_WORDS: return (struct part_words){"own_words", _("the design's own words")};
    case SELLO_ART_PARTS: break;
    }
    return (struct part_words){"?", "?"};
}

#define LACKS_LEN 800

/* "producer, lot (on 3 of 5 labels)" */
static void put_lacks(const struct print_job *job, bool cut, char out[SELLO_LEN(LACKS_LEN)]) {
    size_t len = 0;
    out[0] = '\0';
    for (size_t i = 0; i < job->n_lacks && len < LACKS_LEN; i++) {
        const struct print_lack *lack = &job->lack[i];
        if (lack->cut == cut) {
            len += (size_t)snprintf(out + len, LACKS_LEN - len, "%s%s", len > 0 ? ", " : "",
                                    words_of_part(lack->part).words);
        }
        if (lack->cut == cut && lack->n_labels < job->n_labels && len < LACKS_LEN) {
            len += (size_t)snprintf(out + len, LACKS_LEN - len, _(" (on %llu of %llu labels)"),
                                    (unsigned long long)lack->n_labels,
                                    (unsigned long long)job->n_labels);
        }
    }
}

void print_say_lacks(const struct print_job *job) {
    char out[LACKS_LEN], cut[LACKS_LEN];
    put_lacks(job, false, out);
    put_lacks(job, true, cut);
    if (out[0] != '\0') {
        cli_warning(_("Left out, as the labels of %s have no room for it: %s."), job->stock.name,
                    out);
    }
    if (cut[0] != '\0') {
        cli_warning(_("Cut short with \"…\", for want of room: %s."), cut);
    }
}

static void put_lacks_json(struct cli_json *j, const struct print_job *job) {
    cli_json_open_in(j, "left_out", '[');
    for (size_t i = 0; i < job->n_lacks; i++) {
        cli_json_open_in(j, NULL, '{');
        cli_json_string(j, "what", words_of_part(job->lack[i].part).name);
        cli_json_bool(j, "cut", job->lack[i].cut);
        cli_json_number(j, "labels", job->lack[i].n_labels);
        cli_json_close_in(j, '}');
    }
    cli_json_close_in(j, ']');
}

/* ---- JSON ---- */

static void put_stock(struct cli_json *j, const struct print_job *job,
                      const struct print_done *done) {
    char cell[PRINT_CELL_LEN];
    cli_json_string(j, "stock", job->stock.name);
    cli_json_string(j, "printer", job->printer[0] != '\0' ? job->printer : NULL);
    if (job->format != PRINT_PDF) {
        return;
    }
    cli_json_number(j, "pages", done->n_pages);
    if (!job->proof && print_next_cell(job) != 0) {
        print_cell_text(job, print_next_cell(job), cell);
        cli_json_string(j, "next_cell", cell);
    }
}

static void say_json(const struct app *app, const struct print_job *job,
                     const struct print_done *done) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    const char *to = job->to_queue ? "queue" : is_folder(job) ? "folder" : "file";
    cli_json_string(&j, to, job->path);
    cli_json_string(&j, "format", print_format_name(job->format));
    cli_json_number(&j, "files", done->n_files);
    cli_json_number(&j, "labels", done->n_labels);
    cli_json_number(&j, "copies", job->copies);
    cli_json_number(&j, "symbol_version", job->version);
    cli_json_number(&j, "dpi", job->size.dpi);
    cli_json_number(&j, "dots_per_module", job->size.dots_per_module);
    cli_json_decimal(&j, "module_mm", sello_module_mm(job->size));
    if (job->whole) {
        put_stock(&j, job, done);
        put_lacks_json(&j, job);
    }
    cli_json_bool(&j, "proof", job->proof);
    cli_json_number(&j, "reprints", done->n_reprints);
    cli_json_bool(&j, "readback", job->readback);
    root_put_practice_json(&j, job->root);
    app_json_dry_run(app, &j);
    cli_json_close(&j);
}

/* ---- words ---- */

static void say_pictures(const struct print_job *job, const struct print_done *done) {
    double width = sello_module_mm(job->size) * job->symbol_page;
    unsigned long long n = done->n_labels;
    if (job->whole) {
        cli_print(stdout,
                  P_("%llu label of %s was written to %s. Print it at 100 %%.\n",
                     "%llu labels of %s were written to %s. Print them at 100 %%.\n", n),
                  n, job->stock.name, job->path);
    } else {
        cli_print(
            stdout,
            P_("%llu label was written to %s: a symbol of version %u, %.1f mm wide with its "
               "margin. Print it at 100 %%, and keep the white margin.\n",
               "%llu labels were written to %s: symbols of version %u, %.1f mm wide with their "
               "margin. Print them at 100 %%, and keep the white margin.\n",
               n),
            n, job->path, job->version, width);
    }
}

#define COUNT_LEN 64 /* "12 sheets", in any language */

#define FILES_LEN (2 * SESSION_PATH_MAX + 8)

/* "labels.pdf", or "labels-001.pdf ... labels-012.pdf". */
static void name_files(const struct print_job *job, char out[SELLO_LEN(FILES_LEN)]) {
    char first[SESSION_PATH_MAX], last[SESSION_PATH_MAX];
    uint64_t n = print_n_sheet_files(job);
    bool many = n > 1 && print_sheet_path(job, 0, first) && print_sheet_path(job, n - 1, last);
    snprintf(out, FILES_LEN, "%s%s%s", many ? first : job->path, many ? " ... " : "",
             many ? last : "");
}

static void say_pages(const struct print_job *job, const struct print_done *done) {
    unsigned next = print_next_cell(job);
    unsigned long long n_labels = done->n_labels, n_pages = done->n_pages;
    char labels[COUNT_LEN], sheets[COUNT_LEN], files[FILES_LEN];
    name_files(job, files);
    snprintf(labels, sizeof labels, P_("%llu label", "%llu labels", n_labels), n_labels);
    snprintf(sheets, sizeof sheets, P_("%llu sheet", "%llu sheets", n_pages), n_pages);
    cli_print(stdout,
              job->to_queue ? _("Sent to the printer %s: %s on %s of %s.\n")
                            : _("%s: %s on %s of %s. Print it at 100 %% (actual size).\n"),
              files, labels, sheets, job->stock.name);
    if (job->back != NULL) {
        cli_print(
            stdout, "%s\n",
            _("Every second page is the other side: print on both, turned over like a page of "
              "a book. Its words are not signed."));
    }
    if (next != 0 && !job->proof && job->order != SELLO_ORDER_STACK) {
        char cell[PRINT_CELL_LEN];
        print_cell_text(job, next, cell);
        cli_print(stdout, _("The last sheet is free from row and column %s on.\n"), cell);
    }
}

static void say_words(const struct print_job *job, const struct print_done *done) {
    if (job->format == PRINT_PDF) {
        say_pages(job, done);
    } else if (job->to_queue) {
        cli_print(stdout,
                  P_("Sent to the printer %s: %llu label of %s, for %u dots per inch.\n",
                     "Sent to the printer %s: %llu labels of %s, for %u dots per inch.\n",
                     done->n_labels),
                  job->path, (unsigned long long)done->n_labels, job->stock.name, job->size.dpi);
    } else if (job->format == PRINT_ZPL) {
        cli_print(stdout,
                  P_("%s: %llu label of %s for a printer of %u dots per inch.\n",
                     "%s: %llu labels of %s for a printer of %u dots per inch.\n", done->n_labels),
                  job->path, (unsigned long long)done->n_labels, job->stock.name, job->size.dpi);
    } else {
        say_pictures(job, done);
    }
    if (job->proof) {
        cli_print(stdout, "%s\n", _("It is a proof: it does not count as printed."));
    } else if (done->n_reprints > 0) {
        cli_print(
            stdout,
            P_("%llu of them was printed before: destroy what was spoiled, so that no serial is "
               "about twice.\n",
               "%llu of them were printed before: destroy what was spoiled, so that no serial is "
               "about twice.\n",
               done->n_reprints),
            (unsigned long long)done->n_reprints);
    }
    if (job->readback) {
        cli_print(stdout, "%s\n",
                  job->proof ? _("Each was read back. Their symbols are those of a proof: "
                                 "no verifier takes them for labels.")
                             : _("Each was read back, and its signature is good."));
    } else {
        cli_note(_("They were not read back. Try one with: sello-verify"));
    }
}

void print_say_done(struct app *app, const struct print_job *job, const struct print_done *done) {
    if (job->stream) { /* standard output is theirs */
        cli_note(_("Labels written to standard output: %llu. Print them at 100 %%."),
                 (unsigned long long)done->n_labels);
    } else if (app->json) {
        say_json(app, job, done);
    } else {
        say_words(job, done);
    }
}

/* ---- a picture to look at ---- */

void print_say_shown(struct app *app, const struct print_job *job, const char *path) {
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "picture", path);
        if (job != NULL) {
            cli_json_string(&j, "stock", job->stock.name);
            cli_json_number(&j, "pages", print_n_pages(job));
            cli_json_number(&j, "labels", job->n_labels);
            put_lacks_json(&j, job);
            app_json_seen(app, &j);
        }
        cli_json_close(&j);
    } else if (job != NULL) {
        cli_print(stdout,
                  P_("%s: the labels as they will be, the first of %llu sheet. Nothing was "
                     "printed.\n",
                     "%s: the labels as they will be, the first of %llu sheets. Nothing was "
                     "printed.\n",
                     print_n_pages(job)),
                  path, (unsigned long long)print_n_pages(job));
    } else {
        cli_print(stdout, _("%s: the first label in every design. Choose one with --design.\n"),
                  path);
    }
}

/* ---- a dry run ---- */

static void say_planned(const struct app *app, const struct print_job *job, uint64_t reprints) {
    unsigned long long n = job->n_labels,
                       sheets = job->format == PRINT_PDF ? print_n_pages(job) : 0;
    app_say_dry_run(app);
    cli_print(stdout, P_("%llu label would be printed.\n", "%llu labels would be printed.\n", n),
              n);
    if (job->whole) {
        cli_print(stdout, _("Stock: %s, modules of %.3f mm.\n"), job->stock.name,
                  sello_module_mm(job->size));
    }
    if (sheets > 0) {
        cli_print(stdout, P_("It takes %llu sheet.\n", "It takes %llu sheets.\n", sheets), sheets);
    }
    if (reprints > 0) {
        cli_print(stdout, _("Printed before, of them: %llu.\n"), (unsigned long long)reprints);
    }
}

/* As if all of it were done, but for files, of which there are none. */
int print_say_planned(struct app *app, const struct print_job *job) {
    struct print_done done = {.n_labels =
                                  job->proof && job->format != PRINT_PDF ? 1 : job->n_labels,
                              .n_pages = job->format != PRINT_PDF ? 0
                                         : job->proof             ? 1
                                                                  : print_n_pages(job)};
    if (print_n_reprints(&app->session, job, &done.n_reprints) != SELLO_OK) {
        return app_problem(app, _("Nothing was printed"));
    }
    if (app->json) {
        say_json(app, job, &done);
    } else {
        say_planned(app, job, done.n_reprints);
    }
    return CLI_OK;
}

/* ---- what came of it, where that is not all ---- */

static void say_interrupted(const struct print_job *job, const struct print_done *done) {
    unsigned long long n = done->n_labels, of = job->n_labels;
    if (job->stream) {
        cli_error(P_("Interrupted: %llu of %llu label was written.",
                     "Interrupted: %llu of %llu labels were written.", of),
                  n, of);
    } else if (!print_in_files(job)) {
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

/* A label that was withdrawn would be refused again. */
static bool may_resume(const struct app *app, const struct print_job *job,
                       const struct print_done *done) {
    const char *rule = app->session.problem.rule;
    bool withdrawn = rule != NULL && (strcmp(rule, "withdrawn-while-printing") == 0 ||
                                      strcmp(rule, "suspended-while-printing") == 0);
    return !withdrawn && print_in_files(job) && !job->proof && done->n_labels > 0 &&
           done->n_labels < job->n_labels;
}

/* All of them are there: nothing of it is to be done again but the note. */
static int say_unlogged(struct app *app, const struct print_job *job) {
    (void)app_problem(app, _("The labels cannot be printed"));
    if (job->proof) {
        return CLI_UNTOLD;
    }
    if (job->stream || job->to_queue) {
        cli_note(_("They are out all the same: do not print them again."));
    } else if (print_in_files(job)) {
        cli_note(_("The same command with --resume notes them, and leaves them as they are."));
    } else {
        cli_note(_("The same command, run again, writes the file anew and notes them."));
    }
    return CLI_UNTOLD;
}

int print_say_failed(struct app *app, const struct print_job *job, const struct print_done *done) {
    const char *rule = app->session.problem.rule;
    if (done->interrupted) {
        bool unlogged = done->unlogged;
        say_interrupted(job, done);
        return unlogged ? CLI_FAILURE : CLI_INTERRUPTED;
    }
    if (done->unlogged && rule != NULL && strcmp(rule, "prints-not-logged") == 0) {
        return say_unlogged(app, job);
    }
    (void)app_problem(app, _("The labels cannot be printed"));
    if (may_resume(app, job, done)) {
        cli_note(_("%llu of %llu labels are in place. For the others run the same command again "
                   "with --resume."),
                 (unsigned long long)done->n_labels, (unsigned long long)job->n_labels);
    }
    return CLI_FAILURE;
}
