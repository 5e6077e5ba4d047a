/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_DESK_LATEST_H
#define SELLO_REGISTRY_DESK_LATEST_H

/* The latest steps of the clerks, and how each is taken back: by which step of this room, or why by
 * none. What only goes along with a step (a batch's reserved serials, the labels of a suspended
 * certificate, each record of an import) is none of its own. */

#include "registry/desk/desk.h"
#include "registry/store/history.h"

/* What takes a step back. */
enum step_back {
    STEP_BACK_NOTHING,
    STEP_BACK_UNDO,               /* undo_commit of the import `record` */
    STEP_BACK_PRODUCER,           /* producer_commit: `record` with the fields before row->edit */
    STEP_BACK_PRODUCT,            /* product_commit, likewise */
    STEP_BACK_RESUME,             /* withdraw_commit: the labels valid again */
    STEP_BACK_RETURNED,           /* withdraw_commit: their pieces came back */
    STEP_BACK_CERTIFICATE_RESUME, /* certify_commit of `record` */
    STEP_BACK_CERTIFICATE_CANCEL  /* certify_commit of the application `record` */
};

/* Why nothing does. */
enum step_stays {
    STEP_STAYS_NOT,       /* something does */
    STEP_STAYS_FINAL,     /* what was withdrawn stays so: buyers were told */
    STEP_STAYS_SEEN,      /* a decision that buyers see: it is suspended or withdrawn */
    STEP_STAYS_ISSUED,    /* labels are signed for life: they are withdrawn */
    STEP_STAYS_PAPER,     /* is on paper: it can be printed again, and labels be withdrawn */
    STEP_STAYS_DELIVERED, /* the producer has them, with a receipt */
    STEP_STAYS_RECORD,    /* a record stays; it is corrected, or becomes one with another */
    STEP_STAYS_MERGED,    /* two records became one */
    STEP_STAYS_DECIDED,   /* a note of what was decided: the next decision stands after it */
    STEP_STAYS_SIGNED,    /* members or keys signed it */
    STEP_STAYS_OVER       /* it is no longer so: taken back already, or changed since */
};

struct latest_step {
    const struct sello_history_row *row;
    enum step_back back;
    enum step_stays stays;
    struct sello_id record; /* what `back` is about; SELLO_KIND_BATCH: its labels; SELLO_KIND_NONE:
                             * the labels first..last */
    uint64_t first, last;   /* serials */
};

/* The newest `most` of them, newest first, until visit returns false. What `back` names was
 * possible then; whether its service still agrees is found out by its plan. */
SELLO_NODISCARD enum sello_error
latest_steps(struct session *session, uint64_t most,
             bool (*visit)(void *context, const struct latest_step *step), void *context);

#endif
