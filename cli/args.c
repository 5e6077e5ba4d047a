/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdlib.h>

#include "cli/internal.h"

const char *cli_dashes(const char *name) {
    return name[1] == '\0' ? "-" : "--";
}

/* What follows an option's name in an argument: a value (*out_value, NULL for none), or false when
 * the argument is another option. */
static bool option_matches(const struct cli_option *option, const char *name, const char *argument,
                           const char **out_value) {
    const char *dashes = cli_dashes(name);
    if (strncmp(argument, dashes, strlen(dashes)) != 0) {
        return false;
    }
    const char *rest = argument + strlen(dashes);
    size_t len = cli_begins(rest, name);
    if (len == 0) {
        return false;
    }
    rest += len;
    *out_value = rest[0] == '\0' ? NULL : rest[0] == '=' ? rest + 1 : rest;
    return rest[0] == '\0' || rest[0] == '=' || (len == 1 && option->value != NULL);
}

const struct cli_option *cli_option_find(const struct cli_program *program,
                                         const struct cli_option *options, const char *argument,
                                         const char **out_value) {
    for (const struct cli_option *o = options; o != NULL && o->name != NULL; o++) {
        const char *name = NULL;
        for (size_t i = 0; (name = cli_name_at(program->option_names, options, o->name, i)) != NULL;
             i++) {
            if (option_matches(o, name, argument, out_value)) {
                return o;
            }
        }
    }
    return NULL;
}

const char *cli_option_shown(const struct cli_args *args, const char *name) {
    return cli_name_shown(args->program->option_names, args->command->options, name);
}

static void try_options(struct cli_nearest *nearest, const struct cli_args *args, const char *typed,
                        const struct cli_option *options) {
    for (const struct cli_option *o = options; o != NULL && o->name != NULL; o++) {
        const char *name = NULL;
        for (size_t i = 0;
             (name = cli_name_at(args->program->option_names, options, o->name, i)) != NULL; i++) {
            cli_nearest_try(nearest, typed, name);
        }
    }
}

static const char *command_shown(const struct cli_args *args) {
    return cli_name_shown(args->program->command_names, NULL, args->command->name);
}

/* What stands between a program's name and its command's: nothing for the command without one. */
static const char *gap(const struct cli_args *args) {
    return args->command->name[0] != '\0' ? " " : "";
}

static bool say_unknown(const struct cli_args *args, const char *argument) {
    struct cli_nearest nearest = {NULL, SIZE_MAX};
    const char *typed = argument + strspn(argument, "-");
    int len = (int)strcspn(argument, "=");
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(typed, "="), typed);
    try_options(&nearest, args, name, args->program->common);
    try_options(&nearest, args, name, args->command->options);
    const char *meant = cli_nearest_name(&nearest, name);
    if (meant != NULL) {
        meant = cli_option_shown(args, meant);
        cli_error(_("There is no option %.*s here. Did you mean %s%s?"), len, argument,
                  cli_dashes(meant), meant);
    } else {
        cli_error(_("There is no option %.*s here. See: %s%s%s --help"), len, argument,
                  args->program->name, gap(args), command_shown(args));
    }
    return false;
}

static bool given_before(const struct cli_args *args, const struct cli_option *option) {
    for (size_t i = 0; i < args->n_given; i++) {
        if (args->given[i].option == option) {
            return true;
        }
    }
    return false;
}

static bool say_value(const struct cli_args *args, const struct cli_option *option, bool missing) {
    const char *name = cli_option_shown(args, option->name), *dashes = cli_dashes(name);
    if (missing) {
        cli_error(_("%s%s needs a value. Write %s%s=%s."), dashes, name, dashes, name,
                  _(option->value));
    } else {
        cli_error(_("%s%s takes no value."), dashes, name);
    }
    return false;
}

/* A value that looks like a long option is more likely an option whose value was forgotten. */
static bool is_value(const char *argument) {
    return argument != NULL && (strncmp(argument, "--", 2) != 0 || argument[2] == '\0');
}

/* The option at argv[*i], and its value, which may be the next argument. */
static bool take_option(struct cli_args *args, int argc, char **argv, int *i) {
    const char *value = NULL;
    const struct cli_program *program = args->program;
    const struct cli_option *option = cli_option_find(program, program->common, argv[*i], &value);
    if (option == NULL) {
        option = cli_option_find(program, args->command->options, argv[*i], &value);
    }
    if (option == NULL) {
        return say_unknown(args, argv[*i]);
    }
    if (option->value == NULL && value != NULL) {
        return say_value(args, option, false);
    }
    if (option->value != NULL && value == NULL) {
        if (*i + 1 >= argc || !is_value(argv[*i + 1])) {
            return say_value(args, option, true);
        }
        value = argv[++*i];
    }
    if (!option->repeated && given_before(args, option)) {
        cli_error(_("%s%s may be given only once."), cli_dashes(option->name),
                  cli_option_shown(args, option->name));
        return false;
    }
    args->given[args->n_given++] = (struct cli_given){option, value};
    return true;
}

/* gettext("") would be the catalog's own header. */
const char *cli_operands_text(const struct cli_command *command) {
    return command->operands[0] != '\0' ? _(command->operands) : "";
}

static bool check_operands(const struct cli_args *args) {
    const struct cli_command *command = args->command;
    if (args->n_operands >= command->least && args->n_operands <= command->most) {
        return true;
    }
    if (args->n_operands > command->most) {
        cli_error(_("'%s' is too much here. It is written: %s%s%s %s"),
                  args->operands[command->most], args->program->name, gap(args),
                  command_shown(args), cli_operands_text(command));
    } else {
        cli_error(_("Something is missing. It is written: %s%s%s %s"), args->program->name,
                  gap(args), command_shown(args), cli_operands_text(command));
    }
    return false;
}

bool cli_args_parse(struct cli_args *args, int argc, char **argv, size_t n_words) {
    args->given = calloc((size_t)argc + 1, sizeof *args->given);
    args->operands = calloc((size_t)argc + 1, sizeof *args->operands);
    if (args->given == NULL || args->operands == NULL) {
        cli_error(_("There is not enough memory."));
        return false;
    }
    bool options_end = false;
    for (int i = 1; i < argc; i++) {
        if (!options_end && strcmp(argv[i], "--") == 0) {
            options_end = true;
        } else if (!options_end && argv[i][0] == '-' && argv[i][1] != '\0') {
            if (!take_option(args, argc, argv, &i)) {
                return false;
            }
        } else if (n_words > 0) {
            n_words--; /* of the command's name */
        } else {
            args->operands[args->n_operands++] = argv[i];
        }
    }
    return check_operands(args);
}

void cli_args_free(struct cli_args *args) {
    free(args->given);
    free((void *)args->operands);
}
