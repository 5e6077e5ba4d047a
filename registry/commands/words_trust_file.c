/* SPDX-License-Identifier: Apache-2.0 */
/* Trust files, and what they bring back after a restore. */
#include "cli/cli.h"
#include "registry/commands/problem_words.h"

const struct problem_sentence_row words_trust_file[] = {
    {.rule = "age-below-fresh",
     .text = N_("--max-age-days %1$s is less than the %2$s days that the data counts as fresh. "
                "Give it more days, or fewer with --fresh-days.")},
    {.rule = NULL},
};
