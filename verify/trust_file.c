/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/tool.h"

#include <stdlib.h>

/* Enough for a certifier of a million labels; doubled while a larger one asks for more. */
static const size_t first_room = (size_t)4 << 20;
static const size_t most_room = (size_t)512 << 20;

static enum sello_status open_in(struct loaded_trust *t, size_t room) {
    free(t->memory);
    t->memory = malloc(room);
    if (t->memory == NULL) {
        return SELLO_E_MEMORY;
    }
    struct sello_arena arena = {t->memory, room};
    return sello_trust_open(sello_bytes(t->file, t->len), &arena, &t->trust);
}

bool trust_load_file(const char *path, struct loaded_trust *out) {
    struct loaded_trust t = {0};
    if (!cli_file_read(path, SELLO_TRUST_FILE_MAX, &t.file, &t.len)) {
        return false;
    }
    enum sello_status status = SELLO_E_NO_ROOM;
    for (size_t room = first_room + t.len; status == SELLO_E_NO_ROOM && room <= most_room;
         room *= 2) {
        status = open_in(&t, room);
    }
    if (status != SELLO_OK) {
        cli_error(_("%s cannot be trusted: %s. Nothing was changed."), path,
                  _(sello_status_text(status)));
        trust_unload(&t);
        return false;
    }
    *out = t;
    return true;
}

void trust_unload(struct loaded_trust *t) {
    free(t->file);
    free(t->memory);
    free(t->alias);
    *t = (struct loaded_trust){0};
}

struct loaded_trust *trust_set_find(struct trust_set *set, const uint8_t *fingerprint) {
    for (size_t i = 0; i < set->n; i++) {
        if (memcmp(set->item[i].trust->root.fingerprint, fingerprint, SELLO_HASH_LEN) == 0) {
            return &set->item[i];
        }
    }
    return NULL;
}

const char *trust_name(const struct loaded_trust *t) {
    static char name[SELLO_NAME_MAX + 1];
    if (t->alias != NULL) {
        return t->alias;
    }
    struct sello_bytes own = t->trust->root.name; /* held to SELLO_NAME_MAX when parsed */
    memcpy(name, own.ptr, own.len);
    name[own.len] = '\0';
    return name;
}
