/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_NOTE_H
#define SELLO_WIRE_NOTE_H

/* Signed notes (C2SP signed-note), and checkpoints, which say what a log is (C2SP tlog-checkpoint),
 * with the signatures of its own key and of witnesses (C2SP tlog-cosignature, version 1).
 *
 * Readers name the line at fault in *out_line, from 1, which may be NULL. */

#include "wire/crypto.h"
#include "wire/error.h"

#define SELLO_SIGNED_NOTE_MAX ((size_t)64 << 10) /* bytes of a note */
#define SELLO_NOTE_SIGNATURES_MAX 100
#define SELLO_NOTE_NAME_MAX 255  /* bytes of a key's name */
#define SELLO_CHECKPOINT_MAX 512 /* bytes of one that we write, under its own signature alone */
#define SELLO_KEY_ID_LEN 4
#define SELLO_VKEY_MAX (SELLO_NOTE_NAME_MAX + 64)

enum sello_note_type {
    SELLO_NOTE_ED25519 = 1,    /* a log's own */
    SELLO_NOTE_COSIGNATURE = 4 /* a witness's, with the time */
};

/* A key that signs notes. */
struct sello_note_key {
    struct sello_bytes name; /* without spaces and plus signs */
    uint8_t key[SELLO_KEY_LEN];
    enum sello_note_type type;
};

void sello_note_key_id(const struct sello_note_key *key, uint8_t out[SELLO_LEN(SELLO_KEY_ID_LEN)]);

/* "<name>+<key id in hex>+<base 64 of type and public key>" */
void sello_put_vkey(struct sello_writer *w, const struct sello_note_key *key);
SELLO_NODISCARD bool sello_vkey_get(struct sello_bytes text, struct sello_note_key *out);

/* ---- notes ---- */

struct sello_note {
    struct sello_bytes bytes;      /* all of it */
    struct sello_bytes text;       /* what is signed, with its last line feed */
    struct sello_bytes signatures; /* the lines of signatures */
    size_t n_signatures;
    size_t n_lines; /* of the text, and the empty one behind it */
};

/* One line of them. */
struct sello_note_signature {
    struct sello_bytes name;
    uint8_t id[SELLO_KEY_ID_LEN];
    struct sello_bytes base64; /* id and signature */
};

SELLO_NODISCARD enum sello_error sello_note_parse(struct sello_bytes bytes, struct sello_note *out,
                                                  size_t *out_line);

/* The next signature, from rest = note->signatures on; false after the last. */
bool sello_take_note_signature(struct sello_bytes *rest, struct sello_note_signature *out);

/* Is the note signed by this key? SELLO_E_UNKNOWN_KEY where it has no signature of it,
 * SELLO_E_SIGNATURE where one is wrong. *out_time (may be NULL): when a witness signed. A note is
 * at most SELLO_CHECKPOINT_MAX of text to be looked at here. */
SELLO_NODISCARD enum sello_error sello_note_check(const struct sello_note *note,
                                                  const struct sello_note_key *key,
                                                  uint64_t *out_time, size_t *out_line);

/* What a witness signs of a note's text. */
void sello_put_cosigned(struct sello_writer *w, uint64_t time, struct sello_bytes text);

/* A line of signature; time: of a witness's. */
void sello_put_note_signature(struct sello_writer *w, const struct sello_note_key *key,
                              uint64_t time, const uint8_t signature[SELLO_LEN(SELLO_SIG_LEN)]);

/* ---- checkpoints ---- */

struct sello_checkpoint {
    struct sello_note note;
    struct sello_bytes origin; /* which log */
    uint64_t size;             /* entries */
    uint8_t root[SELLO_HASH_LEN];
};

/* Takes a checkpoint apart; no signature is looked at. Lines that extend it are refused. */
SELLO_NODISCARD enum sello_error
sello_checkpoint_parse(struct sello_bytes bytes, struct sello_checkpoint *out, size_t *out_line);

/* The text that its log signs. */
void sello_put_checkpoint_text(struct sello_writer *w, struct sello_bytes origin, uint64_t size,
                               const uint8_t root[SELLO_LEN(SELLO_HASH_LEN)]);

/* The origin of the log that belongs to a base URL: without its scheme, with "log" behind it, and
 * %2B for a plus. */
void sello_put_log_origin(struct sello_writer *w, struct sello_bytes base_url);

#endif
