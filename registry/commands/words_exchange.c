/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"
#include "registry/commands/problem_words.h"

const struct problem_sentence_row words_exchange[] = {
    {.rule = "rows-refused",
     .text = N_("Nothing was written. Mend the refused rows, then try again.")},

    /* clauses: why a row was refused */
    {.rule = "row-too-wide", .text = N_("there are more columns than in the first line")},
    {.rule = "yes-or-no-expected", .text = N_("yes or no is expected (sí, si, no)")},
    {.rule = "certificate-expected", .text = N_("a certificate is expected, like C1")},
    {.rule = "count-expected",
     .text = N_("a number from 1 to 1000000 is expected, without separators")},
    {.rule = "date-expected", .text = N_("a date is expected like 2026-11-23 (year, month, day)")},
    {.rule = NULL},
};
