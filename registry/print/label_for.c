/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/label_for.h"

#include "labels/stock/fit.h"

enum { DPI_OF_SHEETS = 600, DPI_OF_ROLLS = 300 };

struct trying {
    const struct label_place *place;
    const struct issue_request *request;
    const struct label_records *records;
    uint64_t last; /* serial */
    bool words;    /* the symbol leaves room for them */
};

static bool fits(const struct trying *t, unsigned without, double least_mm) {
    struct issue_request request = *t->request;
    struct sello_claims claims;
    struct sello_fit fit;
    request.without = without;
    issue_claims(&request, t->records, &claims);
    claims.serial = t->last;
    claims.issued = t->place->now;
    size_t link_len =
        sello_item_link_len(t->place->url_len, sello_link_for(t->place->link, &claims), &claims);
    unsigned version = sello_symbol_version_for(link_len, sello_token_len(&claims, false));
    unsigned page = 17 + 4 * version + 2 * SELLO_QUIET_ZONE; /* ISO/IEC 18004 5.3.2 */
    return version > 0 &&
           sello_fit(&t->place->stock, t->place->dpi, 0, false, page, &fit) == SELLO_OK &&
           sello_module_mm(fit.size) >= least_mm &&
           (!t->words || sello_fit_leaves_words(&t->place->stock, fit.size, page));
}

/* The first that fits of ever shorter ones. */
static bool shorten(const struct trying *t, double least_mm, unsigned *out) {
    unsigned without = t->request->without;
    for (unsigned part = 1; part < LABEL_PARTS_END; part <<= 1) {
        if (fits(t, without, least_mm)) {
            break;
        }
        without |= part;
    }
    *out = without;
    return fits(t, without, least_mm);
}

enum sello_error label_place_find(struct session *session, const char *stock,
                                  struct label_place *out) {
    struct stock_item item;
    const struct sello_root *root = NULL;
    uint64_t highest = 0;
    enum sello_error error = stock_find(session, stock, &item);
    error = error == SELLO_OK ? session_root(session, &root) : error;
    if (error != SELLO_OK) {
        return error;
    }
    enum sello_link link = SELLO_LINK_PLAIN;
    error = sello_store_highest(session->store, &highest);
    error = error == SELLO_OK ? sello_link_get(session->store, &link) : error;
    if (error != SELLO_OK) {
        return session_fail(session, error);
    }
    *out = (struct label_place){.stock = item.stock,
                                .dpi = item.stock.roll ? DPI_OF_ROLLS : DPI_OF_SHEETS,
                                .url_len = root->base_url.len,
                                .link = link,
                                .highest = highest,
                                .now = session->now};
    return SELLO_OK;
}

bool label_for_place(const struct label_place *place, const struct issue_request *request,
                     const struct label_records *records, uint64_t ahead, struct label_for *out) {
    struct sello_claims all;
    struct trying t = {place, request, records, place->highest + ahead + request->count, true};
    *out = (struct label_for){.stock = place->stock, .without = request->without};
    issue_claims(request, records, &all);
    out->has = label_claims_parts(&all);
    bool found = shorten(&t, SELLO_MODULE_RETAIL_MM, &out->without);
    if (!found) {
        t.words = false;
        found = shorten(&t, SELLO_MODULE_RETAIL_MM, &out->without);
    }
    if (!found) {
        out->small = true;
        found = shorten(&t, 0, &out->without);
    }
    return found;
}

enum sello_error label_for_stock(struct session *session, const struct issue_request *request,
                                 const char *stock, struct label_for *out) {
    struct label_records records;
    struct label_place place;
    enum sello_error error = label_place_find(session, stock, &place);
    if (error != SELLO_OK) {
        return error;
    }
    error = label_records_get(session->store, request->certificate, &records);
    if (error != SELLO_OK) {
        return session_fail(session, error);
    }
    return label_for_place(&place, request, &records, 0, out)
               ? SELLO_OK
               : session_refuse(session,
                                &(struct problem){.error = SELLO_E_SYMBOL_TOO_SMALL,
                                                  .rule = "no-label-fits",
                                                  .field = "for",
                                                  .value = {problem_text(place.stock.name)}});
}
