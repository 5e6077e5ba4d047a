/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_EXCHANGE_STATE_WORDS_H
#define SELLO_REGISTRY_EXCHANGE_STATE_WORDS_H

/* States as people call them, in lists and tables: "otorgado" of a certificate, "firmada" of a
 * batch. What programs are told stays the store's names ("granted"). */

#include "registry/store/store.h"

/* language: "en", or Spanish. */
const char *state_word_certificate(const char *language, enum sello_certificate_state state);
const char *state_word_batch(const char *language, enum sello_batch_state state);
const char *state_word_label(const char *language, enum sello_label_status status);
const char *state_word_yes(const char *language, bool yes);

/* The states that such words mean, in either language, accents and case aside; 0: none. */
unsigned state_of_certificate(const char *word);
unsigned state_of_batch(const char *word);

/* What labels can be asked for. */
enum state_of_labels {
    LABELS_ANY = 0,
    LABELS_VALID,
    LABELS_WITHDRAWN,
    LABELS_SUSPENDED,
    LABELS_SOLD,
    LABELS_SPOILED, /* withdrawn as misprints */
    LABELS_PRINTED,
    LABELS_UNPRINTED,
    LABELS_DELIVERED,
    LABELS_UNDELIVERED,
    LABELS_LEFT, /* neither delivered nor withdrawn nor sold */
};
enum state_of_labels state_of_labels(const char *word);

#endif
