/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/text_mark.h"

#include <strings.h>

static bool is_digit(uint8_t c) {
    return c >= '0' && c <= '9';
}

static bool has(const char *characters, uint8_t c) {
    return c != '\0' && strchr(characters, c) != NULL;
}

bool is_text_formula(struct sello_bytes text) {
    return text.len > 0 && has("=+-@\t\r", text.ptr[0]);
}

/* A whole number as every spreadsheet leaves it: without zeros in front, and short enough to be
 * shown in full. */
static bool is_plain_number(struct sello_bytes text) {
    enum { SHOWN = 11 };
    for (size_t i = 0; i < text.len; i++) {
        if (!is_digit(text.ptr[i])) {
            return false;
        }
    }
    return text.len <= SHOWN && (text.len == 1 || text.ptr[0] != '0');
}

/* Digits, and what stands between and beside them in numbers, sums, dates and times of day. */
static bool is_like_number(struct sello_bytes text) {
    bool digit = false;
    for (size_t i = 0; i < text.len; i++) {
        digit = digit || is_digit(text.ptr[i]);
        if (!is_digit(text.ptr[i]) && !has(".,:/-+%$ ()eE", text.ptr[i])) {
            return false;
        }
    }
    return digit && !is_plain_number(text);
}

static bool is_word(struct sello_bytes word, const char *const *list) {
    for (; *list != NULL; list++) {
        if (strlen(*list) == word.len &&
            strncasecmp(*list, (const char *)word.ptr, word.len) == 0) {
            return true;
        }
    }
    return false;
}

/* "nov-26", "5 may 2026", "mayo 2026": numbers and names of months alone. */
static bool is_like_date(struct sello_bytes text) {
    static const char *const months[] = {
        "ene",       "feb",       "mar",      "abr",      "may",        "jun",     "jul",
        "ago",       "sep",       "sept",     "oct",      "nov",        "dic",     "jan",
        "apr",       "aug",       "dec",      "enero",    "febrero",    "marzo",   "abril",
        "mayo",      "junio",     "julio",    "agosto",   "septiembre", "octubre", "noviembre",
        "diciembre", "january",   "february", "march",    "april",      "june",    "july",
        "august",    "september", "october",  "november", "december",   NULL};
    bool month = false, number = false;
    for (size_t at = 0; at < text.len;) {
        size_t n = 0;
        while (at + n < text.len && !has(" -/.,", text.ptr[at + n])) {
            n++;
        }
        struct sello_bytes word = sello_bytes(text.ptr + at, n);
        bool digits = n > 0;
        for (size_t i = 0; i < n; i++) {
            digits = digits && is_digit(word.ptr[i]);
        }
        if (n > 0 && !digits && !is_word(word, months)) {
            return false;
        }
        month = month || (n > 0 && !digits);
        number = number || digits;
        at += n + 1;
    }
    return month && number;
}

static bool is_truth(struct sello_bytes text) {
    static const char *const words[] = {"true", "false", "verdadero", "falso", NULL};
    return is_word(text, words);
}

/* Marks of texts that were marked before count too, so that each is taken off once. */
bool is_text_at_risk(struct sello_bytes text) {
    while (text.len > 1 && text.ptr[0] == '\'') {
        text = sello_bytes(text.ptr + 1, text.len - 1);
    }
    return is_text_formula(text) || is_like_number(text) || is_like_date(text) || is_truth(text);
}
