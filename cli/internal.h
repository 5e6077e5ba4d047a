/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_CLI_INTERNAL_H
#define SELLO_CLI_INTERNAL_H

/* What the files of this folder, and their tests, share. */

#include <stdarg.h>

#include "cli/cli.h"

#define CLI_WORDS_MAX 3 /* words in a command's name */

/* ---- arguments ---- */

struct cli_given {
    const struct cli_option *option;
    const char *value; /* of argv; NULL for a flag */
};

struct cli_args {
    const struct cli_program *program;
    const struct cli_command *command;
    struct cli_given *given;
    const char **operands;
    size_t n_given, n_operands;
    void *data;
};

/* Sorts argv into options and operands by the tables of the program and of its command, whose first
 * n_words operands are its name. False, having said what is wrong. Freed by cli_args_free. */
SELLO_NODISCARD bool cli_args_parse(struct cli_args *args, int argc, char **argv, size_t n_words);
void cli_args_free(struct cli_args *args);

/* The option an argument "--name", "--name=value", "-n" or "-nvalue" stands for, in a list of the
 * program's that may be NULL; *out_value is the value it carries, or NULL. */
const struct cli_option *cli_option_find(const struct cli_program *program,
                                         const struct cli_option *options, const char *argument,
                                         const char **out_value);

/* A command's operands in the user's language. */
const char *cli_operands_text(const struct cli_command *command);

/* An option as it is written: "--" or "-". */
const char *cli_dashes(const char *name);

/* ---- names in both languages ---- */

/* How many bytes at the front of what was typed are this name, with its accents or without; 0 for
 * another word. */
size_t cli_begins(const char *typed, const char *name);

/* The i-th name of a command, or of an option in the list `of`: its own, then the synonyms'; NULL
 * behind the last. */
const char *cli_name_at(const struct cli_synonym *list, const struct cli_option *of,
                        const char *name, size_t i);

/* The name in the language of the messages. */
const char *cli_name_shown(const struct cli_synonym *list, const struct cli_option *of,
                           const char *name);

/* ---- commands ---- */

/* The first words of a command line, before the first option that is not common. */
struct cli_words {
    const char *word[CLI_WORDS_MAX];
    size_t n;
};

/* The command whose name is the longest prefix of the words, or NULL; *out_used counts its words.
 */
const struct cli_command *cli_command_find(const struct cli_program *program,
                                           const struct cli_words *words, size_t *out_used);

/* How many of the first words begin the name of some command; 0 for none. */
size_t cli_group_find(const struct cli_program *program, const struct cli_words *words);

/* The word that follows these n words in the command's name which begins with them, of whichever
 * language, or NULL where none does. Its length is *out_len. */
const char *cli_command_word(const struct cli_program *program, const struct cli_command *command,
                             const struct cli_words *words, size_t n, size_t *out_len);

/* Is this the first row of the table whose name goes on with that word? Says each word once. */
bool cli_command_word_first(const struct cli_program *program, const struct cli_command *command,
                            const struct cli_words *words, size_t n);

/* ---- suggestions ---- */

/* How many bytes must be put in, left out, replaced or swapped with their neighbour to make one of
 * the other, for texts up to 63 bytes; longer ones are SIZE_MAX apart. */
size_t cli_distance(const char *a, const char *b);

/* Keeps the candidate nearest to a mistyped word; start with {NULL, SIZE_MAX}. */
struct cli_nearest {
    const char *name;
    size_t distance;
};
void cli_nearest_try(struct cli_nearest *nearest, const char *typed, const char *candidate);

/* The candidate when it is near enough to be meant, else NULL. */
const char *cli_nearest_name(const struct cli_nearest *nearest, const char *typed);

/* ---- help ---- */

void cli_help_program(FILE *to, const struct cli_program *program);
void cli_help_group(FILE *to, const struct cli_program *program, const struct cli_words *words,
                    size_t n);
void cli_help_command(FILE *to, const struct cli_program *program,
                      const struct cli_command *command);
void cli_completion(FILE *to, const struct cli_program *program);

/* ---- messages ---- */

/* ---- the first error that was said (fault.c) ---- */

struct cli_fault_kept {
    char code[64];     /* "" where nobody named it */
    const char *field; /* a literal, or NULL */
    char *message;     /* owned; NULL without memory */
    bool said;
};

void cli_fault_name(const char *code, const char *field);
void cli_fault_keep(const char *format, va_list values);
const struct cli_fault_kept *cli_fault_said(void);

/* An answer was given: it tells itself of the errors that were said before it. */
void cli_fault_forget(void);

/* The name before every message, and whether cli_confirm may ask. From the start on, messages of
 * many items wait for their turn (base/parallel.h). */
void cli_messages_start(const char *program_name);
void cli_messages_no_input(bool no_input);

/* Did stdout take what was answered so far? *out_cause is errno of the first time that it did not;
 * 0: it was not told. */
bool cli_messages_flush(int *out_cause);

/* printf with every %s and %c shown as by cli_show, and widths of %s in columns. Conversions: d i u
 * x X c s f g %, flags - and 0, width, precision (of s, f, g), "*", lengths l ll z j, and positions
 * (%2$s), which translations use. At most 16 arguments. */
void cli_format(FILE *to, const char *format, va_list list);

/* How many columns cli_show takes for a text. */
size_t cli_columns(struct sello_bytes text);

/* ---- on a terminal ---- */

/* Writes a text with its lines broken at spaces, so that each takes at most so many columns where
 * its words allow it. What is broken off begins below the line's first letter, or `indent` columns
 * in where that is more; a command at a line's end stays whole. Of one terminal's line at a time:
 * `text` begins at its left. */
void cli_wrap(FILE *to, struct sello_bytes text, size_t columns, size_t indent);

/* Writes a text that is safe to show, in one piece; wrapped where `to` is a terminal. */
void cli_put(FILE *to, struct sello_bytes text, size_t indent);

/* cli_print, with what is broken off so many columns in. */
__attribute__((format(printf, 3, 4))) void cli_print_indented(FILE *to, size_t indent,
                                                              const char *format, ...);

/* cli_language with the catalogs of one folder; lang as there. */
void cli_language_in(const char *lang, const char *folder);

#endif
