/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_STORE_STORE_H
#define SELLO_REGISTRY_STORE_STORE_H

/* The store: everything the registry remembers, behind functions of its own field. SQLite is one
 * way to keep it; nothing here says so, that another can sit beside it.
 *
 * A registry is a folder: registry.db, keys/, lock, marks.
 *
 * About every function:
 *   - it prints nothing; it returns what failed, and sello_store_fault says more;
 *   - each change and its event are written together or not at all, also where it fails midway;
 *   - out-parameters are untouched on failure;
 *   - a store belongs to one thread.
 *
 * Errors that any of them can return: SELLO_E_STORE_BUSY (another program writes, and did not
 * finish in ten seconds), SELLO_E_STORE_FULL, SELLO_E_STORE_DAMAGED, SELLO_E_STORE, SELLO_E_MEMORY.
 */

#include "registry/store/names.h"
#include "registry/store/records.h"

struct sello_store;

/* ---- opening ---- */

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

/* ---- records ----
 *
 * Lists call `visit` with each row in order of number, until it returns false; a row lives until
 * visit returns, which may ask and change what it likes. Texts are checked by sello_name_check: on
 * its failures the fault names the field. add gives the number (*out_number; a scheme brings its
 * code). edit changes the record with that number or code, wholly: get, change, edit. */

SELLO_NODISCARD enum sello_error sello_scheme_add(struct sello_store *store,
                                                  const struct sello_scheme *scheme);
SELLO_NODISCARD enum sello_error sello_scheme_edit(struct sello_store *store,
                                                   const struct sello_scheme *scheme);
SELLO_NODISCARD enum sello_error sello_scheme_get(struct sello_store *store, uint64_t code,
                                                  struct sello_scheme *out);
SELLO_NODISCARD enum sello_error
sello_scheme_list(struct sello_store *store,
                  bool (*visit)(void *context, const struct sello_scheme *row), void *context);

SELLO_NODISCARD enum sello_error sello_producer_add(struct sello_store *store,
                                                    const struct sello_producer *producer,
                                                    uint64_t *out_number);
SELLO_NODISCARD enum sello_error sello_producer_edit(struct sello_store *store,
                                                     const struct sello_producer *producer);
SELLO_NODISCARD enum sello_error sello_producer_get(struct sello_store *store, uint64_t number,
                                                    struct sello_producer *out);
SELLO_NODISCARD enum sello_error
sello_producer_list(struct sello_store *store,
                    bool (*visit)(void *context, const struct sello_producer *row), void *context);

/* A GTIN with a wrong check digit is SELLO_E_RANGE, a malformed language tag SELLO_E_TYPE. */
SELLO_NODISCARD enum sello_error sello_product_add(struct sello_store *store,
                                                   const struct sello_product *product,
                                                   uint64_t *out_number);
SELLO_NODISCARD enum sello_error sello_product_edit(struct sello_store *store,
                                                    const struct sello_product *product);
SELLO_NODISCARD enum sello_error sello_product_get(struct sello_store *store, uint64_t number,
                                                   struct sello_product *out);
SELLO_NODISCARD enum sello_error
sello_product_list(struct sello_store *store,
                   bool (*visit)(void *context, const struct sello_product *row), void *context);

/* ---- certificates ----
 *
 * State machine, one row per step; any other is SELLO_E_STATE:
 *   pass      applied, failed, inspected -> inspected; granted, suspended stay
 *   fail      applied, failed, inspected -> failed; granted, suspended stay
 *   grant     inspected -> granted
 *   suspend   granted -> suspended        resume    suspended -> granted
 *   renew     granted stays, until changes
 *   withdraw  any but withdrawn -> withdrawn
 * A step changes no label's status: that is sello_status_set, in the same transaction. */

/* SELLO_E_NOT_FOUND with fault field "product", "producer" or "scheme" where one is missing. */
SELLO_NODISCARD enum sello_error sello_certificate_apply(struct sello_store *store,
                                                         const struct sello_certificate *request,
                                                         uint64_t *out_number);
