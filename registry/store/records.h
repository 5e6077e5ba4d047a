/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_STORE_RECORDS_H
#define SELLO_REGISTRY_STORE_RECORDS_H

/* The registry's records, as the store gives and takes them: plain values that own all they hold.
 * Texts end with NUL; an empty one is absent. Instants are seconds since 1970 UTC, days are days
 * since 1970-01-01. The fields below "the store's" are filled by the store and not read from the
 * caller. */

#include "registry/sql/ranks.h"
#include "registry/store/ids.h"
#include "wire/item_link.h"
#include "wire/wire.h"

#define SELLO_NOTE_MAX 200      /* bytes of a note */
#define SELLO_URL_MAX 120       /* bytes of a scheme's page */
#define SELLO_FILE_MAX 255      /* bytes of an imported file's name */
#define SELLO_WHO_MAX 64        /* bytes of an author's name */
#define SELLO_EVENT_MAX 256     /* bytes of an event's body */
#define SELLO_FORMAT_MAX 8      /* bytes of a print's format */
#define SELLO_STOCK_MAX 64      /* bytes of a stock's or a printer's name */
#define SELLO_BLOCK 1024        /* labels whose signatures are stored together */
#define SELLO_BATCH_MAX 1000000 /* labels in one batch */
#define SELLO_PHOTOS_MAX 1000   /* photos of a batch */

struct sello_store;

struct sello_scheme {
    uint64_t code; /* 0..65535; what the label carries */
    char name[SELLO_NAME_MAX + 1];
    char name_en[SELLO_NAME_MAX + 1];
    char url[SELLO_URL_MAX + 1];
};

struct sello_producer {
    uint64_t number;
    char name[SELLO_NAME_MAX + 1];
    char origin[SELLO_NAME_MAX + 1]; /* community */
    char state[SELLO_NAME_MAX + 1];  /* of the federation */
    bool is_public;                  /* the name may stand on labels */
    /* the store's: */
    uint64_t import; /* 0: typed in */
};

struct sello_product {
    uint64_t number;
    char name[SELLO_NAME_MAX + 1];
    char traits[SELLO_TRAITS_MAX + 1];
    struct sello_number gtin;
    char net_content[SELLO_NET_CONTENT_MAX + 1];
    char language[SELLO_LANGUAGE_MAX + 1]; /* of its texts; empty: es */
    /* the store's: */
    uint64_t import;
};

/* Numbers are stored: append, never renumber. */
enum sello_certificate_state {
    SELLO_CERTIFICATE_APPLIED = 1,
    SELLO_CERTIFICATE_INSPECTED = 2, /* passed; not yet granted */
    SELLO_CERTIFICATE_FAILED = 3,    /* may be inspected again */
    SELLO_CERTIFICATE_GRANTED = 4,
    SELLO_CERTIFICATE_SUSPENDED = 5,
    SELLO_CERTIFICATE_WITHDRAWN = 6 /* for ever */
};

struct sello_certificate {
    uint64_t number;
    uint64_t product, producer; /* numbers */
    uint64_t scheme;            /* code */
    char note[SELLO_NOTE_MAX + 1];
    /* the store's: */
    enum sello_certificate_state state;
    uint64_t applied;                /* instant */
    struct sello_number from, until; /* days; set by grant and renew */
    uint64_t import;
    char product_name[SELLO_NAME_MAX + 1], producer_name[SELLO_NAME_MAX + 1];
    char scheme_name[SELLO_NAME_MAX + 1];
};

enum sello_certificate_step {
    SELLO_STEP_PASS = 1,  /* inspected, passed */
    SELLO_STEP_FAIL = 2,  /* inspected, failed */
    SELLO_STEP_GRANT = 3, /* from, until are set */
    SELLO_STEP_SUSPEND = 4,
    SELLO_STEP_RESUME = 5,
    SELLO_STEP_WITHDRAW = 6,
    SELLO_STEP_RENEW = 7 /* until is set */
};

