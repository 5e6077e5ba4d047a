/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/internal.h"

/* Commands and options have names in two languages. Both are always taken, and accents may be
 * typed or not; shown is the one of the messages' language. */

static const struct cli_synonym none[] = {{.name = NULL}};

static const struct cli_synonym *rows(const struct cli_synonym *list) {
    return list != NULL ? list : none;
}

/* The letter without its accent: "í" is the bytes c3 ad. *p goes on to the next one. */
static char next_letter(const char **p) {
    static const struct {
        char second, letter;
    } accents[] = {{'\xa1', 'a'}, {'\xa9', 'e'}, {'\xad', 'i'}, {'\xb3', 'o'},
                   {'\xba', 'u'}, {'\xbc', 'u'}, {'\xb1', 'n'}};
    char first = *(*p)++;
    for (size_t i = 0; first == '\xc3' && i < sizeof accents / sizeof *accents; i++) {
        if (**p == accents[i].second) {
            ++*p;
            return accents[i].letter;
        }
    }
    return first;
}

size_t cli_begins(const char *typed, const char *name) {
    const char *p = typed;
    for (; *name != '\0'; name++) {
        if (*p == '\0' || next_letter(&p) != *name) {
            return 0;
        }
    }
    return (size_t)(p - typed);
}

static bool is_of(const struct cli_synonym *row, const struct cli_option *of, const char *name) {
    return (row->only == NULL || row->only == of) && strcmp(row->name, name) == 0;
}

const char *cli_name_at(const struct cli_synonym *list, const struct cli_option *of,
                        const char *name, size_t i) {
    if (i == 0) {
        return name;
    }
    for (const struct cli_synonym *row = rows(list); row->name != NULL; row++) {
        if (is_of(row, of, name) && --i == 0) {
            return row->also;
        }
    }
    return NULL;
}

const char *cli_name_shown(const struct cli_synonym *list, const struct cli_option *of,
                           const char *name) {
    bool spanish = strcmp(cli_language_name(), "es") == 0;
    for (const struct cli_synonym *row = rows(list); spanish && row->name != NULL; row++) {
        if (is_of(row, of, name) && !row->old) {
            return row->also;
        }
    }
    return name;
}
