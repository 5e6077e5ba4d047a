/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/link_words.h"

static const struct {
    const char *word, *spanish;
} words[] = {[SELLO_LINK_PLAIN] = {"plain", "sencillo"},
             [SELLO_LINK_SERIAL] = {"serial", "serie"},
             [SELLO_LINK_GS1] = {"gs1", "gs1"}};

const char *link_word(enum sello_link link) {
    return words[link].word;
}

bool link_take(const char *text, enum sello_link *out) {
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (cli_value_is(text, words[i].word, words[i].spanish)) {
            *out = (enum sello_link)i;
            return true;
        }
    }
    cli_error(_("A label's address is plain, serial or gs1, not '%s'."), text);
    return false;
}

void link_say(enum sello_link link) {
    switch (link) {
    case SELLO_LINK_PLAIN:
        cli_note(_("Labels lead to the page alone: what stands behind the # tells its host nothing "
                   "of which label is looked at."));
        return;
    case SELLO_LINK_SERIAL:
        cli_note(_("Each label's address names its serial, so that other systems can use it; and "
                   "the page's host is told which label is looked at."));
        return;
    case SELLO_LINK_GS1:
        cli_note(_("Each label's address is a GS1 Digital Link with GTIN, lot and serial, so that "
                   "shops' systems can use it; and the page's host is told which label is looked "
                   "at. The symbol grows. A label without a GTIN names its serial instead."));
        return;
    }
}
