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
    ROOT_SCHEME_NAMED /* names are only ever added: a root that changes one is no successor */
};

struct root_change_row {
    enum root_change what;
    const struct sello_root_key *key; /* members and keys: as it is, or of one that is gone was */
    struct sello_bytes was, is;       /* names and texts; a scheme's new name is `is` */
    uint64_t scheme;                  /* its code */
    struct sello_bytes language;      /* of the scheme's name */
};

/* Calls visit with each, in the order in which people are told. Returns how many there were. */
size_t root_changes(const struct sello_root *before, const struct sello_root *root,
                    void (*visit)(void *context, const struct root_change_row *row), void *context);

#endif
