/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_DRAFT_H
#define SELLO_REGISTRY_TRUST_DRAFT_H

/* A root draft: the next root on its way from member to member, with the signatures it has so far
 * and the payload of the root it follows, so that everybody can see what it changes
 * (docs/FORMAT.md, section 18). No file or terminal here: bytes in, bytes out. */

#include "wire/root.h"

#define DRAFT_MAX ((size_t)2 * SELLO_ROOT_MAX + 64)                 /* bytes of a draft */
#define DRAFT_SIGNATURES_MAX (SELLO_ROOT_MAX / (3 + SELLO_SIG_LEN)) /* that fit one root */

/* A draft taken apart. Its slices point into memory of its own. */
struct draft {
    struct sello_root before; /* parsed from its payload: it has no signatures here */
    struct sello_root root;   /* the next one, with the signatures so far */
    const uint8_t *signed_now, *signed_before; /* a flag for each key of `root`, of `before` */
    /* SELLO_OK: complete; else SELLO_E_ROOT_FEW_NEW, _FEW_OLD or _UNSIGNED_KEY */
    enum sello_error missing;

    struct sello_root_key before_key[SELLO_ROOT_KEYS_MAX], key[SELLO_ROOT_KEYS_MAX];
    uint8_t scratch[SELLO_ROOT_SCRATCH]; /* of the rules; the flags lie in it */
    uint8_t file[DRAFT_MAX];             /* the draft's bytes */
    size_t len;
};

/* Reads a draft. Whatever its signatures, it keeps every rule of a successor but that of who must
 * have signed: any other failure of sello_root_accept is returned, *out_entry (may be NULL) as
 * there. SELLO_E_TYPE for what is no draft. The caller frees *out with free(). */
SELLO_NODISCARD enum sello_error draft_open(struct sello_bytes file, struct draft **out,
                                            size_t *out_entry);

/* The same from its parts. */
SELLO_NODISCARD enum sello_error draft_make(struct sello_bytes before_payload,
                                            struct sello_bytes payload, struct draft **out,
                                            size_t *out_entry);

/* The draft's file, and the root in it: both live as long as the draft. */
struct sello_bytes draft_file(const struct draft *draft);
struct sello_bytes draft_root(const struct draft *draft);

/* Adds signatures; one that is there already changes nothing. When any does not verify, or is by a
 * key of neither root, the draft is as before. */
SELLO_NODISCARD enum sello_error draft_add(struct draft *draft,
                                           const struct sello_root_signature *signature, size_t n);

/* The same with those of another copy; SELLO_E_ROOT_PREVIOUS when it is no copy of this draft. */
SELLO_NODISCARD enum sello_error draft_merge(struct draft *draft, const struct draft *copy);

/* How many members of each root have signed. */
size_t draft_n_now(const struct draft *draft);
size_t draft_n_before(const struct draft *draft);

/* The key with this public key in a root, or NULL. */
const struct sello_root_key *draft_find_key(const struct sello_root *root,
                                            const uint8_t public_key[SELLO_LEN(SELLO_KEY_LEN)]);

#endif
