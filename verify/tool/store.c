/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hex.h"
#include "base/lock.h"
#include "verify/tool/tool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* <fingerprint>.sello is the last whole trust file, <fingerprint>.status a newer one that gives
 * only status, <fingerprint>.alias the name given to the certifier, and
 * evidence/<fingerprint>-<hash>.sello a file that was refused because it contradicts one before. */
static const char trust_suffix[] = ".sello";
static const char status_suffix[] = ".status";
static const char alias_suffix[] = ".alias";
static const char audited_suffix[] = ".audited"; /* its log: "<entries> <root hash>" */
static const char proof_suffix[] = ".tlog-proof";

/* a + b + c in new memory; the process ends cleanly elsewhere when there is none. */
static char *join(const char *a, const char *b, const char *c) {
    size_t len = strlen(a) + strlen(b) + strlen(c) + 1;
    char *joined = malloc(len);
    if (joined == NULL) {
        cli_error("%s", _(sello_error_text(SELLO_E_MEMORY)));
        return NULL;
    }
    snprintf(joined, len, "%s%s%s", a, b, c);
    return joined;
}

char *trust_store_path(void) {
    const char *data = getenv("XDG_DATA_HOME");
    const char *home = getenv("HOME");
    if (data != NULL && data[0] == '/') {
        return join(data, "/sello/trust", "");
    }
    if (home == NULL || home[0] != '/') {
        cli_error(_("There is no home folder to keep trusted certifiers in. Set HOME, or name a "
                    "trust file with --trust."));
        return NULL;
    }
    return join(home, "/.local/share/sello/trust", "");
}

/* mkdir -p, each new folder for its owner only. */
static bool make_folders(const char *path) {
    char *copy = join(path, "/", "");
    if (copy == NULL) {
        return false;
    }
    bool ok = true;
    for (char *p = copy + 1; ok && *p != '\0'; p++) {
        if (*p == '/') {
            *p = '\0';
            ok = mkdir(copy, 0700) == 0 || errno == EEXIST;
            *p = '/';
        }
    }
    if (!ok) {
        cli_error(_("The folder %s cannot be made: %s."), path, strerror(errno));
    }
    free(copy);
    return ok;
}

/* <store>/<fingerprint><suffix> */
static char *store_file(const struct loaded_trust *t, const char *suffix) {
    char name[BASE_HEX_LEN(SELLO_HASH_LEN) + 1] = "/";
    char *store = trust_store_path();
    if (store == NULL) {
        return NULL;
    }
    base_hex(t->trust->root.fingerprint, SELLO_HASH_LEN, name + 1);
    char *path = join(store, name, suffix);
    free(store);
    return path;
}

/* ---- one change at a time ---- */

int trust_store_lock(void) {
    char *store = trust_store_path();
    char *path = store != NULL && make_folders(store) ? join(store, "/lock", "") : NULL;
    int fd = -1;
    if (path != NULL) {
        fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
        enum sello_error error = fd >= 0 ? base_lock_wait(fd) : SELLO_E_SYSTEM;
        if (error == SELLO_E_STORE_BUSY) {
            cli_say_kept(store, path);
        } else if (error != SELLO_OK) {
            cli_error(_("The trust store %s cannot be changed: %s."), store, strerror(errno));
        }
        if (error != SELLO_OK && fd >= 0) {
            close(fd);
            fd = -1;
        }
    }
    free(path);
    free(store);
    return fd;
}

void trust_store_unlock(int lock) {
    if (lock >= 0) {
        close(lock);
    }
}

/* ---- loading ---- */

/* Only what is certainly not there counts as absent. A file that is there and cannot be read is
 * never taken for one that is not: it may tell of a withdrawal. */
static bool is_absent(const char *path) {
    struct stat st;
    return lstat(path, &st) != 0 && errno == ENOENT;
}

