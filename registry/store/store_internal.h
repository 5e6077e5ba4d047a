/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_STORE_STORE_INTERNAL_H
#define SELLO_REGISTRY_STORE_STORE_INTERNAL_H

/* Inside store_*.c only: the open store, and how a change is written. */

#include "registry/sql/db.h"
#include "registry/sql/highwater.h"
#include "registry/store/history.h"
#include "registry/store/store.h"

#define SELLO_SALT_LEN 16 /* bytes */

struct sello_change;

struct sello_store {
    struct sello_db *db;
    char *folder; /* absolute, without links */
    char who[SELLO_WHO_MAX + 1];
    uint64_t now;
    int lock;        /* descriptor of the lock file, -1 while not held */
    uint64_t import; /* records added belong to it; 0: typed in */
    uint64_t import_rows;
    uint64_t import_certificate; /* counted last: applied for, inspected and granted is one row */
    bool raise_highwater;        /* due at the outermost commit */
    bool is_root;                /* what is kept now, and nothing is signed after it */
    bool reading;                /* opened to be read only */
    bool clock_confirmed;
    uint64_t last_event;          /* instant */
    enum sello_error home_mark;   /* why the high-water mark outside the folder was not written */
    enum sello_error folder_mark; /* the same of the one in it, where what was done is done */
    bool has_salt;
    uint8_t salt[SELLO_SALT_LEN]; /* of the hashes of records */
    struct sello_batch filled; /* by the last change, with blocks of signatures; number 0: none */
    struct sello_store_opening opening;
    struct sello_store_fault fault;
};

extern const struct sello_migrations sello_store_migrations;
extern const char sello_standing_sql[]; /* of sello_store_standing */

/* ---- making ---- */

/* Mode 0700; one that is there stays. */
SELLO_NODISCARD enum sello_error sello_store_make_folder(const char *path);

#define SELLO_ADDRESS_FILE "database" /* in a folder: where its registry lies */

/* Makes the registry on a server, empty or out of a backup, all of it or nothing. */
SELLO_NODISCARD enum sello_error sello_store_fill_shared(struct sello_store *store,
                                                         const char *address, const char *source);

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* ---- reading ---- */

/* The number in the first column of the first row. */
SELLO_NODISCARD enum sello_error sello_store_uint(struct sello_store *store, const char *sql,
                                                  uint64_t *out);

/* The last value given by a counter: "serial", "issued", "bundle_version", "bundle_date", "event",
 * and one per kind of record. */
SELLO_NODISCARD enum sello_error sello_store_counter(struct sello_store *store, const char *name,
                                                     uint64_t *out);

/* The next column, a blob, as a copy that outlives the query and is the caller's to free. An empty
 * one is damage. */
SELLO_NODISCARD enum sello_error sello_store_copy_blob(struct sello_query *q, uint8_t **out_ptr,
                                                       size_t *out_len);

/* ---- what may be larger than a value: pieces ----
 *
 * Each is a row, by its place from 1; all but the last have SELLO_VALUE_MAX bytes. */

/* sql: "INSERT INTO ... VALUES (?, ?, ?)" of whose pieces they are, their places and bytes. */
void sello_pieces_put(struct sello_change *c, const char *sql, uint64_t of,
                      struct sello_bytes bytes);

struct sello_pieces {
    uint8_t *ptr;
    size_t len;
    uint64_t n;
};

/* The next columns, a piece's place and bytes, behind those that were taken; rows come in the order
 * of places. One that does not follow is SELLO_E_STORE_DAMAGED. */
SELLO_NODISCARD enum sello_error sello_pieces_take(struct sello_query *q,
                                                   struct sello_pieces *whole);
void sello_cleanup_pieces(struct sello_pieces *whole);

/* All of it, the caller's to free. */
void sello_pieces_give(struct sello_pieces *whole, uint8_t **out_ptr, size_t *out_len);

/* Where the database stands. */
struct sello_standing {
    struct sello_highwater marks;
    uint64_t last_event;
    uint64_t backup_end; /* instant; 0: what came after it is known */
    bool unknown;
    bool signs; /* it has a root; before the first, nothing was ever signed */
    uint8_t fingerprint[SELLO_HASH_LEN];
};

SELLO_NODISCARD enum sello_error sello_store_standing(struct sello_store *store,
                                                      struct sello_standing *out);

/* Its numbers alone. */
SELLO_NODISCARD enum sello_error sello_store_highwater(struct sello_store *store,
                                                       struct sello_highwater *out);

/* What stands outside the database: without a root, its own numbers. *standing is read again where
 * others went on since. *out_found: is there a mark outside? */
SELLO_NODISCARD enum sello_error sello_standing_outside(struct sello_store *store,
                                                        struct sello_standing *standing,
                                                        struct sello_highwater *outside,
                                                        bool *out_found);

/* Both. */
SELLO_NODISCARD enum sello_error sello_standing_both(struct sello_store *store,
                                                     struct sello_standing *standing,
                                                     struct sello_highwater *outside);

/* How far the one is behind the other; the second also says whether that is known. */
struct sello_store_gap sello_standing_gap_between(struct sello_highwater outside,
                                                  struct sello_highwater database);
