/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"
#include "registry/commands/problem_words.h"

const struct problem_sentence_row words_trust[] = {
    {.rule = "copy-not-whole",
     .text = N_("The registry in %1$s is not whole, and was not copied. See what is wrong with: "
                "sello check --all")},
    {.rule = "copy-there", .text = N_("There is a registry in %1$s already. Nothing was copied.")},
    {.rule = "copy-differs",
     .text = N_("The copy was not like the original (table %1$s), and is not kept.")},
    {.rule = "copy-not-made",
     .text = N_("The registry could not be copied to %1$s"),
     .reason_follows = true},
    {.rule = "trust-file-not-usable", .text = N_("%1$s cannot be used: %2$s.")},
    {.rule = "endorse-self",
     .text = N_("%1$s is this registry's own certifier: it can't vouch for itself.")},
    {.rule = "endorse-practice",
     .text = N_("%1$s was not vouched for: a practice registry vouches for nobody, and nobody "
                "vouches for one.")},
    {.rule = "endorsed-already", .text = N_("%1$s is vouched for already: sello endorse list")},
    {.rule = "endorsement-ended",
     .text = N_("The endorsement of %1$s has ended already: sello endorse list")},
    {.rule = "fingerprint-not-hex",
     .text = N_("'%1$s' is no whole fingerprint: 64 hex digits, with or without spaces.")},
    {.rule = NULL},
};
