/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"
#include "registry/commands/problem_words.h"

const struct problem_sentence_row words_exchange[] = {
    {.rule = "rows-refused",
     .text = N_("Nothing was written. Mend the refused rows, then try again.")},

    {.rule = "country-expected",
     .text = N_("'%1$s' is no country's code: two capital letters are expected, like MX.")},
    {.rule = "practice-not-exported",
     .text = N_("This is a practice registry: other systems would take its credentials for real "
                "ones, so it gives out none.")},

    /* clauses: why a row was refused */
    {.rule = "row-too-wide", .text = N_("there are more columns than headings")},
    {.rule = "yes-or-no-expected", .text = N_("yes or no is expected (sí, si, no)")},
    {.rule = "id-expected",
     .text = N_("an id is expected, like %1$s, or nothing; a column of the table's own numbers is "
                "passed over with --map \"Column=nothing\"")},
    {.rule = "formula-failed",
     .text = N_("a formula of the spreadsheet failed here; mend it, or write its value")},
    {.rule = "cell-empty", .text = N_("it is empty")},
    {.rule = "row-fits-nothing",
     .text = N_("not even the least text fits the labels of %1$s with a code that scans")},
    {.rule = "no-record-called",
     .text = N_("the registry has none that is called so; write its id, or add it first")},
    {.rule = "several-called",
     .text =
         N_("several in the registry are called so, or no name is given; write the id, like %1$s")},
    {.rule = "other-record-called",
     .text = N_("%1$s is called otherwise; one of the two is wrong")},
    {.rule = "certificate-state-expected",
     .text = N_("applied, inspected, failed or granted is expected")},
    {.rule = "state-not-by-table",
     .text = N_("a table does not suspend or withdraw; for that: sello certificate")},
    {.rule = "dates-need-state",
     .text = N_("a date is of a grant; write 'granted' in a column 'state'")},
    {.rule = "certificate-expected", .text = N_("a certificate is expected, like C1")},
    {.rule = "count-expected",
     .text = N_("a number from 1 to 1000000 is expected, without separators")},
    {.rule = "date-expected", .text = N_("a date is expected like 2026-11-23 (year, month, day)")},
    {.rule = NULL},
};
