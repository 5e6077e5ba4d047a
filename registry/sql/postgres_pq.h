/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_SQL_POSTGRES_PQ_H
#define SELLO_REGISTRY_SQL_POSTGRES_PQ_H

/* libpq, for postgres_link.c, and for tests that are another program on the same server. */

#include <libpq-fe.h>

#endif
