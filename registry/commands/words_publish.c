/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"
#include "registry/commands/problem_words.h"

const struct problem_sentence_row words_publish[] = {
    /* the built page */
    {.rule = "page-not-there",
     .text = N_("The page is not in %1$s. It comes with Sello where it was built with node and "
                "npm: run script/setup, build and install again, or name its folder with --page.")},
    {.rule = "page-of-another-version",
     .text = N_("%1$s is not the page of this version: its index.html has no place for the "
                "certifier's name. Nothing was published.")},
    {.rule = "page-has-link", .text = N_("%1$s is a link or a device. Put the file itself there.")},
    {.rule = "icons-not-drawn",
     .text = N_("The page's icons were not drawn"),
     .reason_follows = true},

    /* the folder that it becomes */
    {.rule = "folder-not-replaceable",
     .text = N_("%1$s cannot be replaced. Name a folder for the page alone.")},
    {.rule = "folder-busy",
     .text =
         N_("Another program publishes into %1$s. Wait until it has finished, then try again.")},
    {.rule = "folder-busy-by",
     .text = N_("Another program publishes into %1$s: %2$s, process %3$s. Wait until it has "
                "finished, then try again.")},
    {.rule = "folder-is-mounted",
     .text = N_("%1$s is where a disk or stick is attached, and cannot be replaced. Name a folder "
                "in it.")},
    {.rule = "folder-of-others",
     .text = N_("%1$s has files that are not of this page, and stays as it is. Name another "
                "folder. With --force the page takes its place, and the folder that is there now "
                "is kept beside it.")},
    {.rule = "not-of-this-page", .text = N_("Not of this page: %1$s")},
    {.rule = "folder-kept", .text = N_("The folder that was there is kept: %1$s")},
    {.rule = "folder-holds-other",
     .text = N_("%1$s holds %2$s, and is not replaced. Name a folder for the page alone.")},
    {.rule = "left-over", .text = N_("%1$s is left over and cannot be removed: %2$s.")},

    /* what it has */
    {.rule = "page-of-another-certifier",
     .text = N_("%1$s has the page of another certifier, and stays as it is. Name another "
                "folder.")},
    {.rule = "page-of-another-copy",
     .text = N_("%1$s has trust data number %2$s of another copy of this registry, which went on "
                "by itself, and stays as it is: both gave out the same numbers. Work on with one "
                "of them alone, the one whose trust file the buyers have, and keep the other.")},
    {.rule = "log-of-another-copy",
     .text = N_("%1$s has a public log of this certifier, of %2$s entries, that does not go on in "
                "this registry, and stays as it is: another copy of the registry published it, or "
                "this one was restored from an older backup. Work on with the copy that published "
                "it, and put this one away. If that copy is lost, make another log key and retire "
                "the old one (sello key new --role log, sello key retire KID), then publish again: "
                "whoever reads the log will see that it begins anew.")},
    {.rule = "page-is-newer",
     .text = N_("%1$s has trust data number %2$s, and stays as it is: what this registry has may "
                "not follow it: %3$s. If the registry was restored from an old backup, bring it up "
                "to date first: sello restore --help")},

    /* the public log */
    {.rule = "log-part", .text = N_("%1$s, %2$s: %3$s.")},
    {.rule = "log-part-not-readable", .text = N_("%1$s, %2$s, cannot be read: %3$s.")},
    {.rule = "log-not-signed",
     .text = N_("The checkpoint in %1$s is not signed by a log key of this certifier.")},
    {.rule = "log-since", .text = N_("The log in %1$s has %2$s entries.")},
    {.rule = "log-other-checkpoint",
     .text = N_("%1$s is the checkpoint of %2$s entries, and what is published has %3$s. Give the "
                "witness the newest: sello log export")},
    {.rule = "log-unknown",
     .text = N_("You never saw the log %3$s. The first time give its key too, as its certifier "
                "tells you by a way you trust: --log KEY")},
    {.rule = "log-vkey",
     .text = N_("%2$s is no log key. Ask for the line that sello log show gives.")},
    {.rule = "log-not-signed-by",
     .text = N_("%1$s is not signed by the log key %2$s, or is of another log.")},
    {.rule = "log-older",
     .text = N_("%1$s is older than what you saw of %3$s: you saw %2$s entries. Ask for the "
                "newest.")},
    {.rule = "log-needs-proof",
     .text = N_("You saw %2$s entries of %3$s last, and %1$s does not show that it goes on from "
                "there. Ask its certifier for: sello log export FOLDER --since %2$s -o FILE")},
    {.rule = "log-split",
     .text = N_("This certifier shows different histories: %1$s does not go on from what you saw "
                "of %3$s. It is kept as evidence in %2$s. Do not sign it; ask its members.")},
    {.rule = NULL},
};
