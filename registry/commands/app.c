/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/app.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>

#include "base/interrupt.h"
#include "base/time.h"
#include "registry/commands/problem_words.h"
#include "verify/reader/apart.h"

enum { SEEN_DIGITS = 16 };

/* clang-format off */
const struct cli_option app_common_options[] = {
    {"r", N_("PATH"), N_("the registry's folder (else $SELLO_REGISTRY, else ./registro)"), false},
    {"registry", N_("PATH"), N_("the same"), false},
    {"json", NULL, N_("answer with one JSON object per line"), false},
    {"no-input", NULL, N_("never ask: what is missing is named"), false},
    {"passphrase-file", N_("FILE"), N_("read the passphrase from the file's first line"), false},
    {"passphrase-fd", N_("N"), N_("read the passphrase from an open descriptor"), false},
    {"lang", "es|en", N_("the language of the messages"), false},
    {.name = NULL},
};
/* clang-format on */

static const char *folder_wanted(const struct cli_args *args) {
    const char *folder = cli_text(args, "r");
    folder = folder != NULL ? folder : cli_text(args, "registry");
    folder = folder != NULL ? folder : getenv("SELLO_REGISTRY");
    return folder != NULL && folder[0] != '\0' ? folder : "./registro";
}

/* ---- what the session asks and tells ---- */

static struct app *app_of(struct session *session) {
    return (struct app *)session->hooks.context;
}

static void tell_notice(void *context, const struct problem *notice) {
    char words[PROBLEM_WORDS];
    (void)context;
    problem_words(notice, words, sizeof words);
    if (notice->error == SELLO_OK) {
        cli_note("%s", words);
    } else {
        cli_warning("%s", words);
    }
}

/* ---- long work ---- */

/* What the bar says; and whether the work looks for interrupts, so that none cuts it short. */
static const struct work_row {
    const char *name, *words;
    bool stops;
} works[] = {
    {"import", N_("Reading rows"), false},
    {"issue", N_("Signing"), true},
    {"export", N_("Writing rows"), false},
    {"check", N_("Checking signatures"), false},
    {"print", N_("Printing"), true},
    {"photos", N_("Reading pictures"), true},
    {"backup", N_("Writing the backup"), true},
    {"restore", N_("Restoring the backup"), true},
};

static void end_work(struct app_work *work) {
    cli_progress_end(&work->progress);
    if (work->caught) {
        base_interrupt_release();
    }
    *work = (struct app_work){.name = NULL};
}

static void begin_work(struct app_work *work, const char *name, uint64_t total) {
    const struct work_row *row = NULL;
    for (size_t i = 0; i < sizeof works / sizeof *works; i++) {
        row = strcmp(works[i].name, name) == 0 ? &works[i] : row;
    }
    *work = (struct app_work){.name = name, .caught = row != NULL && row->stops};
    cli_progress_start(&work->progress, row != NULL ? _(row->words) : name, total);
    if (work->caught) {
        base_interrupt_catch();
    }
}

static void show_progress(void *context, const char *name, uint64_t done, uint64_t total) {
    struct app_work *work = &((struct app *)context)->work;
    bool last = total > 0 && done == total;
    if (work->name == NULL && !last) {
        begin_work(work, name, total);
    }
    if (last) {
        end_work(work);
    } else {
        cli_progress_at(&work->progress, done);
    }
}

static bool was_interrupted(void *context) {
    (void)context;
    return base_interrupted();
}

/* The system's own words where it refused to read: a wrong name is the likeliest mistake. */
static enum sello_error no_passphrase(struct app *app, enum sello_error error) {
    const char *file = cli_text(app->args, "passphrase-file");
    if (error == SELLO_E_INTERRUPTED) {
        (void)raise(SIGINT); /* the prompt held it back; nothing is begun: end by it, exit 130 */
    }
    if (error != SELLO_E_SYSTEM || errno == 0) {
        return error;
    }
    struct problem problem = {.error = error,
                              .rule = "passphrase-not-readable",
                              .value = {problem_text(strerror(errno))}};
    if (file != NULL) {
        problem = (struct problem){.error = error,
                                   .rule = "passphrase-file-not-readable",
                                   .field = "passphrase-file",
                                   .value = {problem_text(file), problem_text(strerror(errno))}};
    }
    return session_refuse(&app->session, &problem);
}

