/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/users.h"

#include "registry/store/store_internal.h"

#define N_(text) text /* marked for translation; the command translates and prints */

struct giving {
    const char *name;
    enum sello_rank rank;
    bool *out_gone;
    enum sello_rank before;
};

const char *sello_rank_name(enum sello_rank rank) {
    static const char *const names[] = {
        [SELLO_RANK_NOBODY] = "",         [SELLO_RANK_AUDITOR] = N_("auditor"),
        [SELLO_RANK_CLERK] = N_("clerk"), [SELLO_RANK_CERTIFIER] = N_("certifier"),
        [SELLO_RANK_OWNER] = N_("owner"),
    };
    return names[rank];
}

const struct sello_self *sello_store_self(const struct sello_store *store) {
    return sello_db_self(store->db);
}

bool sello_user_name_ok(const char *name) {
    return sello_db_role_ok(name);
}

static void find_before(void *context, const char *name, enum sello_rank rank) {
    struct giving *g = context;
    g->before = strcmp(name, g->name) == 0 ? rank : g->before;
}

static void read_before(struct sello_change *c, struct giving *g) {
    g->before = SELLO_RANK_NOBODY;
    if (c->error == SELLO_OK) {
        sello_change_fail(c, sello_db_role_list(c->store->db, find_before, g));
    }
}

/* Names are told beside the event, as those of an edit. */
static void put_event(struct sello_change *c, const char *kind, const struct giving *g) {
    bool comes = g->rank != SELLO_RANK_NOBODY;
    const struct sello_edited edits[] = {
        {"user", comes ? "" : g->name, comes ? g->name : ""},
        {"role", sello_rank_name(g->before), sello_rank_name(g->rank)}};
    sello_change_event(c, kind, sello_part_edits(c, edits, COUNT_OF(edits)));
    sello_change_edits(c, edits, COUNT_OF(edits));
}

static enum sello_error give(struct sello_store *store, void *context) {
    struct giving *g = context;
    struct sello_change c = sello_change_begin(store);
    read_before(&c, g);
    if (c.error == SELLO_OK) {
        sello_change_fail(&c, sello_db_role_give(store->db, g->name, g->rank));
    }
    put_event(&c, "user.added", g);
    return sello_change_end(&c);
}

enum sello_error sello_user_give(struct sello_store *store, const char *name,
                                 enum sello_rank rank) {
    struct giving g = {.name = name, .rank = rank};
    return sello_store_do(store, give, &g);
}

static enum sello_error take(struct sello_store *store, void *context) {
    struct giving *g = context;
    struct sello_change c = sello_change_begin(store);
    read_before(&c, g);
    if (c.error == SELLO_OK) {
        sello_change_fail(&c, sello_db_role_take(store->db, g->name, g->out_gone));
    }
    put_event(&c, "user.removed", g);
    return sello_change_end(&c);
}

enum sello_error sello_user_take(struct sello_store *store, const char *name, bool *out_gone) {
    struct giving g = {.name = name, .rank = SELLO_RANK_NOBODY, .out_gone = out_gone};
    return sello_store_do(store, take, &g);
}

enum sello_error sello_user_list(struct sello_store *store,
                                 void (*visit)(void *context, const char *name,
                                               enum sello_rank rank),
                                 void *context) {
    return sello_db_role_list(store->db, visit, context);
}