struct sello_store_gap sello_standing_gap(const struct sello_standing *here,
                                          struct sello_highwater outside);

/* At the opening: how it stands, and raises marks that a crash left low. Where no marks are and
 * something was given out, somebody put a copy in the database's place: from then on it is unknown
 * what came after it. */
SELLO_NODISCARD enum sello_error sello_store_settle(struct sello_store *store);

/* The same for a backup that is being brought back: also where the marks are older than it. */
SELLO_NODISCARD enum sello_error sello_store_settle_backup(struct sello_store *store);

/* SELLO_E_STORE_BEHIND when the marks outside are ahead of the database, SELLO_E_STORE_UNKNOWN when
 * there are none to tell. */
SELLO_NODISCARD enum sello_error sello_store_not_behind(struct sello_store *store);

/* ---- the chain ---- */

/* The hash that an event leaves to the next one: SHA-256 of the hash before it (zeros before the
 * first) and the canonical CBOR [seq, instant, who, kind, body], with the role behind
 * them where there is one. */
void sello_event_chain(const uint8_t before[SELLO_LEN(SELLO_HASH_LEN)],
                       const struct sello_event *event, uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]);

/* The hash of a scheme, producer, product, certificate or batch as it stands, under the registry's
 * salt. SELLO_E_NOT_FOUND: there is no such record. */
SELLO_NODISCARD enum sello_error sello_record_hash(struct sello_store *store, struct sello_id id,
                                                   uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]);

/* What the database lacks from before version 6: chains the events that are there, and adds an
 * event for each record and status as it stands, from which checks begin. */
SELLO_NODISCARD enum sello_error sello_chain_begin(struct sello_db *db, uint64_t version);

/* Reads a body. */
SELLO_NODISCARD enum sello_error sello_event_read(struct sello_bytes body,
                                                  struct sello_event_facts *out);

/* A status as events have it: into the layers, without the checks of sello_status_set. Returns the
 * labels that it changed. `insert` takes a row of the table as it is. */
uint64_t sello_status_apply(struct sello_change *c, const struct sello_status_range *range);
void sello_status_insert(struct sello_change *c, const struct sello_status_range *row);

/* Every row of the table, layer by layer. */
SELLO_NODISCARD enum sello_error
sello_status_rows(struct sello_store *store,
                  bool (*visit)(void *context, const struct sello_status_range *row),
                  void *context);

/* ---- checking fields; a failure names the field in store->fault ---- */

struct sello_text_rule {
    const char *field;
    const char *text;
    size_t most; /* bytes */
    bool required;
};
SELLO_NODISCARD enum sello_error sello_store_check_texts(struct sello_store *store,
                                                         const struct sello_text_rule *rules,
                                                         size_t n_rules);
enum sello_error sello_store_refuse(struct sello_store *store, const char *field,
                                    enum sello_error error);

/* Records added within an import remember it, and events of those changed: its number. */
static inline struct sello_number sello_store_import(const struct sello_store *store) {
    return (struct sello_number){store->import != 0, store->import};
}

/* The texts as search sees them, one after the other. Room for three texts of the longest kind. */
#define SELLO_FOLDED_LEN 1024
SELLO_NODISCARD enum sello_error sello_store_fold(const char *const *texts, size_t n_texts,
                                                  char out[SELLO_LEN(SELLO_FOLDED_LEN)]);

/* ---- changing: a transaction whose first failure sticks ----
 *
 *     struct sello_change c = sello_change_begin(store);
 *     uint64_t number = sello_change_next(&c, "product");
 *     SELLO_AUTO(query) struct sello_query q = sello_query(store->db, "INSERT INTO ...");
 *     sello_bind_uint(&q, number);
 *     sello_change_run(&c, &q);
 *     sello_change_event(&c, "product.added", sello_part(SELLO_EVENT_NUMBER, number));
 *     return sello_change_end(&c);       commits, or rolls back and says why  */
struct sello_change {
    struct sello_store *store;
    enum sello_error error;
    bool begun;
    uint64_t event;                 /* written last; 0: none yet */
    uint8_t record[SELLO_HASH_LEN]; /* of the record in work */
    uint8_t edits[SELLO_HASH_LEN];  /* of what it changed in it */
};

#define sello_change_begin(store) sello_change_begin_at((store), __FILE__, __LINE__)
struct sello_change sello_change_begin_at(struct sello_store *store, const char *file, int line);
SELLO_NODISCARD enum sello_error sello_change_end(struct sello_change *c);

/* Notes a failure of the caller's own finding. */
void sello_change_fail(struct sello_change *c, enum sello_error error);

/* Runs the query, unless something failed before. */
void sello_change_run(struct sello_change *c, struct sello_query *q);

/* The same for a query that must change one row: SELLO_E_NOT_FOUND when it changed none. */
void sello_change_run_one(struct sello_change *c, struct sello_query *q);

/* The same where nobody looks at what comes of it (sello_send); _one: it changes one row. */
void sello_change_send(struct sello_change *c, struct sello_query *q);
void sello_change_send_one(struct sello_change *c, struct sello_query *q);

