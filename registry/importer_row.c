/* SPDX-License-Identifier: Apache-2.0 */
#include <uninorm.h>

#include "registry/app.h"
#include "registry/importer.h"
#include "registry/known.h"

/* ---- a row's fields ---- */

static size_t field_index(const struct importer *im, const char *name) {
    size_t i = 0;
    while (i < im->n_fields && strcmp(im->field[i].name, name) != 0) {
        i++;
    }
    return i;
}

static void refuse(const struct importer *im, const char *field, struct import_result *out) {
    size_t i = field_index(im, field);
    out->action = IMPORT_REFUSED;
    if (i < im->n_fields) {
        out->field = &im->field[i];
        out->column = im->column[i];
    }
}

static void refuse_status(const struct importer *im, enum sello_status status,
                          const struct sello_store_fault *fault, struct import_result *out) {
    refuse(im, fault->field != NULL ? fault->field : "", out);
    app_reason(status, fault, out->reason, sizeof out->reason);
}

static struct sello_bytes raw_field(const struct importer *im, const struct csv_row *row,
                                    const char *name) {
    size_t i = field_index(im, name);
    size_t column = i < im->n_fields ? im->column[i] : 0;
    return column > 0 && column <= row->n ? csv_plain(row->field[column - 1]) : sello_bytes("", 0);
}

/* A text field in NFC. False when the row was refused. */
static bool take_text(struct importer *im, const struct csv_row *row, const char *name, char *out,
                      size_t size, struct import_result *result) {
    struct sello_bytes raw = raw_field(im, row, name);
    uint8_t buf[3 * CSV_FIELD_MAX]; /* NFC at most triples UTF-8 */
    size_t len = sizeof buf;
    const uint8_t *composed =
        raw.len > 0 ? u8_normalize(UNINORM_NFC, raw.ptr, raw.len, buf, &len) : raw.ptr;
    len = raw.len > 0 ? len : 0;
    if (composed == NULL || (raw.len > 0 && composed != buf) || len >= size) {
        struct sello_store_fault fault = {.field = name};
        refuse_status(im, SELLO_E_TOO_LONG, &fault, result);
        return false;
    }
    im->n_composed += sello_bytes_eq(raw, sello_bytes(composed, len)) ? 0 : 1;
    snprintf(out, size, "%.*s", (int)len, (const char *)composed);
    return true;
}

#define TAKE_TEXT(im, row, name, field, result)                                                    \
    take_text((im), (row), (name), (field), sizeof(field), (result))

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
    struct sello_bytes raw = raw_field(im, row, "public");
    if (raw.len > 0 && sello_name_fold(raw, folded, sizeof folded) != SELLO_OK) {
        folded[0] = '\0';
    }
    *out = is_one_of(folded, yes, sizeof yes / sizeof *yes);
    if (*out || is_one_of(folded, no, sizeof no / sizeof *no)) {
        return true;
    }
    refuse(im, "public", result);
    snprintf(result->reason, sizeof result->reason, "%s", _("yes or no is expected (sí, si, no)"));
    return false;
}

static bool take_gtin(struct importer *im, const struct csv_row *row, struct sello_number *out,
                      struct import_result *result) {
    char text[32];
    if (!TAKE_TEXT(im, row, "gtin", text, result)) {
        return false;
    }
    out->present = text[0] != '\0';
    enum sello_status status = out->present ? sello_gtin_parse(text, &out->value) : SELLO_OK;
    if (status != SELLO_OK) {
        struct sello_store_fault fault = {.field = "gtin"};
        refuse_status(im, status, &fault, result);
    }
    return status == SELLO_OK;
}

/* More cells than the header has: a separator within an unquoted text. */
static bool fits_header(struct importer *im, const struct csv_row *row,
                        struct import_result *result) {
    for (size_t c = im->n_columns; c < row->n; c++) {
        if (row->field[c].len > 0) {
            refuse(im, "", result);
            result->column = c + 1;
            snprintf(result->reason, sizeof result->reason, "%s",
                     _("there are more columns than in the first line"));
            return false;
        }
    }
    return true;
}

