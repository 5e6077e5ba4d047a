/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_TOOL_TOOL_H
#define SELLO_VERIFY_TOOL_TOOL_H

/* Inside the tool sello-verify: what its commands share. */

#include <limits.h>

#include "cli/cli.h"
#include "verify/tool/names.h"
#include "verify/verdict/identity.h"
#include "verify/verdict/label_text.h"
#include "verify/verdict/trust.h"

/* ---- a certifier's trust file in memory ---- */

/* An accepted file and what it says. */
struct trust_part {
    uint8_t *file; /* owned */
    size_t len;
    void *memory; /* owned; what trust points into */
    struct sello_trust *trust;
};

/* What the witnesses of the store's policy say of it. */
struct trust_seen {
    size_t n_witnesses; /* 0: there is no policy */
    size_t n_signed;
    uint64_t latest; /* instant */
    bool quorum;
};

struct loaded_trust {
    struct trust_part whole;   /* the last whole file */
    struct trust_part status;  /* a newer one that gives only status; without a file: none */
    void *merged;              /* owned; where there are both */
    struct sello_trust *trust; /* what judges: the whole file's, or both merged */
    char *alias;               /* owned; NULL: the certifier's own name */
    bool stored;               /* in the trust store, not for this run only */
    const char *from;          /* the file it was read from, with what lies beside; NULL: none */
    struct trust_seen seen;    /* where asked for */
    /* What stands beside the whole file in the store cannot be read: it must not judge. */
    bool status_unread, alias_unread;
};

/* Reads and accepts a trust file. On failure says why and returns false, holding nothing. */
SELLO_NODISCARD bool trust_load_file(const char *path, struct loaded_trust *out);
/* The same for bytes read from `name`, which it takes over; the name must last as long as it. */
SELLO_NODISCARD bool trust_take_bytes(const char *name, uint8_t *file, size_t len,
                                      struct loaded_trust *out);
/* The bundle of a status notice, behind the roots already stored: as a file of its own. */
SELLO_NODISCARD enum sello_error trust_open_notice(const struct loaded_trust *stored,
                                                   struct sello_bytes bundle,
                                                   struct loaded_trust *out);
/* Lays the status of another file over a certifier's, and takes that file over. False, having said
 * so, when there is no memory. */
SELLO_NODISCARD bool trust_add_status(struct loaded_trust *t, struct loaded_trust *status);
void trust_unload(struct loaded_trust *t);

/* The name people know it by: its alias, else the certifier's name. Static until the next call. */
const char *trust_name(const struct loaded_trust *t);

/* ---- the trust store: one file a certifier, named by its fingerprint ---- */

#define TRUSTS_MAX 1024

struct trust_set {
    struct loaded_trust item[TRUSTS_MAX];
    size_t n;
    size_t n_unread; /* certifiers of the store who are not among them, as they cannot be read */
};

/* $XDG_DATA_HOME/sello/trust, else ~/.local/share/sello/trust; NULL, having said so, when there is
 * no home. The caller frees it. */
char *trust_store_path(void);

/* Held around loading, judging and writing, so that a file is judged by what it replaces. Waits for
 * another program's change. -1, having said why, when the store cannot be written. */
SELLO_NODISCARD int trust_store_lock(void);
void trust_store_unlock(int lock);

/* Loads every certifier of the store. What of one cannot be read is told, and the others are there
 * all the same. False, having said why, when it is not even known who they are. */
SELLO_NODISCARD bool trust_store_load(struct trust_set *set);
/* The same, to judge by: without those of whom anything cannot be read. */
SELLO_NODISCARD bool trust_store_load_usable(struct trust_set *set);
/* Is there a file of this certifier, readable or not? */
bool trust_store_has(const struct loaded_trust *t);
void trust_set_free(struct trust_set *set);

/* Writes a certifier's whole file into the store, in place of all it had there; alias may be NULL
 * (it stays). */
SELLO_NODISCARD bool trust_store_put(const struct loaded_trust *t, const char *alias);
/* Writes a file of status alone beside the whole one. */
SELLO_NODISCARD bool trust_store_put_status(const struct loaded_trust *t);
SELLO_NODISCARD bool trust_store_remove(const struct loaded_trust *t);

/* The proof that the certifier's data is in its public log, as it came with that; false: none. The
 * caller frees it. */
SELLO_NODISCARD bool trust_store_proof(const struct loaded_trust *t, uint8_t **out,
                                       size_t *out_len);
