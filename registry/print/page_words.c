/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/page_words.h"

#include <stdio.h>

#include "base/time.h"

struct page_text page_text_of(enum page_words words, const char *es, const char *en) {
    struct page_text text;
    bool both = words == PAGE_WORDS_BOTH && strcmp(es, en) != 0;
    snprintf(text.text, sizeof text.text, "%s%s%s", words == PAGE_WORDS_EN ? "" : es,
             both ? " / " : "", words == PAGE_WORDS_EN || both ? en : "");
    return text;
}

static const char *const months[12][2] = {
    {"enero", "January"},   {"febrero", "February"},   {"marzo", "March"},
    {"abril", "April"},     {"mayo", "May"},           {"junio", "June"},
    {"julio", "July"},      {"agosto", "August"},      {"septiembre", "September"},
    {"octubre", "October"}, {"noviembre", "November"}, {"diciembre", "December"},
};

struct page_dated page_day_in_words(uint64_t day) {
    struct page_dated words;
    struct base_date d;
    if (!base_date_of(day, &d)) {
        snprintf(words.es, sizeof words.es, "%llu", (unsigned long long)day);
        snprintf(words.en, sizeof words.en, "%llu", (unsigned long long)day);
        return words;
    }
    snprintf(words.es, sizeof words.es, "%u de %s de %u", d.day, months[d.month - 1][0], d.year);
    snprintf(words.en, sizeof words.en, "%u %s %u", d.day, months[d.month - 1][1], d.year);
    return words;
}
