/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/console/visitors.h"

#include <sodium.h>

#include "base/hex.h"

void visitors_token(char out[SELLO_LEN(VISITORS_TOKEN)]) {
    uint8_t chance[(VISITORS_TOKEN - 1) / 2];
    randombytes_buf(chance, sizeof chance);
    base_hex(chance, sizeof chance, out);
    sodium_memzero(chance, sizeof chance);
}

/* In a time that does not tell where they differ. */
static bool is_token(const char *kept, const char *given) {
    return kept[0] != '\0' && given != NULL && strlen(given) == VISITORS_TOKEN - 1 &&
           sodium_memcmp(kept, given, VISITORS_TOKEN - 1) == 0;
}

const char *visitors_invite(struct visitors *v, uint64_t now_ms) {
    struct visitors_link *link = &v->links[0];
    for (size_t i = 1; i < VISITORS_LINKS; i++) {
        bool empty = v->links[i].token[0] == '\0' && link->token[0] != '\0';
        bool older = link->token[0] != '\0' && v->links[i].made_ms < link->made_ms;
        link = empty || older ? &v->links[i] : link;
    }
    visitors_token(link->token);
    link->made_ms = now_ms;
    return link->token;
}

static bool use_link(struct visitors *v, const char *token, uint64_t now_ms) {
    bool good = false;
    for (size_t i = 0; i < VISITORS_LINKS; i++) {
        struct visitors_link *link = &v->links[i];
        if (is_token(link->token, token)) {
            good = now_ms - link->made_ms <= VISITORS_LINK_MS;
            sodium_memzero(link, sizeof *link);
        }
    }
    return good;
}

struct visitor *visitors_enter(struct visitors *v, const char *token, uint64_t now_ms) {
    if (!use_link(v, token, now_ms)) {
        return NULL;
    }
    struct visitor *place = &v->all[0];
    for (size_t i = 1; i < VISITORS_MAX && place->cookie[0] != '\0'; i++) {
        bool better = v->all[i].cookie[0] == '\0' || v->all[i].seen_ms < place->seen_ms;
        place = better ? &v->all[i] : place;
    }
    visitors_leave(place);
    visitors_token(place->cookie);
    visitors_token(place->key);
    place->seen_ms = now_ms;
    return place;
}

struct visitor *visitors_find(struct visitors *v, const char *cookie, const char *key,
                              bool key_too) {
    struct visitor *found = NULL;
    for (size_t i = 0; i < VISITORS_MAX; i++) {
        bool known = is_token(v->all[i].cookie, cookie);
        known = known && (!key_too || is_token(v->all[i].key, key));
        found = known ? &v->all[i] : found;
    }
    return found;
}

void visitors_leave(struct visitor *visitor) {
    sello_passphrase_free(&visitor->passphrase);
    sodium_memzero(visitor, sizeof *visitor);
}

void visitors_unlock(struct visitor *visitor, struct sello_passphrase *passphrase,
                     uint64_t now_ms) {
    sello_passphrase_free(&visitor->passphrase);
    visitor->passphrase = passphrase;
    visitor->unlocked_ms = now_ms;
}

static uint64_t left_ms(const struct visitor *visitor, uint64_t now_ms) {
    uint64_t gone = now_ms - visitor->unlocked_ms;
    return visitor->passphrase == NULL || gone >= VISITORS_LOCK_MS ? 0 : VISITORS_LOCK_MS - gone;
}

int64_t visitors_tick(struct visitors *v, uint64_t now_ms) {
    int64_t next = -1;
    for (size_t i = 0; i < VISITORS_MAX; i++) {
        struct visitor *visitor = &v->all[i];
        uint64_t left = left_ms(visitor, now_ms);
        if (left == 0) {
            sello_passphrase_free(&visitor->passphrase);
        } else if (next < 0 || (int64_t)left < next) {
            next = (int64_t)left;
        }
    }
    return next;
}

uint64_t visitors_left(const struct visitor *visitor, uint64_t now_ms) {
    return (left_ms(visitor, now_ms) + 999) / 1000;
}

void visitors_close(struct visitors *v) {
    for (size_t i = 0; i < VISITORS_MAX; i++) {
        visitors_leave(&v->all[i]);
    }
    sodium_memzero(v->links, sizeof v->links);
}