SELLO_NODISCARD enum sello_error sello_certificate_move(struct sello_store *store,
                                                        const struct sello_certificate_move *move);
SELLO_NODISCARD enum sello_error sello_certificate_get(struct sello_store *store, uint64_t number,
                                                       struct sello_certificate *out);
SELLO_NODISCARD enum sello_error
sello_certificate_list(struct sello_store *store,
                       bool (*visit)(void *context, const struct sello_certificate *row),
                       void *context);
SELLO_NODISCARD enum sello_error
sello_certificate_history(struct sello_store *store, uint64_t number,
                          bool (*visit)(void *context, const struct sello_certificate_move *row),
                          void *context);

/* May labels be issued under it at this instant? Granted, and from the start of its first day (UTC)
 * to the end of its last one anywhere on Earth. */
bool sello_certificate_current(const struct sello_certificate *certificate, uint64_t instant);

const char *sello_certificate_state_name(enum sello_certificate_state state); /* "granted" */
const char *sello_batch_state_name(enum sello_batch_state state);             /* "signed" */
const char *sello_label_status_name(enum sello_label_status status);          /* "valid" */

/* ---- issuing ---- */

/* Takes the next `count` serials, dates them (iat = the latest of now, the last iat, the last
 * bundle's date + 1), writes the batch as reserved, commits, and raises the marks outside the
 * database before it returns. Only then may anything be signed. Within sello_store_begin the marks
 * are raised by the outermost commit. SELLO_E_STATE when the certificate is not granted or not
 * current, SELLO_E_RANGE for a bad count or when serials run out, SELLO_E_TOO_LONG when the token
 * with the widest integers exceeds SELLO_TOKEN_ISSUE_MAX, SELLO_E_STORE_BEHIND. */
SELLO_NODISCARD enum sello_error sello_store_reserve(struct sello_store *store,
                                                     const struct sello_reservation *request,
                                                     struct sello_batch *out);

/* The batches that were reserved for rows of a table, in the order of being reserved, whatever has
 * become of them: so that no row is issued twice. */
SELLO_NODISCARD enum sello_error
sello_table_rows(struct sello_store *store, const uint8_t table[SELLO_LEN(SELLO_HASH_LEN)],
                 bool (*visit)(void *context, uint64_t row, uint64_t batch), void *context);

/* The number of labels in block `block` (0, 1, ...) of a batch: SELLO_BLOCK, fewer in the last. */
size_t sello_block_labels(const struct sello_batch *batch, uint64_t block);

/* Stores the next block of signatures of a reserved batch, in order: SELLO_SIG_LEN bytes a label.
 * SELLO_E_STATE for another block than the next, SELLO_E_RANGE for a wrong length. */
SELLO_NODISCARD enum sello_error sello_store_put_signatures(struct sello_store *store,
                                                            uint64_t batch, uint64_t block,
                                                            struct sello_bytes signatures);

/* reserved -> signed, once every block is there. */
SELLO_NODISCARD enum sello_error sello_store_finish_batch(struct sello_store *store,
                                                          uint64_t batch);

/* reserved -> void: its serials are withdrawn, reason void, and never used. Only under the lock. */
SELLO_NODISCARD enum sello_error sello_store_void_batch(struct sello_store *store, uint64_t batch);

SELLO_NODISCARD enum sello_error sello_batch_get(struct sello_store *store, uint64_t number,
                                                 struct sello_batch *out);

/* Which batches; a zero field does not limit. */
struct sello_batch_filter {
    uint64_t certificate;
    enum sello_batch_state state;
    uint64_t first_serial, last_serial; /* batches that have any of these serials */
};

/* In order of serials. */
SELLO_NODISCARD enum sello_error
sello_batch_list(struct sello_store *store, const struct sello_batch_filter *filter,
                 bool (*visit)(void *context, const struct sello_batch *row), void *context);

/* The label with this serial; SELLO_E_NOT_FOUND when it was never reserved. */
SELLO_NODISCARD enum sello_error sello_store_label(struct sello_store *store, uint64_t serial,
                                                   struct sello_issued *out);

