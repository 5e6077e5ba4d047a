/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_PAGE_OPTIONS_H
#define SELLO_REGISTRY_COMMANDS_PAGE_OPTIONS_H

/* The options of pages that people sign or hang up. */

#include "cli/cli.h"
#include "registry/print/page_words.h"

/* --words es|en|both (es), --paper letter|a4 (letter); says what they take. */
SELLO_NODISCARD bool page_words_take(const struct cli_args *args, enum page_words *out);
SELLO_NODISCARD bool page_paper_take(const struct cli_args *args, enum sello_paper *out);

#define PAGE_WORDS_HELP N_("the languages of its words (es)")
#define PAGE_PAPER_HELP N_("its paper (letter)")

#endif
