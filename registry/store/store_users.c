/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/users.h"

#include "registry/store/store_internal.h"

struct giving {
    const char *name;
    enum sello_rank rank;
    bool *out_gone;
};

const struct sello_self *sello_store_self(const struct sello_store *store) {
    return sello_db_self(store->db);
}

bool sello_user_name_ok(const char *name) {
    return sello_db_role_ok(name);
}

static enum sello_error give(struct sello_store *store, void *context) {
    const struct giving *g = context;
    return sello_db_role_give(store->db, g->name, g->rank);
}

enum sello_error sello_user_give(struct sello_store *store, const char *name,
                                 enum sello_rank rank) {
    struct giving g = {.name = name, .rank = rank};
    return sello_store_do(store, give, &g);
}

static enum sello_error take(struct sello_store *store, void *context) {
    const struct giving *g = context;
    return sello_db_role_take(store->db, g->name, g->out_gone);
}

enum sello_error sello_user_take(struct sello_store *store, const char *name, bool *out_gone) {
    struct giving g = {.name = name, .out_gone = out_gone};
    return sello_store_do(store, take, &g);
}

enum sello_error sello_user_list(struct sello_store *store,
                                 void (*visit)(void *context, const char *name,
                                               enum sello_rank rank),
                                 void *context) {
    return sello_db_role_list(store->db, visit, context);
}
