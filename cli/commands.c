/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/internal.h"

/* Does a command's name begin with the first n words? Returns what follows them (after the space),
 * "" at the end of the name, or NULL. */
static const char *after_words(const char *name, const struct cli_words *words, size_t n) {
    for (size_t i = 0; i < n; i++) {
        size_t len = strlen(words->word[i]);
        if (len == 0 || strncmp(name, words->word[i], len) != 0 ||
            (name[len] != ' ' && name[len] != '\0')) {
            return NULL;
        }
        name += len + (name[len] == ' ' ? 1 : 0);
    }
    return name;
}

const struct cli_command *cli_command_find(const struct cli_program *program,
                                           const struct cli_words *words, size_t *out_used) {
    for (size_t used = words->n + 1; used-- > 0;) {
        for (const struct cli_command *c = program->commands; c->name != NULL; c++) {
            const char *rest = after_words(c->name, words, used);
            if (rest != NULL && rest[0] == '\0') {
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
            if (after_words(c->name, words, used) != NULL) {
                return used;
            }
        }
    }
    return 0;
}

const char *cli_command_word(const struct cli_command *command, const struct cli_words *words,
                             size_t n, size_t *out_len) {
    const char *rest = after_words(command->name, words, n);
    if (rest == NULL || rest[0] == '\0') {
        return NULL;
    }
    *out_len = strcspn(rest, " ");
    return rest;
}

bool cli_command_word_first(const struct cli_program *program, const struct cli_command *command,
                            const struct cli_words *words, size_t n) {
    size_t len = 0;
    const char *word = cli_command_word(command, words, n, &len);
    for (const struct cli_command *c = program->commands; word != NULL && c != command; c++) {
        size_t other_len = 0;
        const char *other = cli_command_word(c, words, n, &other_len);
        if (other != NULL &&
            sello_bytes_eq(sello_bytes(word, len), sello_bytes(other, other_len))) {
            return false;
        }
    }
    return word != NULL;
}
