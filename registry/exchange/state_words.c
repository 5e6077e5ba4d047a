/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/state_words.h"

/* A state, as it is called in Spanish and in English, and how else it may be asked for. */
struct word {
    unsigned state;
    const char *es, *en, *also_es, *also_en;
};

/* clang-format off */
static const struct word certificates[] = {
    {SELLO_CERTIFICATE_APPLIED, "solicitado", "applied for", "pendiente", "applied"},
    {SELLO_CERTIFICATE_INSPECTED, "inspeccionado", "inspected", "", ""},
    {SELLO_CERTIFICATE_FAILED, "no pasó la inspección", "inspection failed", "rechazado", "failed"},
    {SELLO_CERTIFICATE_GRANTED, "otorgado", "granted", "", ""},
    {SELLO_CERTIFICATE_SUSPENDED, "suspendido", "suspended", "", ""},
    {SELLO_CERTIFICATE_WITHDRAWN, "retirado", "withdrawn", "", ""},
    {0, "", "", "", ""},
};

static const struct word batches[] = {
    {SELLO_BATCH_RESERVED, "apartada", "reserved", "", ""},
    {SELLO_BATCH_SIGNED, "firmada", "signed", "emitida", "issued"},
    {SELLO_BATCH_VOID, "anulada", "void", "", ""},
    {SELLO_BATCH_LOST, "perdida", "lost", "", ""},
    {0, "", "", "", ""},
};

static const struct word statuses[] = {
    {SELLO_LABEL_WITHDRAWN, "retirada", "withdrawn", "", ""},
    {SELLO_LABEL_SUSPENDED, "suspendida", "suspended", "", ""},
    {SELLO_LABEL_RETIRED, "vendida", "sold", "", ""},
    {0, "válida", "valid", "", ""},
};

static const struct word labels[] = {
    {LABELS_VALID, "válida", "valid", "", ""},
    {LABELS_WITHDRAWN, "retirada", "withdrawn", "", ""},
    {LABELS_SUSPENDED, "suspendida", "suspended", "", ""},
    {LABELS_SOLD, "vendida", "sold", "", "retired"},
    {LABELS_SPOILED, "arruinada", "spoiled", "inutilizada", "misprint"},
    {LABELS_PRINTED, "impresa", "printed", "", ""},
    {LABELS_UNPRINTED, "sin imprimir", "not printed", "sin-imprimir", "unprinted"},
    {LABELS_DELIVERED, "entregada", "delivered", "", ""},
    {LABELS_UNDELIVERED, "sin entregar", "not delivered", "sin-entregar", "undelivered"},
    {LABELS_LEFT, "queda", "left", "quedan", ""},
    {0, "", "", "", ""},
};
/* clang-format on */

static const char *word_of(const struct word *row, const char *language, unsigned state) {
    while (row->state != 0 && row->state != state) {
        row++;
    }
    return strcmp(language, "en") == 0 ? row->en : row->es;
}

const char *state_word_certificate(const char *language, enum sello_certificate_state state) {
    return word_of(certificates, language, state);
}

const char *state_word_batch(const char *language, enum sello_batch_state state) {
    return word_of(batches, language, state);
}

const char *state_word_label(const char *language, enum sello_label_status status) {
    return word_of(statuses, language, status);
}

const char *state_word_yes(const char *language, bool yes) {
    bool english = strcmp(language, "en") == 0;
    return !yes ? "no" : english ? "yes" : "sí";
}

/* ---- back ---- */

#define WORD_MAX 64 /* bytes, folded */

static bool folded(const char *text, char out[SELLO_LEN(WORD_MAX)]) {
    return sello_name_fold(sello_bytes_of(text), out, WORD_MAX) == SELLO_OK;
}

/* The word itself, or a plural of it: "otorgados", "retiradas". */
static bool is_word(const char *typed, const char *known) {
    char fold[WORD_MAX];
    if (known[0] == '\0' || !folded(known, fold)) {
        return false;
    }
    size_t len = strlen(fold);
    return strncmp(typed, fold, len) == 0 &&
           (typed[len] == '\0' || (typed[len] == 's' && typed[len + 1] == '\0'));
}

static unsigned state_of(const struct word *row, const char *word) {
    char typed[WORD_MAX];
    if (!folded(word, typed)) {
        return 0;
    }
    for (; row->state != 0; row++) {
        if (is_word(typed, row->es) || is_word(typed, row->en) || is_word(typed, row->also_es) ||
            is_word(typed, row->also_en)) {
            return row->state;
        }
    }
    return 0;
}

unsigned state_of_certificate(const char *word) {
    return state_of(certificates, word);
}

unsigned state_of_batch(const char *word) {
    return state_of(batches, word);
}

enum state_of_labels state_of_labels(const char *word) {
    return (enum state_of_labels)state_of(labels, word);
}
