/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_DESK_UNDO_H
#define SELLO_REGISTRY_DESK_UNDO_H

/* An import taken back: what it added goes, and what it changed is again what it was before. */

#include "registry/desk/correct.h"
#include "registry/store/history.h"

/* One field of a record that is changed back; edit: from what it was before the import to what the
 * import made of it. */
struct undo_row {
    struct sello_id record;
    const char *name; /* as it is now */
    const struct sello_edit *edit;
};

struct undo_request {
    uint64_t import;
    /* NULL: nobody wants to know */
    void (*row)(void *context, const struct undo_row *row);
    void *context;
};

struct undo_outcome {
    struct sello_import import; /* what is taken back */
    uint64_t n_restored;        /* records that are changed back */
    uint64_t n_removed;         /* records that it added, and that go */
    struct touched touched;     /* by these */
    uint64_t seen;
};

/* Rules "import-in-use": a certificate names a record that it added; "import-of-certificates":
 * their steps have commands of their own; "changed-since-import": a field is no longer what the
 * import made of it; "issued-since-import": labels carry what it made of it;
 * "changed-meanwhile". */
SELLO_NODISCARD enum sello_error
undo_plan(struct session *session, const struct undo_request *request, struct undo_outcome *out);
SELLO_NODISCARD enum sello_error undo_commit(struct session *session,
                                             const struct undo_request *request,
                                             const struct undo_outcome *shown,
                                             struct undo_outcome *out);

#endif
