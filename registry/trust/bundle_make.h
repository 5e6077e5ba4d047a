/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_BUNDLE_MAKE_H
#define SELLO_REGISTRY_TRUST_BUNDLE_MAKE_H

/* The bundle and the trust file, from what the store knows. */

#include "keys/keys.h"
#include "registry/store/store.h"

/* How much of what is known goes into a bundle. */
enum bundle_scope {
    BUNDLE_WHOLE,       /* statuses with their reasons, and the batches of all keys */
    BUNDLE_NO_BATCHES,  /* of the batches only those of compromised keys */
    BUNDLE_STATUS_ONLY, /* the status lists alone: what a printed notice holds */
};

struct bundle_request {
    const struct sello_root *root;   /* the newest */
    const struct sello_key *key;     /* the status key */
    const struct sello_key *log_key; /* NULL: the certifier keeps no log */
    enum bundle_scope scope;
    bool no_directory;                /* the list of certificates is left out */
    uint64_t fresh_days;              /* SELLO_FRESH_DAYS; at most SELLO_FRESH_DAYS_MAX */
    uint64_t age_days;                /* SELLO_AGE_DAYS; at most SELLO_AGE_DAYS_MAX */
    const struct sello_bundle *shown; /* it must be of this version and root; NULL: of any */
};

/* A trust file in memory: roots, then its bundle. Owned; freed by trust_file_free. */
struct trust_file {
    uint8_t *ptr;
    size_t len;
    size_t bundle_at; /* where its bundle begins */
};

void trust_file_free(struct trust_file *file);
struct sello_bytes trust_file_bytes(const struct trust_file *file);  /* all of it */
struct sello_bytes trust_file_bundle(const struct trust_file *file); /* its bundle alone */

/* Takes the next bundle version, makes the bundle of what is asked for, and signs it; stores it
 * only once trust_file_judge took the whole trust file. The caller holds the registry's lock, with
 * no reserved batch left over. Statuses may be set meanwhile: they, the highest serial and the
 * batches are read in the transaction that dates the bundle. With it the events up to it are
 * signed. It tells of the public log up to it, and is the next entry of that. SELLO_E_BUNDLE_ROOT
 * where a newer root than the request's is stored by then, SELLO_E_STATE where it would not be as
 * `shown`: no version is taken. */
SELLO_NODISCARD enum sello_error bundle_make(struct sello_store *store,
                                             const struct bundle_request *request,
                                             struct trust_file *out);

/* What bundle_make would make now, of the same length; nothing of it is kept, and nothing judged:
 * the key may be anybody's. */
SELLO_NODISCARD enum sello_error bundle_preview(struct sello_store *store,
                                                const struct bundle_request *request,
                                                struct trust_file *out);

/* Is what a whole bundle says of certificates and endorsements what the store knows? */
SELLO_NODISCARD enum sello_error bundle_lists_current(struct sello_store *store, bool no_directory,
                                                      const struct sello_bundle *bundle, bool *out);

/* The trust file of the roots and the newest bundle as they are stored; SELLO_E_NOT_FOUND before
 * the first bundle. */
SELLO_NODISCARD enum sello_error trust_file_again(struct sello_store *store,
                                                  struct trust_file *out);

/* Reads a trust file as a verifier would. */
SELLO_NODISCARD enum sello_error trust_file_judge(const struct trust_file *file);

#endif
