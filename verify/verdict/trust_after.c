/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/verdict/trust_log.h"

/* One trust file after another: may it, and what is kept of the one before. */

/* Did a root end the key that signed the stored bundle? Then that bundle's version and date bind no
 * more: a thief's far-future ones are left behind. */
static bool key_ended(const struct sello_trust *stored, const struct sello_trust *next) {
    const struct sello_root *root = &next->root;
    for (size_t i = root->n_members; i < root->n_keys; i++) {
        const struct sello_root_key *key = &root->key[i];
        if (memcmp(key->kid, stored->bundle.sign1.header.kid, SELLO_KID_LEN) == 0 &&
            key->role == SELLO_ROLE_STATUS && key->state == SELLO_KEY_ACTIVE &&
            stored->bundle.generated < key->stop_signing) {
            return false;
        }
    }
    return true;
}

static enum sello_error check_chain(const struct sello_trust *stored,
                                    const struct sello_trust *next) {
    if (memcmp(stored->root.fingerprint, next->root.fingerprint, SELLO_HASH_LEN) != 0) {
        return SELLO_E_OTHER_CERTIFIER;
    }
    size_t n_both = stored->n_roots < next->n_roots ? stored->n_roots : next->n_roots;
    for (size_t i = 0; i < n_both; i++) {
        if (memcmp(stored->root_hash[i], next->root_hash[i], SELLO_HASH_LEN) != 0) {
            return SELLO_E_FORK;
        }
    }
    return next->n_roots < stored->n_roots ? SELLO_E_OLDER_ROOT : SELLO_OK;
}

static enum sello_error check_version(const struct sello_trust *stored,
                                      const struct sello_trust *next) {
    if (next->bundle.version < stored->bundle.version) {
        return SELLO_E_OLDER_BUNDLE;
    }
    if (next->bundle.version == stored->bundle.version &&
        !sello_bytes_eq(next->bundle_bytes, stored->bundle_bytes)) {
        return SELLO_E_EQUIVOCATION;
    }
    return SELLO_OK;
}

/* ---- what a certifier said binds it ---- */

/* Of the four labels in a byte, those whose bits are 1 (withdrawn) or 3 (retired): the low bit of
 * each pair. */
static uint8_t withdrawn_in(uint8_t bits) {
    return (uint8_t)(bits & ~(bits >> 1) & 0x55);
}

static uint8_t retired_in(uint8_t bits) {
    return (uint8_t)(bits & bits >> 1 & 0x55);
}

/* Does `next` say of the labels in this byte, which were retired and no longer are so, that they
 * were returned? `*told_to` is the last serial known to be. */
static bool returned(const struct sello_trust *next, uint64_t first, uint8_t back,
                     uint64_t *told_to) {
    for (uint64_t i = 0; i < 4; i++) {
        uint64_t serial = first + i;
        if ((back >> 2 * i & 1) == 0 || serial <= *told_to) {
            continue;
        }
        const struct sello_status_row *row = sello_trust_row(next, serial);
        if (row == NULL || row->reason != SELLO_REASON_RETURNED) {
            return false;
        }
        *told_to = row->first + row->count - 1;
    }
    return true;
}

/* Withdrawn is for good; retired ends only by a row that says so. Linear in the lists. */
static bool statuses_kept(const struct sello_trust *stored, const struct sello_trust *next) {
    uint64_t told_to = 0;
    for (size_t k = 0; k < stored->n_lists; k++) {
        const uint8_t *before = stored->list[k], *now = next->list[k];
        size_t size = sello_list_bytes(sello_list_entries(stored->bundle.highest, k));
        for (size_t i = 0; i < size; i++) {
            uint8_t withdrawn = withdrawn_in(now[i]);
            uint8_t back = (uint8_t)(retired_in(before[i]) & ~(retired_in(now[i]) | withdrawn));
            if (before[i] != now[i] &&
                ((withdrawn_in(before[i]) & ~withdrawn) != 0 ||
                 !returned(next, k * SELLO_LIST_ENTRIES + 4 * i, back, &told_to))) {
                return false;
            }
        }
    }
    return true;
}

/* A batch listed again is the same: no serial of it is now in a batch that says otherwise. One walk
 * along both, as they are sorted and disjoint. */
static bool batches_kept(const struct sello_trust *stored, const struct sello_trust *next) {
    size_t i = 0, j = 0;
    while (i < stored->n_batches && j < next->n_batches) {
        const struct sello_batch_row *a = &stored->batch[i], *b = &next->batch[j];
        if (a->first + a->count <= b->first) {
            i++;
        } else if (b->first + b->count <= a->first) {
            j++;
        } else if (a->first != b->first || a->count != b->count || a->key != b->key ||
                   !sello_bytes_eq(a->commitment, b->commitment)) {
            return false;
        } else {
            i++;
            j++;
        }
    }
    return true;
}

