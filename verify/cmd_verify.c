/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/tool.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "verify/picture.h"

/* One run over its inputs. */
struct run {
    struct trust_set *trusts;
    const struct sello_trust *view[TRUSTS_MAX]; /* of the same */
    struct sello_policy policy;
    struct seen *seen;
    struct sello_workspace work;
    bool json;
    bool brief;               /* a line for each answer, not a block */
    enum sello_verdict worst; /* undecided: nothing was answered yet */
};

/* ---- answers ---- */

/* A serial counts as seen by a label that is the certifier's own, whatever its status: one made
 * with a stolen key must not put the genuine one in doubt. */
static bool is_own(const struct sello_report *report) {
    return report->verified && report->serial != 0 && report->verdict >= SELLO_WITHDRAWN;
}

static void answer(struct run *run, const char *input, size_t code_index,
                   struct sello_report *report) {
    struct source source = {input, code_index, run->trusts->item, run->trusts->n};
    if (is_own(report) && seen_before(run->seen, report->trust, report->serial)) {
        sello_report_repeated(report);
    }
    if (run->json) {
        print_report_json(&source, report);
    } else if (run->brief) {
        print_report_line(&source, report);
    } else {
        print_report(&source, report);
    }
    run->worst = run->worst == SELLO_UNDECIDED ? report->verdict
                                               : sello_verdict_worse(run->worst, report->verdict);
}

static void verify_text(struct run *run, const char *input, struct sello_bytes text) {
    struct sello_report report;
    sello_verify_text(&run->policy, (const char *)text.ptr, text.len, &run->work, &report);
    answer(run, input, 0, &report);
}

/* ---- pictures ---- */

/* A picture's codes, in the order of being found. */
struct codes {
    struct run *run;
    struct sello_report *report; /* owned */
    size_t n, cap;
    bool failed; /* no memory */
};

static bool on_code(void *context, struct sello_bytes text) {
    struct codes *codes = context;
    if (codes->n == codes->cap) {
        size_t cap = codes->cap == 0 ? 4 : 2 * codes->cap;
        struct sello_report *more = realloc(codes->report, cap * sizeof *more);
        if (more == NULL) {
            codes->failed = true;
            return true;
        }
        codes->report = more;
        codes->cap = cap;
    }
    struct sello_report *report = &codes->report[codes->n++];
    sello_verify_text(&codes->run->policy, (const char *)text.ptr, text.len, &codes->run->work,
                      report);
    return report->verified;
}

/* Codes that are no labels are of interest only where the picture has no label. */
static bool has_label(const struct codes *codes) {
    for (size_t i = 0; i < codes->n; i++) {
        if (codes->report[i].verdict != SELLO_NOT_A_LABEL) {
            return true;
        }
    }
    return false;
}

static void answer_unreadable(struct run *run, const char *path, enum sello_status cause) {
    struct sello_report report = {.verdict = SELLO_UNREADABLE,
                                  .holds = (uint32_t)1 << SELLO_UNREADABLE,
                                  .cause = (int)cause,
                                  .effective_time = run->policy.now};
    answer(run, path, 0, &report);
}

static void verify_picture_bytes(struct run *run, const char *path, struct sello_bytes file) {
    struct codes codes = {.run = run};
    enum sello_status status = sello_picture_read(file, on_code, &codes);
    if (codes.failed) {
        status = SELLO_E_MEMORY;
    }
    if (status != SELLO_OK) {
        answer_unreadable(run, path, status);
    }
    bool labels_only = has_label(&codes);
    for (size_t i = 0; status == SELLO_OK && i < codes.n; i++) {
        if (!labels_only || codes.report[i].verdict != SELLO_NOT_A_LABEL) {
            answer(run, path, i, &codes.report[i]);
        }
    }
    free(codes.report);
}

static void verify_picture(struct run *run, const char *path) {
    uint8_t *file = NULL;
    size_t len = 0;
    if (!cli_file_read(path, SELLO_PICTURE_FILE_MAX, &file, &len)) {
        answer_unreadable(run, path, SELLO_E_PICTURE_FILE);
        return;
    }
    verify_picture_bytes(run, path, sello_bytes(file, len));
    free(file);
}

/* ---- lines ---- */

/* Reads one line of any length into buf; what does not fit is read and dropped, and makes the line
 * longer than any label. False at the end. */
static bool read_line(FILE *from, char *buf, size_t size, size_t *out_len) {
    size_t len = 0;
    int c = getc(from);
    if (c == EOF) {
        return false;
    }
    for (; c != EOF && c != '\n'; c = getc(from)) {
        if (len < size) {
            buf[len++] = (char)c;
        }
    }
    *out_len = len;
    return true;
}

static bool is_blank(const char *line, size_t len) {
    for (size_t i = 0; i < len; i++) {
        if (strchr(" \t\r\f\v", line[i]) == NULL || line[i] == '\0') {
            return false;
        }
    }
    return true;
}

/* Each line of standard input is a label text; answers come in the same order, at once, so that a
 * scanner's user sees each as it is scanned. */
static bool verify_lines(struct run *run) {
    static char line[SELLO_TEXT_LINE_MAX + 1];
    size_t len = 0;
    bool waiting = isatty(STDIN_FILENO);
    bool brief = run->brief;
    run->brief = true;
    for (uint64_t n = 1; read_line(stdin, line, sizeof line, &len); n++) {
        char input[32];
        snprintf(input, sizeof input, "-:%llu", (unsigned long long)n);
        if (!is_blank(line, len)) {
            verify_text(run, input, sello_bytes(line, len));
        }
        if (waiting) {
            fflush(stdout);
        }
    }
    run->brief = brief;
    if (ferror(stdin)) {
        cli_error(_("Standard input cannot be read: %s."), strerror(errno));
        return false;
    }
    return true;
}

