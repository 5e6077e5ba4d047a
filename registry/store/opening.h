/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_STORE_OPENING_H
#define SELLO_REGISTRY_STORE_OPENING_H

/* A registry, opened, closed and locked, and several changes as one. What holds for every function
 * of the store is in store.h. */

#include "registry/store/names.h"
#include "registry/store/records.h"

struct sello_store;

/* Makes a new registry in `folder`, which is made when it is missing: mode 0700, with an empty
 * keys/. SELLO_E_EXISTS when it has a registry already. `who` stands in the events, `now` dates
 * them. */
SELLO_NODISCARD enum sello_error sello_store_create(const char *folder, const char *who,
                                                    uint64_t now, struct sello_store **out);

/* Opens an existing one, and never makes one: SELLO_E_NOT_FOUND where there is none,
 * SELLO_E_STORE_FILE when its database is a link, a folder or a device, SELLO_E_STORE_NOT,
 * SELLO_E_STORE_NEWER, SELLO_E_STORE_DAMAGED, SELLO_E_STORE_READ_ONLY when it cannot be written.
 * A database of an older version is brought up to date. A registry that is behind its marks opens
 * (see sello_store_gap). */
SELLO_NODISCARD enum sello_error sello_store_open(const char *folder, const char *who, uint64_t now,
                                                  struct sello_store **out);

/* The same, to be looked at only: it waits for nobody, writes nothing, and may lie on a read-only
 * medium or be another account's. Changes are SELLO_E_STORE_READ_ONLY. */
SELLO_NODISCARD enum sello_error sello_store_open_reading(const char *folder,
                                                          struct sello_store **out);

/* Either, with a server's own words where it fails, which say more than we know; else "". To read
 * needs no `who` and no `now`. */
#define SELLO_WORDS_LEN 200
SELLO_NODISCARD enum sello_error sello_store_open_telling(const char *folder, const char *who,
                                                          uint64_t now, bool reading,
                                                          char words[SELLO_LEN(SELLO_WORDS_LEN)],
                                                          struct sello_store **out);

/* Closes, rolling back what was not committed; sets *store to NULL; takes NULL. */
void sello_store_close(struct sello_store **store);

/* Later work of the same store is dated from here. Dates only go forward, so that a wrong clock
 * would hold all later ones: more than SELLO_CLOCK_AHEAD behind the last event, every change is
 * SELLO_E_RANGE with the fault's field "now", until a person has said that the clock is right. */
#define SELLO_CLOCK_AHEAD ((uint64_t)30 * 86400) /* seconds */
void sello_store_set_now(struct sello_store *store, uint64_t now);
void sello_store_confirm_clock(struct sello_store *store);

const char *sello_store_folder(const struct sello_store *store);

/* How far the registry is behind the marks kept outside its database, because an old backup was put
 * in its place; all 0 when it is not. */
struct sello_store_gap {
    uint64_t serials;         /* labels issued since */
    uint64_t bundle_versions; /* published since */
    uint64_t root_versions;   /* made since */
    uint64_t seconds;         /* dates given since */
    /* A backup was brought back where no marks tell what came after it: the numbers above are what
     * is known, and nothing at all may be given out (SELLO_E_STORE_UNKNOWN) until somebody has said
     * how far things went: sello_store_reconcile. */
    bool unknown;
    uint64_t backup_end; /* instant: that backup's last event; 0 where it is known */
};
bool sello_store_gap_any(const struct sello_store_gap *gap);

/* Why the high-water mark in the user's home could not be written, last time; SELLO_OK: it was, or
 * none was due. Without it nobody notices when an older copy takes the folder's place.
 * SELLO_E_NOT_FOUND: the user has no home. */
SELLO_NODISCARD enum sello_error sello_store_home_mark(const struct sello_store *store);

/* Why the mark in the folder could not be written after what was done and stays: the next opening
 * raises it. */
SELLO_NODISCARD enum sello_error sello_store_folder_mark(const struct sello_store *store);

/* Was something committed that the disk did not confirm: sello_db_unsettled. */
bool sello_store_unsettled(const struct sello_store *store);

/* How it stood when it was opened; asking for it costs nothing. */
struct sello_store_opening {
    struct sello_store_gap gap; /* none also where the marks cannot be read */
    uint64_t last_event;        /* instant: no clock should be far ahead of it; 0: none */
};
const struct sello_store_opening *sello_store_opening(const struct sello_store *store);

/* What went wrong last: the field of a record that was refused and where in it, else empty. */
struct sello_store_fault {
    const char *field;            /* "origin": a record's field as in records.h, or NULL */
    uint64_t number;              /* the record or serial that stands in the way; 0: none */
    struct sello_name_fault name; /* where in that text */
    char detail[200];             /* the database's words (English), or empty */
};
const struct sello_store_fault *sello_store_fault(struct sello_store *store);

/* Several changes as one: kept when `work` returns SELLO_OK, and none of them when it returns a
 * failure, which is handed on. It may be run again from its start, where the database asks for it:
 * it begins by setting all that it gives back. May be nested. */
#define sello_store_do(store, work, context)                                                       \
    sello_store_do_at((store), (work), (context), __FILE__, __LINE__)
SELLO_NODISCARD enum sello_error
sello_store_do_at(struct sello_store *store,
                  enum sello_error (*work)(struct sello_store *store, void *context), void *context,
                  const char *file, int line);

/* The same, and nothing is kept: what would come of it. */
#define sello_store_preview(store, work, context)                                                  \
    sello_store_preview_at((store), (work), (context), __FILE__, __LINE__)
SELLO_NODISCARD enum sello_error
sello_store_preview_at(struct sello_store *store,
                       enum sello_error (*work)(struct sello_store *store, void *context),
                       void *context, const char *file, int line);

/* Looks alone, as of one moment; also in a store that was opened to be read. Others cannot commit
 * while it lasts: it is to be short, and to wait for nobody. */
#define sello_store_look(store, work, context)                                                     \
    sello_store_look_at((store), (work), (context), __FILE__, __LINE__)
SELLO_NODISCARD enum sello_error
sello_store_look_at(struct sello_store *store,
                    enum sello_error (*work)(struct sello_store *store, void *context),
                    void *context, const char *file, int line);

/* By hand, for what does not fit into one function. Every begin needs its commit or rollback. Use
 * the macro, so that a transaction left open names its author. */
#define sello_store_begin(store) sello_store_begin_at((store), __FILE__, __LINE__)
SELLO_NODISCARD enum sello_error sello_store_begin_at(struct sello_store *store, const char *file,
                                                      int line);
SELLO_NODISCARD enum sello_error sello_store_commit(struct sello_store *store);
void sello_store_rollback(struct sello_store *store);

/* The whole registry's lock, held while issuing and exporting: a reserved batch seen under it is
 * left over from a crash. Waits up to ten seconds, then SELLO_E_STORE_BUSY. */
SELLO_NODISCARD enum sello_error sello_store_lock(struct sello_store *store);
void sello_store_unlock(struct sello_store *store);

#endif
