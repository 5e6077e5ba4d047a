/* SPDX-License-Identifier: Apache-2.0 */
/* Trust files, and the way back from a backup. */
#include "cli/cli.h"
#include "registry/commands/problem_words.h"

const struct problem_sentence_row words_trust_file[] = {
    {.rule = "age-below-fresh",
     .text = N_("--max-age-days %1$s is less than the %2$s days that the data counts as fresh. "
                "Give it more days, or fewer with --fresh-days.")},

    /* into a backup, and out of one */
    {.rule = "backup-not-made",
     .error = SELLO_E_EXISTS,
     .text = N_("%1$s is there already, and no backup is written over. Give another name.")},
    {.rule = "backup-not-made",
     .error = SELLO_E_STORE_FULL,
     .text = N_("%1$s could not be written: the disk is full. Free some of it, then run the "
                "command again.")},
    {.rule = "backup-not-made",
     .error = SELLO_E_STORE_READ_ONLY,
     .text = N_("No backup was made: %1$s cannot be written there. Give another folder.")},
    {.rule = "backup-not-made",
     .error = SELLO_E_TOO_LONG,
     .text =
         N_("%1$s would be larger than that disk takes a file: sticks as they are sold often end "
            "at 4 GB. Take another disk.")},
    {.rule = "backup-not-made", .text = N_("No backup was made"), .reason_follows = true},
    {.rule = "backup-not-read-back",
     .text =
         N_("No backup was made: what was written to %1$s reads back otherwise. Trust that disk "
            "or stick no longer; take another one.")},
    {.rule = "backup-not-proven",
     .text = N_(
         "The backup is in %1$s, but it could not be read back to see whether it is whole: %2$s. "
         "Do not count on it; make another one.")},
    {.rule = "backup-key-name",
     .text =
         N_("No backup was made: the name of the key file %1$s fits no archive, or there are too "
            "many. Rename it, or keep the keys apart: --without-keys")},
    {.rule = "backup-not-noted",
     .text =
         N_("It could not be noted in the registry's folder that a backup was made: status does "
            "not know of it.")},
    {.rule = "not-restored",
     .error = SELLO_E_EXISTS,
     .text = N_("There is a registry in %2$s already, and none is written over. Name a new folder "
                "with -r, or move that registry's registry.db away first.")},
    {.rule = "not-restored",
     .error = SELLO_E_NOT_FILE,
     .text = N_("%1$s is not a file. Name the backup itself, the file in it that ends in .tar or "
                ".db.")},
    {.rule = "not-restored", .error = SELLO_E_NOT_FOUND, .text = N_("There is no file %1$s.")},
    {.rule = "not-restored",
     .error = SELLO_E_STORE_NOT,
     .text = N_("%1$s is not a backup of a registry.")},
    {.rule = "not-restored",
     .error = SELLO_E_STORE_FILE,
     .text = N_("%1$s is not a backup of a registry.")},
    {.rule = "not-restored",
     .error = SELLO_E_STORE_NEWER,
     .text = N_("%1$s was made by a newer version of sello. Update this one.")},
    {.rule = "not-restored",
     .error = SELLO_E_STORE_DAMAGED,
     .text = N_("%1$s is damaged. Use an older backup.")},
    {.rule = "not-restored", .text = N_("Nothing was restored"), .reason_follows = true},

    /* going on after it */
    {.rule = "roots-not-taken",
     .text = N_("The missing roots were not taken from the trust file"),
     .reason_follows = true},
    {.rule = "roots-missing",
     .text = N_("Roots made since are missing here, and cannot be made again. Any copy of the "
                "trust file has them: sello restore --reconcile --trust FILE")},
    {.rule = "trust-file-needed",
     .text = N_("Nothing was changed: trust file number %1$s was exported since, and what it says "
                "of withdrawals is not here. Give it with --trust FILE: any copy will do, also a "
                "buyer's. If none is left, go on with --without-trust, and withdraw again what was "
                "withdrawn since.")},
    {.rule = "trust-file-older",
     .text = N_("%1$s is older than this backup, and tells nothing of what came after it. Give the "
                "newest trust file.")},
    {.rule = "trust-of-another-copy",
     .text = N_("%1$s was signed by another copy of this registry, which went on by itself: both "
                "gave out the same numbers. Work on with one of them alone, the one whose trust "
                "file the buyers have, and keep the other.")},
    {.rule = "after-backup-unknown",
     .text = N_("It is not known what was issued after this backup, whose last entry is of %1$s: "
                "this computer has no record of it. Until somebody says so, nothing is issued, "
                "withdrawn, printed or exported.")},
    {.rule = "last-serial-alone",
     .text = N_("--last-serial goes with --trust: give the newest trust file too.")},
    {.rule = "nothing-since-alone",
     .text = N_("--nothing-since says that there is nothing to pass over: leave out --last-serial "
                "and --gap.")},
    {.rule = NULL},
};
