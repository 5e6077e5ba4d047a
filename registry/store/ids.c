/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/ids.h"

#include <inttypes.h>
#include <stdio.h>

#include "wire/cbor.h"
#include "wire/label.h"

void sello_id_format(struct sello_id id, char out[SELLO_LEN(SELLO_ID_LEN)]) {
    snprintf(out, SELLO_ID_LEN, "%c%" PRIu64, (char)id.kind, id.number);
}

/* Digits without leading zeros, to the end of the text. Nothing here asks the locale. */
static enum sello_error parse_number(const char *digits, uint64_t *out) {
    uint64_t number = 0;
    if (digits[0] == '\0' || (digits[0] == '0' && digits[1] != '\0')) {
        return SELLO_E_DIGIT;
    }
    for (const char *p = digits; *p != '\0'; p++) {
        if (*p < '0' || *p > '9') {
            return SELLO_E_DIGIT;
        }
        if (number > SELLO_INT_MAX / 10) {
            return SELLO_E_RANGE;
        }
        number = number * 10 + (uint64_t)(*p - '0');
    }
    *out = number;
    return number > SELLO_INT_MAX ? SELLO_E_RANGE : SELLO_OK;
}

static enum sello_kind kind_of(char letter) {
    static const char kinds[] = {SELLO_KIND_SCHEME,      SELLO_KIND_PRODUCER,   SELLO_KIND_PRODUCT,
                                 SELLO_KIND_CERTIFICATE, SELLO_KIND_BATCH,      SELLO_KIND_IMPORT,
                                 SELLO_KIND_DELIVERY,    SELLO_KIND_ENDORSEMENT};
    char capital = letter >= 'a' && letter <= 'z' ? (char)(letter - 'a' + 'A') : letter;
    for (size_t i = 0; i < sizeof kinds; i++) {
        if (kinds[i] == capital) {
            return (enum sello_kind)capital;
        }
    }
    return SELLO_KIND_NONE;
}

static bool number_fits(enum sello_kind kind, uint64_t number) {
    return kind == SELLO_KIND_SCHEME ? number <= SELLO_SCHEME_MAX : number > 0;
}

enum sello_error sello_id_parse(const char *text, struct sello_id *out) {
    struct sello_id id = {kind_of(text[0]), 0};
    if (id.kind == SELLO_KIND_NONE) {
        return SELLO_E_TYPE;
    }
    enum sello_error error = parse_number(text + 1, &id.number);
    if (error == SELLO_OK && !number_fits(id.kind, id.number)) {
        error = SELLO_E_RANGE;
    }
    if (error == SELLO_OK) {
        *out = id;
    }
    return error;
}

enum sello_error sello_id_parse_kind(const char *text, enum sello_kind kind, bool bare,
                                     uint64_t *out_number) {
    struct sello_id id = {kind, 0};
    bool digits = text[0] >= '0' && text[0] <= '9';
    enum sello_error error =
        bare && digits ? parse_number(text, &id.number) : sello_id_parse(text, &id);
    if (error == SELLO_OK && id.kind != kind) {
        error = SELLO_E_TYPE;
    }
    if (error == SELLO_OK && !number_fits(kind, id.number)) {
        error = SELLO_E_RANGE;
    }
    if (error == SELLO_OK) {
        *out_number = id.number;
    }
    return error;
}
