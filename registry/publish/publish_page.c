/* SPDX-License-Identifier: Apache-2.0 */
/* The built page, under the certifier's name. */
#include <stdlib.h>

#include "base/file.h"
#include "base/hex.h"
#include "base/part.h"
#include "labels/page/icon.h"
#include "registry/publish/publish_parts.h"
#include "registry/publish/publish_tree.h"
#include "registry/publish/publish_words.h"
#include "registry/session/session_files.h"

/* Names are at most 64 bytes, a byte escapes to 6, and a page has few places. */
enum { GROWTH = 65536 };

struct filling {
    struct publishing *p;
    struct sello_bytes name; /* the certifier's */
    struct sello_bytes hash[8];
    uint8_t kept[8][SELLO_HASH_LEN];
    size_t n_kept; /* hashes of what differs from the build */
    bool titled;   /* index.html has a place for the name */
};

static bool has_page(const char *folder) {
    char path[PATH_MAX];
    return tree_path(path, "%s/index.html", folder) && base_file_exists(path);
}

/* Beside the program, wherever it was installed or moved to, or in its build tree. */
static const char *page_here(char beside[SELLO_LEN(PATH_MAX)]) {
    static const char *const places[] = {SELLO_PAGE_BESIDE, "../verify/web/page"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (base_beside(places[i], beside) && has_page(beside)) {
            return beside;
        }
    }
    return SELLO_PAGE_DIR;
}

enum sello_error publish_page_find(struct publishing *p) {
    p->page = p->request->page != NULL ? p->request->page : page_here(p->beside);
    if (has_page(p->page)) {
        return SELLO_OK;
    }
    return session_refuse(p->session, &(struct problem){.error = SELLO_E_NOT_FOUND,
                                                        .rule = "page-not-there",
                                                        .value = {problem_text(p->page)}});
}

/* ---- one file ---- */

/* The worker's revision tells browsers that one of these has changed. */
static void keep_hash(struct filling *f, struct sello_bytes bytes) {
    if (f->n_kept < sizeof f->kept / sizeof *f->kept) {
        sello_sha256(&bytes, 1, f->kept[f->n_kept]);
        f->hash[f->n_kept] = sello_bytes(f->kept[f->n_kept], SELLO_HASH_LEN);
        f->n_kept++;
    }
}

static struct sello_bytes revision(const struct filling *f, char out[SELLO_LEN(BASE_HEX_LEN(8))]) {
    uint8_t hash[SELLO_HASH_LEN];
    sello_sha256(f->hash, f->n_kept, hash);
    base_hex(hash, 8, out);
    return sello_bytes_of(out);
}

static enum sello_error put_filled(struct filling *f, const char *name, enum publish_kind kind,
                                   struct sello_bytes file) {
    char hex[BASE_HEX_LEN(8)];
    size_t n_places, room = file.len + GROWTH;
    uint8_t *filled = malloc(room);
    struct sello_writer w = sello_writer_init(filled, filled != NULL ? room : 0);
    publish_fill(kind, file, kind == PUBLISH_WORKER ? revision(f, hex) : f->name, &w, &n_places);
    enum sello_error error = w.failed ? session_fail(f->p->session, SELLO_E_MEMORY)
                                      : site_put(&f->p->site, name, sello_written(&w));
    if (error == SELLO_OK && kind != PUBLISH_WORKER) {
        keep_hash(f, sello_written(&w));
    }
    f->titled = f->titled || (kind == PUBLISH_HTML && n_places > 0);
    free(filled);
    return error;
}

static enum sello_error put_icon(struct filling *f, const char *name) {
    uint8_t *png = malloc(SELLO_ICON_ROOM);
    struct sello_writer w = sello_writer_init(png, png != NULL ? SELLO_ICON_ROOM : 0);
    enum sello_error error = publish_icon(f->p, name, &w);
    if (error == SELLO_OK) {
        keep_hash(f, sello_written(&w));
        error = site_put(&f->p->site, name, sello_written(&w));
    }
    free(png);
    return error;
}

static enum sello_error put_file(struct filling *f, const char *name, const char *path) {
    uint8_t *bytes = NULL;
    size_t len = 0;
    enum publish_kind kind = publish_kind_of(name);
    if (publish_is_icon(name)) {
        return put_icon(f, name);
    }
    enum sello_error error = session_read_file(f->p->session, path, SITE_FILE_MAX, &bytes, &len);
    if (error != SELLO_OK) {
        return error;
    }
    error = kind == PUBLISH_COPY ? site_put(&f->p->site, name, sello_bytes(bytes, len))
                                 : put_filled(f, name, kind, sello_bytes(bytes, len));
    free(bytes);
    return error;
}

/* ---- all of them ---- */

/* The worker comes last: it tells of what the others became. */
static enum sello_error put_all_but_worker(void *context, const char *name, const char *path) {
    return publish_kind_of(name) == PUBLISH_WORKER ? SELLO_OK : put_file(context, name, path);
}

static enum sello_error put_worker(void *context, const char *name, const char *path) {
    return publish_kind_of(name) != PUBLISH_WORKER ? SELLO_OK : put_file(context, name, path);
}

enum sello_error publish_page_put(struct publishing *p) {
    struct filling filling = {.p = p, .name = p->root->name};
    enum sello_error error = tree_walk(p->session, p->page, put_all_but_worker, &filling);
    if (error == SELLO_OK) {
        error = tree_walk(p->session, p->page, put_worker, &filling);
    }
    if (error == SELLO_OK && !filling.titled) {
        return session_refuse(p->session, &(struct problem){.error = SELLO_E_STATE,
                                                            .rule = "page-of-another-version",
                                                            .value = {problem_text(p->page)}});
    }
    return error;
}
