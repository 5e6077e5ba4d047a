/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_H
#define SELLO_VERIFY_H

/* Is this label authentic, and is it known not to be withdrawn, as of when?
 *
 * About every function here:
 *   - it is pure: it reads its arguments, writes its out-parameters, touches nothing else;
 *   - it never allocates, does I/O, reads the clock or the environment, or recurses;
 *   - it uses a few KiB of stack at most, and runs in time linear in its input;
 *   - the same input gives the same answer, for ever and everywhere;
 *   - several threads may verify with the same trust at once, each with its own workspace.
 *
 * docs/FORMAT.md specifies what is read, and the verdicts.
 *
 * The shared library's interface is kept: a function keeps its name, its arguments and its version,
 * and structures keep their size and the places of their members. What is added takes the room that
 * was left for it. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/claim_list.h" /* stands here whole where this header is installed */

#ifdef __cplusplus
extern "C" {
#endif
#ifdef __GNUC__
#pragma GCC visibility push(default) /* the shared library shows these functions and no others */
#endif

/* The verdicts: name, number, word, exit status of the tool. In their order of precedence: a label
 * has the first that applies. Numbers are ABI: new ones are the next free, wherever they stand. */
#define SELLO_VERDICT_LIST(X)                                                                      \
    X(SELLO_UNREADABLE, 1, "unreadable", 41)                                                       \
    X(SELLO_NOT_A_LABEL, 2, "not-a-label", 40)                                                     \
    X(SELLO_DAMAGED, 3, "damaged", 31)                                                             \
    X(SELLO_UNKNOWN_CERTIFIER, 4, "unknown-certifier", 32)                                         \
    X(SELLO_FORGED, 5, "forged", 30)                                                               \
    X(SELLO_NEWER_FORMAT, 6, "newer-format", 34)                                                   \
    X(SELLO_PRACTICE, 20, "practice", 17)                                                          \
    X(SELLO_COMPROMISED, 7, "key-compromised", 22)                                                 \
    X(SELLO_NOT_ALLOWED, 8, "not-allowed", 33)                                                     \
    X(SELLO_NOT_ISSUED, 9, "not-issued", 23)                                                       \
    X(SELLO_WITHDRAWN, 10, "withdrawn", 20)                                                        \
    X(SELLO_SUSPENDED, 11, "suspended", 21)                                                        \
    X(SELLO_RETIRED, 12, "retired", 13)                                                            \
    X(SELLO_REPEATED, 13, "repeated", 14)                                                          \
    X(SELLO_OTHER_ADDRESS, 19, "other-address", 16)                                                \
    X(SELLO_EXPIRED, 14, "expired", 12)                                                            \
    X(SELLO_NEWER_THAN_LIST, 15, "newer-than-list", 11)                                            \
    X(SELLO_STALE, 16, "stale", 10)                                                                \
    X(SELLO_STATUS_ONLY, 17, "status-only", 15)                                                    \
    X(SELLO_AUTHENTIC, 18, "authentic", 0)

/* Zero is not a verdict: a report that nobody filled can never read as authentic. */
#define SELLO_VERDICT_ENUM(name, number, word, exit_status) name = number,
enum sello_verdict { SELLO_UNDECIDED = 0, SELLO_VERDICT_LIST(SELLO_VERDICT_ENUM) };
#undef SELLO_VERDICT_ENUM

const char *sello_verdict_name(enum sello_verdict verdict); /* "authentic"; never NULL */
int sello_verdict_exit(enum sello_verdict verdict);         /* 1 when undecided */

/* The verdicts in their order of precedence: the n-th, from 0; SELLO_UNDECIDED past the last. */
enum sello_verdict sello_verdict_at(size_t n);

/* Does a come before b in it? */
bool sello_verdict_precedes(enum sello_verdict a, enum sello_verdict b);

/* The graver of two, for the answer over several labels. */
enum sello_verdict sello_verdict_worse(enum sello_verdict a, enum sello_verdict b);

/* One certifier's trust file, accepted. It lives in the memory and the file bytes given to
 * sello_trust_load, and is never written to again. */
struct sello_trust;

#define SELLO_CAUSE_NO_ROOM 17 /* sello_trust_load needs more memory: ask sello_trust_room */

/* How much memory accepting this file can take. Looks at its sizes alone, at no signature. */
size_t sello_trust_room(const uint8_t *file, size_t len);

/* Accepts a trust file: checks its chain of roots, its bundle and its status lists (docs/FORMAT.md,
 * "Trust file"). *out_trust points into `memory` and at `file`: keep both as long as it is used.
 * Where it is less than sello_trust_room, that is said before anything else. Returns 0, or the
 * number of the cause. */
int sello_trust_load(const uint8_t *file, size_t len, void *memory, size_t size,
                     const struct sello_trust **out_trust);

/* What a cause means, in English, as a clause; never NULL. */
const char *sello_cause_text(int cause);

struct sello_policy {
    const struct sello_trust *const *trusts;
    size_t n_trusts;
    uint64_t now;         /* the clock: seconds since 1970, UTC */
    const char *language; /* of scheme names: "es", "en"; NULL: "es" */
};

/* What is known of a label. A plain value: copy it, keep it. Texts are UTF-8 without control
 * characters, empty where absent. What the label says (from `serial` to `extra`) is filled only
 * where `verified`: nothing unsigned is shown as if it were true. Only the serial is there too
 * where it was asked for by sello_verify_serial. */
struct sello_report {
    enum sello_verdict verdict;
    uint32_t holds;  /* 1 << verdict for each that holds, the verdict itself too */
    int cause;       /* why, where there is more to say than the verdict: see sello_cause_text */
    size_t error_at; /* of a damaged text: the offset of the first character at fault */
    bool verified;   /* the signature matches a trusted key */
    bool notice;     /* not a label but a status notice, for `trust update` */
    bool typed;      /* it has a content type, which no label has: a statement, or newer */

    uint64_t serial;
    char serial_text[14]; /* as printed */
/* The rows of SELLO_CLAIM_LIST, by their limits and a zero: char product[65]; ... and each number
 * with its flag: bool has_scheme; uint64_t scheme; ... `made` is days since 1970-01-01. A hash is
 * in hexadecimal: char photo[33]. */
#define SELLO_REPORT_TEXT(member, limit) char member[(limit) + 1];
#define SELLO_REPORT_NUMBER(member, limit)                                                         \
    bool has_##member;                                                                             \
    uint64_t member;
#define SELLO_REPORT_HASH(member, limit) char member[2 * (limit) + 1];
#define SELLO_REPORT_CLAIM(name, key, member, type, limit, shown, json, word)                      \
    SELLO_REPORT_##type(member, limit)
    SELLO_CLAIM_LIST(SELLO_REPORT_CLAIM)
#undef SELLO_REPORT_CLAIM
#undef SELLO_REPORT_TEXT
#undef SELLO_REPORT_NUMBER
#undef SELLO_REPORT_HASH
    char scheme_name[65];
    uint64_t issued;
    bool has_expires;
    uint64_t expires;    /* an instant; the date it stands for is expires_day */
    int64_t expires_day; /* days since 1970-01-01 */
    bool dated_ahead;    /* issued more than a day after the effective time */
    char
        address[121]; /* the link before the digits, cut where it is longer; no proof of anything */
    size_t extra_len; /* CBOR: key and value after each other */
    uint8_t extra[1024];

    bool has_kid;
    uint8_t kid[8];
    bool has_certifier; /* of an unknown certifier's label: the one to ask, by its web address */
    size_t trust;       /* index among the policy's trusts */
    char certifier[65], base_url[61];
    uint8_t fingerprint[32];
    uint64_t root_version, bundle_version, bundle_date;
    uint8_t root_hash[32]; /* of the newest root */
    uint64_t effective_time;
    bool clock_behind; /* the clock is before the trust data's date */
    bool past_max_age; /* of a stale answer: older than the certifier's limit */

    uint64_t seen_times; /* filled by the caller: how often the serial was seen before this time, */
    uint64_t seen_first, seen_last; /* and when: instants; 0 times: that is not known */

    bool has_reason; /* of a status: why and when */
    uint64_t reason; /* the format's reason code */
    char reason_text[81];
    uint64_t status_day; /* days since 1970-01-01 */

    /* What the certifier's list says of the label's certificate. It is not said by the label, and
     * was not signed with it: to be shown as of the list and its date. Of product, producer, origin
     * and scheme only what the label leaves out. Texts are empty where absent. */
    bool is_listed;
    uint64_t listed_date;  /* the instant that the list is of */
    uint64_t listed_state; /* 0 granted, 1 suspended, 2 ended */
    bool has_listed_until, listed_is_past;
    uint64_t listed_until; /* the last good date: days since 1970-01-01 */
    bool has_listed_scheme;
    uint64_t listed_scheme;
    char listed_product[65], listed_producer[65], listed_origin[65], listed_scheme_name[65];
    char listed_visits[121], listed_contact[65], listed_region[65];
    bool has_listed_place;
    int32_t listed_latitude, listed_longitude; /* degrees times 10^5 */

    /* Of an unknown certifier's label: its web address is that of one whom a trusted certifier
     * vouches for. No more than whom to ask: it proves nothing of the label. */
    bool is_endorsed;
    size_t endorser; /* index among the policy's trusts */
    char endorser_name[65], endorsed_name[65], endorsed_url[61];
    uint8_t endorsed_fingerprint[32];
    uint64_t endorsed_since; /* days since 1970-01-01 */

    uint64_t later[64]; /* zero: room for what later versions add, in front of it */
};

/* The caller's memory for one verification at a time. */
struct sello_workspace {
    uint8_t bytes[4096];
};

/* Judges a label text: a link with its digits, or bare digits; spaces around it are passed over. */
void sello_verify_text(const struct sello_policy *policy, const char *text, size_t len,
                       struct sello_workspace *work, struct sello_report *out);

/* Answers for a serial from 1 to 2^53-1, typed where its label no longer reads, of the certifier at
 * this index among the policy's trusts: withdrawn, suspended, retired, stale, or status-only, and
 * never authentic. Nothing is `verified`: the serial in the report is the one that was asked. */
void sello_verify_serial(const struct sello_policy *policy, size_t trust, uint64_t serial,
                         struct sello_report *out);

/* Are these bytes, of a whole file, the photo that the label names? False where the report is not
 * `verified` or its label names none (report->photo is empty). Nothing is shown before it is true;
 * that it is false says nothing against the label. */
bool sello_verify_photo(const struct sello_report *report, const unsigned char *file, size_t len);

/* Does it count as a sight of its serial? Only a label that its certifier issued does: one made
 * with a stolen key must not put the genuine one in doubt. */
bool sello_report_is_own(const struct sello_report *report);

/* Notes that this serial of this certifier came before. */
void sello_report_repeated(struct sello_report *report);

/* For languages that do not read this header: the size of a report, and its claims by their names
 * in JSON ("product", "lot", "gtin"; also "serial", "serial_text", "certifier"). A text of the
 * report, NULL where there is no such text and empty where the label does not say it; a number,
 * false where the label does not say it. */
size_t sello_report_size(void);
const char *sello_report_text(const struct sello_report *report, const char *name);
bool sello_report_number(const struct sello_report *report, const char *name, uint64_t *out_number);
enum sello_verdict sello_report_verdict(const struct sello_report *report);

#ifdef __GNUC__
#pragma GCC visibility pop
#endif
#ifdef __cplusplus
}
#endif

#endif
