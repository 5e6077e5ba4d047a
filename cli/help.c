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
    cli_print_indented(to, (size_t)width + 4, "  %-*s  %s\n", width, left, right);
}

static void option_text(char *out, size_t cap, const struct cli_program *program,
                        const struct cli_option *of, const struct cli_option *o) {
    const char *name = cli_name_shown(program->option_names, of, o->name);
    snprintf(out, cap, "%s%s%s%s", cli_dashes(name), name, o->value != NULL ? " " : "",
             o->value != NULL ? _(o->value) : "");
}

static int wider(int width, const char *text) {
    int columns = (int)cli_columns(sello_bytes_of(text));
    return columns > width ? columns : width;
}

static int options_width(const struct cli_program *program, const struct cli_option *options,
                         int width) {
    for (const struct cli_option *o = options; o != NULL && o->name != NULL; o++) {
        char text[80];
        option_text(text, sizeof text, program, options, o);
        width = wider(width, text);
    }
    return width;
}

static void put_options(FILE *to, const struct cli_program *program,
                        const struct cli_option *options, int width) {
    for (const struct cli_option *o = options; o != NULL && o->name != NULL; o++) {
        char text[80];
        option_text(text, sizeof text, program, options, o);
        put_row(to, text, width, _(o->help));
    }
}

static void put_common(FILE *to, const struct cli_program *program, int width) {
    fputs(_("\nOptions of every command:\n"), to);
    put_options(to, program, program->common, width);
    put_options(to, program, answers, width);
}

/* The words of a group, as "producer", before a command's or alone. */
static void put_words(FILE *to, const struct cli_words *words, size_t n) {
    for (size_t i = 0; i < n; i++) {
        cli_print(to, " %s", words->word[i]);
    }
}

static const char *command_shown(const struct cli_program *program, const struct cli_command *c) {
    return cli_name_shown(program->command_names, NULL, c->name);
}

static int commands_width(const struct cli_program *program, const struct cli_words *words,
                          size_t n) {
    int width = 0;
    for (const struct cli_command *c = program->commands; c->name != NULL; c++) {
        size_t len;
        bool is_one = cli_command_word(program, c, words, n, &len) != NULL;
        width = is_one ? wider(width, command_shown(program, c)) : width;
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
        if (cli_command_word(program, c, words, n, &len) != NULL) {
            put_row(to, command_shown(program, c), width, _(c->summary));
        }
    }
}

/* One option of an example: "--name" in the users' language. */
static void put_example_option(FILE *to, const struct cli_program *program,
                               const struct cli_command *command, const char *word, size_t len) {
    char argument[64];
    const char *value = NULL;
    snprintf(argument, sizeof argument, "%.*s", (int)len, word);
    const struct cli_option *o = cli_option_find(program, command->options, argument, &value);
    if (o == NULL) {
        o = cli_option_find(program, program->common, argument, &value);
    }
    const char *name =
        o != NULL ? cli_name_shown(program->option_names, command->options, o->name) : NULL;
    if (name == NULL) {
        fprintf(to, "%s", argument);
    } else {
        fprintf(to, "%s%s", cli_dashes(name), name);
    }
}

/* A word that is a value, or a part of one. */
static void put_example_value(FILE *to, const struct cli_program *program, const char *word,
                              size_t len) {
    char value[64];
    const char *name = NULL;
    if (len < sizeof value) {
        snprintf(value, sizeof value, "%.*s", (int)len, word);
        name = cli_name_shown(program->value_names, NULL, value);
    }
    fprintf(to, "%.*s", name != NULL ? (int)strlen(name) : (int)len, name != NULL ? name : word);
}

/* The table has it in English: "sello", the command's name, and then words and options. */
static void put_example(FILE *to, const struct cli_program *program,
                        const struct cli_command *command) {
    if (command->example == NULL) {
        return;
    }
    const char *rest = command->example + strlen(program->name);
    fputs(_("\nExample:\n"), to);
    fprintf(to, "  %s", program->name);
    if (command->name[0] != '\0') {
        fprintf(to, " %s", command_shown(program, command));
        rest += 1 + strlen(command->name);
    }
    while (*rest != '\0') {
        size_t spaces = strspn(rest, " "), len = strcspn(rest + spaces, " ");
        fprintf(to, "%.*s", (int)spaces, rest);
        rest += spaces;
        if (rest[0] == '-' && len > 1) {
            put_example_option(to, program, command, rest, len);
        } else {
            put_example_value(to, program, rest, len);
        }
        rest += len;
    }
    fputc('\n', to);
}

static const struct cli_command *default_command(const struct cli_program *program) {
    size_t used;
    return cli_command_find(program, &(struct cli_words){.n = 0}, &used);
}

static void put_usage(FILE *to, const struct cli_program *program,
                      const struct cli_command *command) {
    cli_print(to, _("Usage: %s"), program->name);
    const char *const parts[] = {command_shown(program, command),
                                 command->options != NULL ? _("[OPTION...]") : "",
                                 cli_operands_text(command)};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i] != NULL && parts[i][0] != '\0') {
            cli_print(to, " %s", parts[i]);
        }
    }
    fputc('\n', to);
}

static void put_own_options(FILE *to, const struct cli_program *program,
                            const struct cli_command *command, int width) {
    if (command->options != NULL && command->options[0].name != NULL) {
        fputs(_("\nOptions:\n"), to);
        put_options(to, program, command->options, width);
    }
}

static int all_width(const struct cli_program *program, const struct cli_command *command) {
    int width = options_width(program, answers, options_width(program, program->common, 0));
    return command != NULL ? options_width(program, command->options, width) : width;
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
        put_own_options(to, program, alone, width);
    }
    put_common(to, program, width);
    if (alone != NULL) {
        put_example(to, program, alone);
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
    put_own_options(to, program, command, width);
    put_common(to, program, width);
    put_example(to, program, command);
}