/* One step of a certificate's life; its history is the list of them. */
struct sello_certificate_move {
    uint64_t certificate;
    enum sello_certificate_step step;
    struct sello_number from, until; /* grant: both optional; renew: until optional */
    uint64_t reason;                 /* enum sello_reason; suspend and withdraw */
    char note[SELLO_NOTE_MAX + 1];
    /* the store's: */
    uint64_t at; /* instant */
};

enum sello_batch_state {
    SELLO_BATCH_RESERVED = 1, /* left over from a crash, when seen under the lock */
    SELLO_BATCH_SIGNED = 2,
    SELLO_BATCH_VOID = 3, /* reserved, never used */
    SELLO_BATCH_LOST = 4  /* issued after the backup that was restored: its records are gone */
};

struct sello_batch {
    uint64_t number;
    uint64_t certificate;  /* number; 0 in a lost batch */
    uint64_t first, count; /* serials */
    uint64_t issued;       /* iat of all its labels */
    uint64_t key;          /* index among the root's delegated keys */
    uint8_t kid[SELLO_KID_LEN];
    char lot[SELLO_LOT_MAX + 1];
    enum sello_batch_state state;
    uint64_t signed_blocks;          /* how many blocks of signatures are stored */
    bool was_listed;                 /* in a bundle, before it was finished or given up */
    uint8_t claims[SELLO_TOKEN_MAX]; /* canonical, without serial; empty in a lost batch */
    size_t claims_len;
    enum sello_link link; /* what stands before the '#' of its labels */
    bool photo_of_each;   /* its labels have a photo each: the claims say zeros (photos.h) */
    uint64_t producer;    /* of its certificate, like the names; 0 and empty in a lost batch */
    char product_name[SELLO_NAME_MAX + 1], producer_name[SELLO_NAME_MAX + 1];
};

/* A photo, as a file, and what labels say of it. */
struct sello_photo {
    struct sello_bytes file; /* at most SELLO_PHOTO_FILE_MAX bytes */
    uint8_t id[SELLO_PHOTO_LEN];
};

/* What `sello_store_reserve` needs to make a batch. */
struct sello_reservation {
    uint64_t certificate;
    uint64_t count; /* 1..SELLO_BATCH_MAX */
    uint64_t key;   /* index among the root's delegated keys */
    uint8_t kid[SELLO_KID_LEN];
    const struct sello_claims *claims; /* `serial` and `issued` are not looked at */
    const struct sello_photo *photo;   /* the one that the claims name; or, where they name that of
                                        * each, one for each label */
    size_t n_photos;                   /* 0: none; 1; or count */
    const uint8_t *table;              /* of a row of a table: the file's SHA-256; NULL: none */
    uint64_t row;                      /* and the row's line: see sello_table_rows */
};

/* One label: its batch, and its signature where the batch has it. */
struct sello_issued {
    uint64_t serial;
    struct sello_batch batch;
    bool has_signature;
    uint8_t signature[SELLO_SIG_LEN];
    uint8_t photo[SELLO_PHOTO_LEN]; /* where the batch has one for each */
};

/* Who set a status. What one source suspended, only the same source resumes. */
enum sello_status_source {
    SELLO_SOURCE_SERIALS = 1,     /* a clerk, naming serials */
    SELLO_SOURCE_BATCH = 2,       /* a clerk, naming a batch */
    SELLO_SOURCE_CERTIFICATE = 3, /* the labels' certificate */
    SELLO_SOURCE_VOID = 4         /* the store: reserved, never used */
};

struct sello_status_range {
    uint64_t first, count;
    enum sello_label_status status;
    uint64_t reason; /* enum sello_reason */
    uint64_t day;
    char text[SELLO_ROW_TEXT_MAX + 1];
    enum sello_status_source source;
};

/* Serials from `first` on. */
struct sello_serials {
    uint64_t first, count;
};

/* One run of a printer or of a file for the print shop. */
struct sello_print {
    char format[SELLO_FORMAT_MAX + 1]; /* "pdf", "png", "svg", "zpl" */
    char stock[SELLO_STOCK_MAX + 1];   /* "avery-l7160"; empty: symbols alone */
    char printer[SELLO_STOCK_MAX + 1]; /* the profile's name; empty: none */
    bool proof;                        /* overprinted: its labels do not count as printed */
    uint64_t copies;                   /* of each label, from 1 */
    /* the store's: */
    uint64_t number;
    uint64_t at;                 /* instant */
    char who[SELLO_WHO_MAX + 1]; /* of its event */
    uint64_t labels;             /* serials in its ranges */
    uint64_t reprints;           /* those of them that were printed before; 0 of a proof */
};

