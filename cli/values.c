/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

#include "base/parallel.h"
#include "base/time.h"
#include "cli/internal.h"

void *cli_data(const struct cli_args *args) {
    return args->data;
}

size_t cli_n_operands(const struct cli_args *args) {
    return args->n_operands;
}

const char *cli_operand(const struct cli_args *args, size_t i) {
    return i < args->n_operands ? args->operands[i] : NULL;
}

static const struct cli_given *given_at(const struct cli_args *args, const char *name, size_t i) {
    for (size_t at = 0; at < args->n_given; at++) {
        if (strcmp(args->given[at].option->name, name) == 0 && i-- == 0) {
            return &args->given[at];
        }
    }
    return NULL;
}

bool cli_flag(const struct cli_args *args, const char *name) {
    return given_at(args, name, 0) != NULL;
}

const char *cli_text(const struct cli_args *args, const char *name) {
    return cli_text_at(args, name, 0);
}

const char *cli_text_at(const struct cli_args *args, const char *name, size_t i) {
    const struct cli_given *given = given_at(args, name, i);
    return given != NULL ? given->value : NULL;
}

bool cli_require(const struct cli_args *args, const char *name, const char **out) {
    const char *text = cli_text(args, name);
    if (text == NULL) {
        cli_error(_("%s%s is missing. See: %s %s --help"), cli_dashes(name),
                  cli_option_shown(args, name), args->program->name,
                  cli_name_shown(args->program->command_names, NULL, args->command->name));
        return false;
    }
    if (text[0] == '\0') {
        cli_error(_("%s%s is empty."), cli_dashes(name), cli_option_shown(args, name));
        return false;
    }
    *out = text;
    return true;
}

/* Decimal digits and nothing else: no sign, no space, no hexadecimal. */
static bool parse_number(const char *text, uint64_t *out) {
    uint64_t number = 0;
    for (const char *p = text; *p != '\0'; p++) {
        unsigned digit = (unsigned)((unsigned char)*p) - '0';
        if (digit > 9 || number > (UINT64_MAX - digit) / 10) {
            return false;
        }
        number = number * 10 + digit;
    }
    *out = number;
    return text[0] != '\0';
}

bool cli_number(const struct cli_args *args, const char *name, uint64_t least, uint64_t most,
                uint64_t *out) {
    const char *text = cli_text(args, name);
    if (text == NULL) {
        return true;
    }
    uint64_t number = 0;
    if (!parse_number(text, &number) || number < least || number > most) {
        cli_error(_("%s%s takes a whole number from %" PRIu64 " to %" PRIu64 ", not '%s'."),
                  cli_dashes(name), cli_option_shown(args, name), least, most, text);
        return false;
    }
    *out = number;
    return true;
}

/* Digits with at most one point among them: strtod alone would take "inf", "0x1p3" and " 1". */
static bool parse_decimal(const char *text, double *out) {
    size_t whole = strspn(text, "0123456789");
    const char *rest = text + whole;
    size_t fraction = rest[0] == '.' ? strspn(rest + 1, "0123456789") : 0;
    rest += fraction > 0 ? fraction + 1 : 0;
    if (whole == 0 || rest[0] != '\0' || whole + fraction > 30) {
        return false;
    }
    *out = strtod(text, NULL); /* LC_NUMERIC is always "C" here */
    return true;
}

bool cli_decimal(const struct cli_args *args, const char *name, double least, double most,
                 double *out) {
    const char *text = cli_text(args, name);
    if (text == NULL) {
        return true;
    }
    double number = 0;
    if (!parse_decimal(text, &number) || number < least || number > most) {
        cli_error(_("%s%s takes a number from %g to %g, with a decimal point, not '%s'."),
                  cli_dashes(name), cli_option_shown(args, name), least, most, text);
        return false;
    }
    *out = number;
    return true;
}

bool cli_date(const struct cli_args *args, const char *name, uint64_t *out_day) {
    const char *text = cli_text(args, name);
    if (text == NULL) {
        return true;
    }
    if (!base_date_parse(text, out_day)) {
        cli_error(_("%s%s takes a date as year-month-day, like 2026-11-23, not '%s'."),
                  cli_dashes(name), cli_option_shown(args, name), text);
        return false;
    }
    return true;
}

bool cli_jobs(const struct cli_args *args, unsigned *out_workers) {
    uint64_t jobs = 0;
    if (!cli_number(args, "jobs", 1, BASE_JOBS_MAX, &jobs)) {
        return false;
    }
    *out_workers = (unsigned)jobs;
    return true;
}

bool cli_value_is(const char *text, const char *english, const char *spanish) {
    return text != NULL && (strcmp(text, english) == 0 ||
                            (text[0] != '\0' && cli_begins(text, spanish) == strlen(text)));
}
