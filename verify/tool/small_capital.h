/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_TOOL_SMALL_CAPITAL_H
#define SELLO_VERIFY_TOOL_SMALL_CAPITAL_H

/* Small capitals of phonetic writing, as "ʟ". UTS 39 has most of them as letters of their own; in a
 * name they pass for the letter, so they are one here. */

#include <string.h>
#include <unicode/uchar.h>

/* The plain letter, 'l', or the character itself. Unicode names them all alike. */
static inline UChar32 small_capital_letter(UChar32 c) {
    static const char begin[] = "LATIN LETTER SMALL CAPITAL ";
    char name[128];
    UErrorCode error = U_ZERO_ERROR;
    if (c < 0x80) {
        return c;
    }
    int32_t n = u_charName(c, U_UNICODE_CHAR_NAME, name, sizeof name, &error);
    bool is_one = U_SUCCESS(error) && n == (int32_t)sizeof begin &&
                  memcmp(name, begin, sizeof begin - 1) == 0;
    return is_one ? name[n - 1] - 'A' + 'a' : c;
}

#endif