static bool is_descriptor(const char *text) {
    size_t len = strlen(text);
    return len > 0 && len <= 5 && strspn(text, "0123456789") == len &&
           strtoul(text, NULL, 10) <= 65535;
}

bool app_asks_passphrases(const struct app *app) {
    return !app->no_input && cli_text(app->args, "passphrase-file") == NULL &&
           cli_text(app->args, "passphrase-fd") == NULL;
}

enum sello_error app_new_passphrase(struct sello_passphrase **out) {
    char *offer = cli_wrapped(
        _("A passphrase closes the key files. It cannot be recovered: write it down, and keep "
          "it apart from them. This one was made by chance, if you like it:"));
    if (offer == NULL) {
        return SELLO_E_MEMORY;
    }
    const struct sello_passphrase_words words = {
        .offer = offer,
        .prompt = _("New passphrase: "),
        .again = _("The same again: "),
        .weak = _("That is too easy to guess. Take at least 10 characters, or four words."),
    };
    enum sello_error error = sello_passphrase_ask_new(&words, out);
    free(offer);
    return error;
}

void app_warn_shared_file(struct app *app, const char *file) {
    if (sello_passphrase_file_shared(file)) {
        session_notice(&app->session, &(struct problem){.error = SELLO_E_KEYFILE_MODE,
                                                        .rule = "passphrase-file-shared",
                                                        .value = {problem_text(file)}});
    }
}

/* The members' key files have passphrases of their own, so this one is named. */
static enum sello_error ask_key_passphrase(struct session *session, const char *path,
                                           struct sello_passphrase **out) {
    cli_note(_("%s has a passphrase of its own."), path);
    enum sello_error error = sello_passphrase_ask(_("Its passphrase: "), NULL, out);
    return error == SELLO_OK ? SELLO_OK : no_passphrase(app_of(session), error);
}

static enum sello_error ask_passphrase(struct session *session, bool new,
                                       struct sello_passphrase **out) {
    struct app *app = app_of(session);
    const char *file = cli_text(app->args, "passphrase-file");
    const char *fd = cli_text(app->args, "passphrase-fd");
    enum sello_error error = SELLO_E_PASSPHRASE_NONE;
    if (fd != NULL && !is_descriptor(fd)) {
        return session_refuse(session, &(struct problem){.error = SELLO_E_RANGE,
                                                         .rule = "passphrase-fd-number",
                                                         .field = "passphrase-fd",
                                                         .value = {problem_text(fd)}});
    }
    errno = 0;
    if (file != NULL) {
        error = sello_passphrase_from_file(file, out);
        if (error == SELLO_OK) {
            app_warn_shared_file(app, file);
        }
    } else if (fd != NULL) {
        error = sello_passphrase_from_fd((int)strtoul(fd, NULL, 10), out);
    } else if (!app->no_input) {
        error = new ? app_new_passphrase(out) : sello_passphrase_ask(_("Passphrase: "), NULL, out);
    }
    return error == SELLO_OK ? SELLO_OK : no_passphrase(app, error);
}

void app_start(const struct cli_args *args, struct app *out) {
    const struct session_hooks hooks = {.context = out,
                                        .notice = tell_notice,
                                        .passphrase = ask_passphrase,
                                        .progress = show_progress,
                                        .stopped = was_interrupted};
    out->args = args;
    out->work = (struct app_work){.name = NULL};
    out->json = cli_flag(args, "json");
    out->no_input = cli_flag(args, "no-input");
    out->dry_run = cli_flag(args, "dry-run");
    session_start(&out->session, folder_wanted(args), base_now(), cli_language_name(), &hooks);
    out->session.hooks.key_passphrase = app_asks_passphrases(out) ? ask_key_passphrase : NULL;
}

/* ---- opening ---- */

