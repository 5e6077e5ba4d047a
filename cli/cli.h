/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_CLI_CLI_H
#define SELLO_CLI_CLI_H

/* What both tools share at the terminal: commands and options, messages, JSON, the reasons why a
 * file cannot be read or written. The only folder, beside the commands themselves, that prints. */

#include <libintl.h>
#include <limits.h>
#include <stdio.h>

#include "base/json.h"
#include "wire/wire.h"

#define _(text) gettext(text)
#define N_(text) text
/* A message with a count: for one, and for more. Spanish and English count alike. */
#define P_(one, many, n) ngettext(one, many, (unsigned long)(n))

enum cli_exit {
    CLI_OK = 0,
    CLI_FAILURE = 1,
    CLI_USAGE = 2,
    CLI_UNTOLD = 3, /* it was done, and its answer, or a note of it, could not be written, or the
                     * disk did not confirm it */
    CLI_INTERRUPTED = 130
};

/* ---- language ---- */

/* Messages follow `lang` ("es", "en"; NULL: LC_ALL, LC_MESSAGES, LANG). Numbers and dates stay
 * independent of the locale. */
void cli_language(const char *lang);
const char *cli_language_name(void); /* "es" or "en": what was chosen */

/* ---- dates, for people ---- */

#define CLI_DAY_LEN 16     /* "1 nov 2026", in English "1 Nov 2026", and NUL */
#define CLI_INSTANT_LEN 24 /* "1 nov 2026, 14:00" and NUL: the hour of here */

/* False beyond the year 9999; then the text is empty. */
bool cli_day(uint64_t day, char out[SELLO_LEN(CLI_DAY_LEN)]); /* since 1970-01-01 */
bool cli_instant(uint64_t seconds, char out[SELLO_LEN(CLI_INSTANT_LEN)]);

void cli_month(unsigned year, unsigned month, char out[SELLO_LEN(CLI_DAY_LEN)]); /* "nov 2026" */

/* ---- messages: to stderr, control and direction characters shown as escapes ---- */

__attribute__((format(printf, 1, 2))) void cli_error(const char *format, ...); /* "sello: ..." */

/* Names the error that is said next, for programs: with --json a command that fails answers
 * {"error":code,"field":field,"message":...} with the first error that it said. field: a literal,
 * or NULL. Without this the code is "failure", or "usage" where the command line is wrong. */
void cli_fault(const char *code, const char *field);
/* The code of an error: "older-bundle" for SELLO_E_OLDER_BUNDLE. Of this thread, until the next. */
const char *cli_error_code(enum sello_error error);
__attribute__((format(printf, 1, 2))) void cli_warning(const char *format, ...);
__attribute__((format(printf, 1, 2))) void cli_note(const char *format, ...);

/* What was answered so far goes out; what fails is told at the end. */
void cli_flush(void);

/* Fills in a sentence whose values are texts: %1$s is value[0], %2$s value[1]; %% is a percent
 * sign. A sentence, or its translation, may leave values out, which glibc's printf ends the program
 * over where it is fortified. What would not fit is cut. */
void cli_fill(char *out, size_t size, const char *sentence, const char *const *value, size_t n);

/* The same to a data stream, without a line end of its own. In all of them the format is ours and
 * %s and %c are not trusted; the width of %s counts columns. The conversions of printf that may be
 * used: d i u x X c s f g with flags - and 0, width, precision of s f g, lengths l ll z j. */
/* How many columns a line of this stream has: a terminal's; SIZE_MAX where it is none. */
size_t cli_terminal_columns(FILE *to);

/* A text as a message of it would be wrapped, for who shows it by other ways. Freed by the caller;
 * NULL without memory. */
char *cli_wrapped(const char *text);

__attribute__((format(printf, 2, 3))) void cli_print(FILE *to, const char *format, ...);

/* Why a label was withdrawn, suspended or retired (SELLO_REASON_*), as a clause. */
const char *cli_reason_words(uint64_t reason);

/* Writes untrusted bytes so that a terminal shows them and does nothing else: C0, C1, bidi and
 * zero-width characters and broken UTF-8 become \x1b or \u{202e}. */
void cli_show(FILE *to, struct sello_bytes text);

/* "yes" from the terminal? False, without asking, when there is none or with --no-input. */
SELLO_NODISCARD bool cli_confirm(const char *question);

/* A line from the terminal, without its end; what is too long is cut. False, without asking, when
 * there is none or with --no-input; false also at the end of what is typed. */
SELLO_NODISCARD bool cli_ask(const char *question, char *out, size_t size);

/* Can anybody be asked? */
bool cli_may_ask(void);

/* May this stream be coloured: a terminal, and NO_COLOR not set? */
bool cli_colour(FILE *to);

/* A line on stderr that tells how far a long work is: a bar, count, rate, time left. Shown only on
 * a terminal, and only once a second has gone by. A program that started us is told, in lines of
 * "120 5000 Signing", through the descriptor whose number is in $SELLO_PROGRESS_FD. */
struct cli_progress {
    const char *what; /* translated: "Signing" */
    uint64_t total;   /* 0: unknown */
    uint64_t started_ms, shown_ms, told_ms;
    int to_program; /* -1: to none */
    bool on, shown;
};

void cli_progress_start(struct cli_progress *p, const char *what, uint64_t total);
void cli_progress_at(struct cli_progress *p, uint64_t done); /* cheap: call for every item */
void cli_progress_end(struct cli_progress *p);               /* takes the line away */

/* ---- commands and options ---- */

struct cli_option {
    const char *name;  /* without dashes; a row with NULL ends the list */
    const char *value; /* what the value is called in the help ("FILE"), NULL for a flag */
    const char *help;
    bool repeated; /* may be given more than once */
};