/* A block's signatures at once, for printing; `out` has room for SELLO_BLOCK of them. */
SELLO_NODISCARD enum sello_error
sello_store_signatures(struct sello_store *store, uint64_t batch, uint64_t block,
                       uint8_t out[SELLO_LEN(SELLO_BLOCK * SELLO_SIG_LEN)], size_t *out_labels);

/* ---- status ----
 *
 * Each source keeps its own ranges; what a reader sees is the gravest of them: withdrawn, then
 * suspended, then retired. Nothing takes back withdrawn; retired stands again when a suspension
 * ends; the first date and reason of a status stay. Only serials that exist have a status. */

/* Does a text name a producer, as whole words, accents and case aside? *out_producer is the
 * producer's number, or 0. Reasons are published for ever: they hold numbers, never persons' names.
 */
SELLO_NODISCARD enum sello_error
sello_text_names_producer(struct sello_store *store, const char *text, uint64_t *out_producer);

/* Sets `range` (its status withdrawn, suspended or retired) or, with status SELLO_LABEL_VALID,
 * resumes what range->source suspended there. *out_changed (may be NULL): labels it made a
 * difference to; 0 is no failure. SELLO_E_RANGE when a serial of it was never reserved, and, fault
 * field "day", for a day that is nowhere yet; SELLO_E_TEXT, fault field "text", when the text names
 * the producer of the fault's number. */
SELLO_NODISCARD enum sello_error sello_status_set(struct sello_store *store,
                                                  const struct sello_status_range *range,
                                                  uint64_t *out_changed);

/* The status at a serial; valid, with count 1, where none is set. The range is the stored one. */
SELLO_NODISCARD enum sello_error sello_status_at(struct sello_store *store, uint64_t serial,
                                                 struct sello_status_range *out);

/* What readers see, in order, merged and disjoint: rows for a status list or a bundle. */
SELLO_NODISCARD enum sello_error
sello_status_list(struct sello_store *store,
                  bool (*visit)(void *context, const struct sello_status_range *row),
                  void *context);

/* The same over the serials first..last alone, cut to them. */
SELLO_NODISCARD enum sello_error
sello_status_between(struct sello_store *store, uint64_t first, uint64_t last,
                     bool (*visit)(void *context, const struct sello_status_range *row),
                     void *context);

/* ---- printing ----
 *
 * What was printed and what was delivered is kept as ranges: millions of serials cost no more than
 * a few. */

/* Records a run, when its files are in place. ranges: in the order of printing; a serial may be
 * there twice, and counts as a reprint then. SELLO_E_RANGE when a serial of them was never
 * reserved, or for no range or no copy; SELLO_E_TEXT and its like for a name (fault field "format",
 * "stock", "printer"). */
SELLO_NODISCARD enum sello_error sello_print_add(struct sello_store *store,
                                                 const struct sello_print *print,
                                                 const struct sello_serials *ranges, size_t n,
                                                 uint64_t *out_number);
SELLO_NODISCARD enum sello_error
sello_print_list(struct sello_store *store,
                 bool (*visit)(void *context, const struct sello_print *row), void *context);

/* The ranges of a run, in the order of printing. */
SELLO_NODISCARD enum sello_error
sello_print_ranges(struct sello_store *store, uint64_t number,
                   bool (*visit)(void *context, const struct sello_serials *row), void *context);

/* How many of these serials were printed before; proofs do not count. */
SELLO_NODISCARD enum sello_error sello_prints_of(struct sello_store *store, uint64_t first,
                                                 uint64_t count, uint64_t *out_printed);

/* Calls visit with each run of these serials that was never printed, in order, until it returns
 * false. */
SELLO_NODISCARD enum sello_error
sello_prints_missing(struct sello_store *store, uint64_t first, uint64_t count,
                     bool (*visit)(void *context, const struct sello_serials *row), void *context);

/* Where the next labels go on a part-used sheet of this stock: the first free cell, from 0; 0 where
 * none is remembered. */
SELLO_NODISCARD enum sello_error sello_stock_position_get(struct sello_store *store,
                                                          const char *stock, uint64_t *out_cell);
