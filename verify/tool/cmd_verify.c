/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "base/parallel.h"
#include "base/time.h"
#include "verify/tool/log.h"
#include "verify/tool/run.h"

/* ---- whom to trust ---- */

static void swap(struct loaded_trust *a, struct loaded_trust *b) {
    struct loaded_trust kept = *a;
    *a = *b;
    *b = kept;
}

/* Two files of one certifier: the newer one judges, and one of status alone is laid over the whole
 * one, in whatever order they were named. */
static bool combine(struct loaded_trust *known, struct loaded_trust *next, const char *path) {
    enum sello_error error = sello_trust_succeeds(known->trust, next->trust);
    if (error == SELLO_OK) {
        return trust_replace(known, next);
    }
    if (sello_trust_succeeds(next->trust, known->trust) != SELLO_OK) {
        cli_error(_("%s cannot be trusted: %s. Nothing was changed."), path,
                  _(sello_error_text(error)));
        return false;
    }
    if (known->status.file != NULL) {
        return true; /* older than what is known */
    }
    swap(known, next);
    return trust_replace(known, next);
}

static bool load_trust(struct trust_set *set, const char *path) {
    struct loaded_trust next;
    if (set->n == TRUSTS_MAX) {
        cli_error(_("There are too many trust files: %d at most."), TRUSTS_MAX);
        return false;
    }
    if (!trust_load_file(path, &next)) {
        return false;
    }
    struct loaded_trust *known = trust_find(set, next.trust->root.fingerprint);
    if (known == NULL) {
        set->item[set->n++] = next;
        return true;
    }
    bool ok = combine(known, &next, path);
    trust_unload(&next);
    return ok;
}

static bool load_trusts(const struct cli_args *args, struct trust_set *set) {
    if (cli_text(args, "trust") == NULL) {
        return trust_store_load_usable(set);
    }
    const char *path;
    bool ok = true;
    for (size_t i = 0; ok && (path = cli_text_at(args, "trust", i)) != NULL; i++) {
        ok = load_trust(set, path);
    }
    return ok;
}

/* ---- typed serials ---- */

/* Whose serials they are; false, having said what is missing. */
static bool find_certifier(const struct cli_args *args, struct trust_set *set, size_t *out_trust) {
    const char *name = cli_text(args, "certifier");
    size_t n_known = set->n + set->n_unread;
    if (name == NULL && (n_known != 1 || set->n == 0)) {
        cli_error(n_known == 0 ? _("No certifier is trusted here yet. Ask one for its trust file, "
                                   "and take it with: sello-verify trust add FILE")
                               : _("A serial alone does not tell whose it is. Name the certifier "
                                   "with --certifier."));
        return false;
    }
    const struct loaded_trust *t = name != NULL ? trust_find_named(set, name) : &set->item[0];
    *out_trust = t != NULL ? (size_t)(t - set->item) : 0;
    return t != NULL;
}

static int verify_serials(const struct cli_args *args, struct run *run) {
    const char *typed;
    size_t trust = 0;
    if (!find_certifier(args, run->trusts, &trust)) {
        return CLI_FAILURE;
    }
    for (size_t i = 0; (typed = cli_text_at(args, "serial", i)) != NULL; i++) {
        uint64_t serial = 0;
        enum sello_error error = sello_serial_parse(sello_bytes_of(typed), &serial);
        if (error != SELLO_OK) {
            cli_error(_("'%s' is not a serial. Type it as it is printed, like 000005-5, or as a "
                        "plain number: %s."),
                      typed, _(sello_error_text(error)));
            return CLI_USAGE;
        }
        run_serial(run, typed, trust, serial);
    }
    return run_exit(run, run->worst);
}

/* ---- inputs ---- */

struct job {
    struct run *run;
    struct inputs inputs;
    unsigned n_workers;
    bool no_memory;
};

static bool read_task(void *context, void *slot) {
    struct job *job = context;
    struct task *task = slot;
    return inputs_next(&job->inputs, &task->input);
}

static void work_task(void *context, void *slot) {
    const struct job *job = context;
    task_work(job->run, slot);
}

static bool take_task(void *context, void *slot) {
    struct job *job = context;
    struct task *task = slot;
    job->no_memory = task->no_memory;
    if (!job->no_memory) {
        task_answer(job->run, task);
    }
    if (task->input.drained) {
        cli_flush(); /* a scanner's user sees each answer as it is scanned */
    }
    return !job->no_memory;
}

static void drop_task(void *context, void *slot) {
    (void)context;
    task_free(slot);
}

/* False, having said so, when not all inputs could be read. */
static bool run_tasks(struct job *job) {
    const struct base_parallel p = {.n_workers = job->n_workers,
                                    .item_size = sizeof(struct task),
                                    .context = job,
                                    .read = read_task,
                                    .work = work_task,
                                    .take = take_task,
                                    .drop = drop_task};
    enum base_parallel_end end = base_parallel_run(&p);
    if (end != BASE_PARALLEL_DONE) {
        cli_error("%s", _(sello_error_text(SELLO_E_MEMORY)));
    }
    return end == BASE_PARALLEL_DONE && !job->inputs.failed;
}