static bool say_not_opened(struct app *app, enum sello_error error) {
    const char *folder = app->session.folder;
    if (error == SELLO_E_NOT_FOUND) {
        cli_error(_("There is no registry in %s. Name its folder with -r, or make one with: sello "
                    "init --name NAME --url URL"),
                  folder);
    } else if (error == SELLO_E_STORE_NOT || error == SELLO_E_STORE_FILE) {
        cli_error(_("What is in %s is not a registry. Name its folder with -r."), folder);
    } else if (error == SELLO_E_STORE_NEWER) {
        cli_error(_("The registry in %s was made by a newer version of sello. Update this one."),
                  folder);
    } else if (error == SELLO_E_STORE_DAMAGED) {
        cli_error(_("The registry in %s is damaged. Keep a copy of the folder as it is, then bring "
                    "back the last backup into a new one: sello restore BACKUP -r NEW"),
                  folder);
    } else if (error == SELLO_E_STORE_JOURNAL) {
        cli_error(
            _("The registry in %s was left half written, and registry.db-journal, which would "
              "have put it right, is gone from the folder. Where somebody moved it, put it "
              "back. Otherwise keep a copy of the folder as it is, see what is wrong with: "
              "sello check --all, and bring back the last backup into a new folder: sello "
              "restore BACKUP -r NEW"),
            folder);
    } else if (error == SELLO_E_STORE_READ_ONLY) {
        cli_error(_("The registry in %s cannot be written by this account. See who owns the folder "
                    "and whether its disk is read-only."),
                  folder);
    } else {
        app_failed(app, error, _("The registry could not be opened"));
    }
    return false;
}

/* Wherever numbers would be given out twice, the store refuses; this tells why beforehand. */
static void warn_when_behind(struct app *app) {
    const struct sello_store_gap *gap = &sello_store_opening(app->session.store)->gap;
    if (gap->unknown) {
        cli_warning(_("This registry was brought back from a backup, and it is not known what was "
                      "issued after it. Until somebody says so, nothing is issued, withdrawn, "
                      "printed or exported: sello restore --reconcile"));
        return;
    }
    if (!sello_store_gap_any(gap)) {
        return;
    }
    cli_warning(_("This registry is older than what was last issued from it: an old backup was "
                  "restored. See what is missing with: sello restore --reconcile"));
}

/* Dates only go forward: one given from a wrong clock would hold all later ones. */
static bool clock_is_right(struct app *app) {
    enum sello_error error = session_take_clock(&app->session, false);
    const struct problem *p = &app->session.problem;
    if (error != SELLO_OK && p->rule != NULL && strcmp(p->rule, "clock-ahead") == 0) {
        char words[PROBLEM_WORDS];
        problem_words(p, words, sizeof words);
        cli_warning("%s", words);
        if (cli_confirm(_("A date too late cannot be taken back. Is the clock right?"))) {
            error = session_take_clock(&app->session, true);
        } else {
            cli_error(_("Nothing was written. Set the clock, or say on a terminal, without "
                        "--no-input, that it is right."));
            return false;
        }
    }
    if (error != SELLO_OK) {
        app_failed(app, error, _("The registry could not be read"));
    }
    return error == SELLO_OK;
}

/* The sum that a dry run told. */
static bool take_seen(struct app *app) {
    const char *text = cli_text(app->args, "if-seen");
    if (text == NULL) {
        return true;
    }
    if (strlen(text) != SEEN_DIGITS || strspn(text, "0123456789abcdef") != SEEN_DIGITS) {
        cli_fault("usage", "if-seen");
        cli_error(_("--%s takes what --dry-run told with --json, 16 digits."),
                  cli_option_shown(app->args, "if-seen"));
        return false;
    }
    app->session.if_seen = (struct sello_number){true, strtoull(text, NULL, 16)};
    return true;
}

static bool open_in(const struct cli_args *args, const char *folder, enum app_use use,
                    struct app *out) {
    app_start(args, out);
    if (folder != NULL) {
        out->session.folder = folder;
    }
    if (!take_seen(out)) {
        return false;
    }
    enum sello_error error =
        use == APP_READ ? session_open_reading(&out->session) : session_open(&out->session);
    if (error != SELLO_OK) {
        return say_not_opened(out, error);
    }
    if (use != APP_RECONCILE) {
        warn_when_behind(out);
    }
    if (use != APP_CHANGE) { /* nothing is dated that stays, or what was missing is told */
        sello_store_confirm_clock(out->session.store);
        return true;
    }
    return clock_is_right(out);
}

