/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_CONSOLE_VISITORS_H
#define SELLO_REGISTRY_CONSOLE_VISITORS_H

/* Who may ask. A link opens the window once and within five minutes; whoever used it has a cookie,
 * which the browser keeps from the page, and a key, which the page keeps from other ports of this
 * computer. Both are asked for. Each visitor has a lock of their own: the passphrase, in locked
 * memory, until ten minutes went by without a request that did something. */

#include "keys/keys.h"

enum {
    VISITORS_MAX = 16,
    VISITORS_LINKS = 8,
    VISITORS_TOKEN = 33, /* 128 random bits as hex, and NUL */
    VISITORS_CLERK = 41,
    VISITORS_LINK_MS = 300000,
    VISITORS_LOCK_MS = 600000
};

struct visitor {
    char cookie[VISITORS_TOKEN], key[VISITORS_TOKEN]; /* "": nobody */
    char clerk[VISITORS_CLERK]; /* who works there, as they say; "": they did not */
    uint64_t seen_ms;
    struct sello_passphrase *passphrase; /* NULL: locked */
    uint64_t unlocked_ms;                /* when it was last made use of */
};

struct visitors {
    struct visitor all[VISITORS_MAX];
    struct visitors_link {
        char token[VISITORS_TOKEN];
        uint64_t made_ms;
    } links[VISITORS_LINKS];
};

void visitors_token(char out[SELLO_LEN(VISITORS_TOKEN)]);

/* A new link's token, instead of the oldest where there are too many. */
const char *visitors_invite(struct visitors *v, uint64_t now_ms);

/* Who comes by this link, instead of the one who has been away the longest where there are too
 * many; NULL: it is none, or was used, or is too old. */
struct visitor *visitors_enter(struct visitors *v, const char *token, uint64_t now_ms);

/* Whose these are; NULL: nobody's. Either may be NULL. key_too: the key is asked for beside the
 * cookie. */
struct visitor *visitors_find(struct visitors *v, const char *cookie, const char *key,
                              bool key_too);

void visitors_leave(struct visitor *visitor);

/* Takes the passphrase over; NULL locks. */
void visitors_unlock(struct visitor *visitor, struct sello_passphrase *passphrase, uint64_t now_ms);

/* Locks whom nobody has used for ten minutes. Returns how long it is until the next, in
 * milliseconds; -1: nobody has unlocked. */
int64_t visitors_tick(struct visitors *v, uint64_t now_ms);

/* Seconds until it locks itself; 0: it is locked. */
uint64_t visitors_left(const struct visitor *visitor, uint64_t now_ms);

void visitors_close(struct visitors *v);

#endif
