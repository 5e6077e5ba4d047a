/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/verdict/sello_verify.h"
#include "wire/error.h"

const char *sello_verdict_name(enum sello_verdict verdict) {
    switch (verdict) {
    case SELLO_UNDECIDED: break;
#define SELLO_VERDICT_CASE(name, number, word, exit_status)                                        \
    case name: return word;
        SELLO_VERDICT_LIST(SELLO_VERDICT_CASE)
#undef SELLO_VERDICT_CASE
    }
    return "undecided";
}

int sello_verdict_exit(enum sello_verdict verdict) {
    switch (verdict) {
    case SELLO_UNDECIDED: break;
#define SELLO_VERDICT_CASE(name, number, word, exit_status)                                        \
    case name: return exit_status;
        SELLO_VERDICT_LIST(SELLO_VERDICT_CASE)
#undef SELLO_VERDICT_CASE
    }
    return 1;
}

static const enum sello_verdict by_precedence[] = {
#define SELLO_VERDICT_ITEM(name, number, word, exit_status) name,
    SELLO_VERDICT_LIST(SELLO_VERDICT_ITEM)
#undef SELLO_VERDICT_ITEM
};

enum sello_verdict sello_verdict_at(size_t n) {
    return n < sizeof by_precedence / sizeof *by_precedence ? by_precedence[n] : SELLO_UNDECIDED;
}

bool sello_verdict_precedes(enum sello_verdict a, enum sello_verdict b) {
    for (size_t i = 0; i < sizeof by_precedence / sizeof *by_precedence; i++) {
        if (by_precedence[i] == b) {
            return false;
        }
        if (by_precedence[i] == a) {
            return true;
        }
    }
    return false;
}

/* Gravest first; an undecided answer is graver than all. */
static const enum sello_verdict by_gravity[] = {
    SELLO_UNDECIDED,
    SELLO_FORGED,
    SELLO_COMPROMISED,
    SELLO_NOT_ISSUED,
    SELLO_NOT_ALLOWED,
    SELLO_WITHDRAWN,
    SELLO_SUSPENDED,
    SELLO_DAMAGED,
    SELLO_NEWER_FORMAT,
    SELLO_PRACTICE,
    SELLO_UNKNOWN_CERTIFIER,
    SELLO_UNREADABLE,
    SELLO_NOT_A_LABEL,
    SELLO_RETIRED,
    SELLO_REPEATED,
    SELLO_OTHER_ADDRESS,
    SELLO_EXPIRED,
    SELLO_NEWER_THAN_LIST,
    SELLO_STALE,
    SELLO_STATUS_ONLY,
    SELLO_AUTHENTIC,
};

enum sello_verdict sello_verdict_worse(enum sello_verdict a, enum sello_verdict b) {
    for (size_t i = 0; i < sizeof by_gravity / sizeof *by_gravity; i++) {
        if (by_gravity[i] == a || by_gravity[i] == b) {
            return by_gravity[i];
        }
    }
    return SELLO_UNDECIDED;
}

const char *sello_cause_text(int cause) {
    return sello_error_text((enum sello_error)cause);
}
