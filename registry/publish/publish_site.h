/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PUBLISH_PUBLISH_SITE_H
#define SELLO_REGISTRY_PUBLISH_PUBLISH_SITE_H

/* A folder that is replaced as a whole: the new one is made beside it and takes its name in one
 * step, so that who copies or serves it never has half of each.
 *
 * The site lists its own files in files.sha256, in the form of sha256sum: what is not in that list
 * was put there by someone else, and is not replaced. */

#include <limits.h>

#include "registry/session/session.h"

#define SITE_LIST "files.sha256"
#define SITE_FILE_MAX ((size_t)64 << 20) /* bytes of one file */

struct site {
    struct session *session;
    bool planned;          /* it is only looked what would be done */
    char path[PATH_MAX];   /* absolute, without links or a slash at its end */
    char parent[PATH_MAX]; /* the folder it lies in */
    char fresh[PATH_MAX];  /* the new one while it is made: "<parent>/.<name>.sello-new" */
    char before[PATH_MAX]; /* the old one for a moment, where the two cannot be exchanged */
    char kept[PATH_MAX];   /* where one with files of others is kept, once it is finished */
    int lock;
    bool strange; /* it holds files that are not in its list */
    bool started; /* `fresh` is there */
    char **line;  /* of the list: "<hash>  <name>" */
    size_t n_lines, room;
    uint64_t n_bytes;
};

/* Finds the folder, waits for its lock, tidies up what a crash left, and sees whether it may be
 * replaced: `force` lets it hold files of others. One that is planned is not locked, and nothing is
 * written. To be ended where it was opened, or failed to. Rules: see publish.h. */
SELLO_NODISCARD enum sello_error site_open(struct session *session, const char *folder, bool force,
                                           bool planned, struct site *out);

/* Adds a file, "icons/icon-192.png"; its folders are made. */
SELLO_NODISCARD enum sello_error site_put(struct site *site, const char *name,
                                          struct sello_bytes bytes);

/* Writes the list, syncs all, and puts the new folder in place. A folder with files of others stays
 * beside it, as site->kept. */
SELLO_NODISCARD enum sello_error site_finish(struct site *site);

/* Gives up what was not finished, and frees. */
void site_end(struct site *site);

#endif
