/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"
#include "registry/commands/problem_words.h"

const struct problem_sentence_row words_trust[] = {
    {.rule = "trust-file-not-usable", .text = N_("%1$s cannot be used: %2$s.")},
    {.rule = NULL},
};
