/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_SQL_POSTGRES_H
#define SELLO_REGISTRY_SQL_POSTGRES_H

/* A link to a PostgreSQL server. What is behind it is the part sello-postgres.so (base/part.h),
 * which alone knows libpq: who keeps a registry in SQLite needs neither. It gives answers and says
 * what failed; what that means is db_postgres*.c's to say. */

#include <stdbool.h>

#include "registry/sql/value.h"

struct postgres_link;
struct postgres_answer;

/* Why something failed. */
struct postgres_failure {
    char state[6];   /* SQLSTATE (PostgreSQL's documentation, appendix A); "": none */
    bool lost;       /* the link is gone with it */
    bool skipped;    /* nothing of its own: one before it failed */
    char words[200]; /* the server's own, or libpq's, in one line */
};

enum postgres_address {
    POSTGRES_ADDRESS_GOOD,
    POSTGRES_ADDRESS_BAD,   /* libpq cannot read it; its words say why */
    POSTGRES_ADDRESS_SECRET /* it holds a password, which others can read there */
};

enum { POSTGRES_PARAMETERS_MAX = 24 };

struct postgres_part {
    enum postgres_address (*look)(const char *address, struct postgres_failure *out);

    /* Connects as the address, the service file, .pgpass and the environment say; NULL where that
     * fails. Texts are UTF-8 there and back. */
    struct postgres_link *(*connect)(const char *address, struct postgres_failure *out);
    void (*close)(struct postgres_link *link);                 /* takes NULL */
    int (*version)(const struct postgres_link *link);          /* 150004: 15.4 */
    const char *(*encoding)(const struct postgres_link *link); /* of the database: "UTF8" */

    /* Several statements in one message, without values: all of them, or up to the first that
     * fails. Nothing else is on its way. */
    bool (*run)(struct postgres_link *link, const char *sql, struct postgres_failure *out);

    /* Statements on their way, each with its values ($1 ...), at most POSTGRES_PARAMETERS_MAX: they
     * are sent one after another and nobody waits. name: under which the server keeps it ready, ""
     * for this once; it is made ready by the way where `is_new`, and then has two answers. */
    bool (*send)(struct postgres_link *link, const char *name, bool is_new, const char *sql,
                 const struct sello_value *values, int n, struct postgres_failure *out);
    /* Up to here: what follows one that fails is skipped. */
    bool (*sync)(struct postgres_link *link, struct postgres_failure *out);
    /* The answer of the next that was sent, in order; NULL where it failed. */
    struct postgres_answer *(*take)(struct postgres_link *link, struct postgres_failure *out);
    /* After the answers of all up to a `sync`. */
    bool (*end)(struct postgres_link *link, struct postgres_failure *out);
    int (*n_rows)(const struct postgres_answer *answer);
    int (*n_columns)(const struct postgres_answer *answer);
    uint64_t (*n_changed)(const struct postgres_answer *answer);
    /* Its bytes live as long as the answer. */
    struct sello_value (*value)(const struct postgres_answer *answer, int row, int column);
    void (*free_answer)(struct postgres_answer *answer); /* takes NULL */
};

#endif
