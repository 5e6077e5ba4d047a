/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include "base/parallel.h"
#include "base/text.h"
#include "cli/internal.h"

/* One process is one command: who speaks, and whether it may ask. */
static const char *speaker = "sello";
static bool may_ask = true;

void cli_messages_no_input(bool no_input) {
    may_ask = !no_input;
}

/* ---- after what was answered ---- */

/* The stream knows only that it failed before. */
static int answer_cause;

/* A long answer fails before it is flushed; what is left of it meets the same cause. */
bool cli_messages_flush(int *out_cause) {
    if (fflush(stdout) != 0 && answer_cause == 0) {
        answer_cause = errno;
    }
    *out_cause = answer_cause;
    return ferror(stdout) == 0;
}

void cli_flush(void) {
    int cause;
    (void)cli_messages_flush(&cause); /* told at the end */
}

/* ---- held back ---- */

/* Of a thread that works on one of many items: its messages wait for the item's turn. */
static _Thread_local struct base_held *held;

static void hold(struct base_held *to) {
    held = to;
}

static void say_held(struct base_held *from) {
    if (from->len > 0) {
        cli_flush();
        cli_put(stderr, sello_bytes(from->text, from->len), 0);
        from->len = 0;
    }
}

void cli_messages_start(const char *program_name) {
    static const struct base_speaker here = {hold, say_held};
    speaker = program_name;
    base_parallel_speaker(&here);
}

/* Without memory for it, a message comes out of turn rather than not at all. */
static void put_line(const char *line, size_t len) {
    char *grown = held != NULL ? realloc(held->text, held->len + len) : NULL;
    if (grown == NULL) {
        cli_flush();
        cli_put(stderr, sello_bytes(line, len), 0);
        return;
    }
    memcpy(grown + held->len, line, len);
    held->text = grown;
    held->len += len;
}

/* ---- saying ---- */

static void put_words(FILE *to, const char *name, const char *kind, const char *format,
                      va_list values) {
    fprintf(to, "%s%s%s", name, name[0] != '\0' ? ": " : "", kind);
    cli_format(to, format, values);
    fputc('\n', to);
}

/* One write for a whole line, so that lines of several processes do not mix. */
static void say(const char *name, const char *kind, const char *format, va_list values) {
    struct base_text line;
    va_list again;
    va_copy(again, values);
    if (base_text_open(&line)) {
        put_words(line.to, name, kind, format, values);
    }
    if (base_text_end(&line)) {
        put_line(line.bytes, line.len);
    } else {
        put_words(stderr, name, kind, format, again);
    }
    va_end(again);
    free(line.bytes);
}

/* Errors that wait for their item's turn are of one item among many, and not the command's. */
void cli_fault(const char *code, const char *field) {
    if (held == NULL) {
        cli_fault_name(code, field);
    }
}

void cli_error(const char *format, ...) {
    va_list values;
    va_start(values, format);
    if (held == NULL) {
        va_list again;
        va_copy(again, values);
        cli_fault_keep(format, again);
        va_end(again);
    }
    say(speaker, "", format, values);
    va_end(values);
}

void cli_warning(const char *format, ...) {
    va_list values;
    va_start(values, format);
    say(speaker, _("warning: "), format, values);
    va_end(values);
}

void cli_note(const char *format, ...) {
    va_list values;
    va_start(values, format);
    say("", "", format, values);
    va_end(values);
}

/* Files and pipes get it as it is formatted: who reads them wants whole lines. */
static void put_formatted(FILE *to, size_t indent, const char *format, va_list values) {
    struct base_text text;
    va_list again;
    if (cli_terminal_columns(to) == SIZE_MAX) {
        cli_format(to, format, values);
        return;
    }
    va_copy(again, values);
    if (base_text_open(&text)) {
        cli_format(text.to, format, values);
    }
    if (base_text_end(&text)) {
        cli_put(to, sello_bytes(text.bytes, text.len), indent);
    } else {
        cli_format(to, format, again);
    }
    va_end(again);
    free(text.bytes);
}

void cli_print(FILE *to, const char *format, ...) {
    va_list values;
    va_start(values, format);
    put_formatted(to, 0, format, values);
    va_end(values);
}

void cli_print_indented(FILE *to, size_t indent, const char *format, ...) {
    va_list values;
    va_start(values, format);
    put_formatted(to, indent, format, values);
    va_end(values);
}

/* The language of the answer is the person's, whatever that of the question. */
static bool means_yes(const char *answer) {
    static const char *const words[] = {"y", "yes", "s", "si", "sí", "SÍ", "Sí"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcasecmp(answer, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

bool cli_may_ask(void) {
    return may_ask && isatty(STDIN_FILENO) == 1;
}

bool cli_ask(const char *question, char *out, size_t size) {
    char line[512];
    out[0] = '\0';
    if (!cli_may_ask()) {
        return false;
    }
    cli_flush();
    cli_print(stderr, "%s ", question);
    if (fgets(line, sizeof line, stdin) == NULL) {
        fputc('\n', stderr);
        return false;
    }
    size_t end = strcspn(line, "\r\n");
    for (int c = 0; line[end] == '\0' && c != EOF && c != '\n';) {
        c = getchar(); /* the rest of it is nobody's answer to the next question */
    }
    line[end] = '\0';
    const char *text = line + strspn(line, " \t");
    size_t len = strlen(text);
    while (len > 0 && (text[len - 1] == ' ' || text[len - 1] == '\t')) {
        len--;
    }
    snprintf(out, size, "%.*s", (int)len, text);
    return true;
}

bool cli_confirm(const char *question) {
    char answer[16];
    if (!cli_may_ask()) {
        return false;
    }
    cli_flush();
    cli_print(stderr, "%s ", question);
    return cli_ask(_("[y/N]"), answer, sizeof answer) && means_yes(answer);
}
