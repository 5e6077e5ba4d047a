/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "registry/sql/engine.h"

/* What is the same for every engine: closing, and transactions one within another. */

void sello_db_close(struct sello_db **db) {
    if (*db == NULL) {
        return;
    }
#ifndef NDEBUG
    if ((*db)->depth > 0) { /* a programmer's mistake, like a failed assert */
        fprintf(stderr, "%s:%d: transaction left open\n", (*db)->file, (*db)->line);
        abort();
    }
#endif
    while ((*db)->depth > 0) {
        sello_db_rollback(*db);
    }
    (*db)->engine->close(*db);
    *db = NULL;
}

bool sello_db_is_shared(const struct sello_db *db) {
    return db->engine->is_shared;
}

const struct sello_self *sello_db_self(const struct sello_db *db) {
    return &db->self;
}

const char *sello_db_detail(const struct sello_db *db) {
    return db->detail;
}

void sello_db_expect_idle(const struct sello_db *db, const char *file, int line) {
#ifndef NDEBUG
    if (db->reading != NULL) {
        fprintf(stderr, "%s:%d: another query is being read, since %s:%d\n", file, line,
                db->reading_file, db->reading_line);
        abort();
    }
#endif
    (void)db, (void)file, (void)line;
}

enum sello_error sello_db_copy(struct sello_db *db, const char *path) {
    return db->engine->copy(db, path);
}

enum sello_error sello_db_check(struct sello_db *db, sello_db_fault *report, void *context) {
    return db->engine->check(db, report, context);
}

/* ---- transactions ---- */

bool sello_db_unsettled(const struct sello_db *db) {
    return db->unsettled;
}

unsigned sello_db_depth(const struct sello_db *db) {
    return db->depth;
}

static enum sello_error begin(struct sello_db *db, bool writes, const char *file, int line) {
    if (db->depth > 0 && db->engine->is_over(db)) {
        return SELLO_E_STORE;
    }
    sello_db_expect_idle(db, file, line);
    enum sello_error error = db->depth == 0 ? db->engine->begin(db, writes) : db->engine->save(db);
    if (error != SELLO_OK) {
        return error;
    }
    if (db->depth++ == 0) {
        db->detail[0] = '\0';
        db->file = file;
        db->line = line;
    }
    return SELLO_OK;
}

enum sello_error sello_db_begin(struct sello_db *db, const char *file, int line) {
    return begin(db, true, file, line);
}

enum sello_error sello_db_commit(struct sello_db *db) {
    assert(db->depth > 0);
    sello_db_expect_idle(db, db->file, db->line);
    enum sello_error error = db->depth == 1 ? db->engine->commit(db) : db->engine->keep(db);
    if (error != SELLO_OK) {
        sello_db_rollback(db);
        return error;
    }
    db->depth--;
    return SELLO_OK;
}

void sello_db_rollback(struct sello_db *db) {
    assert(db->depth > 0);
    if (db->depth == 1) {
        db->engine->rollback(db);
    } else {
        db->engine->take_back(db);
    }
    db->depth--;
}

static enum sello_error run_once(struct sello_db *db, enum sello_error (*work)(void *context),
                                 void *context, bool keep) {
    enum sello_error error = work(context);
    if (error == SELLO_OK && keep) {
        return sello_db_commit(db);
    }
    if (error == SELLO_OK && db->engine->settle != NULL) {
        error = db->engine->settle(db); /* would it have been kept? */
    }
    sello_db_rollback(db);
    return error;
}

static enum sello_error run(struct sello_db *db, enum sello_error (*work)(void *context),
                            void *context, bool writes, bool keep, const char *file, int line) {
    bool outermost = db->depth == 0;
    enum sello_error error = SELLO_OK;
    for (unsigned tried = 0; tried < db->engine->tries; tried++) {
        db->again = outermost ? false : db->again;
        error = tried > 0 ? db->engine->prepare_again(db, tried) : SELLO_OK;
        error = error == SELLO_OK ? begin(db, writes, file, line) : error;
        error = error == SELLO_OK ? run_once(db, work, context, keep) : error;
        if (error == SELLO_OK || !outermost || !db->again) {
            break;
        }
    }
    return error;
}

enum sello_error sello_db_do_at(struct sello_db *db, enum sello_error (*work)(void *context),
                                void *context, const char *file, int line) {
    return run(db, work, context, true, true, file, line);
}

enum sello_error sello_db_preview_at(struct sello_db *db, enum sello_error (*work)(void *context),
                                     void *context, const char *file, int line) {
    return run(db, work, context, true, false, file, line);
}

enum sello_error sello_db_look_at(struct sello_db *db, enum sello_error (*work)(void *context),
                                  void *context, const char *file, int line) {
    return run(db, work, context, false, false, file, line);
}
