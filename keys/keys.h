/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_KEYS_KEYS_H
#define SELLO_KEYS_KEYS_H

/* The only home of secret bytes. Nothing here prints; nothing here writes a secret anywhere but
 * encrypted, into a key file. Secrets live in sodium_malloc memory and are wiped when freed. */

#include "wire/wire.h"

/* Raises the walls once per process, before any secret is read: starts libsodium, forbids core
 * dumps and tracing. *out_locked tells whether memory can be locked (say so once when not). */
SELLO_NODISCARD enum sello_error sello_keys_start(bool *out_locked);

/* ---- passphrases ---- */

#define SELLO_PASSPHRASE_MAX 1024 /* bytes, after taking off one line end */

struct sello_passphrase; /* secret; opaque */

/* Asks on the terminal (/dev/tty, echo off, restored also on a signal), `again` (when not NULL) a
 * second time, and compares. The prompts are shown as they are: "Passphrase: ".
 * SELLO_E_PASSPHRASE_NONE when there is no terminal. */
SELLO_NODISCARD enum sello_error sello_passphrase_ask(const char *prompt, const char *again,
                                                      struct sello_passphrase **out);

/* How a new one is asked for; all shown as they are. */
struct sello_passphrase_words {
    const char *offer;  /* before a phrase that was made by chance, for whoever has none */
    const char *prompt; /* "New passphrase: " */
    const char *again;  /* "The same again: " */
    const char *weak;   /* where what was typed is too easy; then it is asked anew */
};

/* Asks on the terminal for a new passphrase, twice, until it is good enough. */
SELLO_NODISCARD enum sello_error
sello_passphrase_ask_new(const struct sello_passphrase_words *words, struct sello_passphrase **out);

/* Is it good enough for a key file that others may find? At least 10 characters, or four words;
 * else SELLO_E_PASSPHRASE_WEAK. Only new ones are held to it: old files open as ever. */
SELLO_NODISCARD enum sello_error sello_passphrase_judge(const struct sello_passphrase *p);

/* The first line of a file or of an open descriptor, without its line end. The bytes are used as
 * they are, but for NFC: an "ñ" typed on any keyboard opens the same file. */
SELLO_NODISCARD enum sello_error sello_passphrase_from_file(const char *path,
                                                            struct sello_passphrase **out);
SELLO_NODISCARD enum sello_error sello_passphrase_from_fd(int fd, struct sello_passphrase **out);

/* The same of text that another program handed over. The caller wipes the text. */
SELLO_NODISCARD enum sello_error sello_passphrase_from_text(struct sello_bytes text,
                                                            struct sello_passphrase **out);

/* Writes it as a line into a pipe that nothing was written into yet, and that so takes it without
 * waiting. False: errno tells why. */
SELLO_NODISCARD bool sello_passphrase_give(const struct sello_passphrase *p, int fd);

/* May the group or others read this regular file? Said, not refused: on some disks every file is
 * so. */
SELLO_NODISCARD bool sello_passphrase_file_shared(const char *path);

/* Are they the same words? In a time that does not tell where they differ. */
SELLO_NODISCARD bool sello_passphrase_same(const struct sello_passphrase *a,
                                           const struct sello_passphrase *b);

/* Wipes, frees, sets *p to NULL; takes NULL. */
void sello_passphrase_free(struct sello_passphrase **p);

/* ---- keys ---- */

struct sello_key; /* an Ed25519 key pair; secret; opaque */

SELLO_NODISCARD enum sello_error sello_key_new(enum sello_role role, struct sello_key **out);
void sello_key_free(struct sello_key **key);

enum sello_role sello_key_role(const struct sello_key *key);
const uint8_t *sello_key_public(const struct sello_key *key); /* SELLO_KEY_LEN bytes */
const uint8_t *sello_key_kid(const struct sello_key *key);    /* SELLO_KID_LEN bytes */

/* RFC 8032 section 5.1.6. Cannot fail; safe from several threads at once. */
void sello_key_sign(const struct sello_key *key, struct sello_bytes message,
                    uint8_t out_sig[SELLO_LEN(SELLO_SIG_LEN)]);

#define SELLO_SLHDSA_KEY_LEN 32 /* bytes */

/* The SLH-DSA-SHA2-128s public key (FIPS 205) of seeds that are derived from this key's: nothing
 * new is kept for it. Takes a tenth of a second. SELLO_E_MEMORY. */
SELLO_NODISCARD enum sello_error sello_key_slhdsa(const struct sello_key *key,
                                                  uint8_t out[SELLO_LEN(SELLO_SLHDSA_KEY_LEN)]);

/* ---- key files ---- */

/* What a key file says without its passphrase. Bound to the secret: opening checks it. */
struct sello_keyfile_info {
    enum sello_role role;
    uint8_t public_key[SELLO_KEY_LEN];
    uint8_t kid[SELLO_KID_LEN];
    uint64_t ops;    /* Argon2id passes */
    uint64_t memory; /* Argon2id memory, bytes */
};

#define SELLO_KEYFILE_MAX 512 /* bytes; more is not a key file */

/* Seals a key into a new file: O_EXCL|O_NOFOLLOW, mode 0600, written, synced, its folder synced.
 * On failure no file is left. SELLO_E_KEYFILE_EXISTS when the name is taken. */
SELLO_NODISCARD enum sello_error sello_keyfile_write(const char *path, const struct sello_key *key,
                                                     const struct sello_passphrase *passphrase);

/* The same for a file whose bytes are sealed already: one that comes back from paper. */
SELLO_NODISCARD enum sello_error sello_keyfile_restore(const char *path, struct sello_bytes file);

/* Seals the key anew, under another passphrase, into the file that holds it: written beside it as
 * PATH.new, opened again, and only then put in its place. On failure the old one is there.
 * *out_unsettled: the new one is, and the disk did not confirm that it stays. */
SELLO_NODISCARD enum sello_error sello_keyfile_replace(const char *path,
                                                       const struct sello_key *key,
                                                       const struct sello_passphrase *passphrase,
                                                       bool *out_unsettled);

/* A key file's bytes as they are, checked as by sello_keyfile_info. */
SELLO_NODISCARD enum sello_error sello_keyfile_read(const char *path, struct sello_writer *out);

/* Reads a key file's open part, or opens it whole. Owner and mode are checked on the open
 * descriptor; symbolic links are refused; KDF parameters are capped before any work is done. */
SELLO_NODISCARD enum sello_error sello_keyfile_info(const char *path,
                                                    struct sello_keyfile_info *out);
SELLO_NODISCARD enum sello_error sello_keyfile_open(const char *path,
                                                    const struct sello_passphrase *passphrase,
                                                    struct sello_key **out);

/* The same on bytes in memory, for paper backups and tests. */
SELLO_NODISCARD enum sello_error sello_keyfile_seal(const struct sello_key *key,
                                                    const struct sello_passphrase *passphrase,
                                                    struct sello_writer *out);
SELLO_NODISCARD enum sello_error sello_keyfile_peek(struct sello_bytes file,
                                                    struct sello_keyfile_info *out);
SELLO_NODISCARD enum sello_error sello_keyfile_unseal(struct sello_bytes file,
                                                      const struct sello_passphrase *passphrase,
                                                      struct sello_key **out);

#endif
