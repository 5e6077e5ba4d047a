/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/page_options.h"

bool page_words_take(const struct cli_args *args, enum page_words *out) {
    const char *words = cli_text(args, "words");
    *out = PAGE_WORDS_ES;
    if (words == NULL || strcmp(words, "es") == 0) {
        return true;
    }
    *out = strcmp(words, "en") == 0 ? PAGE_WORDS_EN : PAGE_WORDS_BOTH;
    if (*out == PAGE_WORDS_EN || cli_value_is(words, "both", "ambos")) {
        return true;
    }
    cli_error(_("--words takes es, en or both."));
    return false;
}

bool page_paper_take(const struct cli_args *args, enum sello_paper *out) {
    const char *paper = cli_text(args, "paper");
    bool a4 = paper != NULL && strcmp(paper, "a4") == 0;
    *out = a4 ? SELLO_PAPER_A4 : SELLO_PAPER_LETTER;
    if (paper == NULL || a4 || cli_value_is(paper, "letter", "carta")) {
        return true;
    }
    cli_error(_("--paper takes letter or a4, not '%s'."), paper);
    return false;
}
