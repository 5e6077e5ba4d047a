/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_KEPT_HERE_H
#define SELLO_REGISTRY_PRINT_KEPT_HERE_H

/* The files of the registry's folder that printing needs and the database does not have: the
 * certifier's mark, the user's label stock, what printers are off by. A backup brings them along.
 * Not the keys, which no backup has, nor the marks, which tell an old backup. */

#include "registry/commands/app.h"
#include "registry/store/backup.h"

#define KEPT_HERE_MAX 4

struct kept_here {
    struct sello_kept_file file[KEPT_HERE_MAX];
    uint8_t *owned[KEPT_HERE_MAX]; /* their bytes */
    size_t n;
};

/* Reads those that are here. False, having said why. Freed by kept_here_free in any case. */
SELLO_NODISCARD bool kept_here_read(struct app *app, struct kept_here *out);
void kept_here_free(struct kept_here *kept);

/* After a restore: puts those of the backup in their places, but for what is there already. False,
 * having said why. */
SELLO_NODISCARD bool kept_here_restore(struct app *app);

#endif
