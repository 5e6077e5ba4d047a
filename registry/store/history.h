/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_STORE_HISTORY_H
#define SELLO_REGISTRY_STORE_HISTORY_H

/* What was done, read back from the events: who, when, what, and what a text was before. Events
 * hold record numbers and never persons' names, since they may be shown to anybody; the texts of an
 * edit are kept beside them, and stay in the registry. */

#include "registry/store/records.h"

struct sello_store;

/* What an event says. Numbers that its kind has no use for are absent. */
struct sello_event_facts {
    struct sello_number number; /* of the record itself: a scheme's code, a root's version */
    struct sello_number product, producer, scheme, certificate, import;
    struct sello_number first, count; /* serials; of an import its rows */
    struct sello_number status;       /* enum sello_label_status */
    struct sello_number source;       /* enum sello_status_source */
    struct sello_number reason;       /* enum sello_reason */
    struct sello_number step;         /* enum sello_certificate_step */
    struct sello_number from, until;  /* days */
    struct sello_number copies, reprints;
    char stock[SELLO_STOCK_MAX + 1];
    char text[SELLO_ROW_TEXT_MAX + 1]; /* of a status */
    bool has_record;
    uint8_t record[SELLO_HASH_LEN]; /* the record's hash */
    bool has_hash;
    uint8_t hash[SELLO_HASH_LEN]; /* of a root, a bundle or a table */
    bool has_edits;
    uint8_t edits[SELLO_HASH_LEN]; /* the hash of what it changed */
};

#define SELLO_EDIT_VALUE_MAX 255 /* bytes */

/* One field of a record that an edit changed; "" is none. */
struct sello_edit {
    char field[32]; /* as in JSON: "name" */
    char before[SELLO_EDIT_VALUE_MAX + 1];
    char after[SELLO_EDIT_VALUE_MAX + 1];
};

#define SELLO_EDITS_MAX 8 /* fields of the record with the most */

struct sello_history_row {
    uint64_t seq, at; /* instant */
    char who[SELLO_WHO_MAX + 1];
    char role[SELLO_ROLE_MAX + 1]; /* "": none */
    char kind[32];                 /* "producer.edited": registry/README.md lists them */
    struct sello_event_facts facts;
    struct sello_edit edit[SELLO_EDITS_MAX];
    size_t n_edits;
};

/* Whose history. */
struct sello_history_of {
    struct sello_id id;   /* kind SELLO_KIND_NONE: everything, or the serials alone */
    uint64_t first, last; /* serials, of a label or a batch; 0: none */
    uint64_t certificate; /* of these serials; 0: none */
};

/* In the order of events, until visit returns false. */
SELLO_NODISCARD enum sello_error
sello_history_list(struct sello_store *store, const struct sello_history_of *of,
                   bool (*visit)(void *context, const struct sello_history_row *row),
                   void *context);

/* Everything, the newest first, until visit returns false. */
SELLO_NODISCARD enum sello_error
sello_history_newest(struct sello_store *store,
                     bool (*visit)(void *context, const struct sello_history_row *row),
                     void *context);

#endif