static bool keeps_its_word(const struct sello_trust *stored, const struct sello_trust *next) {
    return next->bundle.highest >= stored->bundle.highest && statuses_kept(stored, next) &&
           batches_kept(stored, next);
}

/* ---- may it? ---- */

/* Does the newer root call a label key stolen that was not yet? Then only its listed batches are
 * good, and a file of status alone does not list them. */
static bool needs_batches(const struct sello_trust *stored, const struct sello_trust *next) {
    size_t n_stored = stored->root.n_keys - stored->root.n_members;
    for (size_t i = 0; i < next->root.n_keys - next->root.n_members; i++) {
        const struct sello_root_key *key = &next->root.key[next->root.n_members + i];
        bool was = i < n_stored &&
                   stored->root.key[stored->root.n_members + i].state == SELLO_KEY_COMPROMISED;
        if (key->role == SELLO_ROLE_LABEL && key->state == SELLO_KEY_COMPROMISED && !was) {
            return true;
        }
    }
    return false;
}

enum sello_error sello_trust_succeeds(const struct sello_trust *stored,
                                      const struct sello_trust *next) {
    enum sello_error error = check_chain(stored, next);
    if (error != SELLO_OK) {
        return error;
    }
    if (next->bundle.status_only && needs_batches(stored, next)) {
        return SELLO_E_NEEDS_TRUST_FILE;
    }
    if (key_ended(stored, next)) {
        stored = stored->whole; /* what came before the thief's still binds */
        if (stored == NULL || key_ended(stored, next)) {
            return SELLO_OK;
        }
    }
    error = check_version(stored, next);
    if (error == SELLO_OK && !keeps_its_word(stored, next)) {
        error = SELLO_E_TAKES_BACK;
    }
    return error == SELLO_OK ? sello_trust_log_follows(stored, next) : error;
}

/* ---- status alone, after a whole file ---- */

/* Was the key that signed this bundle stolen, as the newest root has it? A kid is a hint, but to
 * believe too little is safe. */
static bool key_stolen(const struct sello_root *newest, const struct sello_trust *signed_by) {
    for (size_t i = newest->n_members; i < newest->n_keys; i++) {
        const struct sello_root_key *key = &newest->key[i];
        if (key->state == SELLO_KEY_COMPROMISED &&
            memcmp(key->kid, signed_by->bundle.sign1.header.kid, SELLO_KID_LEN) == 0) {
            return true;
        }
    }
    return false;
}

/* Field 5 of a root is append-only, so a batch's key has the same index in the newer root. */
static void keep_batches(struct sello_trust *t, const struct sello_trust *whole) {
    t->batch = whole->batch;
    t->n_batches = whole->n_batches;
    while (t->n_batches > 0 &&
           t->batch[t->n_batches - 1].first + t->batch[t->n_batches - 1].count - 1 >
               t->bundle.highest) {
        t->n_batches--;
    }
    bool shrunk = whole->complete_to > t->bundle.highest;
    t->complete_to = shrunk ? t->bundle.highest : whole->complete_to;
}

static void keep_lists(struct sello_trust *t, const struct sello_trust *whole) {
    t->certificates = whole->certificates;
    t->certificate_at = whole->certificate_at;
    t->n_certificates = whole->n_certificates;
    t->certificates_date = whole->certificates_date;
    t->endorsements = whole->endorsements;
}

static void keep_rows(struct sello_trust *t, const struct sello_trust *whole) {
    for (size_t i = 0; i < whole->n_rows; i++) {
        if (sello_trust_row_agrees(t, &whole->row[i])) {
            t->row[t->n_rows++] = whole->row[i];
        }
    }
}

enum sello_error sello_trust_merge(const struct sello_trust *whole,
                                   const struct sello_trust *status, struct sello_arena *arena,
                                   struct sello_trust **out) {
    struct sello_trust *t = sello_arena_take(arena, 1, sizeof *t);
    struct sello_status_row *row = sello_arena_take(arena, whole->n_rows, sizeof *row);
    if (t == NULL || row == NULL) {
        return SELLO_E_NO_ROOM;
    }
    *t = *status;
    t->whole = whole;
    t->row = row;
    t->n_rows = 0;
    if (!key_stolen(&t->root, whole)) {
        keep_batches(t, whole);
        keep_rows(t, whole);
        keep_lists(t, whole);
    }
    *out = t;
    return SELLO_OK;
}

size_t sello_trust_merge_room(const struct sello_trust *whole) {
    return sizeof(struct sello_trust) + whole->n_rows * sizeof(struct sello_status_row) + 64;
}
