/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/internal.h"

void cli_json_open(struct cli_json *j, FILE *to) {
    base_json_open(&j->base, to);
}

void cli_json_close(struct cli_json *j) {
    base_json_close(&j->base);
    if (j->base.to == stdout) {
        cli_fault_forget(); /* what it says of errors, it says itself */
    }
}

void cli_json_text(struct cli_json *j, const char *name, struct sello_bytes text) {
    base_json_text(&j->base, name, text);
}

void cli_json_string(struct cli_json *j, const char *name, const char *text) {
    base_json_string(&j->base, name, text);
}

void cli_json_number(struct cli_json *j, const char *name, uint64_t number) {
    base_json_number(&j->base, name, number);
}

void cli_json_integer(struct cli_json *j, const char *name, int64_t number) {
    base_json_integer(&j->base, name, number);
}

void cli_json_bool(struct cli_json *j, const char *name, bool value) {
    base_json_bool(&j->base, name, value);
}

void cli_json_decimal(struct cli_json *j, const char *name, double value) {
    base_json_decimal(&j->base, name, value);
}

void cli_json_open_in(struct cli_json *j, const char *name, char bracket) {
    base_json_open_in(&j->base, name, bracket);
}

void cli_json_close_in(struct cli_json *j, char bracket) {
    base_json_close_in(&j->base, bracket);
}
