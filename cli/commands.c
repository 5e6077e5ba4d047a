/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/internal.h"

/* Does a name begin with the first n words? Returns what follows them (after the space), "" at the
 * end of the name, or NULL. */
static const char *after_words(const char *name, const struct cli_words *words, size_t n) {
    for (size_t i = 0; i < n; i++) {
        char word[64];
        size_t len = strcspn(name, " ");
        snprintf(word, sizeof word, "%.*s", (int)len, name);
        size_t typed = strlen(words->word[i]);
        if (typed == 0 || cli_begins(words->word[i], word) != typed) {
            return NULL;
        }
        name += len + (name[len] == ' ' ? 1 : 0);
    }
    return name;
}

/* The same of any of the command's names; with `whole` of one that ends there. */
static const char *after_words_of(const struct cli_program *program,
                                  const struct cli_command *command, const struct cli_words *words,
                                  size_t n, bool whole) {
    const char *name = NULL;
    for (size_t i = 0; (name = cli_name_at(program->command_names, NULL, command->name, i)) != NULL;
         i++) {
        const char *rest = after_words(name, words, n);
        if (rest != NULL && (!whole || rest[0] == '\0')) {
            return rest;
        }
    }
    return NULL;
}

const struct cli_command *cli_command_find(const struct cli_program *program,
                                           const struct cli_words *words, size_t *out_used) {
    for (size_t used = words->n + 1; used-- > 0;) {
        for (const struct cli_command *c = program->commands; c->name != NULL; c++) {
            if (after_words_of(program, c, words, used, true) != NULL) {
                *out_used = used;
                return c;
            }
        }
    }
    return NULL;
}

size_t cli_group_find(const struct cli_program *program, const struct cli_words *words) {
    for (size_t used = words->n; used > 0; used--) {
        for (const struct cli_command *c = program->commands; c->name != NULL; c++) {
            if (after_words_of(program, c, words, used, false) != NULL) {
                return used;
            }
        }
    }
    return 0;
}

/* Nothing is before the first word: then it is that of the name which is shown. */
const char *cli_command_word(const struct cli_program *program, const struct cli_command *command,
                             const struct cli_words *words, size_t n, size_t *out_len) {
    const char *rest = n == 0 ? cli_name_shown(program->command_names, NULL, command->name)
                              : after_words_of(program, command, words, n, false);
    if (rest == NULL || rest[0] == '\0') {
        return NULL;
    }
    *out_len = strcspn(rest, " ");
    return rest;
}

bool cli_command_word_first(const struct cli_program *program, const struct cli_command *command,
                            const struct cli_words *words, size_t n) {
    size_t len = 0;
    const char *word = cli_command_word(program, command, words, n, &len);
    for (const struct cli_command *c = program->commands; word != NULL && c != command; c++) {
        size_t other_len = 0;
        const char *other = cli_command_word(program, c, words, n, &other_len);
        if (other != NULL &&
            sello_bytes_eq(sello_bytes(word, len), sello_bytes(other, other_len))) {
            return false;
        }
    }
    return word != NULL;
}
