/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_CONSOLE_SITE_H
#define SELLO_REGISTRY_CONSOLE_SITE_H

/* The page's own files, read when the window opens: what is asked for is looked up among their
 * names, so that no path of a request comes to the disk. */

#include "wire/bytes.h"

struct MHD_Response;

struct site_file {
    char *path; /* "/assets/main-1a2b.js" */
    const char *type;
    struct MHD_Response *plain, *packed; /* packed: gzip, or NULL */
};

struct site {
    struct site_file *files;
    size_t n;
    bool wasm; /* a module is among them */
};

/* Of this folder and the folders in it, or, where it is NULL, of the one beside the program. False:
 * there is no index.html, so that site_find finds nothing. */
bool site_open(struct site *site, const char *folder);
const struct site_file *site_find(const struct site *site, const char *path);
void site_close(struct site *site);

/* By the end of its name; of what is not known, bytes. */
const char *site_type(const char *name);

#endif