SELLO_NODISCARD bool trust_store_put_proof(const struct loaded_trust *t, struct sello_bytes bytes);

/* Whose witness counts (wire/log_policy.h), for all certifiers; the caller frees the path. */
char *trust_store_policy_path(void);
/* An empty one is none. */
SELLO_NODISCARD bool trust_store_put_policy(struct sello_bytes text);

/* Keeps a refused file beside the store, as evidence of two truths. */
void trust_store_keep_evidence(const struct loaded_trust *refused);
/* The same of a file of its public log: ".checkpoint", ".tile". */
void trust_store_keep_beside(const struct loaded_trust *t, struct sello_bytes bytes,
                             const char *suffix);

/* The public log as it was when it was audited last; false where it never was. */
bool trust_store_audited(const struct loaded_trust *t, uint64_t *out_size,
                         uint8_t out_root[SELLO_LEN(SELLO_HASH_LEN)]);
/* Notes how it is now, unless it was seen with more entries. */
SELLO_NODISCARD bool trust_store_put_audited(const struct loaded_trust *t, uint64_t size,
                                             const uint8_t root[SELLO_LEN(SELLO_HASH_LEN)]);

/* Lays a file over the one before it, whole or status alone, in memory. `next` is taken over. */
SELLO_NODISCARD bool trust_replace(struct loaded_trust *stored, struct loaded_trust *next);

/* ---- finding and showing certifiers ---- */

/* The certifier with this fingerprint, or NULL. */
struct loaded_trust *trust_find(struct trust_set *set,
                                const uint8_t fingerprint[SELLO_LEN(SELLO_HASH_LEN)]);
/* The one with this name, alias or fingerprint; says so when there is none. */
struct loaded_trust *trust_find_named(struct trust_set *set, const char *name);

/* Is it this hash that was typed? */
bool trust_is_hash(const uint8_t hash[SELLO_LEN(SELLO_HASH_LEN)], const char *typed);

/* Does the chain of roots contain the hash that was typed? False, having said why. */
SELLO_NODISCARD bool trust_has_hash(const struct loaded_trust *t, const char *typed);

void trust_show(FILE *to, const struct loaded_trust *t);

/* sello_identity_check among the certifiers of the set; alias may be NULL. */
SELLO_NODISCARD enum sello_error trust_identity(const struct trust_set *set,
                                                const struct loaded_trust *next, const char *alias,
                                                const struct loaded_trust **out_other);
/* Says why, for a key that is taken or a name that could be taken for a fingerprint; false. */
SELLO_NODISCARD bool trust_refuse_identity(enum sello_error why, const struct loaded_trust *other);

/* Could the newcomer be taken for one who is trusted already? Says why it is refused. */
SELLO_NODISCARD bool trust_check_newcomer(const struct trust_set *set,
                                          const struct loaded_trust *next, const char *alias);

/* Which of those trusted vouches for it; NULL: none. */
const struct loaded_trust *trust_endorser(const struct trust_set *set,
                                          const struct loaded_trust *next,
                                          struct sello_endorsement_row *out);
void trust_say_endorsed(FILE *to, const struct loaded_trust *endorser,
                        const struct sello_endorsement_row *row);

/* Adds from a file, or the files of a folder, all whom the trusted certifier of this name vouches
 * for; the identity of each is checked. False where one was refused. */
SELLO_NODISCARD bool trust_add_endorsed(struct trust_set *set, const char *endorser,
                                        const char *path);

/* Takes `next` into the store in place of `stored`, of the same certifier, if it may follow it.
 * Says what was done, or why not. */
SELLO_NODISCARD bool trust_update(const struct trust_set *set, struct loaded_trust *stored,
                                  struct loaded_trust *next);

/* Is its root or bundle dated more than a day after the clock? */
bool trust_dated_ahead(const struct loaded_trust *t);
/* Says where data is dated ahead, or older than its certifier wants it to be relied on. */
void trust_warn_dates(const struct loaded_trust *t);

/* ---- status notices ---- */

enum { NOTICES_MAX = 8 }; /* in one picture */

/* The bundles of the notices in a picture or text. */
struct notices {
    uint8_t bytes[NOTICES_MAX][SELLO_DECODED_MAX];
    size_t len[NOTICES_MAX];
    size_t n;
    bool label;               /* there was a label */
    enum sello_error problem; /* of a code that is no notice */
};

/* Takes a code's text; true when it is a notice. */
bool notices_take(struct notices *notices, struct sello_bytes text);

