/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/tool/tool.h"

#include <stdlib.h>

/* The lists of the highest serial, and rows as many as fit a file. */
static const size_t most_room = (size_t)512 << 20;

/* ---- one file ---- */

static void part_free(struct trust_part *part) {
    free(part->file);
    free(part->memory);
    *part = (struct trust_part){0};
}

/* Accepts the file that the part holds; frees it where it is refused. */
static enum sello_error part_open(struct trust_part *part) {
    size_t room = sello_trust_room(part->file, part->len);
    enum sello_error error = room <= most_room ? SELLO_OK : SELLO_E_NO_ROOM;
    if (error == SELLO_OK) {
        part->memory = malloc(room);
        error = part->memory != NULL ? SELLO_OK : SELLO_E_MEMORY;
    }
    if (error == SELLO_OK) {
        struct sello_arena arena = {part->memory, room};
        error = sello_trust_open(sello_bytes(part->file, part->len), &arena, &part->trust);
    }
    if (error != SELLO_OK) {
        part_free(part);
    }
    return error;
}

/* ---- a certifier ---- */

bool trust_load_file(const char *path, struct loaded_trust *out) {
    struct trust_part part = {0};
    if (!cli_file_read(path, SELLO_TRUST_FILE_MAX, &part.file, &part.len)) {
        return false;
    }
    return trust_take_bytes(path, part.file, part.len, out);
}

bool trust_take_bytes(const char *name, uint8_t *file, size_t len, struct loaded_trust *out) {
    struct trust_part part = {.file = file, .len = len};
    enum sello_error error = part_open(&part);
    if (error != SELLO_OK) {
        cli_fault(cli_error_code(error), NULL);
        cli_error(_("%s cannot be trusted: %s. Nothing was changed."), name,
                  _(sello_error_text(error)));
        return false;
    }
    *out = (struct loaded_trust){.whole = part, .trust = part.trust, .from = name};
    return true;
}

enum sello_error trust_open_notice(const struct loaded_trust *stored, struct sello_bytes bundle,
                                   struct loaded_trust *out) {
    struct sello_bytes roots = stored->trust->roots;
    struct trust_part part = {.len = roots.len + bundle.len};
    part.file = malloc(part.len);
    if (part.file == NULL) {
        return SELLO_E_MEMORY;
    }
    memcpy(part.file, roots.ptr, roots.len);
    memcpy(part.file + roots.len, bundle.ptr, bundle.len);
    enum sello_error error = part_open(&part);
    if (error != SELLO_OK) {
        return error == SELLO_E_BUNDLE_ROOT ? SELLO_E_NEEDS_TRUST_FILE : error;
    }
    *out = (struct loaded_trust){.whole = part, .trust = part.trust};
    return SELLO_OK;
}

bool trust_add_status(struct loaded_trust *t, struct loaded_trust *status) {
    size_t room = sello_trust_merge_room(t->whole.trust);
    struct sello_trust *merged = NULL;
    void *memory = malloc(room);
    struct sello_arena arena = {memory, memory != NULL ? room : 0};
    if (memory == NULL ||
        sello_trust_merge(t->whole.trust, status->whole.trust, &arena, &merged) != SELLO_OK) {
        cli_error("%s", _(sello_error_text(SELLO_E_MEMORY)));
        free(memory);
        return false;
    }
    free(t->merged);
    part_free(&t->status);
    t->merged = memory;
    t->status = status->whole;
    t->trust = merged;
    t->status_unread = false;
    status->whole = (struct trust_part){0};
    return true;
}

void trust_unload(struct loaded_trust *t) {
    part_free(&t->whole);
    part_free(&t->status);
    free(t->merged);
    free(t->alias);
    *t = (struct loaded_trust){0};
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
