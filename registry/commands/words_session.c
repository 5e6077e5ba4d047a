/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"
#include "registry/commands/problem_words.h"

const struct problem_sentence_row words_session[] = {
    {.rule = "store-busy",
     .text = N_("%7$s: another program is writing to the registry: %1$s, process %2$s. Wait until "
                "it has finished, then try again.")},
    {.rule = "role-refused-auditor",
     .text =
         N_("%7$s: you are %1$s in the database, an auditor, who reads and changes nothing; the "
            "database refuses the rest. Ask %2$s for another role.")},
    {.rule = "role-refused-clerk",
     .text = N_("%7$s: you are %1$s in the database, a clerk, who keeps records, prints and "
                "delivers. This is a certifier's to do; the database refuses it. Ask a certifier, "
                "or %2$s for another role.")},
    {.rule = "role-refused-certifier",
     .text = N_("%7$s: you are %1$s in the database, a certifier, and this is its owner's to do; "
                "the database refuses it. Ask %2$s.")},
    {.rule = "role-refused-owner",
     .text = N_("%7$s: the tables are yours (%1$s), but the server refuses it. To make roles, its "
                "administrator gives you CREATEROLE, or makes them first.")},
    {.rule = "role-refused-nobody",
     .text = N_("%7$s: you are %1$s in the database, and may do nothing in this registry yet. Ask "
                "%2$s, who lets you in with: sello user add %1$s --role clerk")},
    {.rule = "lock-not-opened",
     .text = N_("%7$s: programs that write wait for each other at the file %1$s, and it cannot be "
                "opened: %2$s. See what is there, and whose it is.")},
    {.rule = "clock-behind",
     .text = N_("This computer's clock is behind the last entry. New entries take the last one's "
                "date; set the clock.")},
    {.rule = "clock-ahead",
     .text = N_("This computer's clock says %1$s, %2$s days after the last entry (%3$s).")},
    {.rule = "path-too-long", .text = N_("The registry's path is too long.")},
    {.rule = "memory-not-locked",
     .text = N_("This system does not let the keys' memory be locked: while they are open, a copy "
                "could reach the swap file.")},
    {.rule = "no-label-key",
     .text = N_("No label key that may be used today for this scheme is in the registry's keys "
                "folder.")},
    {.rule = "no-status-key",
     .text = N_("No status key that may be used today is in the registry's keys folder.")},
    {.rule = "no-log-key",
     .text = N_("The root has a log key, and its file is not in the registry's keys folder. Bring "
                "it there; if it is lost, make another one and retire it: sello key new --role "
                "log, then sello key retire KID.")},
    {.rule = "no-credential-key",
     .text =
         N_("No key that may sign credentials today is in the registry's keys folder. Make one: "
            "sello key new --role credential")},
    {.rule = "passphrase-not-readable", .text = N_("The passphrase could not be read: %1$s.")},
    {.rule = "passphrase-file-not-readable",
     .text = N_("The passphrase file %1$s could not be read: %2$s.")},
    {.rule = "home-mark-unwritten",
     .text =
         N_("How far serials went could not be noted in your home folder: if an older copy takes "
            "the place of this registry, nobody will notice. Make ~/.local/state writable.")},
    {.rule = "mark-unwritten",
     .text = N_("It was done; but how far the registry went could not be noted in its folder. The "
                "next command notes it; until then make room there, and put no older copy in its "
                "place.")},
    {.rule = "unsettled",
     .text = N_("It was done; but the disk did not confirm that it will keep it. Until the "
                "computer was started anew do not do it again, and do not rely on it either: "
                "then look. The disk may be failing: make a backup on another one.")},
    {.rule = "passphrase-weak",
     .text = N_("The new passphrase is too easy to guess. Take at least 10 characters, or four "
                "words, and write them down: they cannot be recovered.")},
    {.rule = "passphrase-file-shared",
     .text = N_("Others on this computer can read the passphrase file %1$s. Run: chmod 600 %1$s")},
    {.rule = "passphrase-fd-number",
     .text = N_("--passphrase-fd takes a whole number from 0 to 65535, not '%1$s'.")},
    {.rule = "root-not-readable",
     .text = N_("The list of who may sign (the root) could not be read"),
     .reason_follows = true},
    {.rule = "keys-not-safe",
     .text = N_("Secrets cannot be kept safe on this system"),
     .reason_follows = true},
    {.rule = "keys-closed", .text = N_("The keys stay closed"), .reason_follows = true},
    {.rule = "key-file-not-opened", .text = N_("%1$s could not be opened"), .reason_follows = true},
    {.rule = "key-file-passed-over",
     .error = SELLO_E_KEYFILE_MODE,
     .text = N_("%1$s is passed over: other users can read it. Mend it with: chmod 600 %1$s")},
    {.rule = "key-file-passed-over",
     .error = SELLO_E_KEYFILE_OWNER,
     .text = N_("%1$s is passed over: it belongs to another user.")},
    {.rule = "key-file-passed-over",
     .error = SELLO_E_KEYFILE_NEWER,
     .text = N_("%1$s is passed over: it was made by a newer version of sello.")},
    {.rule = "key-file-passed-over",
     .error = SELLO_E_SYSTEM,
     .text = N_("%1$s is passed over: it could not be read: %2$s.")},
    {.rule = "key-file-passed-over", .text = N_("%1$s is passed over"), .reason_follows = true},
    {.rule = "keys-not-listed",
     .text = N_("The folder of the keys, %1$s, could not be read: %2$s.")},
    /* files: session_files.h */
    {.rule = "file-not-readable",
     .error = SELLO_E_NOT_FILE,
     .text = N_("%1$s is not a file that can be read here.")},
    {.rule = "file-not-readable",
     .error = SELLO_E_TOO_LONG,
     .text = N_("%1$s is too large to be what is expected here: over %2$s bytes.")},
    {.rule = "file-not-readable", .text = N_("%1$s could not be read: %2$s.")},
    {.rule = "input-not-readable",
     .error = SELLO_E_NOT_FILE,
     .text = N_("The standard input is not a file that can be read here.")},
    {.rule = "input-not-readable",
     .error = SELLO_E_TOO_LONG,
     .text = N_("The standard input is too large to be what is expected here: over %2$s bytes.")},
    {.rule = "input-not-readable", .text = N_("The standard input could not be read: %2$s.")},
    {.rule = "disk-full",
     .text = N_("%1$s could not be written: the disk is full. Free some of it, then run the "
                "command again.")},
    {.rule = "disk-full-by",
     .text = N_("%1$s could not be written: the disk is full. Free at least %2$s bytes there, "
                "then run the command again.")},
    {.rule = "file-exists",
     .text = N_("%1$s exists already and is not overwritten. Choose another name.")},
    {.rule = "file-not-written", .text = N_("%1$s could not be written: %2$s.")},
    {.rule = "reader-gone",
     .text = N_("Nobody reads the output any more.")}, /* and it is not said */
    {.rule = "output-not-written", .text = N_("The output could not be written: %1$s.")},
    {.rule = NULL},
};
