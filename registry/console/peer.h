/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_CONSOLE_PEER_H
#define SELLO_REGISTRY_CONSOLE_PEER_H

/* Which account of this computer has the other end of a connection over 127.0.0.1: others who are
 * logged in here could otherwise try the link that they see in the list of processes, or hand a
 * browser a cookie of theirs. By /proc/net/tcp (proc(5)). */

#include <netinet/in.h>
#include <stdio.h>
#include <sys/types.h>

#include "wire/bytes.h"

/* May whoever is at `peer`, connected with 127.0.0.1 at this port, be answered by this account?
 * Where the system does not tell, yes. */
bool peer_is_ours(const struct sockaddr_in *peer, unsigned port, uid_t account);

/* The same of the lines of such a file. *out_known: the connection is in it. */
bool peer_in(FILE *lines, const char *from, const char *to, uid_t account, bool *out_known);

#endif
