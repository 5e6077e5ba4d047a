/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/internal.h"

static const struct cli_option answers[] = {
    {"help", NULL, N_("show this help"), false},
    {"version", NULL, N_("show the version"), false},
    {"completion", NULL, N_("print the completion of commands for bash"), false},
    {NULL, NULL, NULL, false},
};

/* One line of a table: two spaces, the left column, its explanation. */
static void put_row(FILE *to, const char *left, int width, const char *right) {
    cli_print(to, "  %-*s  %s\n", width, left, right);
}

static void option_text(char *out, size_t cap, const struct cli_option *o) {
    snprintf(out, cap, "%s%s%s%s", cli_dashes(o->name), o->name, o->value != NULL ? " " : "",
             o->value != NULL ? _(o->value) : "");
}

static int wider(int width, const char *text) {
    int columns = (int)cli_columns(sello_bytes_of(text));
    return columns > width ? columns : width;
}

static int options_width(const struct cli_option *options, int width) {
    for (const struct cli_option *o = options; o != NULL && o->name != NULL; o++) {
        char text[80];
        option_text(text, sizeof text, o);
        width = wider(width, text);
    }
    return width;
}

static void put_options(FILE *to, const struct cli_option *options, int width) {
    for (const struct cli_option *o = options; o != NULL && o->name != NULL; o++) {
        char text[80];
        option_text(text, sizeof text, o);
        put_row(to, text, width, _(o->help));
    }
}

static void put_common(FILE *to, const struct cli_program *program, int width) {
    fputs(_("\nOptions of every command:\n"), to);
    put_options(to, program->common, width);
    put_options(to, answers, width);
}

/* The words of a group, as "producer", before a command's or alone. */
static void put_words(FILE *to, const struct cli_words *words, size_t n) {
    for (size_t i = 0; i < n; i++) {
        cli_print(to, " %s", words->word[i]);
    }
}

static int commands_width(const struct cli_program *program, const struct cli_words *words,
                          size_t n) {
    int width = 0;
    for (const struct cli_command *c = program->commands; c->name != NULL; c++) {
        size_t len;
        width = cli_command_word(c, words, n, &len) != NULL ? wider(width, c->name) : width;
    }
    return width;
}

/* The commands whose names begin with these words. */
static void put_commands(FILE *to, const struct cli_program *program, const struct cli_words *words,
                         size_t n) {
    int width = commands_width(program, words, n);
    fputs(_("\nCommands:\n"), to);
    for (const struct cli_command *c = program->commands; c->name != NULL; c++) {
        size_t len;
        if (cli_command_word(c, words, n, &len) != NULL) {
            put_row(to, c->name, width, _(c->summary));
        }
    }
}

static void put_example(FILE *to, const struct cli_command *command) {
    if (command->example != NULL) {
        fputs(_("\nExample:\n"), to);
        fprintf(to, "  %s\n", command->example);
    }
}

static const struct cli_command *default_command(const struct cli_program *program) {
    size_t used;
    return cli_command_find(program, &(struct cli_words){.n = 0}, &used);
}

static void put_usage(FILE *to, const struct cli_program *program,
                      const struct cli_command *command) {
    cli_print(to, _("Usage: %s"), program->name);
    const char *const parts[] = {command->name, command->options != NULL ? _("[OPTION...]") : "",
                                 cli_operands_text(command)};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i] != NULL && parts[i][0] != '\0') {
            cli_print(to, " %s", parts[i]);
        }
    }
    fputc('\n', to);
}

static void put_own_options(FILE *to, const struct cli_command *command, int width) {
    if (command->options != NULL && command->options[0].name != NULL) {
        fputs(_("\nOptions:\n"), to);
        put_options(to, command->options, width);
    }
}

static int all_width(const struct cli_program *program, const struct cli_command *command) {
    int width = options_width(answers, options_width(program->common, 0));
    return command != NULL ? options_width(command->options, width) : width;
}

void cli_help_program(FILE *to, const struct cli_program *program) {
    const struct cli_words none = {.n = 0};
    const struct cli_command *alone = default_command(program);
    if (alone != NULL) {
        put_usage(to, program, alone);
    }
    cli_print(to, alone != NULL ? _("       %s COMMAND ...\n") : _("Usage: %s COMMAND ...\n"),
              program->name);
    cli_print(to, "\n%s\n", _(program->summary));
    put_commands(to, program, &none, 0);
    int width = all_width(program, alone);
    if (alone != NULL) {
        put_own_options(to, alone, width);
    }
    put_common(to, program, width);
    if (alone != NULL) {
        put_example(to, alone);
    }
    cli_print(to, _("\nHelp for one command: %s COMMAND --help\n"), program->name);
}

void cli_help_group(FILE *to, const struct cli_program *program, const struct cli_words *words,
                    size_t n) {
    cli_print(to, _("Usage: %s"), program->name);
    put_words(to, words, n);
    fputs(_(" COMMAND ...\n"), to);
    put_commands(to, program, words, n);
    put_common(to, program, all_width(program, NULL));
}

void cli_help_command(FILE *to, const struct cli_program *program,
                      const struct cli_command *command) {
    put_usage(to, program, command);
    cli_print(to, "\n%s\n", _(command->summary));
    int width = all_width(program, command);
    put_own_options(to, command, width);
    put_common(to, program, width);
    put_example(to, command);
}