/* Raises a counter by `by` and returns its new value. */
uint64_t sello_change_raise(struct sello_change *c, const char *counter, uint64_t by);
static inline uint64_t sello_change_next(struct sello_change *c, const char *counter) {
    return sello_change_raise(c, counter, 1);
}
void sello_change_set(struct sello_change *c, const char *counter, uint64_t value);

/* The photos of a batch that is being reserved: one for all its labels, or one for each. */
void sello_photos_put(struct sello_change *c, const struct sello_batch *batch,
                      const struct sello_photo *photo, size_t n);
/* Those of a batch that is given up. */
void sello_photos_drop(struct sello_change *c, uint64_t batch);

/* The keys of an event's body, a map in this order: record numbers, never persons' names. Append,
 * never renumber. */
enum sello_event_key {
    SELLO_EVENT_NUMBER = 1, /* the record: number, code, version */
    SELLO_EVENT_PRODUCT = 2,
    SELLO_EVENT_PRODUCER = 3,
    SELLO_EVENT_SCHEME = 4,
    SELLO_EVENT_CERTIFICATE = 5,
    SELLO_EVENT_FIRST = 6, /* serials */
    SELLO_EVENT_COUNT = 7, /* of serials or rows */
    SELLO_EVENT_DATE = 8,  /* instant: iat, generated */
    SELLO_EVENT_KEY = 9,   /* index of a delegated key */
    SELLO_EVENT_STATUS = 10,
    SELLO_EVENT_SOURCE = 11,
    SELLO_EVENT_REASON = 12,
    SELLO_EVENT_STEP = 13,
    SELLO_EVENT_FROM = 14, /* days */
    SELLO_EVENT_UNTIL = 15,
    SELLO_EVENT_HASH = 16, /* bytes */
    SELLO_EVENT_IMPORT = 17,
    SELLO_EVENT_COPIES = 18,
    SELLO_EVENT_REPRINTS = 19,
    SELLO_EVENT_STOCK = 20, /* text: its name */
    SELLO_EVENT_CELL = 21,
    SELLO_EVENT_ROW = 22,    /* of the table whose hash it is: a line, from 1 */
    SELLO_EVENT_RECORD = 23, /* hash of the record as it was written (sello_record_hash) */
    SELLO_EVENT_TEXT = 24,   /* of a status, as it is published */
    SELLO_EVENT_EDITS = 25   /* hash of what an edit changed (sello_edits_hash) */
};

struct sello_event_part {
    enum sello_event_key key;
    uint64_t value;
    bool absent;         /* left out */
    const uint8_t *hash; /* SELLO_HASH_LEN bytes instead of the value */
    const char *text;    /* a name that is no person's, instead of the value */
};

static inline struct sello_event_part sello_part(enum sello_event_key key, uint64_t value) {
    return (struct sello_event_part){.key = key, .value = value};
}

static inline struct sello_event_part sello_part_number(enum sello_event_key key,
                                                        struct sello_number number) {
    return (struct sello_event_part){.key = key, .value = number.value, .absent = !number.present};
}

/* NULL: left out. */
static inline struct sello_event_part sello_part_hash(enum sello_event_key key,
                                                      const uint8_t *hash) {
    return (struct sello_event_part){.key = key, .hash = hash, .absent = hash == NULL};
}

static inline struct sello_event_part sello_part_text(enum sello_event_key key, const char *text) {
    return (struct sello_event_part){.key = key, .text = text, .absent = text[0] == '\0'};
}

/* The hash of a record as this change leaves it, for its event. */
static inline struct sello_event_part sello_part_record(struct sello_change *c,
                                                        enum sello_kind kind, uint64_t number) {
    if (c->error == SELLO_OK) {
        c->error = sello_record_hash(c->store, (struct sello_id){kind, number}, c->record);
    }
    return sello_part_hash(SELLO_EVENT_RECORD, c->record);
}

#define sello_change_event(c, kind, ...)                                                           \
    sello_change_event_parts((c), (kind), (const struct sello_event_part[]){__VA_ARGS__},          \
                             sizeof((const struct sello_event_part[]){__VA_ARGS__}) /              \
                                 sizeof(struct sello_event_part))
void sello_change_event_parts(struct sello_change *c, const char *kind,
                              const struct sello_event_part *parts, size_t n_parts);

/* One field of a record as an edit found it and left it; where both are equal it changed nothing.
 */
struct sello_edited {
    const char *field, *before, *after;
};

/* The hash of what an edit changes, for its event; and, once that is written, the texts beside it.
 */
struct sello_event_part sello_part_edits(struct sello_change *c, const struct sello_edited *edits,
                                         size_t n);
void sello_change_edits(struct sello_change *c, const struct sello_edited *edits, size_t n);

/* The same of the texts that are kept beside an event. */
SELLO_NODISCARD enum sello_error sello_edits_hash(struct sello_store *store, uint64_t event,
                                                  uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]);

/* Into this database, which may be a copy. */
struct sello_event_head;
SELLO_NODISCARD enum sello_error sello_event_head_insert(struct sello_db *db,
                                                         const struct sello_event_head *head);

#endif
