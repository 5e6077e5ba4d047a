/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_ROOT_DIFF_H
#define SELLO_REGISTRY_TRUST_ROOT_DIFF_H

/* What changes from one root to the next, change by change. */

#include "registry/trust/draft.h"

enum root_change {
    ROOT_CHANGED_SIGNERS, /* how many sign, or of how many: both roots tell */
    ROOT_MEMBER_GONE,
    ROOT_MEMBER_NEW,
    ROOT_MEMBER_RENAMED,
    ROOT_KEY_NEW,     /* a delegated one */
    ROOT_KEY_CHANGED, /* its state, dates or schemes */
    ROOT_CHANGED_NAME,
    ROOT_CHANGED_URL,
    ROOT_CHANGED_CONTACT,
    ROOT_SCHEME_NAMED,   /* names are only ever added: a root that changes one is no successor */
    ROOT_ADDRESS_NEW,    /* a further one: they are only added too */
    ROOT_SLHDSA_NEW,     /* the members' SLH-DSA public keys: the root before had none */
    ROOT_SLHDSA_GONE,    /* they are not known of every member any more */
    ROOT_SLHDSA_CHANGED, /* a member's */
    ROOT_FIELD_GONE      /* a field of the root before that this version does not know */
};

struct root_change_row {
    enum root_change what;
    const struct sello_root_key *key; /* members and keys: as it is, or of one that is gone was */
    size_t place;                     /* a new member's among the members, from 0 */
    struct sello_bytes was, is;       /* names and texts; a scheme's new name is `is` */
    uint64_t scheme;                  /* its code */
    struct sello_bytes language;      /* of the scheme's name */
    uint64_t field;                   /* ROOT_FIELD_GONE: its number */
};

/* Calls visit with each, in the order in which people are told. Returns how many there were. */
size_t root_changes(const struct sello_root *before, const struct sello_root *root,
                    void (*visit)(void *context, const struct root_change_row *row), void *context);

/* Is the root the one before with nothing but these changes, the next version and its own date?
 * Made anew of them, byte for byte: SELLO_E_STATE where it is another, which nobody could see. */
SELLO_NODISCARD enum sello_error root_is_as_shown(const struct sello_root *before,
                                                  const struct sello_root *root);

#endif
