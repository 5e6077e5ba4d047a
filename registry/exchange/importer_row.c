/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/app.h"
#include "registry/exchange/importer_internal.h"
#include "registry/exchange/known.h"

/* ---- a row's fields ---- */

static bool is_one_of(const char *folded, const char *const *words, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (strcmp(folded, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool take_public(struct importer *im, const struct csv_row *row, bool *out,
                        struct import_result *result) {
    static const char *const yes[] = {"si", "s", "yes", "y", "1", "true", "verdadero", "x"};
    static const char *const no[] = {"", "no", "n", "0", "false", "falso"};
    char folded[KNOWN_FOLDED_MAX] = "";
    struct sello_bytes raw = importer_raw(im, row, "public");
    if (raw.len > 0 && sello_name_fold(raw, folded, sizeof folded) != SELLO_OK) {
        folded[0] = '\0';
    }
    *out = is_one_of(folded, yes, sizeof yes / sizeof *yes);
    if (*out || is_one_of(folded, no, sizeof no / sizeof *no)) {
        return true;
    }
    importer_refuse(im, "public", result);
    snprintf(result->reason, sizeof result->reason, "%s", _("yes or no is expected (sí, si, no)"));
    return false;
}

static bool take_gtin(struct importer *im, const struct csv_row *row, struct sello_number *out,
                      struct import_result *result) {
    char text[32];
    if (!IMPORTER_TEXT(im, row, "gtin", text, result)) {
        return false;
    }
    out->present = text[0] != '\0';
    enum sello_error error = out->present ? sello_gtin_parse(text, &out->value) : SELLO_OK;
    if (error != SELLO_OK) {
        struct sello_store_fault fault = {.field = "gtin"};
        importer_refuse_status(im, error, &fault, result);
    }
    return error == SELLO_OK;
}

/* ---- adding ---- */

/* A row that is new is added; one that is refused is forgotten, so that a later one like it is
 * judged by itself. */
static enum sello_error settle(struct importer *im, char *key, struct import_result *out,
                               enum sello_error (*add)(struct importer *im, const void *record,
                                                       uint64_t *out_number),
                               const void *record) {
    const struct known *before;
    enum sello_error error = known_note(&im->known, key, 0, out->line, &before);
    if (error != SELLO_OK) {
        return error;
    }
    if (before != NULL) {
        out->action = before->number > 0 ? IMPORT_PRESENT : IMPORT_REPEATED;
        out->number = before->number;
        out->first_line = before->line;
        return SELLO_OK;
    }
    error = add(im, record, &out->number);
    const struct sello_store_fault *fault = sello_store_fault(im->store);
    if (error == SELLO_OK) {
        out->action = IMPORT_ADDED;
    } else if (fault->field != NULL) {
        importer_refuse_status(im, error, fault, out);
        known_forget(&im->known, key);
        error = SELLO_OK;
    }
    return error;
}

static enum sello_error add_producer(struct importer *im, const void *record, uint64_t *out) {
    return sello_producer_add(im->store, record, out);
}

static enum sello_error add_product(struct importer *im, const void *record, uint64_t *out) {
    return sello_product_add(im->store, record, out);
}

static enum sello_error producer_row(struct importer *im, const struct csv_row *row,
                                     struct import_result *out) {
    struct sello_producer p = {0};
    char key[KNOWN_KEY_MAX];
    if (!IMPORTER_TEXT(im, row, "name", p.name, out) ||
        !IMPORTER_TEXT(im, row, "origin", p.origin, out) ||
        !IMPORTER_TEXT(im, row, "state", p.state, out) ||
        !take_public(im, row, &p.is_public, out)) {
        return SELLO_OK;
    }
    snprintf(out->name, sizeof out->name, "%s", p.name);
    snprintf(out->second, sizeof out->second, "%s", p.origin);
    enum sello_error error = known_producer_key(&p, key);
    return error == SELLO_OK ? settle(im, key, out, add_producer, &p) : error;
}

static enum sello_error product_row(struct importer *im, const struct csv_row *row,
                                    struct import_result *out) {
    struct sello_product p = {0};
    char key[KNOWN_KEY_MAX];
    if (!IMPORTER_TEXT(im, row, "name", p.name, out) ||
        !IMPORTER_TEXT(im, row, "traits", p.traits, out) || !take_gtin(im, row, &p.gtin, out) ||
        !IMPORTER_TEXT(im, row, "net_content", p.net_content, out) ||
        !IMPORTER_TEXT(im, row, "language", p.language, out)) {
        return SELLO_OK;
    }
    snprintf(out->name, sizeof out->name, "%s", p.name);
    snprintf(out->second, sizeof out->second, "%s", p.traits);
    enum sello_error error = known_product_key(&p, key);
    return error == SELLO_OK ? settle(im, key, out, add_product, &p) : error;
}

enum sello_error importer_row(struct importer *im, const struct csv_row *row,
                              struct import_result *out) {
    struct import_result result = {.line = row->line};
    enum sello_error error = SELLO_OK;
    if (importer_fits_header(im, row, &result)) {
        error = im->kind == SELLO_KIND_PRODUCER ? producer_row(im, row, &result)
                                                : product_row(im, row, &result);
    }
    if (error != SELLO_OK) {
        return error;
    }
    im->n_added += result.action == IMPORT_ADDED ? 1 : 0;
    im->n_present += result.action == IMPORT_PRESENT ? 1 : 0;
    im->n_repeated += result.action == IMPORT_REPEATED ? 1 : 0;
    im->n_refused += result.action == IMPORT_REFUSED ? 1 : 0;
    *out = result;
    return SELLO_OK;
}
