/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_SQL_RANKS_H
#define SELLO_REGISTRY_SQL_RANKS_H

/* Who may do what in a registry on a server: its roles are its own, and it refuses by itself. */

enum sello_rank {
    SELLO_RANK_NOBODY,    /* may not even read */
    SELLO_RANK_AUDITOR,   /* reads */
    SELLO_RANK_CLERK,     /* and keeps records, prints, delivers */
    SELLO_RANK_CERTIFIER, /* and grants, issues, withdraws, publishes */
    SELLO_RANK_OWNER      /* of the tables: everything */
};

#define SELLO_ROLE_MAX 63 /* bytes of a role's name there */

/* As whom this program works there, and whose the tables are; in a file of SQLite both names are
 * "". */
struct sello_self {
    char name[SELLO_ROLE_MAX + 1];
    char owner[SELLO_ROLE_MAX + 1];
    enum sello_rank rank;
};

#endif
