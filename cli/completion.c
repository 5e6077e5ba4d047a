/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/internal.h"

/* Prints a bash function that knows the tables: it gathers the words before the cursor that are no
 * options, and offers what may follow them. File names are bash's own, where nothing fits. */

static void put_options(FILE *to, const struct cli_program *program,
                        const struct cli_option *options) {
    for (const struct cli_option *o = options; o != NULL && o->name != NULL; o++) {
        const char *name = cli_name_shown(program->option_names, options, o->name);
        fprintf(to, " %s%s", cli_dashes(name), name);
    }
}

static void put_value_options(FILE *to, const struct cli_program *program,
                              const struct cli_option *options) {
    for (const struct cli_option *o = options; o != NULL && o->name != NULL; o++) {
        const char *name = NULL;
        for (size_t i = 0; o->value != NULL &&
                           (name = cli_name_at(program->option_names, options, o->name, i)) != NULL;
             i++) {
            fprintf(to, " | %s%s", cli_dashes(name), name);
        }
    }
}

/* The words that may follow the first n: subcommands, each once. */
static void put_next_words(FILE *to, const struct cli_program *program,
                           const struct cli_words *words, size_t n) {
    for (const struct cli_command *c = program->commands; c->name != NULL; c++) {
        if (cli_command_word_first(program, c, words, n)) {
            size_t len = 0;
            const char *word = cli_command_word(program, c, words, n, &len);
            fprintf(to, " %.*s", (int)len, word);
        }
    }
}

static size_t count_words(const char *name) {
    size_t n = name[0] != '\0' ? 1 : 0;
    for (; *name != '\0'; name++) {
        n += *name == ' ' ? 1 : 0;
    }
    return n;
}

/* A row for every command of n words; more words come before fewer, so that the first that fits is
 * the longest. */
static void put_command_rows(FILE *to, const struct cli_program *program, size_t n) {
    for (const struct cli_command *c = program->commands; c->name != NULL; c++) {
        const char *name = NULL;
        for (size_t i = 0; (name = cli_name_at(program->command_names, NULL, c->name, i)) != NULL;
             i++) {
            if (n > 0 && count_words(name) == n) {
                fprintf(to, "    '%s' | '%s '*) found='", name, name);
                put_options(to, program, c->options);
                fputs("' ;;\n", to);
            }
        }
    }
}

/* A row for every group of one word that is no command itself. */
static void put_group_rows(FILE *to, const struct cli_program *program) {
    const struct cli_words none = {.n = 0};
    for (const struct cli_command *c = program->commands; c->name != NULL; c++) {
        size_t len = 0;
        const char *word = cli_command_word(program, c, &none, 0, &len);
        if (word == NULL || word[len] == '\0' || !cli_command_word_first(program, c, &none, 0)) {
            continue;
        }
        char group[64];
        snprintf(group, sizeof group, "%.*s", (int)len, word);
        fprintf(to, "    '%s') found='", group);
        put_next_words(to, program, &(struct cli_words){{group}, 1}, 1);
        fputs("' ;;\n", to);
    }
}

static void put_default_rows(FILE *to, const struct cli_program *program) {
    const struct cli_words none = {.n = 0};
    size_t used;
    const struct cli_command *alone = cli_command_find(program, &none, &used);
    fputs("    '') found='", to);
    put_next_words(to, program, &none, 0);
    put_options(to, program, alone != NULL ? alone->options : NULL);
    fputs(" --help --version' ;;\n", to);
    if (alone != NULL) {
        fputs("    *) found='", to);
        put_options(to, program, alone->options);
        fputs("' ;;\n", to);
    }
}

static void put_words_loop(FILE *to, const struct cli_program *program) {
    fputs("    for ((i = 1; i < COMP_CWORD; i++)); do\n"
          "        word=${COMP_WORDS[i]}\n"
          "        if [[ $word == '=' ]]; then skip=1; continue; fi\n"
          "        if [[ -n $skip ]]; then skip=''; continue; fi\n"
          "        case $word in\n"
          "        ''",
          to);
    put_value_options(to, program, program->common);
    for (const struct cli_command *c = program->commands; c->name != NULL; c++) {
        put_value_options(to, program, c->options);
    }
    fputs(") skip=1 ;;\n"
          "        -*) ;;\n"
          "        *) path=\"$path${path:+ }$word\" ;;\n"
          "        esac\n"
          "    done\n"
          "    [[ -n $skip || $cur == '=' ]] && return\n",
          to);
}

/* A shell function's name has no hyphen everywhere. */
static void put_function_name(FILE *to, const char *program_name) {
    fputc('_', to);
    for (const char *p = program_name; *p != '\0'; p++) {
        fputc(*p == '-' ? '_' : *p, to);
    }
}

void cli_completion(FILE *to, const struct cli_program *program) {
    fprintf(to, "# bash completion; made by: %s --completion\n", program->name);
    put_function_name(to, program->name);
    fputs("() {\n"
          "    local cur=${COMP_WORDS[COMP_CWORD]} path='' skip='' found='' word i\n"
          "    COMPREPLY=()\n",
          to);
    put_words_loop(to, program);
    fputs("    case $path in\n", to);
    for (size_t n = CLI_WORDS_MAX; n > 0; n--) {
        put_command_rows(to, program, n);
    }
    put_group_rows(to, program);
    put_default_rows(to, program);
    fputs("    esac\n    found+='", to);
    put_options(to, program, program->common);
    fputs(" --help'\n    mapfile -t COMPREPLY < <(compgen -W \"$found\" -- \"$cur\")\n}\n", to);
    fputs("complete -o default -F ", to);
    put_function_name(to, program->name);
    fprintf(to, " %s\n", program->name);
}
