/* SPDX-License-Identifier: Apache-2.0 */
/* The first error that was said, kept for those who asked for JSON. One process is one command. */
#include <stdlib.h>

#include "base/text.h"
#include "cli/internal.h"

static struct cli_fault_kept fault;

void cli_fault_name(const char *code, const char *field) {
    if (!fault.said) {
        snprintf(fault.code, sizeof fault.code, "%s", code);
        fault.field = field;
    }
}

void cli_fault_keep(const char *format, va_list values) {
    struct base_text message;
    if (!fault.said && base_text_open(&message)) {
        cli_format(message.to, format, values);
        fault.message = base_text_end(&message) ? message.bytes : NULL;
    }
    fault.said = true;
}

void cli_fault_forget(void) {
    free(fault.message);
    fault = (struct cli_fault_kept){0};
}

const struct cli_fault_kept *cli_fault_said(void) {
    return &fault;
}

const char *cli_error_code(enum sello_error error) {
    static _Thread_local char code[sizeof fault.code];
    const char *name = sello_error_name(error);
    name += strncmp(name, "SELLO_E_", 8) == 0 ? 8 : 0;
    size_t i = 0;
    for (; name[i] != '\0' && i + 1 < sizeof code; i++) {
        bool upper = name[i] >= 'A' && name[i] <= 'Z';
        code[i] = name[i] == '_' ? '-' : (char)(upper ? name[i] + ('a' - 'A') : name[i]);
    }
    code[i] = '\0';
    return code;
}