/* ---- inputs ---- */

/* Is it meant as a label text rather than as the name of a file? */
static bool looks_like_text(const char *input) {
    size_t n_digits = strspn(input, "0123456789 ");
    return strchr(input, '#') != NULL || strstr(input, "%23") != NULL ||
           strncmp(input, "https:", 6) == 0 || strncmp(input, "http:", 5) == 0 ||
           (n_digits >= 17 && input[n_digits] == '\0');
}

static bool verify_input(struct run *run, const char *input) {
    if (strcmp(input, "-") == 0) {
        return verify_lines(run);
    }
    if (looks_like_text(input) && access(input, F_OK) != 0) {
        verify_text(run, input, sello_bytes_of(input));
    } else {
        verify_picture(run, input);
    }
    return true;
}

/* ---- --text ---- */

static bool print_code(void *context, struct sello_bytes text) {
    (void)context;
    cli_show(stdout, text);
    putchar('\n');
    return false;
}

/* The raw text of every code in the pictures, whatever it is. */
static int print_texts(const struct cli_args *args) {
    int worst = CLI_OK;
    for (size_t i = 0; i < cli_n_operands(args); i++) {
        uint8_t *file = NULL;
        size_t len = 0;
        const char *path = cli_operand(args, i);
        if (!cli_file_read(path, SELLO_PICTURE_FILE_MAX, &file, &len)) {
            worst = sello_verdict_exit(SELLO_UNREADABLE);
            continue;
        }
        enum sello_status status = sello_picture_read(sello_bytes(file, len), print_code, NULL);
        if (status != SELLO_OK) {
            cli_error(_("%s: nothing could be read: %s."), path, _(sello_status_text(status)));
            worst = sello_verdict_exit(SELLO_UNREADABLE);
        }
        free(file);
    }
    return worst;
}

/* ---- the command ---- */

/* Each certifier counts once, by the newest of its files: an older one knows less of withdrawals.
 * Takes over *t. */
static bool add_trust(struct trust_set *set, const char *path, struct loaded_trust *t) {
    struct loaded_trust *held = trust_set_find(set, t->trust->root.fingerprint);
    if (held == NULL) {
        set->item[set->n++] = *t;
        return true;
    }
    enum sello_status status = sello_trust_succeeds(held->trust, t->trust);
    if (status == SELLO_OK) {
        trust_unload(held);
        *held = *t;
        return true;
    }
    bool older = sello_trust_succeeds(t->trust, held->trust) == SELLO_OK;
    if (!older) {
        cli_error(_("%s and another --trust file of the same certifier exclude each other: %s."),
                  path, _(sello_status_text(status)));
    }
    trust_unload(t);
    return older;
}

static bool load_trusts(const struct cli_args *args, struct trust_set *set) {
    if (cli_text(args, "trust") == NULL) {
        return trust_store_load(set);
    }
    const char *path;
    for (size_t i = 0; (path = cli_text_at(args, "trust", i)) != NULL; i++) {
        struct loaded_trust t;
        if (set->n == TRUSTS_MAX) {
            cli_error(_("There are too many trust files: %d at most."), TRUSTS_MAX);
            return false;
        }
        if (!trust_load_file(path, &t) || !add_trust(set, path, &t)) {
            return false;
        }
    }
    return true;
}

/* The instant to judge by: the clock's, or the one given. */
static bool take_now(const struct cli_args *args, uint64_t *out_now) {
    const char *text = cli_text(args, "now");
    *out_now = cli_now();
    if (text != NULL && !cli_instant_parse(text, out_now)) {
        cli_error(_("'%s' is not an instant. Write --now like 2026-11-23T20:00:00Z."), text);
        return false;
    }
    return true;
}

static void run_init(struct run *run, const struct cli_args *args, uint64_t now,
                     struct trust_set *trusts) {
    *run = (struct run){.trusts = trusts, .json = cli_flag(args, "json")};
    run->policy.now = now;
    for (size_t i = 0; i < trusts->n; i++) {
        run->view[i] = trusts->item[i].trust;
    }
    run->policy.trusts = run->view;
    run->policy.n_trusts = trusts->n;
    run->policy.language = cli_language_name();
}

static int verify_all(const struct cli_args *args, struct run *run) {
    bool read = true;
    for (size_t i = 0; i < cli_n_operands(args) && read; i++) {
        if (i > 0 && !run->json && !run->brief) {
            putchar('\n');
        }
        read = verify_input(run, cli_operand(args, i));
    }
    if (!read) {
        return CLI_FAILURE;
    }
    if (run->worst == SELLO_UNDECIDED) { /* silence must never pass for "authentic" */
        cli_error(_("Nothing was verified: no label text came on standard input."));
        return sello_verdict_exit(SELLO_UNREADABLE);
    }
    return sello_verdict_exit(run->worst);
}

int cmd_verify(const struct cli_args *args) {
    static struct run run;
    static struct trust_set trusts;
    uint64_t now;
    if (cli_flag(args, "text")) {
        return print_texts(args);
    }
    if (!take_now(args, &now)) {
        return CLI_USAGE;
    }
    int result = CLI_FAILURE;
    if (load_trusts(args, &trusts)) {
        run_init(&run, args, now, &trusts);
        run.seen = seen_new();
        result = run.seen != NULL ? verify_all(args, &run) : CLI_FAILURE;
        seen_free(run.seen);
    }
    trust_set_free(&trusts);
    return result;
}
