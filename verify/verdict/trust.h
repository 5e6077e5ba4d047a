/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_VERDICT_TRUST_H
#define SELLO_VERIFY_VERDICT_TRUST_H

/* Inside verify/ and the registry: what an accepted trust file holds. */

#include "verify/verdict/sello_verify.h"
#include "wire/wire.h"

#define SELLO_HIGHEST_MAX ((uint64_t)1 << 30) /* serials a verifier holds status for: 256 MiB */

/* What a bundle says of its certifier's log: how it is with the bundle itself as its last entry. */
struct sello_told_log {
    bool told;
    uint64_t size; /* entries, with the bundle */
    uint8_t root[SELLO_HASH_LEN];
    uint8_t key[SELLO_KEY_LEN]; /* signed the checkpoint */
};

struct sello_trust {
    struct sello_bytes file;
    struct sello_bytes roots;             /* the file's roots, as they stand in it */
    struct sello_bytes bundle_bytes;      /* the file's bundle */
    struct sello_root root;               /* the newest */
    uint8_t (*root_hash)[SELLO_HASH_LEN]; /* of every root's payload: version v at v - 1 */
    size_t n_roots;
    struct sello_bytes *address; /* base URLs of all roots, each where it differs from the last */
    size_t n_addresses;
    struct sello_bundle bundle;
    uint8_t **list; /* inflated status lists, 2 bits a label */
    size_t n_lists;
    struct sello_status_row *row; /* sorted, disjoint */
    size_t n_rows;
    struct sello_batch_row *batch; /* sorted, disjoint */
    size_t n_batches;
    struct sello_bytes certificates; /* the certifier's list, undecoded */
    uint32_t *certificate_at;        /* where each of its rows begins in it; sorted by number */
    size_t n_certificates;
    uint64_t certificates_date;      /* the instant the list is of */
    struct sello_bytes endorsements; /* whom it vouches for, undecoded */
    struct sello_told_log log;
    uint64_t complete_to;            /* up to here a serial in no batch was never issued */
    const struct sello_trust *whole; /* where all these are kept from; NULL: its own */
};

/* sello_trust_load, with our own types; *out_entry as of sello_root_accept. */
SELLO_NODISCARD enum sello_error
sello_trust_open(struct sello_bytes file, struct sello_arena *arena, struct sello_trust **out);

/* Accepts only the chain of roots at the front of `file` into *out, leaving what follows in *rest.
 * For a trust file whose bundle is to be judged apart. */
SELLO_NODISCARD enum sello_error sello_trust_open_roots(struct sello_bytes file,
                                                        struct sello_arena *arena,
                                                        struct sello_trust *out,
                                                        struct sello_bytes *rest);

/* May the file `next` replace what is trusted as `stored`? SELLO_OK also when nothing is new. */
SELLO_NODISCARD enum sello_error sello_trust_succeeds(const struct sello_trust *stored,
                                                      const struct sello_trust *next);

/* What judges after a file of status alone (which may follow the whole one: ask first): bits, dates
 * and root of `status`; of `whole` the batches, the certifier's list and those rows that agree with
 * the bits, or none of them where the key that signed them was stolen since. *out points into both,
 * and takes sello_trust_merge_room bytes of the arena. */
SELLO_NODISCARD enum sello_error sello_trust_merge(const struct sello_trust *whole,
                                                   const struct sello_trust *status,
                                                   struct sello_arena *arena,
                                                   struct sello_trust **out);
size_t sello_trust_merge_room(const struct sello_trust *whole);

/* The status of a serial up to the highest. */
enum sello_label_status sello_trust_status(const struct sello_trust *trust, uint64_t serial);

/* The row or batch that covers a serial, or NULL. */
const struct sello_status_row *sello_trust_row(const struct sello_trust *trust, uint64_t serial);
const struct sello_batch_row *sello_trust_batch(const struct sello_trust *trust, uint64_t serial);

/* The certifier's list: its n-th certificate, and the one with this number; false where it is not
 * on it. */
void sello_trust_certificate_at(const struct sello_trust *trust, size_t n,
                                struct sello_certificate_row *out);
bool sello_trust_certificate(const struct sello_trust *trust, uint64_t number,
                             struct sello_certificate_row *out);

/* Those it vouches for, one after the other: ended endorsements are passed over, and one for
 * practice vouches for nobody. */
struct sello_endorsements {
    struct sello_reader reader;
    size_t left;
};
struct sello_endorsements sello_trust_endorsements(const struct sello_trust *trust);
bool sello_next_endorsement(struct sello_endorsements *e, struct sello_endorsement_row *out);

/* Does it vouch for the certifier with this fingerprint? */
bool sello_trust_endorses(const struct sello_trust *trust,
                          const uint8_t fingerprint[SELLO_LEN(SELLO_HASH_LEN)],
                          struct sello_endorsement_row *out);

/* Is the link a base URL of the certifier's, of any of its roots, or one of its further addresses,
 * with `name` behind it? goes_on: and perhaps more behind that. */
bool sello_trust_has_address(const struct sello_trust *trust, struct sello_bytes name, bool goes_on,
                             struct sello_bytes link);

/* Do the bits of all its serials say the same as the row? */
bool sello_trust_row_agrees(const struct sello_trust *trust, const struct sello_status_row *row);

#endif
