/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_SESSION_SESSION_H
#define SELLO_REGISTRY_SESSION_SESSION_H

/* What all work on a registry shares: the open store, its keys, its newest root, who works, what
 * time it is, and why the last thing was refused. It never speaks and never asks: what it cannot
 * know comes through its hooks, from whoever opened it (a command, a window, a test).
 *
 * Functions that return an error have set session->problem where it is not SELLO_OK. */

#include <stdio.h>

#include "keys/keys.h"
#include "registry/session/problem.h"

#define SESSION_PATH_MAX 4096
#define SESSION_MEMBERS_MAX 64

struct session;

/* NULL members are allowed: then nothing is told, asked or stopped. */
struct session_hooks {
    void *context;
    /* Something that is worth knowing and hinders nothing; with the error SELLO_OK it is not even
     * a warning. */
    void (*notice)(void *context, const struct problem *notice);
    /* The passphrase of the key files; new: one is chosen, and asked twice. On failure the error,
     * with the problem set where there is more to say. Without it SELLO_E_PASSPHRASE_NONE. */
    enum sello_error (*passphrase)(struct session *session, bool new,
                                   struct sello_passphrase **out);
    /* That of one key file, where the session's does not open it: the keys of members have one of
     * their own. Without it, such a file is refused. */
    enum sello_error (*key_passphrase)(struct session *session, const char *path,
                                       struct sello_passphrase **out);
    /* How far long work is: `done` of `total` things that `work` names ("issue", "print"); a last
     * call has done == total. */
    void (*progress)(void *context, const char *work, uint64_t done, uint64_t total);
    /* Should long work end early, at a place where that harms nothing? */
    bool (*stopped)(void *context);
};

struct session {
    struct sello_store *store; /* NULL for work that needs no registry */
    const char *folder;        /* the registry's */
    char who[SELLO_WHO_MAX + 1];
    uint64_t now;         /* the clock when the session began; for a change never before the last
                           * event */
    const char *language; /* of scheme names and pages: "es" or "en" */
    struct session_hooks hooks;

    /* the session's own: */
    struct sello_passphrase *passphrase; /* given once, then kept */
    struct sello_passphrase *other;      /* the last that was asked for one key file; or NULL */
    bool keys_started;
    struct session_root *root;   /* the newest, once session_root was called */
    struct sello_number if_seen; /* what was shown to a person by another run: nothing else may be
                                  * so now */
    struct session_seen {
        bool any, many; /* of several plans, none stands for all */
        bool in_parts;  /* parts of a plan that will look at all of it: they are not noted */
        uint64_t sum;
    } seen;                 /* what plans looked at (session_see) */
    bool clock_taken;       /* session_take_clock said yes */
    bool unsettled;         /* something was done that the disk did not confirm */
    struct problem problem; /* why the last function failed; error SELLO_OK: it did not */
    char room[PROBLEM_VALUES][SESSION_PATH_MAX]; /* the texts of `problem` */
    char detail[256];
};

/* ---- opening ---- */

/* Fills in everything but the store; who is the account's name, and before it the one that
 * $SELLO_CLERK says. Cannot fail. */
void session_start(struct session *out, const char *folder, uint64_t now, const char *language,
                   const struct session_hooks *hooks);

/* Opens the registry in session->folder. Call session_close also when it fails. */
SELLO_NODISCARD enum sello_error session_open(struct session *session);

/* The same, to be looked at only: sello_store_open_reading. */
SELLO_NODISCARD enum sello_error session_open_reading(struct session *session);
void session_close(struct session *session);

/* May something be dated now? A clock behind the last event takes that one's date (notice
 * "clock-behind"). One more than 30 days ahead is refused with the rule "clock-ahead", unless a
 * person `confirmed` that it is right: dates only go forward, so that a wrong one holds all later
 * ones. */
SELLO_NODISCARD enum sello_error session_take_clock(struct session *session, bool confirmed);

/* "<registry>/mark.png" of "mark.%s", "png". SELLO_E_TOO_LONG, rule "path-too-long". */
__attribute__((format(printf, 3, 4))) SELLO_NODISCARD enum sello_error
session_path(struct session *session, char out[SELLO_LEN(SESSION_PATH_MAX)], const char *format,
             ...);

/* ---- why not ---- */

/* Keeps a copy of the problem, its texts included, and returns its error. */
enum sello_error session_refuse(struct session *session, const struct problem *problem);

/* The store's failure as a problem: the field and the place that its fault names. Returns the
 * error; SELLO_OK clears the problem. A problem that was set with this very error stays. */
enum sello_error session_fail(struct session *session, enum sello_error error);

/* sello_store_lock; that it cannot be had is refused in words. */
SELLO_NODISCARD enum sello_error session_lock(struct session *session);

/* Tells what hinders nothing; a notice without an error is no warning either. */
void session_notice(struct session *session, const struct problem *notice);

