/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_CLI_CLI_H
#define SELLO_CLI_CLI_H

/* What both tools share at the terminal: commands and options, messages, JSON, dates, whole files.
 * The only folder, beside the commands themselves, that prints. */

#include <libintl.h>
#include <limits.h>
#include <stdio.h>

#include "wire/wire.h"

#define _(text) gettext(text)
#define N_(text) text
/* A message with a count: for one, and for more. Spanish and English count alike. */
#define P_(one, many, n) ngettext(one, many, (unsigned long)(n))

enum cli_exit { CLI_OK = 0, CLI_FAILURE = 1, CLI_USAGE = 2, CLI_INTERRUPTED = 130 };

/* ---- language ---- */

/* Messages follow `lang` ("es", "en"; NULL: LC_ALL, LC_MESSAGES, LANG). Numbers and dates stay
 * independent of the locale. */
void cli_language(const char *lang);
const char *cli_language_name(void); /* "es" or "en": what was chosen */

/* The path of what lies beside this program's file, wherever that was installed or moved to:
 * "../share/sello" from its folder. False when the system does not tell, or it is too long. */
SELLO_NODISCARD bool cli_beside(const char *relative, char out[SELLO_LEN(PATH_MAX)]);

/* ---- messages: to stderr, control and direction characters shown as escapes ---- */

__attribute__((format(printf, 1, 2))) void cli_error(const char *format, ...); /* "sello: ..." */
__attribute__((format(printf, 1, 2))) void cli_warning(const char *format, ...);
__attribute__((format(printf, 1, 2))) void cli_note(const char *format, ...);

/* The same to a data stream, without a line end of its own. In all of them the format is ours and
 * %s and %c are not trusted; the width of %s counts columns. The conversions of printf that may be
 * used: d i u x X c s f g with flags - and 0, width, precision of s f g, lengths l ll z j. */
__attribute__((format(printf, 2, 3))) void cli_print(FILE *to, const char *format, ...);

/* Writes untrusted bytes so that a terminal shows them and does nothing else: C0, C1, bidi and
 * zero-width characters and broken UTF-8 become \x1b or \u{202e}. */
void cli_show(FILE *to, struct sello_bytes text);

/* "yes" from the terminal? False, without asking, when there is none or with --no-input. */
SELLO_NODISCARD bool cli_confirm(const char *question);

/* May this stream be coloured: a terminal, and NO_COLOR not set? */
bool cli_colour(FILE *to);

/* A line on stderr that tells how far a long work is: a bar, count, rate, time left. Shown only on
 * a terminal, and only once a second has gone by. */
struct cli_progress {
    const char *what; /* translated: "Signing" */
    uint64_t total;   /* 0: unknown */
    uint64_t started_ms, shown_ms;
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

struct cli_program {
    const char *name; /* "sello" */
    const char *summary;
    const struct cli_option *common; /* accepted before and after the command */
    const struct cli_command *commands;
};

/* Parses, answers --help, --version and --completion, and runs the command. Returns the exit
 * status; a mistake in the words is said with the help that mends it (CLI_USAGE). Checks at the end
 * that stdout took everything. `data` is handed to the command through cli_data. */
int cli_main(const struct cli_program *program, int argc, char **argv, void *data);
void *cli_data(const struct cli_args *args);

size_t cli_n_operands(const struct cli_args *args);
const char *cli_operand(const struct cli_args *args, size_t i); /* NULL when there are fewer */

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

/* The option --jobs of a command that works on many items (base/parallel.h): 0 where it was not
 * given. */
#define CLI_OPTION_JOBS                                                                            \
    { "jobs", N_("N"), N_("how many cores to work on (all)"), false }
SELLO_NODISCARD bool cli_jobs(const struct cli_args *args, unsigned *out_workers);

/* ---- JSON (RFC 8259), one object a line ---- */

struct cli_json {
    FILE *to;
    bool more; /* a comma is due */
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

/* ---- whole files ---- */

/* Reads a regular file of at most `most` bytes ("-": standard input). The caller frees *out_ptr.
 * On failure says why in a message and returns false. */
SELLO_NODISCARD bool cli_file_read(const char *path, size_t most, uint8_t **out_ptr,
                                   size_t *out_len);

/* Does anything of that name stand there, a link too? */
bool cli_file_exists(const char *path);

/* Writes through a temporary file beside it, fsync, rename, fsync of the folder: afterwards either
 * the old or the new file is there, whole. mode as for open(2). Says what failed. */
SELLO_NODISCARD bool cli_file_replace(const char *path, struct sello_bytes bytes, unsigned mode);

/* The same where a file that is there already must stay. */
SELLO_NODISCARD bool cli_file_create(const char *path, struct sello_bytes bytes, unsigned mode);

/* Many files into one folder, or into folders in it: each is whole or not there, also after a power
 * cut. They are written under temporary names, and put in place some hundreds at a time, with one
 * sync for all of them. The caller catches interrupts meanwhile, so that no temporary file is left.
 * Names are the program's own: "000001.png", "001000/001234.png". */
#define CLI_FILES_NAME 48 /* bytes, with NUL */
#define CLI_FILES_PENDING 512

struct cli_files {
    const char *path; /* of the folder, as the user wrote it */
    int folder;       /* descriptor; -1: none */
    uint64_t mark;    /* in the temporary names of this run */
    bool failed;      /* putting in place: it was said, and no more is */
    size_t n;         /* files that are written and not yet in place */
    char pending[CLI_FILES_PENDING][CLI_FILES_NAME];
};

/* The folder is there. False, having said why. */
SELLO_NODISCARD bool cli_files_open(struct cli_files *files, const char *path);

/* Takes away what earlier runs left under temporary names when they were killed, here and in the
 * folders within; nothing while another run writes here too. Before anything is written. */
void cli_files_sweep(const struct cli_files *files);

/* Writes a file under its temporary name. By several threads at once. False, having said why. */
SELLO_NODISCARD bool cli_files_write(const struct cli_files *files, const char *name,
                                     struct sello_bytes bytes);

/* From now on this file, which was written, waits to be put in place; with the last that there is
 * room for, all that wait are. By one thread. *out_placed: how many files are in place by this. */
SELLO_NODISCARD bool cli_files_add(struct cli_files *files, const char *name, size_t *out_placed);

/* Puts what waits in place, for good. False, having said why; *out_placed are there all the same.
 */
SELLO_NODISCARD bool cli_files_settle(struct cli_files *files, size_t *out_placed);

/* Takes away a file that was written and not added. */
void cli_files_drop(const struct cli_files *files, const char *name);
/* Takes away what waits, and closes the folder. */
void cli_files_close(struct cli_files *files);

/* A file too large to be held in memory, written piece by piece; it is not there before it is
 * whole. The caller catches interrupts meanwhile, so that no temporary file is left. */
struct cli_output {
    FILE *to;
    struct cli_target *target;
    bool replace;
    int cause; /* errno of the first write that failed; 0: none did */
};

/* Like cli_file_create, or cli_file_replace; "-" is standard output. False, having said why. */
SELLO_NODISCARD bool cli_output_open(struct cli_output *output, const char *path, unsigned mode,
                                     bool replace);

/* False from the first failure on; cli_output_end says it. */
SELLO_NODISCARD bool cli_output_put(struct cli_output *output, struct sello_bytes bytes);

/* Puts it in place, or takes it away where `keep` is false. False, having said so, when it could
 * not be kept. Also for an output that was not opened. */
SELLO_NODISCARD bool cli_output_end(struct cli_output *output, bool keep);

#endif
