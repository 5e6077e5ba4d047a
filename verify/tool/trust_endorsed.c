/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hex.h"
#include "base/time.h"
#include "verify/tool/tool.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <sys/stat.h>

/* Certifiers that a trusted one vouches for. */

enum { FOLDERS_DEEP = 3 };

const struct loaded_trust *trust_endorser(const struct trust_set *set,
                                          const struct loaded_trust *next,
                                          struct sello_endorsement_row *out) {
    for (size_t i = 0; i < set->n; i++) {
        if (sello_trust_endorses(set->item[i].trust, next->trust->root.fingerprint, out)) {
            return &set->item[i];
        }
    }
    return NULL;
}

void trust_say_endorsed(FILE *to, const struct loaded_trust *endorser,
                        const struct sello_endorsement_row *row) {
    char day[CLI_DAY_LEN];
    cli_day(row->since, day);
    cli_print(to, _("Vouched for by %s since %s\n"), trust_name(endorser), day);
}

/* ---- all of them ---- */

struct taking {
    struct trust_set *set;
    uint8_t endorser[SELLO_HASH_LEN];
    size_t n_added, n_others;
    bool ok;
};

/* Into the store, and among those that the next one is held to. */
static bool take_new(struct taking *t, struct loaded_trust *next) {
    if (t->set->n == TRUSTS_MAX) {
        cli_error(_("There are too many trusted certifiers: %d at most."), TRUSTS_MAX);
        return false;
    }
    if (!trust_check_newcomer(t->set, next, NULL) || !trust_store_put(next, NULL)) {
        return false;
    }
    trust_warn_dates(next);
    cli_note(_("%s is trusted from now on."), trust_name(next));
    t->n_added++;
    next->stored = true;
    t->set->item[t->set->n++] = *next;
    *next = (struct loaded_trust){0};
    return true;
}

/* One that is refused holds up no other. */
static void take_file(struct taking *t, const char *path) {
    struct loaded_trust next;
    struct sello_endorsement_row row;
    const struct loaded_trust *endorser = trust_find(t->set, t->endorser);
    if (!trust_load_file(path, &next)) {
        t->ok = false;
        return;
    }
    bool is_endorser = memcmp(next.trust->root.fingerprint, t->endorser, sizeof t->endorser) == 0;
    if (!is_endorser &&
        !sello_trust_endorses(endorser->trust, next.trust->root.fingerprint, &row)) {
        cli_note(_("%s is passed over: %s does not vouch for %.*s."), path, trust_name(endorser),
                 (int)next.trust->root.name.len, (const char *)next.trust->root.name.ptr);
        t->n_others++;
    } else {
        struct loaded_trust *stored = trust_find(t->set, next.trust->root.fingerprint);
        if (stored == NULL) {
            trust_show(stderr, &next);
            trust_say_endorsed(stderr, endorser, &row);
        }
        bool taken = stored != NULL ? trust_update(t->set, stored, &next) : take_new(t, &next);
        t->ok = taken && t->ok;
    }
    trust_unload(&next);
}

static int by_name(const FTSENT **a, const FTSENT **b) {
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* Every *.sello in the folder and those in it, in order of name; no link is followed. */
static bool take_folder(struct taking *t, const char *path) {
    char *copy = strdup(path);
    char *const paths[] = {copy, NULL};
    FTS *walk = copy != NULL ? fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, by_name) : NULL;
    const FTSENT *entry;
    if (walk == NULL) {
        cli_error(_("%s cannot be read: %s."), path, strerror(errno));
        free(copy);
        return false;
    }
    while ((entry = fts_read(walk)) != NULL) {
        size_t len = entry->fts_namelen;
        if (entry->fts_info == FTS_D && entry->fts_level >= FOLDERS_DEEP) {
            (void)fts_set(walk, (FTSENT *)(uintptr_t)entry, FTS_SKIP);
        } else if (entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR) {
            cli_error(_("%s cannot be read: %s."), entry->fts_path, strerror(entry->fts_errno));
            t->ok = false;
        } else if (entry->fts_info == FTS_F && len > 6 &&
                   strcmp(entry->fts_name + len - 6, ".sello") == 0) {
            take_file(t, entry->fts_path);
        }
    }
    fts_close(walk);
    free(copy);
    return true;
}

bool trust_add_endorsed(struct trust_set *set, const char *endorser, const char *path) {
    struct taking t = {.set = set, .ok = true};
    const struct loaded_trust *by = trust_find_named(set, endorser);
    struct stat st;
    if (by == NULL) {
        return false;
    }
    memcpy(t.endorser, by->trust->root.fingerprint, sizeof t.endorser);
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
        t.ok = take_folder(&t, path) && t.ok;
    } else {
        take_file(&t, path);
        t.ok = t.ok && t.n_others == 0;
    }
    by = trust_find(set, t.endorser);
    cli_note(P_("%zu certifier that %s vouches for was added.",
                "%zu certifiers that %s vouches for were added.", t.n_added),
             t.n_added, trust_name(by));
    return t.ok;
}