static bool read_alias(const char *path, struct loaded_trust *t) {
    uint8_t *text = NULL;
    size_t len = 0;
    if (!cli_file_read(path, SELLO_NAME_MAX, &text, &len)) {
        return false;
    }
    enum sello_error error = sello_text_check(sello_bytes(text, len), 1, SELLO_NAME_MAX, NULL);
    if (error == SELLO_OK) {
        t->alias = strndup((const char *)text, len);
        error = t->alias != NULL ? SELLO_OK : SELLO_E_MEMORY;
    }
    if (error != SELLO_OK) {
        cli_error(_("%s could not be read: %s."), path, _(sello_error_text(error)));
    }
    free(text);
    return error == SELLO_OK;
}

/* Lays the stored status over the whole file. One that is older was left behind when the whole file
 * came, and no longer counts; anything else that cannot be laid over it is damage. */
static bool read_status(const char *path, struct loaded_trust *t) {
    struct loaded_trust status;
    if (!trust_load_file(path, &status)) {
        return false;
    }
    bool ok = true;
    enum sello_error error = sello_trust_succeeds(t->trust, status.trust);
    if (error == SELLO_OK && !status.trust->bundle.status_only) {
        cli_error(_("%s should hold status alone, but is a whole trust file."), path);
        ok = false;
    } else if (error == SELLO_OK) {
        ok = trust_add_status(t, &status);
    } else if (error != SELLO_E_OLDER_BUNDLE && error != SELLO_E_OLDER_ROOT) {
        cli_error(_("%s cannot be trusted: %s. Nothing was changed."), path,
                  _(sello_error_text(error)));
        ok = false;
    }
    trust_unload(&status);
    return ok;
}

/* Reads what stands beside the whole file, where there is anything. */
static bool read_beside(struct loaded_trust *t, const char *suffix,
                        bool (*read)(const char *path, struct loaded_trust *t)) {
    char *path = store_file(t, suffix);
    bool ok = path != NULL && (is_absent(path) || read(path, t));
    free(path);
    return ok;
}

