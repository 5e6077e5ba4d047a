/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PUBLISH_PUBLISH_H
#define SELLO_REGISTRY_PUBLISH_PUBLISH_H

/* The buyer's page as a folder for any static host: the built page under the certifier's name and
 * mark, its trust file, its status lists, the photos of its labels, and a feed of withdrawals. */

#include <limits.h>

#include "registry/trust/trust_make.h"

struct publish_request {
    const char *folder;  /* that is made, or replaced as a whole */
    const char *page;    /* the built page; NULL: where it was installed */
    bool force;          /* also over a folder with files of others, which is kept beside it */
    bool no_directory;   /* trust data without the list of certificates */
    bool no_batches;     /* new trust data without the batches of good keys */
    const char *country; /* also certificates and products as credentials (interop/untp.h), products
                          * being made there; NULL: without */
    struct sello_number fresh_days, age_days; /* absent: those of the newest trust data */
};

struct publish_outcome {
    char path[PATH_MAX]; /* the folder, absolute */
    char kept[PATH_MAX]; /* where the folder that was there is kept; "": it is not */
    bool again;          /* the newest trust data is repeated: nothing has changed since */
    struct trust_made trust;
    size_t n_files, n_photos; /* the photos are among the files */
    uint64_t n_bytes;
    uint64_t n_log_entries; /* of the public log; 0: none is kept */
};
void publish_outcome_free(struct publish_outcome *outcome);

/* What would be there, file by file, with nothing written and no key opened; new trust data is
 * under signatures of nobody, and is held to what it would follow only by the commit.
 *
 * Rules: of the built page "page-not-there", "page-of-another-version", "page-has-link"; of the
 * folder "folder-not-replaceable", "folder-is-mounted", "folder-of-others" (notices
 * "not-of-this-page"), "folder-holds-other", "file-not-written"; of what it has
 * "page-of-another-certifier", "page-is-newer", "log-of-another-copy"; those of trust_make.h, of
 * untp_export and of the mark. */
SELLO_NODISCARD enum sello_error publish_plan(struct session *session,
                                              const struct publish_request *request,
                                              struct publish_outcome *out);

/* Publishes. All is looked at again, under the folder's lock. shown: what was planned, where a
 * person said yes to it: then rule "changed-meanwhile" where other trust data would be published.
 * NULL: nothing was. */
SELLO_NODISCARD enum sello_error publish_commit(struct session *session,
                                                const struct publish_request *request,
                                                const struct publish_outcome *shown,
                                                struct publish_outcome *out);

#endif
