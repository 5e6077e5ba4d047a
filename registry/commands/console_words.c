/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/console_table.h"

/* What the window itself refuses; what a command refuses, it says itself. %1$s: what it is about.
 */
static const struct row {
    const char *rule, *text;
} rows[] = {
    /* who asks */
    {"no-session",
     N_("This window was not opened by its link. Open it with a new one: from a window "
        "that is open, or by starting sello console again.")},
    {"link-used",
     N_("This link was used already, or is older than five minutes. Ask for a new one.")},
    {"foreign", N_("This was asked by a page of somebody else, and was not done.")},
    {"locked", N_("The keys stay closed: this needs the passphrase. Nothing was done.")},
    {"passphrase", N_("That is not the passphrase of the keys.")},
    {"clerk", N_("A clerk's name is a text of one line, at most 40 bytes.")},
    {"passphrase-bad", N_("A passphrase is a text of one line, and not empty.")},
    {"passphrase-weak",
     N_("That is too easy to guess. Take at least 10 characters, or four words.")},
    {"no-key-here", N_("None of the certifier's keys are on this computer.")},

    /* what is asked */
    {"no-command", N_("There is no command %1$s here.")},
    {"not-found", N_("%1$s is not here, or not any more.")},
    {"method", N_("%1$s is not asked for in this way.")},
    {"content-type", N_("What is sent must say its type: application/json, or for files "
                        "application/octet-stream.")},
    {"json", N_("What was sent is not one JSON object.")},
    {"unknown-option", N_("There is no option %1$s here.")},
    {"value-expected", N_("%1$s takes a text or a number.")},
    {"flag-expected", N_("%1$s takes true or false.")},
    {"list-expected", N_("%1$s takes a list.")},
    {"only-once", N_("%1$s may be given only once.")},
    {"args-few", N_("Something is missing for %1$s.")},
    {"args-many", N_("That is too much for %1$s.")},
    {"too-much", N_("That is too much at once.")},

    /* files */
    {"file-expected", N_("%1$s takes a file, not a text.")},
    {"name-expected", N_("%1$s takes a name, or a file that was sent.")},
    {"file-not-so", N_("A file cannot be given in this way to %1$s.")},
    {"upload-gone", N_("The file that was sent is not here any more. Send it again.")},
    {"same-name", N_("Two of the files that were sent have the same name.")},
    {"file-name",
     N_("A file's name is at most 120 bytes, has no / in it, and does not begin with a "
        "point or a dash.")},
    {"path-not-here",
     N_("%1$s is neither on a stick nor in your home folder, or it is hidden or in "
        "the registry. Choose another place.")},
    {"too-large", N_("That is too large: a file has at most 20 MB.")},
    {"folder-too-large",
     N_("That folder has more than 1 GB. It lies here, and can be copied: %1$s")},
    {"too-much-sent", N_("Too much was sent. What was sent goes after an hour; or close the window "
                         "and open it again.")},
    {"disk", N_("The file could not be kept: see whether the disk is full.")},

    /* what runs */
    {"busy", N_("Too much is being done at this moment. Try again in a while.")},
    {"memory", N_("There is not enough memory.")},
    {"not-started", N_("%1$s could not be started. Nothing was done.")},
    {"died", N_("%1$s broke off. What it had finished stays: see whether something "
                "is missing, then try again.")},
    {"answer-too-long", N_("It was done, but the answer is too long for a window. Ask for less.")},
    {"no-page",
     N_("The window's page is not here: it comes with Sello where it was built with node "
        "and npm. Run script/setup, build and install again.")},

    /* the start */
    {"console-part", N_("The window cannot be opened: sello-console.so, a part of Sello, or one of "
                        "its libraries is missing. Install Sello again.")},
    {"console-address", N_("%1$s is no address of this computer: --listen takes one like "
                           "192.168.1.20.")},
    {"console-file", N_("%1$s could not be read")},
    {"console-folder", N_("No folder could be made in %1$s")},
    {"console-not-started", N_("The window cannot be opened. Is the port taken, or the certificate "
                               "of another key?")},
    {"console-start", N_("The window cannot be opened")},
};

void console_words(const char *language, const char *rule, const char *value, char *out,
                   size_t size) {
    if (strcmp(language, cli_language_name()) != 0) {
        cli_language(language);
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(rows[i].rule, rule) == 0) {
            cli_fill(out, size, _(rows[i].text), &value, 1);
            return;
        }
    }
    snprintf(out, size, "%s", rule);
}