/* ---- changes ---- */

/* A service has a request, and two ways to go: its plan tells what would come of it and changes
 * nothing; its commit does it, in one transaction in which every rule is looked at again. Where a
 * plan was shown to a person, the commit takes it, and refuses what is no longer as it was shown.
 *
 * Runs `work` in a transaction, with its failures as the session's problem: session_preview keeps
 * nothing of it. It may be run again from its start. */
typedef enum sello_error session_work(struct session *session, void *context);
SELLO_NODISCARD enum sello_error session_preview(struct session *session, session_work *work,
                                                 void *context);
SELLO_NODISCARD enum sello_error session_do(struct session *session, session_work *work,
                                            void *context);

/* A plan, or the commit that goes by it, has looked at what has this sum: refused where another was
 * to be seen. */
SELLO_NODISCARD enum sello_error session_see(struct session *session, uint64_t sum);

/* Refuses what is no longer as it was shown; rule "changed-meanwhile". */
enum sello_error session_changed_meanwhile(struct session *session);

/* ---- long work ---- */

/* How far it is. The first call comes before anything that is not to be cut short, the last one
 * (done == total) also where the work ended early: whoever listens may catch interrupts between. */
void session_progress(struct session *session, const char *work, uint64_t done, uint64_t total);
bool session_stopped(struct session *session);

/* ---- keys ---- */

/* Raises the walls of keys/ once; notice "memory-not-locked" where memory cannot be locked. */
SELLO_NODISCARD enum sello_error session_start_keys(struct session *session);

/* May key files be sealed under it from now on? Rule "passphrase-weak". */
SELLO_NODISCARD enum sello_error
session_judge_passphrase(struct session *session, const struct sello_passphrase *passphrase);

/* The passphrase of the key files, asked through the hook once and then kept. A new one is judged.
 */
SELLO_NODISCARD enum sello_error session_passphrase(struct session *session, bool new,
                                                    const struct sello_passphrase **out);

/* The newest root, taken apart. It lives until session_close, also where a newer one is stored
 * meanwhile. */
SELLO_NODISCARD enum sello_error session_root(struct session *session,
                                              const struct sello_root **out);

/* What a delegated key is wanted for. */
struct session_key_use {
    enum sello_role role;       /* label, status, log or credential */
    uint64_t at;                /* must be within the key's dates */
    struct sello_number scheme; /* label keys: must be allowed to it */
    struct sello_number index;  /* this one of the delegated keys and no other */
};

/* Opens the newest active key of the newest root that may be used so and whose file is in keys/;
 * rule "no-label-key", "no-status-key", "no-log-key" or "no-credential-key" where there is none.
 * *out_index (may be NULL) is its place among the delegated keys. The caller frees the key. */
SELLO_NODISCARD enum sello_error session_open_key(struct session *session,
                                                  const struct session_key_use *use,
                                                  struct sello_key **out, uint64_t *out_index);

/* Is there such a key? Nothing is opened, and no passphrase is needed. */
SELLO_NODISCARD enum sello_error
session_find_key(struct session *session, const struct session_key_use *use, uint64_t *out_index);

/* Opens every member key of the newest root whose file is in keys/, at most SESSION_MEMBERS_MAX.
 * None is no failure: *out_n is 0. Freed by session_free_members. */
SELLO_NODISCARD enum sello_error
session_open_members(struct session *session, struct sello_key *out[SELLO_LEN(SESSION_MEMBERS_MAX)],
                     size_t *out_n);
void session_free_members(struct sello_key *keys[SELLO_LEN(SESSION_MEMBERS_MAX)], size_t n);

/* Calls visit with each key file in keys/, in order of name, until it returns false. What is no key
 * file is passed over; one that may not be used (owner, mode), and what is named *.key and is none,
 * is told as a notice. A registry without keys/ has no key files. */
SELLO_NODISCARD enum sello_error session_key_files(
    struct session *session,
    bool (*visit)(void *context, const char *path, const struct sello_keyfile_info *info),
    void *context);

/* "<registry>/keys/<name>"; name may be "". */
SELLO_NODISCARD enum sello_error session_key_path(struct session *session, const char *name,
                                                  char out[SELLO_LEN(SESSION_PATH_MAX)]);

/* Opens one key file with the session's passphrase; where that is not its own, with one that is
 * asked for. The caller frees the key. Rule "key-file-not-opened". */
SELLO_NODISCARD enum sello_error session_open_key_file(struct session *session, const char *path,
                                                       struct sello_key **out);

/* The same; *out_passphrase (may be NULL) is what opened it, the session's. The problem is set only
 * where no passphrase was to be had. */
SELLO_NODISCARD enum sello_error session_unlock(struct session *session, const char *path,
                                                struct sello_key **out,
                                                const struct sello_passphrase **out_passphrase);

#endif
