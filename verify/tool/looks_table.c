/* SPDX-License-Identifier: Apache-2.0 */

/* looks_table: writes, as TypeScript, which letter each character looks like, for the characters
 * that look like letters or digits of Latin, Greek or Cyrillic: the page's part of the data of
 * Unicode (UTS 39) that the tool has of ICU. The same ICU gives both. */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>
#include <unicode/ustring.h>

#include "verify/tool/small_capital.h"

enum { ROOM = 64 };

static UErrorCode error = U_ZERO_ERROR;
static const UNormalizer2 *nfkd;
static USpoofChecker *checker;

static bool is_near(UChar32 c) {
    UScriptCode script = uscript_getScript(c, &error);
    return c < 0x80 || script == USCRIPT_LATIN || script == USCRIPT_GREEK ||
           script == USCRIPT_CYRILLIC;
}

static bool has_near(const UChar *text, int32_t n) {
    UChar32 letter[ROOM];
    int32_t n_letters;
    bool near = false;
    u_strToUTF32(letter, ROOM, &n_letters, text, n, &error);
    for (int32_t i = 0; i < n_letters; i++) {
        near = near || is_near(letter[i]);
    }
    return near;
}

/* What is not assigned, or is decomposed before anything is looked at, has no row. */
static bool has_row(UChar32 c, const UChar *text, int32_t n) {
    UChar out[ROOM];
    int8_t category = u_charType(c);
    int32_t n_out = unorm2_normalize(nfkd, text, n, out, ROOM, &error);
    return category != U_UNASSIGNED && category != U_SURROGATE && category != U_PRIVATE_USE_CHAR &&
           category != U_CONTROL_CHAR && n_out == n && u_memcmp(text, out, n) == 0;
}

static void put_text(const UChar *text, int32_t n) {
    char utf8[4 * ROOM];
    u_strToUTF8(utf8, sizeof utf8, NULL, text, n, &error);
    for (const char *c = utf8; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\') {
            putchar('\\');
        }
        putchar(*c);
    }
}

static void put_rows(void) {
    for (UChar32 c = '!'; c <= 0x10ffff; c++) {
        UChar text[3], skeleton[ROOM], look[ROOM];
        int32_t n;
        UErrorCode bad = U_ZERO_ERROR;
        u_strFromUTF32(text, 3, &n, &c, 1, &bad); /* a surrogate is none */
        if (U_FAILURE(bad) || !has_row(c, text, n)) {
            continue;
        }
        UChar32 plain = small_capital_letter(c);
        UChar letter[3];
        int32_t n_letter;
        u_strFromUTF32(letter, 3, &n_letter, &plain, 1, &error);
        int32_t n_skeleton =
            uspoof_getSkeleton(checker, 0, letter, n_letter, skeleton, ROOM, &error);
        int32_t n_look = unorm2_normalize(nfkd, skeleton, n_skeleton, look, ROOM, &error);
        bool other = n_look != n || u_memcmp(text, look, n) != 0;
        if (other && (is_near(c) || has_near(look, n_look))) {
            put_text(text, n);
            put_text(look, n_look);
            putchar(' ');
        }
    }
}

int main(void) {
    nfkd = unorm2_getNFKDInstance(&error);
    checker = uspoof_open(&error);
    printf("// SPDX-License-Identifier: Apache-2.0\n"
           "// Made by looks_table.c of ICU %s: change that.\n\n"
           "/** Each a character, and what it looks like; with a space behind. */\n"
           "export const looks =\n  \"",
           U_ICU_VERSION);
    put_rows();
    printf("\";\n");
    return U_FAILURE(error) || fflush(stdout) != 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