static int verify_inputs(const struct cli_args *args, struct run *run) {
    struct job job = {.run = run, .inputs = {.args = args}};
    if (!cli_jobs(args, &job.n_workers)) {
        return CLI_USAGE;
    }
    if (inputs_are_one(args)) { /* a buyer's text: threads would take longer to make */
        job.n_workers = 1;
    }
    bool read = run_tasks(&job);
    inputs_end(&job.inputs);
    if (!read) {
        return CLI_FAILURE;
    }
    if (run->worst == SELLO_UNDECIDED) { /* silence must never pass for "authentic" */
        cli_error(_("Nothing was verified: no label text came on standard input."));
        return sello_verdict_exit(SELLO_UNREADABLE);
    }
    return run_exit(run, run->worst);
}

static int verify_remembering(const struct cli_args *args, struct run *run) {
    const char *path = cli_text(args, "remember");
    run->seen = seen_new(path != NULL);
    bool ready = run->seen != NULL;
    if (ready && path != NULL) {
        run->memory = memory_open(path, run->trusts, run->seen);
        ready = run->memory != NULL;
    }
    int result = ready ? verify_inputs(args, run) : CLI_FAILURE;
    bool kept = memory_close(run->memory) && !run->failed;
    seen_free(run->seen);
    return kept ? result : CLI_FAILURE;
}

/* ---- the command ---- */

/* The instant to judge by: the clock's, or the one given. */
static bool take_now(const struct cli_args *args, struct run *run) {
    const char *text = cli_text(args, "now");
    run->now_given = text != NULL;
    run->policy.now = base_now();
    if (text != NULL && !base_instant_parse(text, &run->policy.now)) {
        cli_error(_("'%s' is not an instant. Write --now like 2026-11-23T20:00:00Z."), text);
        return false;
    }
    return true;
}

static bool check_print_options(const struct cli_args *args) {
    bool print_check = cli_flag(args, "print-check");
    if (print_check && (cli_flag(args, "csv") || cli_flag(args, "text") ||
                        cli_text(args, "serial") != NULL || cli_text(args, "remember") != NULL)) {
        cli_error(_("--print-check goes without --csv, --text, --serial and --remember."));
        return false;
    }
    if (!print_check && cli_text(args, "dpi") != NULL) {
        cli_error(_("--dpi goes with --print-check."));
        return false;
    }
    return true;
}

static bool check_photos(const struct cli_args *args) {
    const char *folder = cli_text(args, "photos");
    if (folder != NULL && (cli_text(args, "serial") != NULL || cli_flag(args, "csv") ||
                           cli_flag(args, "text") || cli_flag(args, "print-check"))) {
        cli_error(_("--photos goes without --csv, --text, --serial and --print-check."));
        return false;
    }
    if (folder != NULL && !base_file_exists(folder)) {
        cli_error(_("There is no folder %s."), folder); /* else all photos would be absent */
        return false;
    }
    return true;
}

/* What goes together and what does not. */
static bool check_options(const struct cli_args *args) {
    bool serial = cli_text(args, "serial") != NULL;
    if (!check_print_options(args) || !check_photos(args)) {
        return false;
    }
    if (cli_flag(args, "json") && cli_flag(args, "csv")) {
        cli_error(_("--json and --csv do not go together: choose one."));
        return false;
    }
    if (serial && (cli_n_operands(args) > 0 || cli_flag(args, "text") ||
                   cli_text(args, "remember") != NULL)) {
        cli_error(_("--serial goes without pictures, texts, --text and --remember."));
        return false;
    }
    if (!serial && cli_text(args, "certifier") != NULL) {
        cli_error(_("--certifier goes with --serial."));
        return false;
    }
    if (!serial && cli_n_operands(args) == 0) {
        cli_error(_("Something is missing. It is written: sello-verify INPUT... or sello-verify "
                    "--serial SERIAL"));
        return false;
    }
    return true;
}

static void run_init(struct run *run, const struct cli_args *args, struct trust_set *trusts) {
    run->trusts = trusts;
    run->form = cli_flag(args, "json") ? FORM_JSON : cli_flag(args, "csv") ? FORM_CSV : FORM_PEOPLE;
    for (size_t i = 0; i < trusts->n; i++) {
        run->view[i] = trusts->item[i].trust;
    }
    run->policy.trusts = run->view;
    run->policy.n_trusts = trusts->n;
    run->policy.language = cli_language_name();
    run->photos = cli_text(args, "photos");
    if (run->form == FORM_CSV) {
        print_csv_header(stdout);
    }
}

int cmd_verify(const struct cli_args *args) {
    static struct run run;
    static struct trust_set trusts;
    if (!check_options(args) || !pictures_take_options(args)) {
        return CLI_USAGE;
    }
    if (cli_flag(args, "text")) {
        return print_texts(args);
    }
    if (!take_now(args, &run)) {
        return CLI_USAGE;
    }
    int result = CLI_FAILURE;
    if (load_trusts(args, &trusts)) {
        log_ask_witnesses(&trusts);
        run_init(&run, args, &trusts);
        result = cli_flag(args, "print-check")      ? print_check(args, &run)
                 : cli_text(args, "serial") != NULL ? verify_serials(args, &run)
                                                    : verify_remembering(args, &run);
    }
    trust_set_free(&trusts);
    return result;
}
