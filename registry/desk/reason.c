/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/reason.h"

#include <stdlib.h>

#include "base/time.h"

/* ---- words for reasons ---- */

/* What people write for each reason, in both languages whichever one is spoken to them: folded, and
 * with spaces for hyphens. */
static const struct word {
    uint64_t reason;
    const char *word;
} words[] = {
    {SELLO_REASON_OTHER, "other"},
    {SELLO_REASON_OTHER, "otra"},
    {SELLO_REASON_LOST, "lost"},
    {SELLO_REASON_LOST, "perdida"},
    {SELLO_REASON_LOST, "extraviada"},
    {SELLO_REASON_STOLEN, "stolen"},
    {SELLO_REASON_STOLEN, "robada"},
    {SELLO_REASON_DAMAGED, "damaged"},
    {SELLO_REASON_DAMAGED, "danada"},
    {SELLO_REASON_MISPRINT, "misprint"},
    {SELLO_REASON_MISPRINT, "mal impresa"},
    {SELLO_REASON_CERTIFICATE_ENDED, "certificate ended"},
    {SELLO_REASON_CERTIFICATE_ENDED, "certificado terminado"},
    {SELLO_REASON_CERTIFICATE_SUSPENDED, "certificate suspended"},
    {SELLO_REASON_CERTIFICATE_SUSPENDED, "certificado suspendido"},
    {SELLO_REASON_COUNTERFEIT, "counterfeit seen"},
    {SELLO_REASON_COUNTERFEIT, "falsificacion vista"},
    {SELLO_REASON_SOLD, "sold"},
    {SELLO_REASON_SOLD, "vendida"},
    {SELLO_REASON_PRODUCER, "producer request"},
    {SELLO_REASON_PRODUCER, "a peticion del productor"},
    {SELLO_REASON_PRODUCER, "peticion del productor"},
};

/* Room for the folded form of any text that stands here. */
#define FOLDED_MAX (4 * SELLO_NAME_MAX + 4 * SELLO_ROW_TEXT_MAX)

static enum sello_error fold_words(const char *text, char out[SELLO_LEN(FOLDED_MAX)]) {
    char spaced[SELLO_ROW_TEXT_MAX + 1];
    snprintf(spaced, sizeof spaced, "%s", text);
    for (char *c = spaced; *c != '\0'; c++) {
        *c = *c == '-' || *c == '_' ? ' ' : *c;
    }
    return sello_name_fold(sello_bytes_of(spaced), out, FOLDED_MAX);
}

static const struct word *find_word(const char *folded) {
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i].word, folded) == 0) {
            return &words[i];
        }
    }
    return NULL;
}

/* ---- a text of one's own ---- */

static enum sello_error names_nobody(struct session *session, const char *text) {
    uint64_t producer = 0;
    enum sello_error error = sello_text_names_producer(session->store, text, &producer);
    if (error != SELLO_OK || producer == 0) {
        return error;
    }
    return session_refuse(session,
                          &(struct problem){.error = SELLO_E_TEXT,
                                            .rule = "reason-names-producer",
                                            .field = "reason",
                                            .subject = {SELLO_KIND_PRODUCER, producer},
                                            .value = {problem_id(SELLO_KIND_PRODUCER, producer)}});
}

enum sello_error reason_take(struct session *session, const char *text, enum sello_reason usual,
                             struct reason *out) {
    char folded[FOLDED_MAX];
    struct reason reason = {.code = usual};
    if (text == NULL) {
        *out = reason;
        return SELLO_OK;
    }
    struct problem problem = {.field = "reason"};
    problem.error = sello_name_check(sello_bytes_of(text), SELLO_ROW_TEXT_MAX, &problem.name);
    if (problem.error != SELLO_OK) {
        return session_refuse(session, &problem);
    }
    snprintf(reason.typed, sizeof reason.typed, "%s", text);
    enum sello_error error = fold_words(text, folded);
    const struct word *word = error == SELLO_OK ? find_word(folded) : NULL;
    if (word != NULL) {
        reason.code = word->reason;
    } else if (error == SELLO_OK) {
        reason.code = SELLO_REASON_OTHER;
        snprintf(reason.text, sizeof reason.text, "%s", text);
        error = names_nobody(session, text);
    }
    if (error == SELLO_OK) {
        *out = reason;
    }
    return error;
}

enum sello_error reason_take_day(struct session *session, struct sello_number day,
                                 uint64_t *out_day) {
    uint64_t today = base_here_day(session->now);
    if (day.present && day.value > today) {
        return session_refuse(session, &(struct problem){.error = SELLO_E_RANGE,
                                                         .rule = "date-to-come",
                                                         .field = "date",
                                                         .value = {problem_day(day.value)}});
    }
    *out_day = day.present ? day.value : today;
    return SELLO_OK;
}
