/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PUBLISH_PUBLISH_H
#define SELLO_REGISTRY_PUBLISH_PUBLISH_H

/* What `publish` puts on a static host: the built page under the certifier's name and mark, its
 * trust file, and its status lists. Functions that return bool have said why before they return
 * false. */

#include "registry/commands/app.h"
#include "registry/publish/publish_site.h"
#include "registry/trust/bundle_make.h"

struct publish {
    struct app *app;
    const char *page; /* the folder of the built page */
    char beside[PATH_MAX];
    struct site site;
    struct trust_file file;     /* what is published; freed by the caller */
    struct sello_bundle bundle; /* of it; points into the file */
    bool again;                 /* the newest trust data was repeated */
};

/* ---- publish_trust.c ---- */

/* Chooses what to publish: the newest trust data once more, unless something changed since, or it
 * is over a day old, or other days are asked for. Refuses where the folder has newer data, or
 * another certifier's. */
SELLO_NODISCARD bool publish_trust_choose(struct publish *p);

/* Puts trust.sello and the status lists, status/<k>.cwt. */
SELLO_NODISCARD bool publish_trust_put(struct publish *p);

/* ---- publish_page.c ---- */

/* --page, else $SELLO_PAGE, else beside the program, else where it was to be installed; says what
 * to do where no page is there. */
SELLO_NODISCARD bool publish_page_find(struct publish *p);

/* Puts the page's files, with the certifier's name in its places, and its icons. */
SELLO_NODISCARD bool publish_page_put(struct publish *p);

/* ---- publish_icons.c ---- */

/* Is this file of the page one of its icons, "icons/icon-192.png"? */
bool publish_is_icon(const char *name);

/* The certifier's own in its place: appended to a buffer of SELLO_ICON_ROOM. */
SELLO_NODISCARD bool publish_icon(const struct publish *p, const char *name,
                                  struct sello_writer *out);

#endif
