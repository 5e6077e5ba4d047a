/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"
#include "registry/commands/problem_words.h"

const struct problem_sentence_row words_issue[] = {
    {.rule = "label-without-photo", .text = N_("Label %1$s names no picture of its piece.")},
    {.rule = "certificate-outside-dates",
     .text = N_("No label was issued: today is outside the dates of certificate %1$s. See: sello "
                "certificate show %1$s")},
    {.rule = "certificate-not-granted",
     .text = N_("No label was issued: certificate %1$s is not granted. See: sello certificate show "
                "%1$s")},
    {.rule = "labels-expired",
     .text = N_("No label was issued: the date after --expires has passed.")},

    /* batches that were interrupted */
    {.rule = "batch-unfinished",
     .text = N_("Batch %1$s is unfinished. Finish it with: sello issue --resume %1$s, or give it "
                "up with: sello issue --void %1$s")},
    {.rule = "batch-void",
     .text = N_("Batch %1$s was interrupted before it was signed: its serials are void and are "
                "never used again.")},
    {.rule = "nothing-to-resume",
     .text = N_("Batch %1$s is not an unfinished one: there is nothing to resume.")},
    {.rule = "batch-expired",
     .text = N_("Batch %1$s cannot be finished: its labels have expired meanwhile. Give it up "
                "with: sello issue --void %1$s")},
    {.rule = "batch-not-unfinished",
     .text = N_("Batch %1$s is not an unfinished one. To withdraw its labels: sello withdraw "
                "%1$s")},

    /* photos */
    {.rule = "photo-not-usable", .text = N_("The picture %1$s cannot be used: %2$s.")},
    {.rule = "photos-not-there", .text = N_("There is no picture in %1$s.")},
    {.rule = "too-many-photos",
     .text = N_("There are more than %2$s pictures in %1$s. Issue them folder by folder.")},
    {.rule = "photo-twice",
     .text = N_("%1$s and %2$s are the same picture. A photo shows one piece: take one of them "
                "out.")},
    {.rule = "photo-used-before",
     .text = N_("%1$s: an earlier label has this very photo, that of serial %2$s.")},
    {.rule = "photo-folder-passed", .text = N_("The folder %1$s is not looked into.")},

    /* tables */
    {.rule = "table-rows-refused",
     .text = N_("No label was issued. Mend the refused rows, then try again.")},
    {.rule = "too-many-label-keys",
     .text = N_("The rows need too many label keys. Split the table by scheme.")},
    {.rule = "other-label-key",
     .text = N_("Batch %1$s is unfinished and names another label key. First finish it with: sello "
                "issue --resume %1$s")},

    /* clauses: why a row was refused */
    {.rule = "no-such-certificate", .text = N_("there is no certificate of this number")},
    {.rule = "certificate-not-current",
     .text = N_("it is not granted, or today is outside its dates")},
    {.rule = "lean-without-texts", .text = N_("--lean leaves out the optional texts")},
    {.rule = "date-passed", .text = N_("this date has passed")},
    {.rule = "repeats-line",
     .text = N_("it repeats line %1$s; if both are meant, write one row with the sum")},
    {.rule = NULL},
};
