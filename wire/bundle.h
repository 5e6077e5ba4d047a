/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_BUNDLE_H
#define SELLO_WIRE_BUNDLE_H

/* The bundle: what is withdrawn, what was issued, as of when. A COSE_Sign1 by a status key. */

#include "wire/certificate_row.h"
#include "wire/endorsement_row.h"
#include "wire/log_edge.h"
#include "wire/root.h"
#include "wire/status_list.h"

#define SELLO_TRUST_FILE_MAX ((size_t)32 << 20) /* bytes of roots and bundle */
#define SELLO_FRESH_DAYS 30                     /* default of `fresh for` */
#define SELLO_FRESH_DAYS_MAX 366
#define SELLO_AGE_DAYS 365 /* default of `max age` */
#define SELLO_AGE_DAYS_MAX 3660
#define SELLO_ROW_TEXT_MAX 80 /* bytes */

/* Why a label's status is not valid: numbers and names of the format. */
#define SELLO_REASON_LIST(X)                                                                       \
    X(SELLO_REASON_OTHER, 0, "other")                                                              \
    X(SELLO_REASON_LOST, 1, "lost")                                                                \
    X(SELLO_REASON_STOLEN, 2, "stolen")                                                            \
    X(SELLO_REASON_DAMAGED, 3, "damaged")                                                          \
    X(SELLO_REASON_MISPRINT, 4, "misprint")                                                        \
    X(SELLO_REASON_VOID, 5, "void")                                                                \
    X(SELLO_REASON_CERTIFICATE_ENDED, 6, "certificate-ended")                                      \
    X(SELLO_REASON_CERTIFICATE_SUSPENDED, 7, "certificate-suspended")                              \
    X(SELLO_REASON_COUNTERFEIT, 8, "counterfeit-seen")                                             \
    X(SELLO_REASON_SOLD, 9, "sold")                                                                \
    X(SELLO_REASON_PRODUCER, 10, "producer-request")                                               \
    X(SELLO_REASON_RETURNED, 11, "returned")
#define SELLO_REASON_ENUM(name, number, text) name = number,
enum sello_reason { SELLO_REASON_LIST(SELLO_REASON_ENUM) };
#undef SELLO_REASON_ENUM

/* The reason's name as above, or NULL for a code of a newer version. */
const char *sello_reason_name(uint64_t code);

/* Row of field 8: a run of serials with one status. */
struct sello_status_row {
    uint64_t first, count;
    uint64_t status;         /* enum sello_label_status; valid only with SELLO_REASON_RETURNED */
    uint64_t reason;         /* enum sello_reason, or a code of a newer version */
    uint64_t day;            /* days since 1970-01-01 */
    struct sello_bytes text; /* 0..80 bytes */
};

/* Row of field 9: a run of labels by one key. */
struct sello_batch_row {
    uint64_t first, count;
    uint64_t key;                  /* index among the delegated keys */
    struct sello_bytes commitment; /* SELLO_COMMITMENT_LEN bytes, or that times count */
};

/* A bundle's content; slices point into its bytes. */
struct sello_bundle {
    struct sello_sign1 sign1;
    uint8_t fingerprint[SELLO_HASH_LEN];
    uint64_t version;
    uint64_t root_version;
    uint8_t root_hash[SELLO_HASH_LEN];
    uint64_t generated;
    uint64_t fresh_days, age_days;
    uint64_t highest;
    struct sello_bytes tokens;       /* array of byte strings, undecoded */
    struct sello_bytes rows;         /* array of status rows, undecoded; {NULL, 0} when absent */
    struct sello_bytes batches;      /* array of batch rows, undecoded; {NULL, 0} when absent */
    struct sello_bytes certificates; /* the certifier's list, undecoded; {NULL, 0} when absent */
    struct sello_bytes endorsements; /* whom it vouches for, undecoded; {NULL, 0} when absent */
    size_t n_tokens, n_rows, n_batches, n_certificates, n_endorsements;
    bool complete;    /* 10: the batches of all keys are listed */
    bool status_only; /* 11: stored rows and batches stay */
    bool has_log;
    struct sello_log_edge log;          /* 32: the certifier's log, as it was before this bundle */
    struct sello_checkpoint checkpoint; /* the edge's, taken apart; not for writing */
};

/* Takes a bundle apart; checks form, limits, that rows and batches are sorted, disjoint and in
 * range, and that certificates are sorted; no signature, no status list and no hash of the log. */
SELLO_NODISCARD enum sello_error sello_bundle_parse(struct sello_bytes bundle,
                                                    struct sello_bundle *out);

/* Readers over the arrays: start with sello_reader_init(bundle.rows) and sello_take_array; then
 * each call takes one row. Rows of a parsed bundle cannot fail. */
SELLO_NODISCARD enum sello_error sello_take_status_row(struct sello_reader *r,
                                                       struct sello_status_row *out);
SELLO_NODISCARD enum sello_error sello_take_batch_row(struct sello_reader *r,
                                                      struct sello_batch_row *out);

/* ---- writing ---- */

void sello_put_status_row(struct sello_writer *w, const struct sello_status_row *row);
void sello_put_batch_row(struct sello_writer *w, const struct sello_batch_row *row);

/* The bundle's payload from its fields; tokens, rows, batches and certificates are encoded arrays
 * (all but the tokens may be {NULL, 0}). To be signed under {.., 16: SELLO_TYPE_BUNDLE}. */
void sello_put_bundle_payload(struct sello_writer *w, const struct sello_bundle *bundle);

#endif