/* Says, where there is no notice, what there is. */
SELLO_NODISCARD bool notices_any(const struct notices *notices, const char *name);

/* Is it meant as a code's text rather than as the name of a file? */
bool looks_like_text(const char *input);

/* ---- serials seen ---- */

/* The sights of one serial. */
struct sight {
    uint64_t first, last; /* instants */
    uint64_t times;
};

/* A bit a serial, or 24 bytes where first, last and times are to be known. */
struct seen;
SELLO_NODISCARD struct seen *seen_new(bool dated);
void seen_free(struct seen *seen);
/* Notes a sight of the certifier `trust`; *out_before tells of those before it (dates only where
 * `dated`). False when there is no memory: then it is not known whether it came before. */
SELLO_NODISCARD bool seen_note(struct seen *seen, size_t trust, uint64_t serial, uint64_t instant,
                               struct sight *out_before);

/* ---- answers ---- */

/* Where an answer comes from, and goes. */
struct source {
    FILE *to;
    const char *input;
    size_t code_index;
    const struct sello_quad *where; /* in its picture; NULL: not known */
    size_t n_unread;                /* codes that this answer is for, seen and not read */
    const struct loaded_trust *trusts;
    size_t n_trusts;
    bool some_unread;   /* a trusted certifier is not among them, as it cannot be read */
    uint64_t judged;    /* the instant */
    const char *photos; /* the folder of --photos; NULL: none */
};

/* A statement of certified output, and its verdict: a block, or a JSON object with "statement". An
 * empty token: it does not say what it is. */
void print_statement(const struct source *source, const struct sello_report *report,
                     struct sello_bytes token, bool json);

/* ---- photos ---- */

enum photo_state {
    PHOTO_NONE,   /* the label names none, or no folder was given */
    PHOTO_FITS,   /* the very file that it names */
    PHOTO_OTHER,  /* another file has its name */
    PHOTO_ABSENT, /* no such file */
    PHOTO_UNREAD  /* it could not be read: errno */
};

/* Looks for the label's photo, and writes where it is to be. Several at once. */
enum photo_state photo_look(const struct source *source, const struct sello_report *report,
                            char out_path[SELLO_LEN(PATH_MAX)]);

/* In a list or a table for people: one or two words, in Spanish or as programs are told. */
const char *verdict_word(enum sello_verdict verdict);

/* The verdict in words: one short line; why it is so; what to do next. In the user's language; the
 * day of the data by the clock on the wall, as people write days (here), or, where programs read
 * it, by UTC, as 2026-11-01. */
const char *verdict_title(enum sello_verdict verdict);
const char *verdict_also(enum sello_verdict verdict); /* beside another, or without a label */
void verdict_detail(const struct sello_report *report, bool here, char *buf, size_t size);
const char *verdict_next(const struct sello_report *report, const struct source *source);

void print_report(const struct source *source, const struct sello_report *report);
void print_report_line(const struct source *source, const struct sello_report *report);
void print_report_json(const struct source *source, const struct sello_report *report);
void print_csv_header(FILE *to);
void print_report_csv(const struct source *source, const struct sello_report *report);

/* Of a report that is_listed: "in force until 2027-03-01"; and where it is, of one that
 * has_listed_place. */
void listed_state_words(const struct sello_report *report, char *buf, size_t size);
void listed_place_text(const struct sello_report *report, char *buf, size_t size);

/* The extra claims as they are in a report, each as "12: text", for people. */
void print_extra(FILE *to, const struct sello_report *report);

/* ---- pictures ---- */

/* --picture-seconds and --no-sandbox; false, having said what is wrong with them. */
SELLO_NODISCARD bool pictures_take_options(const struct cli_args *args);
/* After a picture was read: says, once, where the system could not lock the reader in. */
void pictures_warn(void);

/* ---- commands ---- */

extern const struct cli_synonym command_names[], option_names[]; /* spanish.c */

int cmd_verify(const struct cli_args *args);
int cmd_log_audit(const struct cli_args *args);
int cmd_remember_merge(const struct cli_args *args);
int cmd_trust_add(const struct cli_args *args);
int cmd_trust_list(const struct cli_args *args);
int cmd_trust_show(const struct cli_args *args);
int cmd_trust_update(const struct cli_args *args);
int cmd_trust_policy(const struct cli_args *args);
int cmd_trust_remove(const struct cli_args *args);

#endif
