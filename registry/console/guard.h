/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_CONSOLE_GUARD_H
#define SELLO_REGISTRY_CONSOLE_GUARD_H

/* Where a request comes from, by its headers. A page of another origin can make a browser send
 * much, but not with our Host, with no foreign Origin and with JSON as its type. Pure. */

#include "wire/bytes.h"

struct guard_request {
    const char *method, *path;
    /* Its headers; NULL: there is none. */
    const char *host, *origin, *fetch_site, *content_type;
};

/* NULL, or the rule that it breaks: "foreign", "content-type", "method". host: ours as it stands
 * in the address, "127.0.0.1:4711"; origin: "http://127.0.0.1:4711". */
const char *guard_refuses(const struct guard_request *request, const char *host,
                          const char *origin);

/* Is it of the interface, or else one of the page's own files? */
bool guard_is_api(const char *path);
bool guard_is_made(const char *path); /* a file that a command wrote */

#endif
