/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_CONSOLE_PLACES_H
#define SELLO_REGISTRY_CONSOLE_PLACES_H

/* Where on this computer a request may read and write: what it sent, a job's own folder, the folder
 * for what stays, and paths that a clerk types, on sticks and in their own home. */

#include <stdio.h>

#include "registry/console/gate.h"
#include "registry/console/scratch.h"

enum { PLACES_MADE_MAX = 8 };

/* Of one request; `place` of struct gate_files takes it as its context. */
struct places {
    struct scratch *scratch;
    const char *job;      /* its id: the folder is there */
    const char *outputs;  /* where folders stay */
    const char *registry; /* nothing is written into it */
    size_t n_links;       /* folders of links that were made for this job */
    /* What it names to be written. */
    struct places_made {
        bool folder;
        char name[SCRATCH_NAME], path[PATH_MAX];
    } made[PLACES_MADE_MAX];
    size_t n_made;
};

const char *places_find(void *context, const struct gate_place *place,
                        char out[SELLO_LEN(PATH_MAX)]);

/* May a clerk type this path? On a stick (/media, /run/media, /mnt) or in the home folder, nothing
 * hidden on the way, and not in the registry. What stands there already must lie so too where its
 * links lead. */
bool places_typed_ok(const char *path, const char *registry);

/* The sticks that are mounted, as JSON members of an array: path, name, free, and files that may be
 * backups. */
void places_volumes(FILE *to);

#endif