bool app_open(const struct cli_args *args, enum app_use use, struct app *out) {
    return open_in(args, NULL, use, out);
}

void app_close(struct app *app) {
    if (sello_apart_unguarded()) {
        cli_warning(_("This system has neither Landlock nor seccomp: what decodes pictures is a "
                      "process apart, but not kept from files."));
    }
    session_close(&app->session);
}

static void say_practice(struct app *app) {
    const struct sello_root *root = NULL;
    if (!app->json && session_root(&app->session, &root) == SELLO_OK && root->practice) {
        cli_note(
            _("This is a practice registry: nothing of it is real, and every reader says so."));
    }
}

int app_done(const struct app *app, int status) {
    if (status == CLI_OK && !app->dry_run) {
        cli_done();
    }
    return status == CLI_OK && app->session.unsettled ? CLI_UNTOLD : status;
}

int app_run_in(const struct cli_args *args, const char *folder, enum app_use use,
               int (*work)(struct app *app)) {
    struct app app;
    int status = open_in(args, folder, use, &app) ? work(&app) : CLI_FAILURE;
    if (status == CLI_OK && use == APP_CHANGE) {
        say_practice(&app);
    }
    app_close(&app);
    return use == APP_CHANGE || use == APP_RECONCILE ? app_done(&app, status) : status;
}

int app_run(const struct cli_args *args, enum app_use use, int (*work)(struct app *app)) {
    return app_run_in(args, NULL, use, work);
}

/* ---- failures ---- */

int app_problem(struct app *app, const char *what) {
    char words[PROBLEM_WORDS];
    const struct problem *problem = &app->session.problem;
    if (problem->rule != NULL && strcmp(problem->rule, "reader-gone") == 0) {
        return CLI_FAILURE; /* who read the output has seen enough */
    }
    problem_sentence(problem, what, words, sizeof words);
    cli_fault(problem_code(problem), problem->field);
    cli_error("%s", words);
    if (problem->detail != NULL) {
        cli_note(_("The database says: %s"), problem->detail);
    }
    return CLI_FAILURE;
}

int app_failed(struct app *app, enum sello_error error, const char *what) {
    (void)session_fail(&app->session, error);
    return app_problem(app, what);
}

/* ---- keys ---- */

const struct sello_root *app_root(struct app *app) {
    const struct sello_root *root = NULL;
    if (session_root(&app->session, &root) != SELLO_OK) {
        (void)app_problem(app, "");
        return NULL;
    }
    return root;
}

bool app_field_of(const struct cli_args *args, const char *option, char *out, size_t size) {
    const char *text = cli_text(args, option);
    if (text == NULL) {
        return true;
    }
    if (strlen(text) >= size) {
        cli_error(_("--%s is too long: it takes at most %zu bytes (an accented letter takes two)."),
                  cli_option_shown(args, option), size - 1);
        return false;
    }
    snprintf(out, size, "%s", text);
    return true;
}

bool app_may_ask(const struct app *app) {
    return !app->dry_run && !cli_flag(app->args, "yes") && cli_may_ask();
}

void app_say_dry_run(const struct app *app) {
    if (app->dry_run && !app->json) {
        cli_note(_("Nothing is changed by this: it tells what would be done (--dry-run)."));
    }
}

void app_json_seen(const struct app *app, struct cli_json *j) {
    const struct session_seen *seen = &app->session.seen;
    char sum[SEEN_DIGITS + 1];
    if (seen->any && !seen->many) {
        snprintf(sum, sizeof sum, "%016" PRIx64, seen->sum);
        cli_json_string(j, "seen", sum);
    }
}

void app_json_dry_run(const struct app *app, struct cli_json *j) {
    if (app->dry_run) {
        cli_json_bool(j, "dry_run", true);
        app_json_seen(app, j);
    }
}

void app_say_id(struct app *app, struct sello_id id, const char *sentence, const char *name) {
    char text[SELLO_ID_LEN];
    sello_id_format(id, text);
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "id", text);
        app_json_dry_run(app, &j);
        cli_json_close(&j);
        return;
    }
    app_say_dry_run(app);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    cli_print(stdout, sentence, text, name);
#pragma GCC diagnostic pop
    fputc('\n', stdout);
}