SELLO_NODISCARD enum sello_error sello_stock_position_put(struct sello_store *store,
                                                          const char *stock, uint64_t cell);

/* ---- delivering ---- */

/* Records that a producer took these labels. SELLO_E_EXISTS, fault field "serial", when one of them
 * was delivered before or is there twice (sello_delivery_of finds it); SELLO_E_RANGE when one was
 * never reserved, or for no range; SELLO_E_STATE, fault field "serial", when the label of the
 * fault's number is withdrawn or suspended; SELLO_E_NOT_FOUND, fault field "producer". */
SELLO_NODISCARD enum sello_error sello_delivery_add(struct sello_store *store, uint64_t producer,
                                                    const struct sello_serials *ranges, size_t n,
                                                    uint64_t *out_number);
SELLO_NODISCARD enum sello_error sello_delivery_get(struct sello_store *store, uint64_t number,
                                                    struct sello_delivery *out);
SELLO_NODISCARD enum sello_error
sello_delivery_list(struct sello_store *store,
                    bool (*visit)(void *context, const struct sello_delivery *row), void *context);

/* The ranges of a delivery, in order of serials. */
SELLO_NODISCARD enum sello_error
sello_delivery_ranges(struct sello_store *store, uint64_t number,
                      bool (*visit)(void *context, const struct sello_serials *row), void *context);

/* The first of these serials that was delivered, and its delivery: SELLO_E_NOT_FOUND when none was.
 */
SELLO_NODISCARD enum sello_error sello_delivery_of(struct sello_store *store, uint64_t first,
                                                   uint64_t count, uint64_t *out_serial,
                                                   struct sello_delivery *out);

/* What became of a batch's labels. */
SELLO_NODISCARD enum sello_error sello_batch_counts(struct sello_store *store,
                                                    const struct sello_batch *batch,
                                                    struct sello_label_counts *out);

/* All batches in order of serials, each with what became of its labels. */
SELLO_NODISCARD enum sello_error
sello_batch_list_counted(struct sello_store *store,
                         bool (*visit)(void *context, const struct sello_batch *row,
                                       const struct sello_label_counts *counts),
                         void *context);

/* ---- trust ---- */

/* Stores a root that follows the newest one (versions are dense from 1; SELLO_E_STATE otherwise).
 * bytes: the COSE_Sign; hash: of its payload. The first root's hash names the registry for ever. */
SELLO_NODISCARD enum sello_error sello_store_put_root(struct sello_store *store, uint64_t version,
                                                      const uint8_t hash[SELLO_LEN(SELLO_HASH_LEN)],
                                                      struct sello_bytes bytes);

/* SELLO_E_NOT_FOUND before the first root. */
SELLO_NODISCARD enum sello_error sello_store_newest_root(struct sello_store *store,
                                                         struct sello_stored_root *out);
SELLO_NODISCARD enum sello_error sello_store_fingerprint(struct sello_store *store,
                                                         uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]);

/* A root's bytes; the caller frees *out_ptr with free(). */
SELLO_NODISCARD enum sello_error sello_store_root_bytes(struct sello_store *store, uint64_t version,
                                                        uint8_t **out_ptr, size_t *out_len);

/* Takes a bundle version and dates it (generated = the latest of now, the last bundle's date, the
 * last iat); committed, and the marks raised, before it returns. A version taken and never put is
 * passed over for good. SELLO_E_NOT_FOUND without a root, SELLO_E_STORE_BEHIND. */
SELLO_NODISCARD enum sello_error sello_store_next_bundle(struct sello_store *store,
                                                         struct sello_bundle_date *out);

/* Stores the bundle of the newest date taken; SELLO_E_STATE for any other version. */
SELLO_NODISCARD enum sello_error sello_store_put_bundle(struct sello_store *store, uint64_t version,
                                                        struct sello_bytes bytes);

