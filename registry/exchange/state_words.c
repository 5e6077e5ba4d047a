/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/state_words.h"

/* A state, as it is called in Spanish and in English, and what else people write for it: words with
 * bars between them. */
struct word {
    unsigned state;
    const char *es, *en, *also_es, *also_en;
};

/* clang-format off */
static const struct word certificates[] = {
    {SELLO_CERTIFICATE_APPLIED, "solicitado", "applied for", "solicitada|pendiente", "applied"},
    {SELLO_CERTIFICATE_INSPECTED, "inspeccionado", "inspected",
     "inspeccionada|aprobado|aprobada", "passed|pass"},
    {SELLO_CERTIFICATE_FAILED, "no pasó la inspección", "inspection failed",
     "rechazado|rechazada|inspección rechazada", "failed|fail"},
    {SELLO_CERTIFICATE_GRANTED, "otorgado", "granted", "otorgada", ""},
    {SELLO_CERTIFICATE_SUSPENDED, "suspendido", "suspended", "suspendida", ""},
    {SELLO_CERTIFICATE_WITHDRAWN, "retirado", "withdrawn", "retirada", ""},
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
    {SELLO_LABEL_RETIRED, "vendida", "retired", "", ""},
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

/* The word itself, or a plural of it: "otorgados", "retiradas". */
static bool is_word(const char *typed, struct sello_bytes known) {
    char fold[WORD_MAX];
    if (known.len == 0 || sello_name_fold(known, fold, WORD_MAX) != SELLO_OK) {
        return false;
    }
    size_t len = strlen(fold);
    return strncmp(typed, fold, len) == 0 &&
           (typed[len] == '\0' || (typed[len] == 's' && typed[len + 1] == '\0'));
}

static bool is_among(const char *typed, const char *words) {
    for (const char *word = words; *word != '\0';) {
        size_t len = strcspn(word, "|");
        if (is_word(typed, sello_bytes(word, len))) {
            return true;
        }
        word += len + (word[len] == '|' ? 1 : 0);
    }
    return false;
}

static unsigned state_of(const struct word *row, const char *word) {
    char typed[WORD_MAX];
    if (sello_name_fold(sello_bytes_of(word), typed, WORD_MAX) != SELLO_OK) {
        return 0;
    }
    for (; row->state != 0; row++) {
        if (is_among(typed, row->es) || is_among(typed, row->en) || is_among(typed, row->also_es) ||
            is_among(typed, row->also_en)) {
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
