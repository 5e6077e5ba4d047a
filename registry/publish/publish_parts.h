/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PUBLISH_PUBLISH_PARTS_H
#define SELLO_REGISTRY_PUBLISH_PUBLISH_PARTS_H

/* Inside publish*.c only: what one publishing, or its plan, is put together from. */

#include "registry/publish/publish.h"
#include "registry/publish/publish_site.h"

struct publishing {
    struct session *session;
    const struct publish_request *request;
    const struct publish_outcome *shown; /* NULL: nothing was */
    const struct sello_root *root;       /* the newest */
    const char *page;                    /* the folder of the built page */
    char beside[PATH_MAX];
    struct site site; /* of a plan: counted, not written */
    struct trust_made trust;
    bool again; /* the newest trust data is repeated */
    size_t n_photos;
    uint64_t n_log_entries;
};

/* ---- publish_trust.c ---- */

/* Chooses what to publish: the newest trust data once more, unless something changed since, or it
 * is over a day old, or other days are asked for. Refuses where the folder has newer data, or
 * another certifier's. */
SELLO_NODISCARD enum sello_error publish_trust_choose(struct publishing *p);

/* Puts trust.sello and the status lists, status/<k>.cwt. */
SELLO_NODISCARD enum sello_error publish_trust_put(struct publishing *p);

/* ---- publish_log.c ---- */

/* Where the root has a log key: refuses a log in the folder that ours does not go on from, which is
 * noted for `status`. Rule "log-of-another-copy". */
SELLO_NODISCARD enum sello_error publish_log_check(struct publishing *p);

/* Puts log/, the checkpoint last, and trust.tlog-proof. */
SELLO_NODISCARD enum sello_error publish_log_put(struct publishing *p);

/* ---- publish_feed.c ---- */

/* Puts withdrawals.atom: the newest withdrawals and suspensions of the trust data. */
SELLO_NODISCARD enum sello_error publish_feed_put(struct publishing *p);

/* ---- publish_mirror.c ---- */

/* Puts MIRROR.txt: the certifier's addresses, and how to serve a copy. */
SELLO_NODISCARD enum sello_error publish_mirror_put(struct publishing *p);

/* ---- publish_credentials.c ---- */

/* Where a country is given: puts did.json, credentials/ and products/, as `export untp` has them.
 */
SELLO_NODISCARD enum sello_error publish_credentials_put(struct publishing *p);

/* ---- publish_photos.c ---- */

/* Puts photos/<hex>.webp, each photo of signed labels. */
SELLO_NODISCARD enum sello_error publish_photos_put(struct publishing *p);

/* ---- publish_page.c ---- */

/* The folder that is asked for, else beside the program, else where it was to be installed. */
SELLO_NODISCARD enum sello_error publish_page_find(struct publishing *p);

/* Puts the page's files, with the certifier's name in its places, and its icons. */
SELLO_NODISCARD enum sello_error publish_page_put(struct publishing *p);

/* ---- publish_icons.c ---- */

/* Is this file of the page one of its icons, "icons/icon-192.png"? */
bool publish_is_icon(const char *name);

/* The certifier's own in its place: appended to a buffer of SELLO_ICON_ROOM. */
SELLO_NODISCARD enum sello_error publish_icon(const struct publishing *p, const char *name,
                                              struct sello_writer *out);

#endif
