/* SPDX-License-Identifier: Apache-2.0 */
#include <unistd.h>

#include "base/file.h"
#include "registry/sql/db_postgres.h"
#include "registry/sql/rows.h"

/* A file of SQLite with all that is on the server, as of one moment. */

struct copying {
    struct sello_db *from, *to;
};

static enum sello_error put_rows(void *context) {
    const struct copying *c = context;
    return sello_db_copy_rows(c->from, c->to, sello_postgres_of(c->from)->migrations);
}

static enum sello_error read_rows(void *context) {
    const struct copying *c = context;
    return sello_db_do(c->to, put_rows, context);
}

enum sello_error sello_postgres_copy(struct sello_db *db, const char *path) {
    struct copying c = {.from = db};
    enum sello_error error = sello_db_create(path, sello_postgres_of(db)->migrations, &c.to);
    if (error != SELLO_OK) {
        return error; /* what is there may be another's */
    }
    error = sello_db_look(db, read_rows, &c);
    sello_db_close(&c.to);
    if (error == SELLO_OK) {
        error = base_file_sync(path);
    }
    if (error != SELLO_OK) {
        unlink(path);
    }
    return error;
}
