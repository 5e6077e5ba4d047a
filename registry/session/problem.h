/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_SESSION_PROBLEM_H
#define SELLO_REGISTRY_SESSION_PROBLEM_H

/* Why something was refused, as a value: which rule, which field, which record, and the numbers and
 * texts that its sentence needs. The services give problems; only commands/ puts them into words
 * (commands/problem_words.h), and any other window can do the same. */

#include "registry/store/store.h"

enum problem_kind {
    PROBLEM_NOTHING = 0, /* ends the values */
    PROBLEM_NUMBER,
    PROBLEM_TEXT,    /* as it is; escaped when it is shown */
    PROBLEM_DAY,     /* days since 1970-01-01 */
    PROBLEM_INSTANT, /* seconds since 1970 UTC */
    PROBLEM_ID,      /* a record */
    PROBLEM_STATE,   /* number: enum sello_certificate_state */
    PROBLEM_REASON,  /* number: enum sello_reason; text: the clerk's own words, or "" */
    PROBLEM_LENGTH,  /* thousandths of a millimetre */
    PROBLEM_ERROR,   /* enum sello_error: its text */
    PROBLEM_KEY      /* number: a key's role; text: its name and kid, or "" for the role alone */
};

struct problem_value {
    enum problem_kind kind;
    uint64_t number;
    enum sello_kind record; /* of an id */
    const char *text;       /* borrowed until it was copied into a session */
};

static inline struct problem_value problem_number(uint64_t number) {
    return (struct problem_value){.kind = PROBLEM_NUMBER, .number = number};
}

static inline struct problem_value problem_text(const char *text) {
    return (struct problem_value){.kind = PROBLEM_TEXT, .text = text};
}

static inline struct problem_value problem_day(uint64_t day) {
    return (struct problem_value){.kind = PROBLEM_DAY, .number = day};
}

static inline struct problem_value problem_instant(uint64_t seconds) {
    return (struct problem_value){.kind = PROBLEM_INSTANT, .number = seconds};
}

static inline struct problem_value problem_id(enum sello_kind record, uint64_t number) {
    return (struct problem_value){.kind = PROBLEM_ID, .number = number, .record = record};
}

static inline struct problem_value problem_state(enum sello_certificate_state state) {
    return (struct problem_value){.kind = PROBLEM_STATE, .number = state};
}

static inline struct problem_value problem_reason(uint64_t reason, const char *text) {
    return (struct problem_value){.kind = PROBLEM_REASON, .number = reason, .text = text};
}

static inline struct problem_value problem_length(double mm) {
    return (struct problem_value){.kind = PROBLEM_LENGTH, .number = (uint64_t)(mm * 1000 + 0.5)};
}

static inline struct problem_value problem_error(enum sello_error error) {
    return (struct problem_value){.kind = PROBLEM_ERROR, .number = (uint64_t)error};
}

static inline struct problem_value problem_key(uint64_t role, const char *name) {
    return (struct problem_value){.kind = PROBLEM_KEY, .number = role, .text = name};
}

#define PROBLEM_VALUES 6

struct problem {
    enum sello_error error; /* SELLO_OK: there is none */
    const char *rule;  /* a literal, "label-withdrawn": names its sentence, and stands in JSON as
                        * "error". NULL: the error says it all */
    const char *field; /* a literal, "reason": a record's field or an option; NULL: none */
    struct sello_id subject; /* the record it is about; kind SELLO_KIND_NONE: none */
    struct problem_value value[PROBLEM_VALUES]; /* in the order of the sentence */
    struct sello_name_fault name;               /* where in a text, for the errors that tell that */
    const char *detail; /* the system's or the database's own words (English); NULL: none */
};

#endif