/* SELLO_E_NOT_FOUND before the first bundle. The caller frees *out_ptr with free(). */
SELLO_NODISCARD enum sello_error sello_store_newest_bundle(struct sello_store *store,
                                                           struct sello_stored_bundle *out,
                                                           uint8_t **out_ptr, size_t *out_len);

/* ---- after an old backup was restored ---- */

/* How it stands now. */
SELLO_NODISCARD enum sello_error sello_store_gap(struct sello_store *store,
                                                 struct sello_store_gap *out);

/* May anything be given out? SELLO_E_STORE_UNKNOWN while gap.unknown. Whatever reserves, signs,
 * sets a status, prints, delivers, or stores a root or a bundle asks this itself, inside its
 * transaction; it is for those who write files before. */
SELLO_NODISCARD enum sello_error sello_store_known(struct sello_store *store);

/* ---- imports ---- */

/* From here to the end, records added remember this import. All of it is one transaction: `keep`
 * false takes everything back. */
SELLO_NODISCARD enum sello_error sello_import_begin(struct sello_store *store, enum sello_kind kind,
                                                    const char *file, uint64_t *out_number);
SELLO_NODISCARD enum sello_error sello_import_end(struct sello_store *store, bool keep);
SELLO_NODISCARD enum sello_error
sello_import_list(struct sello_store *store,
                  bool (*visit)(void *context, const struct sello_import *row), void *context);

/* Takes an import's records back, and the import with them; its number is not used again.
 * SELLO_E_STATE when a certificate names one of them, or one took labels of a certificate:
 * *out_certificate is its number. */
SELLO_NODISCARD enum sello_error sello_import_undo(struct sello_store *store, uint64_t import,
                                                   uint64_t *out_certificate);

/* ---- looking ---- */

/* Every record that has all the words, accents and case aside, at most `most` of each kind. */
SELLO_NODISCARD enum sello_error
sello_store_search(struct sello_store *store, const char *words, unsigned most,
                   bool (*visit)(void *context, const struct sello_hit *hit), void *context);

/* Events with seq >= from, in order. */
SELLO_NODISCARD enum sello_error
sello_event_list(struct sello_store *store, uint64_t from,
                 bool (*visit)(void *context, const struct sello_event *row), void *context);

/* The last serial that was reserved; 0 before the first. */
SELLO_NODISCARD enum sello_error sello_store_highest(struct sello_store *store,
                                                     uint64_t *out_serial);

/* What is here. */
struct sello_store_summary {
    uint64_t n_schemes, n_producers, n_products, n_imports, n_events, n_prints, n_deliveries;
    uint64_t n_certificates[SELLO_CERTIFICATE_WITHDRAWN + 1]; /* by state; [0]: all */
    uint64_t n_batches[SELLO_BATCH_LOST + 1];                 /* by state; [0]: all */
    uint64_t n_labels[SELLO_BATCH_LOST + 1];                  /* by their batch's state */
    uint64_t next_serial;
    uint64_t root_version, bundle_version; /* 0: none yet */
    uint64_t bundle_date, last_issued;     /* instants; 0: none yet */
    uint64_t last_event;                   /* instant: no clock should be far ahead of it */
    uint64_t n_status_changes;             /* since the last bundle was dated */
};
SELLO_NODISCARD enum sello_error sello_store_summary(struct sello_store *store,
                                                     struct sello_store_summary *out);

/* ---- care ---- */

/* How many queries the database has answered since the opening: what a command costs where it runs
 * on another computer. */
uint64_t sello_store_queries(const struct sello_store *store);

/* One thing that is wrong. */
struct sello_finding {
    const char *code;   /* "serials-gap": stable */
    const char *text;   /* an English sentence, the key of its translations */
    uint64_t number;    /* the serial, batch, event or version it is about; 0: none */
    const char *detail; /* the database's words, or "" */
};

/* Is everything here whole and in agreement? Signatures are the caller's to check. Calls `report`
 * for each finding; SELLO_OK when the checking could be done, whatever it found. */
SELLO_NODISCARD enum sello_error
sello_store_check(struct sello_store *store,
                  void (*report)(void *context, const struct sello_finding *finding),
                  void *context);

#endif
