/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/names.h"

#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

#include "wire/cbor.h"
#include "wire/label.h"
#include "wire/text.h"

#define MARKS_MAX 2 /* combining marks in a row: more is decoration that hides what is under it */

/* ---- one character after the other ---- */

struct walk {
    struct sello_bytes rest;
    uint32_t code_point;
    size_t position; /* from 1 */
};

/* The text was found valid UTF-8 before. */
static bool walk_next(struct walk *w) {
    size_t len = sello_utf8_next(w->rest, &w->code_point);
    w->rest = sello_bytes(w->rest.ptr + len, w->rest.len - len);
    w->position += len > 0;
    return len > 0;
}

static enum sello_error fault_at(struct sello_name_fault *out, const struct walk *w,
                                 enum sello_error error) {
    *out = (struct sello_name_fault){w->code_point, w->position};
    return error;
}

/* ---- the rules, one function each ---- */

/* What Unicode has as a picture or letter, and shows as nothing: a Braille cell without dots, a
 * note without a head, blank hieroglyphs. */
static bool is_blank(uint32_t c) {
    return c == 0x2800 || c == 0x1d159 || c == 0x13441 || c == 0x13442;
}

static enum sello_error check_characters(struct sello_bytes text, struct sello_name_fault *fault) {
    struct walk w = {.rest = text};
    while (w.rest.len > 0) {
        if (!walk_next(&w)) {
            *fault = (struct sello_name_fault){w.rest.ptr[0], w.position + 1};
            return SELLO_E_UTF8;
        }
        /* The readers' list, and what shows as nothing in this Unicode version (soft hyphens,
         * fillers, selectors): two names must not look the same and differ. */
        if (sello_text_forbidden(w.code_point) ||
            uc_is_property_default_ignorable_code_point(w.code_point) || is_blank(w.code_point)) {
            return fault_at(fault, &w, SELLO_E_TEXT);
        }
    }
    return text.len == 0 ? SELLO_E_TEXT : SELLO_OK;
}

static enum sello_error check_spaces(struct sello_bytes text, struct sello_name_fault *fault) {
    struct walk w = {.rest = text};
    while (walk_next(&w)) {
        bool end = w.position == 1 || w.rest.len == 0;
        if (end && uc_is_property_white_space(w.code_point)) {
            return fault_at(fault, &w, SELLO_E_NAME_SPACES);
        }
    }
    return SELLO_OK;
}

static bool is_mark(uint32_t code_point) {
    return uc_is_general_category_withtable(code_point, UC_CATEGORY_MASK_M);
}

/* A mark also needs a letter to stand on. */
static enum sello_error check_marks(struct sello_bytes text, struct sello_name_fault *fault) {
    struct walk w = {.rest = text};
    size_t marks = MARKS_MAX;
    while (walk_next(&w)) {
        bool space = uc_is_property_white_space(w.code_point);
        if (is_mark(w.code_point) && ++marks > MARKS_MAX) {
            return fault_at(fault, &w, SELLO_E_NAME_MARKS);
        }
        if (!is_mark(w.code_point)) {
            marks = space ? MARKS_MAX : 0;
        }
    }
    return SELLO_OK;
}

enum alphabet { OTHER, LATIN, CYRILLIC, GREEK };

static enum alphabet alphabet_of(uint32_t code_point) {
    static const struct {
        const char *script;
        enum alphabet alphabet;
    } alphabets[] = {{"Latin", LATIN}, {"Cyrillic", CYRILLIC}, {"Greek", GREEK}};
    const uc_script_t *script = uc_script(code_point);
    for (size_t i = 0; script != NULL && i < sizeof alphabets / sizeof *alphabets; i++) {
        if (strcmp(script->name, alphabets[i].script) == 0) {
            return alphabets[i].alphabet;
        }
    }
    return OTHER;
}

/* "Oaxaca" with a Cyrillic a reads the same and is not. A word ends at what is neither letter nor
 * mark. */
static enum sello_error check_alphabets(struct sello_bytes text, struct sello_name_fault *fault) {
    struct walk w = {.rest = text};
    enum alphabet word = OTHER;
    while (walk_next(&w)) {
        enum alphabet alphabet = alphabet_of(w.code_point);
        if (!uc_is_general_category_withtable(w.code_point,
                                              UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M)) {
            word = OTHER;
        } else if (alphabet != OTHER && word != OTHER && alphabet != word) {
            return fault_at(fault, &w, SELLO_E_NAME_MIXED);
        } else if (word == OTHER) {
            word = alphabet;
        }
    }
    return SELLO_OK;
}

/* The first character that NFC would write otherwise. */
static void find_difference(struct sello_bytes text, const uint8_t *nfc, size_t nfc_len,
                            struct sello_name_fault *fault) {
    struct walk ours = {.rest = text};
    struct walk theirs = {.rest = sello_bytes(nfc, nfc_len)};
    while (walk_next(&ours) && walk_next(&theirs) && ours.code_point == theirs.code_point) {
    }
    *fault = (struct sello_name_fault){ours.code_point, ours.position};
}

