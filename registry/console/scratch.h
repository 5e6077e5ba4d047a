/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_CONSOLE_SCRATCH_H
#define SELLO_REGISTRY_CONSOLE_SCRATCH_H

/* A folder of the window's own, for the owner alone, that goes with it: what was sent, and for each
 * job what it writes, and the empty folder that it works in. */

#include <limits.h>

#include "registry/console/visitors.h"

#define SCRATCH_UPLOAD_MAX ((uint64_t)20 << 20) /* bytes of one file */
#define SCRATCH_ALL_MAX ((uint64_t)1 << 30)     /* of all that were sent */
#define SCRATCH_NAME 128
enum { SCRATCH_UPLOADS = 1024, SCRATCH_KEPT_MS = 3600000 };

struct scratch_upload {
    char id[VISITORS_TOKEN], name[SCRATCH_NAME]; /* id "": none */
    uint64_t size, made_ms;
};

struct scratch {
    char folder[PATH_MAX];
    int lock; /* held while it is used; -1: none */
    struct scratch_upload upload[SCRATCH_UPLOADS];
    uint64_t total; /* bytes that were sent and are still here */
};

/* A file that is coming in. */
struct scratch_incoming {
    int file; /* -1: none */
    struct scratch_upload upload;
    const char *rule; /* why it is not taken; NULL: it is */
};

/* What earlier windows left that were killed goes. SELLO_E_SYSTEM goes with errno. */
SELLO_NODISCARD enum sello_error scratch_open(struct scratch *s);
void scratch_close(struct scratch *s); /* and takes all away */

/* "<folder>/<id>/<name>"; name "": the folder. False: too long. */
SELLO_NODISCARD bool scratch_path(const struct scratch *s, const char *id, const char *name,
                                  char out[SELLO_LEN(PATH_MAX)]);
SELLO_NODISCARD bool scratch_make(const struct scratch *s, const char *id);
void scratch_drop(const struct scratch *s, const char *id);

/* What fails stands in in->rule. */
void scratch_begin(struct scratch *s, const char *name, uint64_t now_ms,
                   struct scratch_incoming *in);
void scratch_add(struct scratch *s, struct scratch_incoming *in, struct sello_bytes bytes);
bool scratch_keep(struct scratch *s, struct scratch_incoming *in); /* false: in->rule */
void scratch_abandon(struct scratch *s, struct scratch_incoming *in);

const struct scratch_upload *scratch_find(const struct scratch *s, const char *id);

/* Takes away what was sent an hour ago. */
void scratch_tick(struct scratch *s, uint64_t now_ms);

#endif
