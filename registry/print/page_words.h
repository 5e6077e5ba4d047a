/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_PAGE_WORDS_H
#define SELLO_REGISTRY_PRINT_PAGE_WORDS_H

/* What the pages that people sign or hang up have in common: paper, languages, dates in words.
 * Their words are their own, whatever language the clerk's messages are in. */

#include <stdint.h>

#include "labels/page/page.h"

enum page_words { PAGE_WORDS_ES = 1, PAGE_WORDS_EN = 2, PAGE_WORDS_BOTH = 3 };

/* The text in the language chosen; of both "es / en". A buffer too small cuts it. */
struct page_text {
    char text[512];
};
struct page_text page_text_of(enum page_words words, const char *es, const char *en);

/* "23 de noviembre de 2026", "23 November 2026"; what is beyond the calendar as a number. */
struct page_dated {
    char es[64], en[64];
};
struct page_dated page_day_in_words(uint64_t day);

#endif