/* ---- adding ---- */

/* A row that is new is added; one that is refused is forgotten, so that a later one like it is
 * judged by itself. */
static enum sello_status settle(struct importer *im, char *key, struct import_result *out,
                                enum sello_status (*add)(struct importer *im, const void *record,
                                                         uint64_t *out_number),
                                const void *record) {
    const struct known *before;
    enum sello_status status = known_note(&im->known, key, 0, out->line, &before);
    if (status != SELLO_OK) {
        return status;
    }
    if (before != NULL) {
        out->action = before->number > 0 ? IMPORT_PRESENT : IMPORT_REPEATED;
        out->number = before->number;
        out->first_line = before->line;
        return SELLO_OK;
    }
    status = add(im, record, &out->number);
    const struct sello_store_fault *fault = sello_store_fault(im->store);
    if (status == SELLO_OK) {
        out->action = IMPORT_ADDED;
    } else if (fault->field != NULL) {
        refuse_status(im, status, fault, out);
        known_forget(&im->known, key);
        status = SELLO_OK;
    }
    return status;
}

static enum sello_status add_producer(struct importer *im, const void *record, uint64_t *out) {
    return sello_producer_add(im->store, record, out);
}

static enum sello_status add_product(struct importer *im, const void *record, uint64_t *out) {
    return sello_product_add(im->store, record, out);
}

static enum sello_status producer_row(struct importer *im, const struct csv_row *row,
                                      struct import_result *out) {
    struct sello_producer p = {0};
    char key[KNOWN_KEY_MAX];
    if (!TAKE_TEXT(im, row, "name", p.name, out) || !TAKE_TEXT(im, row, "origin", p.origin, out) ||
        !TAKE_TEXT(im, row, "state", p.state, out) || !take_public(im, row, &p.is_public, out)) {
        return SELLO_OK;
    }
    snprintf(out->name, sizeof out->name, "%s", p.name);
    snprintf(out->second, sizeof out->second, "%s", p.origin);
    enum sello_status status = known_producer_key(&p, key);
    return status == SELLO_OK ? settle(im, key, out, add_producer, &p) : status;
}

static enum sello_status product_row(struct importer *im, const struct csv_row *row,
                                     struct import_result *out) {
    struct sello_product p = {0};
    char key[KNOWN_KEY_MAX];
    if (!TAKE_TEXT(im, row, "name", p.name, out) || !TAKE_TEXT(im, row, "traits", p.traits, out) ||
        !take_gtin(im, row, &p.gtin, out) ||
        !TAKE_TEXT(im, row, "net_content", p.net_content, out) ||
        !TAKE_TEXT(im, row, "language", p.language, out)) {
        return SELLO_OK;
    }
    snprintf(out->name, sizeof out->name, "%s", p.name);
    snprintf(out->second, sizeof out->second, "%s", p.traits);
    enum sello_status status = known_product_key(&p, key);
    return status == SELLO_OK ? settle(im, key, out, add_product, &p) : status;
}

enum sello_status importer_row(struct importer *im, const struct csv_row *row,
                               struct import_result *out) {
    struct import_result result = {.line = row->line};
    enum sello_status status = SELLO_OK;
    if (fits_header(im, row, &result)) {
        status = im->kind == SELLO_KIND_PRODUCER ? producer_row(im, row, &result)
                                                 : product_row(im, row, &result);
    }
    if (status != SELLO_OK) {
        return status;
    }
    im->n_added += result.action == IMPORT_ADDED ? 1 : 0;
    im->n_present += result.action == IMPORT_PRESENT ? 1 : 0;
    im->n_repeated += result.action == IMPORT_REPEATED ? 1 : 0;
    im->n_refused += result.action == IMPORT_REFUSED ? 1 : 0;
    *out = result;
    return SELLO_OK;
}