struct cli_args;

struct cli_command {
    const char *name; /* "producer add": words separated by one space; NULL ends the table */
    int (*run)(const struct cli_args *args);
    const char *operands; /* "CERTIFICATE", "[FILE...]" or "" */
    unsigned least, most; /* operands; UINT_MAX for any number */
    const char *summary;
    const char *example;
    const struct cli_option *options;
};

/* Another name of a command or an option, without accents: the Spanish one, which is shown where
 * messages are Spanish, or one that it had before and that is taken for ever. A row with NULL ends
 * the list. */
struct cli_synonym {
    const char *name; /* as in the table of commands or options */
    const char *also;
    bool old;
    const struct cli_option *only; /* of the option in this list alone; NULL: in all */
};

/* Of options that both programs have, in Spanish. */
/* clang-format off */
#define CLI_SPANISH_OPTIONS \
    {"no-input", "sin-preguntar", false, NULL}, \
    {"lang", "idioma", false, NULL}, \
    {"help", "ayuda", false, NULL}, \
    {"completion", "completado", false, NULL}, \
    {"jobs", "nucleos", false, NULL}, \
    {"name", "nombre", false, NULL}, \
    {"yes", "si", false, NULL}, \
    {"now", "ahora", false, NULL},
/* clang-format on */

struct cli_program {
    const char *name; /* "sello" */
    const char *summary;
    const struct cli_option *common; /* accepted before and after the command */
    const struct cli_command *commands;
    const struct cli_synonym *command_names, *option_names; /* may be NULL */
    const struct cli_synonym *value_names;                  /* of words in examples; may be NULL */
};

/* Parses, answers --help, --version and --completion, and runs the command. Returns the exit
 * status; a mistake in the words is said with the help that mends it (CLI_USAGE). Checks at the end
 * that stdout took everything. `data` is handed to the command through cli_data. */
int cli_main(const struct cli_program *program, int argc, char **argv, void *data);
void *cli_data(const struct cli_args *args);

/* What was asked for is done, and stays done whatever becomes of the answer: where stdout does not
 * take that, cli_main says so, and returns CLI_UNTOLD. */
void cli_done(void);

size_t cli_n_operands(const struct cli_args *args);
const char *cli_operand(const struct cli_args *args, size_t i); /* NULL when there are fewer */

/* An option as people call it in the language of the messages: "motivo" of "reason". */
const char *cli_option_shown(const struct cli_args *args, const char *name);

bool cli_flag(const struct cli_args *args, const char *name);
const char *cli_text(const struct cli_args *args, const char *name); /* NULL: not given */
const char *cli_text_at(const struct cli_args *args, const char *name, size_t i); /* repeated */

/* False, having said what is wrong, when a required option is missing or a value does not fit.
 * An option that was not given leaves *out as it was. */
SELLO_NODISCARD bool cli_require(const struct cli_args *args, const char *name, const char **out);
SELLO_NODISCARD bool cli_number(const struct cli_args *args, const char *name, uint64_t least,
                                uint64_t most, uint64_t *out);
SELLO_NODISCARD bool cli_decimal(const struct cli_args *args, const char *name, double least,
                                 double most, double *out);
SELLO_NODISCARD bool cli_date(const struct cli_args *args, const char *name, uint64_t *out_day);

/* Is a value this word, or its Spanish one, with its accents or without? NULL is neither. */
bool cli_value_is(const char *text, const char *english, const char *spanish);

/* The option --jobs of a command that works on many items (base/parallel.h): 0 where it was not
 * given. */
#define CLI_OPTION_JOBS                                                                            \
    { "jobs", N_("N"), N_("how many cores to work on (all)"), false }
SELLO_NODISCARD bool cli_jobs(const struct cli_args *args, unsigned *out_workers);

/* ---- JSON (RFC 8259), one object a line ---- */

/* What base/json.h writes, as a command's answer. */
struct cli_json {
    struct base_json base;
};

void cli_json_open(struct cli_json *j, FILE *to); /* { */
void cli_json_close(struct cli_json *j);          /* } and newline */
void cli_json_text(struct cli_json *j, const char *name, struct sello_bytes text);
void cli_json_string(struct cli_json *j, const char *name, const char *text); /* NULL: left out */
void cli_json_number(struct cli_json *j, const char *name, uint64_t number);
void cli_json_integer(struct cli_json *j, const char *name, int64_t number);
void cli_json_bool(struct cli_json *j, const char *name, bool value);
void cli_json_decimal(struct cli_json *j, const char *name, double value); /* 0.423, -1.500 */
void cli_json_open_in(struct cli_json *j, const char *name, char bracket); /* '{' or '[' */
void cli_json_close_in(struct cli_json *j, char bracket);                  /* '}' or ']' */
/* In a list, the name of an item is NULL. */

/* ---- files: what base/file.h does, with the reason said where it fails ---- */

struct base_output;

SELLO_NODISCARD bool cli_file_read(const char *path, size_t most, uint8_t **out_ptr,
                                   size_t *out_len);
SELLO_NODISCARD bool cli_file_replace(const char *path, struct sello_bytes bytes, unsigned mode);
SELLO_NODISCARD bool cli_file_create(const char *path, struct sello_bytes bytes, unsigned mode);

/* That another program keeps `name`, and which one where it can be told; `locked`: the file whose
 * lock it has. */
void cli_say_kept(const char *name, const char *locked);

SELLO_NODISCARD bool cli_output_open(struct base_output *output, const char *path, unsigned mode,
                                     bool replace);
/* False also where it was not to be kept. */
SELLO_NODISCARD bool cli_output_end(struct base_output *output, bool keep);

#endif
