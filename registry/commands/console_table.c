/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/console_table.h"

#include <stdlib.h>

enum {
    READS = CONSOLE_READ,
    READS_FOLDER = CONSOLE_READ_FOLDER,
    WRITES = CONSOLE_WRITE,
    WRITES_ANY = CONSOLE_WRITE | CONSOLE_WRITE_FOLDER,
    NAMED = CONSOLE_NAME | CONSOLE_READ,
    PAIRED = CONSOLE_NAME | CONSOLE_READ | CONSOLE_PREFIXED
};

/* ---- operands ---- */

/* Those of the other commands are texts. */
static const struct operand_row {
    const char *command;
    unsigned first, next;
} operand_rows[] = {
    {"mark set", READS, 0},          {"ornament set", READS, 0},
    {"endorse add", READS, 0},       {"publish", CONSOLE_WRITE_FOLDER, 0},
    {"log verify", READS_FOLDER, 0}, {"log export", READS_FOLDER, 0},
    {"log cosign", READS, 0},        {"log add", READS_FOLDER | CONSOLE_WRITE_FOLDER, READS},
    {"key show", NAMED, 0},          {"key passphrase", NAMED, 0},
    {"key backup", NAMED, 0},        {"key restore", READS, 0},
    {"key add", READS, READS},       {"root show", NAMED, 0},
    {"root approve", READS, 0},      {"root assemble", READS, READS},
    {"backup", WRITES_ANY, 0},       {"restore", READS, CONSOLE_WRITE_FOLDER},
};

/* What keeps the window open, and what moves the registry from under it. */
static const char *const not_here[] = {"console", "copy-store"};

/* ---- options ---- */

/* clang-format off */
/* Those whose value is no file, folder or path are texts; those that are and do not stand here
 * cannot be given. command: NULL for all. */
static const struct option_row {
    const char *command, *option;
    unsigned ways;
} option_rows[] = {
    {"print", "o", WRITES_ANY},
    {"export", "o", WRITES_ANY},
    {NULL, "o", WRITES},
    {NULL, "ics", WRITES},
    {NULL, "pdf", WRITES},
    {NULL, "preview", WRITES},
    {NULL, "designs", WRITES},
    {NULL, "job-sheet", WRITES},
    {NULL, "draft", WRITES},
    {"import", "csv", READS},
    {"issue", "csv", READS},
    {NULL, "csv", WRITES},
    {"label show", "photo", WRITES},
    {NULL, "photo", READS},
    {NULL, "photos", READS_FOLDER},
    {NULL, "design", NAMED},
    {NULL, "mark", READS},
    {NULL, "back", READS},
    {NULL, "trust", READS},
    {"root approve", "key", READS},
    {NULL, "add-key", PAIRED},
    {NULL, "add-member", PAIRED},
    {NULL, "replace-member", PAIRED},
    {NULL, "new-passphrase-fd", 0},
    {NULL, "store", 0},
};
/* clang-format on */

static bool names_file(const char *value) {
    return strstr(value, "FILE") != NULL || strstr(value, "FOLDER") != NULL ||
           strstr(value, "PATH") != NULL;
}

static unsigned option_ways(const struct cli_command *command, const struct cli_option *option) {
    for (size_t i = 0; i < sizeof option_rows / sizeof *option_rows; i++) {
        const struct option_row *row = &option_rows[i];
        if ((row->command == NULL || strcmp(row->command, command->name) == 0) &&
            strcmp(row->option, option->name) == 0) {
            return row->ways;
        }
    }
    return option->value != NULL && names_file(option->value) ? 0 : CONSOLE_TEXT;
}

/* ---- the table ---- */

static bool is_here(const struct cli_command *command) {
    for (size_t i = 0; i < sizeof not_here / sizeof *not_here; i++) {
        if (strcmp(not_here[i], command->name) == 0) {
            return false;
        }
    }
    return true;
}

static size_t count_options(const struct cli_command *command) {
    size_t n = 0;
    while (command->options != NULL && command->options[n].name != NULL) {
        n++;
    }
    return n;
}

static bool take_command(const struct cli_command *from, struct console_command *out) {
    size_t n = count_options(from);
    struct console_option *options = calloc(n + 1, sizeof *options);
    *out = (struct console_command){.name = from->name,
                                    .least = from->least,
                                    .most = from->most,
                                    .ways = {CONSOLE_TEXT, CONSOLE_TEXT},
                                    .options = options,
                                    .n_options = n};
    for (size_t i = 0; i < n && options != NULL; i++) {
        options[i] = (struct console_option){.name = from->options[i].name,
                                             .takes_value = from->options[i].value != NULL,
                                             .repeated = from->options[i].repeated,
                                             .ways = option_ways(from, &from->options[i])};
    }
    for (size_t i = 0; i < sizeof operand_rows / sizeof *operand_rows; i++) {
        if (strcmp(operand_rows[i].command, from->name) == 0) {
            out->ways[0] = operand_rows[i].first;
            out->ways[1] = operand_rows[i].next;
        }
    }
    return options != NULL;
}

struct console_command *console_table_make(const struct cli_command *commands) {
    size_t n = 0, taken = 0;
    while (commands[n].name != NULL) {
        n++;
    }
    struct console_command *table = calloc(n + 1, sizeof *table);
    for (size_t i = 0; i < n && table != NULL; i++) {
        if (is_here(&commands[i]) && !take_command(&commands[i], &table[taken++])) {
            console_table_free(table);
            return NULL;
        }
    }
    return table;
}

void console_table_free(struct console_command *table) {
    for (size_t i = 0; table != NULL && table[i].name != NULL; i++) {
        free((void *)(uintptr_t)table[i].options);
    }
    free(table);
}