/* Labels handed to a producer. */
struct sello_delivery {
    uint64_t producer; /* number */
    /* the store's: */
    uint64_t number;
    uint64_t at; /* instant */
    char who[SELLO_WHO_MAX + 1];
    uint64_t labels; /* serials in its ranges */
    char producer_name[SELLO_NAME_MAX + 1];
};

/* What became of labels. */
struct sello_label_counts {
    uint64_t issued;    /* also those of a lost batch; none of a reserved or void one */
    uint64_t printed;   /* at least once, proofs aside */
    uint64_t delivered; /* to a producer */
    uint64_t spoiled;   /* withdrawn as misprints */
    uint64_t left;      /* neither delivered nor withdrawn nor retired */
    /* of those that are neither withdrawn nor retired: */
    uint64_t to_print;   /* neither printed nor delivered */
    uint64_t to_deliver; /* printed, and with nobody yet */
};

struct sello_stored_root {
    uint64_t version;
    uint8_t hash[SELLO_HASH_LEN]; /* of its payload */
    uint64_t stored;              /* instant */
};

/* What the next bundle must say. */
struct sello_bundle_date {
    uint64_t version;
    uint64_t generated;
    uint64_t highest; /* serial reserved; 0: none yet */
    uint64_t root_version;
    uint8_t root_hash[SELLO_HASH_LEN];
};

struct sello_stored_bundle {
    uint64_t version;
    uint64_t root_version;
    uint64_t generated;
    uint64_t highest;
};

struct sello_import {
    uint64_t number;
    enum sello_kind kind;
    uint64_t at;
    uint64_t rows;
    char file[SELLO_FILE_MAX + 1]; /* the name alone, without its folder */
};

struct sello_event {
    uint64_t seq; /* from 1, dense */
    uint64_t at;
    char who[SELLO_WHO_MAX + 1];
    char role[SELLO_ROLE_MAX + 1]; /* as which role of the server's; "": in a file, or before 11 */
    char kind[32];                 /* "batch.reserved": registry/README.md lists them */
    uint8_t body[SELLO_EVENT_MAX]; /* canonical CBOR */
    size_t body_len;
    uint8_t chain[SELLO_HASH_LEN]; /* holds all events up to this one to what they say */
};

/* One answer to a search. */
struct sello_hit {
    struct sello_id id;
    char text[2 * SELLO_NAME_MAX + 8]; /* its name; a certificate's product and producer */
};

/* ---- schemes, producers, products ----
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
/* Two records of one producer become one: certificates and deliveries of `from` are those of `into`
 * from then on, and `from` is gone. SELLO_E_EXISTS where both are the same. */
SELLO_NODISCARD enum sello_error sello_producer_merge(struct sello_store *store, uint64_t from,
                                                      uint64_t into);
SELLO_NODISCARD enum sello_error sello_producer_get(struct sello_store *store, uint64_t number,
                                                    struct sello_producer *out);
SELLO_NODISCARD enum sello_error
sello_producer_list(struct sello_store *store,
                    bool (*visit)(void *context, const struct sello_producer *row), void *context);

/* Which producers and products; a zero field does not limit. */
struct sello_record_filter {
    uint64_t producer, product; /* there is a certificate for both */
    struct sello_number scheme; /* and as this; code */
    const char *state;          /* producers: of the federation, accents and case aside */
};

/* Those of them, in order of number. */
SELLO_NODISCARD enum sello_error
sello_producer_find(struct sello_store *store, const struct sello_record_filter *filter,
                    bool (*visit)(void *context, const struct sello_producer *row), void *context);
SELLO_NODISCARD enum sello_error
sello_product_find(struct sello_store *store, const struct sello_record_filter *filter,
                   bool (*visit)(void *context, const struct sello_product *row), void *context);

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

#endif
