/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_TESTS_SUPPORT_SHARED_SERVER_H
#define SELLO_TESTS_SUPPORT_SHARED_SERVER_H

#include <stdbool.h>
#include <stddef.h>

/* Where SELLO_TEST_POSTGRESQL names a server, the tests' registries lie there, each in a schema of
 * its own; else in SQLite. script/postgresql starts a server of their own and sets it. */

bool shared_server_there(void);

/* A new registry in `folder` is to lie on the server: makes the folder, with the address in it.
 * Nothing where there is no server. */
void shared_server_prepare(const char *folder);

/* The address of a schema of its own, new and empty. */
void shared_server_address(char *out, size_t cap);

/* SQL as another program's, in the schema made last. False: it failed. */
bool shared_server_run(const char *sql);

/* Takes all away that is in the schema made last. */
void shared_server_empty(void);

/* Takes the schemas away that were made. */
void shared_server_clear(void);

#endif
