/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_CONSOLE_REQUEST_H
#define SELLO_REGISTRY_CONSOLE_REQUEST_H

/* What libmicrohttpd calls: a request's headers, its body in pieces, its end. */

#include <microhttpd.h>

#include "registry/console/server.h"

enum MHD_Result request_handle(void *context, struct MHD_Connection *connection, const char *path,
                               const char *method, const char *version, const char *piece,
                               size_t *piece_len, void **request);
void request_completed(void *context, struct MHD_Connection *connection, void **request,
                       enum MHD_RequestTerminationCode how);

#endif
