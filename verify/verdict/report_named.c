/* SPDX-License-Identifier: Apache-2.0 */
/* A report's claims by their names. */
#include "verify/verdict/sello_verify.h"
#include "wire/bytes.h"

struct named {
    char name[16];
    size_t at, flag_at; /* a number's, of which the flag says whether it is there */
};

#define AT(member) offsetof(struct sello_report, member)
#define NAMED_HASH NAMED_TEXT

#define NAMED_TEXT(member, json) {json, AT(member), 0},
#define NAMED_NUMBER(member, json)
#define NAMED(name, key, member, type, limit, shown, json, word) NAMED_##type(member, json)
/* clang-format off */
static const struct named texts[] = {
    NAMED_TEXT(serial_text, "serial_text")
    NAMED_TEXT(certifier, "certifier")
    SELLO_CLAIM_LIST(NAMED)
};
/* clang-format on */
#undef NAMED_TEXT
#undef NAMED_NUMBER

#define NAMED_TEXT(member, json)
#define NAMED_NUMBER(member, json) {json, AT(member), AT(has_##member)},
static const struct named numbers[] = {SELLO_CLAIM_LIST(NAMED)};

static const struct named *row_of(const struct named *rows, size_t n, const char *name) {
    for (size_t i = 0; i < n; i++) {
        if (sello_bytes_eq(sello_bytes_of(rows[i].name), sello_bytes_of(name))) {
            return &rows[i];
        }
    }
    return NULL;
}

size_t sello_report_size(void) {
    return sizeof(struct sello_report);
}

enum sello_verdict sello_report_verdict(const struct sello_report *report) {
    return report->verdict;
}

const char *sello_report_text(const struct sello_report *report, const char *name) {
    const struct named *row = row_of(texts, sizeof texts / sizeof *texts, name);
    return row == NULL ? NULL : (const char *)report + row->at;
}

bool sello_report_number(const struct sello_report *report, const char *name,
                         uint64_t *out_number) {
    static const struct named serial = {"serial", AT(serial), 0};
    const struct named *row = row_of(numbers, sizeof numbers / sizeof *numbers, name);
    bool is_serial = row == NULL && row_of(&serial, 1, name) != NULL;
    if (is_serial) {
        row = &serial;
    }
    if (row == NULL) {
        return false;
    }
    *out_number = *(const uint64_t *)(const void *)((const char *)report + row->at);
    return is_serial ? report->serial != 0 : *(const bool *)((const char *)report + row->flag_at);
}