static bool same_file(const struct stat *a, const struct stat *b) {
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* Readers take no lock: it is held while a person is asked. An update puts the new whole file in
 * place before it removes the status that the old one needs, so if the whole file is still the same
 * afterwards, the status was not missed. */
static bool load_unchanged(const char *path, struct loaded_trust *t) {
    enum { TRIES = 16 };
    struct stat before, after;
    for (int i = 0; i < TRIES; i++) {
        bool known = stat(path, &before) == 0;
        if (!trust_load_file(path, t)) {
            return false;
        }
        t->stored = true;
        t->from = NULL;
        t->alias_unread = !read_beside(t, alias_suffix, read_alias);
        t->status_unread = !read_beside(t, status_suffix, read_status);
        if (known && stat(path, &after) == 0 && same_file(&before, &after)) {
            return true;
        }
        trust_unload(t);
    }
    cli_error(_("%s could not be read: it keeps changing."), path);
    return false;
}

static bool is_trust_name(const char *name) {
    size_t len = strlen(name), suffix = sizeof trust_suffix - 1;
    return len > suffix && strcmp(name + len - suffix, trust_suffix) == 0;
}

static void load_one(const char *store, const char *name, struct trust_set *set) {
    char *path = join(store, "/", name);
    struct loaded_trust *t = &set->item[set->n];
    if (path != NULL && load_unchanged(path, t)) {
        set->n++;
        if (t->status_unread) {
            cli_error(_("No label of %s is judged until its newest status can be read. Take its "
                        "newest trust file with: sello-verify trust update FILE"),
                      trust_name(t));
        } else if (t->alias_unread) {
            cli_error(_("No label of %s is judged until the name you gave it can be read. Remove "
                        "it with sello-verify trust remove, and add it again with --as NAME."),
                      trust_name(t));
        }
    } else if (path == NULL || !is_absent(path)) {
        set->n_unread++;
        cli_error(_("No label of the certifier in %s is judged until it can be read. Take its "
                    "newest trust file with: sello-verify trust add FILE. To trust it no more, "
                    "remove what is there."),
                  path != NULL ? path : name);
    }
    free(path);
}

/* By fingerprint, so that the same store gives the same order everywhere. */
static int by_fingerprint(const void *a, const void *b) {
    const struct loaded_trust *x = a, *y = b;
    return memcmp(x->trust->root.fingerprint, y->trust->root.fingerprint, SELLO_HASH_LEN);
}

/* False, with errno, when the folder cannot be read to its end. */
static bool load_all(DIR *folder, const char *store, struct trust_set *set) {
    const struct dirent *entry;
    for (errno = 0; (entry = readdir(folder)) != NULL; errno = 0) {
        if (!is_trust_name(entry->d_name)) {
            continue;
        }
        if (set->n == TRUSTS_MAX) {
            errno = E2BIG;
            return false;
        }
        load_one(store, entry->d_name, set);
    }
    return errno == 0;
}

bool trust_store_load(struct trust_set *set) {
    char *store = trust_store_path();
    if (store == NULL) {
        return false;
    }
    DIR *folder = opendir(store);
    bool ok = folder != NULL ? load_all(folder, store, set) : is_absent(store);
    if (!ok) {
        cli_fault("store-unread", NULL);
        cli_error(_("The trust store %s cannot be read: %s. Without it no label is judged; mend "
                    "that, or name trust files with --trust."),
                  store, strerror(errno));
    }
    if (folder != NULL) {
        closedir(folder);
    }
    free(store);
    qsort(set->item, set->n, sizeof *set->item, by_fingerprint);
    return ok;
}

bool trust_store_load_usable(struct trust_set *set) {
    if (!trust_store_load(set)) {
        return false;
    }
    size_t kept = 0;
    for (size_t i = 0; i < set->n; i++) {
        if (set->item[i].status_unread || set->item[i].alias_unread) {
            trust_unload(&set->item[i]);
            set->n_unread++;
        } else {
            set->item[kept++] = set->item[i];
        }
    }
    set->n = kept;
    return true;
}

bool trust_store_has(const struct loaded_trust *t) {
    char *path = store_file(t, trust_suffix);
    bool has = path != NULL && !is_absent(path);
    free(path);
    return has;
}

void trust_set_free(struct trust_set *set) {
    for (size_t i = 0; i < set->n; i++) {
        trust_unload(&set->item[i]);
    }
    set->n = 0;
}

/* ---- changing ---- */

/* Removes a file of the certifier, if it is there; false when it cannot be. */
static bool remove_file(const struct loaded_trust *t, const char *suffix) {
    char *path = store_file(t, suffix);
    bool ok = path != NULL && (unlink(path) == 0 || errno == ENOENT);
    if (path != NULL && !ok) {
        cli_error(_("%s cannot be removed: %s."), path, strerror(errno));
    }
    free(path);
    return ok;
}

static bool put_file(const struct loaded_trust *t, const char *suffix, struct sello_bytes bytes) {
    char *store = trust_store_path();
    char *path = store != NULL ? store_file(t, suffix) : NULL;
    bool ok = path != NULL && make_folders(store) && cli_file_replace(path, bytes, 0600);
    free(store);
    free(path);
    return ok;
}

bool trust_store_put(const struct loaded_trust *t, const char *alias) {
    struct sello_bytes file = {t->whole.file, t->whole.len};
    bool ok = alias == NULL || put_file(t, alias_suffix, sello_bytes_of(alias));
    if (ok && !put_file(t, trust_suffix, file)) {
        ok = false;
        if (alias != NULL) { /* a later add would take it up */
            (void)remove_file(t, alias_suffix);
        }
    }
    return ok && remove_file(t, status_suffix);
}

bool trust_store_put_status(const struct loaded_trust *t) {
    return put_file(t, status_suffix, sello_bytes(t->whole.file, t->whole.len));
}

bool trust_store_remove(const struct loaded_trust *t) {
    return remove_file(t, trust_suffix) && remove_file(t, status_suffix) &&
           remove_file(t, alias_suffix) && remove_file(t, audited_suffix) &&
           remove_file(t, proof_suffix);
}

/* evidence/<fingerprint>-<hash><suffix> */
static void keep(const struct loaded_trust *t, struct sello_bytes whole, const char *suffix) {
    uint8_t hash[SELLO_HASH_LEN];
    char owner[BASE_HEX_LEN(SELLO_HASH_LEN)], mark[BASE_HEX_LEN(SELLO_HASH_LEN)],
        name[2 * BASE_HEX_LEN(SELLO_HASH_LEN) + 16];
    sello_sha256(&whole, 1, hash);
    base_hex(t->trust->root.fingerprint, SELLO_HASH_LEN, owner);
    base_hex(hash, SELLO_HASH_LEN, mark);
    snprintf(name, sizeof name, "/%s-%.16s", owner, mark);
    char *store = trust_store_path();
    char *folder = store != NULL ? join(store, "/evidence", "") : NULL;
    char *path = folder != NULL ? join(folder, name, suffix) : NULL;
    if (path != NULL && make_folders(folder) && cli_file_replace(path, whole, 0600)) {
        cli_note(_("The refused file is kept as evidence in %s: show both to the certifier."),
                 path);
    }
    free(store);
    free(folder);
    free(path);
}

void trust_store_keep_evidence(const struct loaded_trust *refused) {
    keep(refused, sello_bytes(refused->whole.file, refused->whole.len), trust_suffix);
}

void trust_store_keep_beside(const struct loaded_trust *t, struct sello_bytes bytes,
                             const char *suffix) {
    keep(t, bytes, suffix);
}

/* ---- its public log ---- */

bool trust_store_audited(const struct loaded_trust *t, uint64_t *out_size,
                         uint8_t out_root[SELLO_LEN(SELLO_HASH_LEN)]) {
    char *path = store_file(t, audited_suffix), *end = NULL;
    char text[128] = "";
    uint8_t *bytes = NULL;
    size_t len = 0;
    bool ok =
        path != NULL && !is_absent(path) && cli_file_read(path, sizeof text - 1, &bytes, &len);
    if (ok) {
        memcpy(text, bytes, len);
        *out_size = strtoull(text, &end, 10);
        ok = *end == ' ' && strlen(end + 1) >= (size_t)2 * SELLO_HASH_LEN &&
             base_hex_take((const uint8_t *)end + 1, SELLO_HASH_LEN, out_root);
    }
    free(bytes);
    free(path);
    return ok;
}

bool trust_store_put_audited(const struct loaded_trust *t, uint64_t size,
                             const uint8_t root[SELLO_LEN(SELLO_HASH_LEN)]) {
    uint8_t before[SELLO_HASH_LEN];
    uint64_t seen = 0;
    char text[128], hex[BASE_HEX_LEN(SELLO_HASH_LEN)];
    if (trust_store_audited(t, &seen, before) && seen > size) {
        return true;
    }
    base_hex(root, SELLO_HASH_LEN, hex);
    snprintf(text, sizeof text, "%llu %s\n", (unsigned long long)size, hex);
    return put_file(t, audited_suffix, sello_bytes_of(text));
}

bool trust_store_proof(const struct loaded_trust *t, uint8_t **out, size_t *out_len) {
    char *path = store_file(t, proof_suffix);
    bool ok =
        path != NULL && !is_absent(path) && cli_file_read(path, SELLO_LOG_PROOF_MAX, out, out_len);
    free(path);
    return ok;
}

bool trust_store_put_proof(const struct loaded_trust *t, struct sello_bytes bytes) {
    return put_file(t, proof_suffix, bytes);
}

char *trust_store_policy_path(void) {
    char *store = trust_store_path();
    char *path = store != NULL ? join(store, "/witnesses", "") : NULL;
    free(store);
    return path;
}

bool trust_store_put_policy(struct sello_bytes text) {
    char *store = trust_store_path();
    char *path = trust_store_policy_path();
    bool ok = store != NULL && path != NULL && make_folders(store);
    if (ok && text.len == 0) {
        ok = unlink(path) == 0 || errno == ENOENT;
        if (!ok) {
            cli_error(_("%s cannot be removed: %s."), path, strerror(errno));
        }
    } else if (ok) {
        ok = cli_file_replace(path, text, 0600);
    }
    free(store);
    free(path);
    return ok;
}