static enum sello_error check_nfc(struct sello_bytes text, struct sello_name_fault *fault) {
    size_t len = 0;
    uint8_t *nfc = u8_normalize(UNINORM_NFC, text.ptr, text.len, NULL, &len);
    if (nfc == NULL) {
        return SELLO_E_MEMORY;
    }
    bool same = sello_bytes_eq(text, sello_bytes(nfc, len));
    if (!same) {
        find_difference(text, nfc, len, fault);
    }
    free(nfc);
    return same ? SELLO_OK : SELLO_E_NAME_NFC;
}

enum sello_error sello_name_check(struct sello_bytes text, size_t most,
                                  struct sello_name_fault *out_fault) {
    static enum sello_error (*const rules[])(struct sello_bytes, struct sello_name_fault *) = {
        check_characters, check_spaces, check_marks, check_nfc, check_alphabets};
    struct sello_name_fault fault = {0, 0};
    enum sello_error error = text.len > most ? SELLO_E_TOO_LONG : SELLO_OK;
    for (size_t i = 0; i < sizeof rules / sizeof *rules && error == SELLO_OK; i++) {
        error = rules[i](text, &fault);
    }
    if (error != SELLO_OK && out_fault != NULL) {
        *out_fault = fault;
    }
    return error;
}

/* ---- searching ---- */

/* The saltillo, its capital and what keyboards offer for it: one letter to those who search. */
static bool is_apostrophe(uint32_t code_point) {
    return code_point == 0xa78b || code_point == 0xa78c || code_point == 0x02bc ||
           code_point == 0x02bb || code_point == 0x2018 || code_point == 0x2019;
}

/* Writes what search keeps of a folded text; stops before what does not fit. */
static size_t keep_searchable(struct sello_bytes folded, char *out, size_t cap) {
    struct walk w = {.rest = folded};
    const uint8_t *at = folded.ptr;
    size_t len = 0;
    bool gap = false;
    while (walk_next(&w)) {
        struct sello_bytes character = {at, (size_t)(w.rest.ptr - at)};
        at = w.rest.ptr;
        if (uc_is_property_white_space(w.code_point)) {
            gap = len > 0;
            continue;
        }
        if (is_mark(w.code_point)) {
            continue;
        }
        if (is_apostrophe(w.code_point)) {
            character = sello_bytes("'", 1);
        }
        if (len + gap + character.len >= cap) {
            break;
        }
        if (gap) {
            out[len++] = ' ';
            gap = false;
        }
        memcpy(out + len, character.ptr, character.len);
        len += character.len;
    }
    return len;
}

enum sello_error sello_name_fold(struct sello_bytes text, char *out, size_t cap) {
    size_t len = 0;
    if (text.len == 0) {
        out[0] = '\0';
        return SELLO_OK;
    }
    uint8_t *folded = u8_casefold(text.ptr, text.len, NULL, UNINORM_NFD, NULL, &len);
    if (folded == NULL) {
        return SELLO_E_MEMORY;
    }
    out[keep_searchable(sello_bytes(folded, len), out, cap)] = '\0';
    free(folded);
    return SELLO_OK;
}

/* ---- numbers and tags ---- */

bool sello_gtin_ok(uint64_t gtin) {
    uint64_t sum = 0;
    if (gtin == 0 || gtin > SELLO_GTIN_MAX) {
        return false;
    }
    for (uint64_t rest = gtin / 10, weight = 3; rest > 0; rest /= 10, weight = 4 - weight) {
        sum += rest % 10 * weight;
    }
    return (sum + gtin) % 10 == 0; /* only the last digit of gtin counts here */
}

enum sello_error sello_gtin_parse(const char *text, uint64_t *out_gtin) {
    uint64_t gtin = 0;
    size_t len = strlen(text);
    if (len != 8 && len != 12 && len != 13 && len != 14) {
        return SELLO_E_DIGIT;
    }
    for (size_t i = 0; i < len; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return SELLO_E_DIGIT;
        }
        gtin = gtin * 10 + (uint64_t)(text[i] - '0');
    }
    if (!sello_gtin_ok(gtin)) {
        return SELLO_E_RANGE;
    }
    *out_gtin = gtin;
    return SELLO_OK;
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool sello_language_ok(const char *tag) {
    size_t len = 0; /* of this subtag */
    bool first = true;
    for (const char *p = tag;; p++) {
        if (*p == '-' || *p == '\0') {
            if (len < (first ? 2 : 1) || len > 8) {
                return false;
            }
            if (*p == '\0') {
                return strlen(tag) <= SELLO_LANGUAGE_MAX;
            }
            first = false;
            len = 0;
        } else if (is_letter(*p) || (!first && *p >= '0' && *p <= '9')) {
            len++;
        } else {
            return false;
        }
    }
}
