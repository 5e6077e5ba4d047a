/* SPDX-License-Identifier: Apache-2.0 */

/* Whatever a request's body is, it leads to a command line whose words are the command's name, its
 * own options, "--" and operands; files are named only where the gate was told a place. */

#include "registry/console/gate.h"
#include "tests/fuzz/fuzz.h"

enum { LARGEST = 1 << 16 };

static const struct console_option options[] = {
    {"until", true, false, CONSOLE_TEXT},
    {"dry-run", false, false, CONSOLE_TEXT},
    {"o", true, false, CONSOLE_WRITE},
    {"csv", true, false, CONSOLE_READ},
    {"photos", true, false, CONSOLE_READ_FOLDER},
    {"design", true, false, CONSOLE_NAME | CONSOLE_READ},
    {"add-member", true, true, CONSOLE_NAME | CONSOLE_READ | CONSOLE_PREFIXED},
    {"page", true, false, 0},
};
enum { N_OPTIONS = sizeof options / sizeof *options };

static const struct console_command grant = {"certificate grant",          0,       3,
                                             {CONSOLE_TEXT, CONSOLE_READ}, options, N_OPTIONS};

static const char *place(void *context, const struct gate_place *p, char out[SELLO_LEN(PATH_MAX)]) {
    (void)context;
    FUZZ_ASSERT(p->kind == GATE_UPLOADS ? p->n_ids > 0 && p->n_ids <= GATE_FILES_MAX
                                        : p->text != NULL);
    memcpy(out, "/place", sizeof "/place");
    return NULL;
}

/* "--name", "-o=...": one of ours, that may be given, with a value where it takes one. */
static bool is_option(const char *word) {
    for (size_t i = 0; i < N_OPTIONS; i++) {
        size_t dashes = options[i].name[1] == '\0' ? 1 : 2, len = strlen(options[i].name);
        const char *rest = word + dashes + len;
        if (strncmp(word, "--", dashes) == 0 && strlen(word) >= dashes + len &&
            memcmp(word + dashes, options[i].name, len) == 0 &&
            (options[i].takes_value ? *rest == '=' : *rest == '\0')) {
            const char *slash = strchr(rest, '/');
            bool file_only = (options[i].ways & (CONSOLE_TEXT | CONSOLE_NAME)) == 0;
            return options[i].ways != 0 && (!file_only || strcmp(rest, "=/place") == 0) &&
                   (options[i].ways == CONSOLE_TEXT || slash == NULL ||
                    strcmp(word + strlen(word) - 6, "/place") == 0);
        }
    }
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static bool started;
    const struct gate_files files = {NULL, place};
    struct gate_call call;
    struct gate_fault fault = {.rule = NULL};
    bool locked = false;
    if (!started) {
        gate_start();
        started = sello_keys_start(&locked) == SELLO_OK;
    }
    if (size > LARGEST || !started) {
        return 0;
    }
    if (!gate_take(&grant, sello_bytes(data, size), &files, &call, &fault)) {
        FUZZ_ASSERT(fault.rule != NULL);
        gate_free(&call);
        return 0;
    }
    size_t end = 2;
    FUZZ_ASSERT(strcmp(call.word[0], "certificate") == 0 && strcmp(call.word[1], "grant") == 0);
    while (end < call.n && strcmp(call.word[end], "--") != 0) {
        FUZZ_ASSERT(is_option(call.word[end++]));
    }
    FUZZ_ASSERT(end < call.n && call.n - end - 1 <= grant.most);
    for (size_t i = end + 2; i < call.n; i++) {
        FUZZ_ASSERT(strcmp(call.word[i], "/place") == 0);
    }
    gate_free(&call);
    return 0;
}
