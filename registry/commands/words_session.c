/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"
#include "registry/commands/problem_words.h"

const struct problem_sentence_row words_session[] = {
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
    {.rule = "passphrase-not-readable", .text = N_("The passphrase could not be read: %1$s.")},
    {.rule = "passphrase-file-not-readable",
     .text = N_("The passphrase file %1$s could not be read: %2$s.")},
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
    {.rule = "key-file-passed-over", .text = N_("%1$s is passed over"), .reason_follows = true},
    {.rule = NULL},
};
