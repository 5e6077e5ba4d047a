/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/label_for.h"

#include "labels/stock/fit.h"

struct trying {
    const struct issue_request *request;
    const struct label_records *records;
    struct label_for *out;
    size_t url_len;
    uint64_t last; /* serial: a token grows with it */
    uint64_t now;
    unsigned dpi;
};

static bool fits(const struct trying *t, unsigned without, double least_mm) {
    struct issue_request request = *t->request;
    struct sello_claims claims;
    struct sello_fit fit;
    request.without = without;
    issue_claims(&request, t->records, &claims);
    claims.serial = t->last;
    claims.issued = t->now;
    unsigned version = sello_symbol_version_for(t->url_len, sello_token_len(&claims, false));
    unsigned page = 17 + 4 * version + 2 * SELLO_QUIET_ZONE; /* ISO/IEC 18004 5.3.2 */
    return version > 0 && sello_fit(&t->out->stock, t->dpi, 0, false, page, &fit) == SELLO_OK &&
           sello_module_mm(fit.size) >= least_mm;
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

static enum sello_error refuse(struct session *session, const struct sello_stock *stock) {
    return session_refuse(session, &(struct problem){.error = SELLO_E_SYMBOL_TOO_SMALL,
                                                     .rule = "no-label-fits",
                                                     .field = "for",
                                                     .value = {problem_text(stock->name)}});
}

enum sello_error label_for_stock(struct session *session, const struct issue_request *request,
                                 const char *stock, unsigned dpi, struct label_for *out) {
    struct label_records records;
    struct stock_item item;
    struct sello_claims all;
    const struct sello_root *root = NULL;
    uint64_t highest = 0;
    *out = (struct label_for){.without = request->without};
    enum sello_error error = stock_find(session, stock, &item);
    error = error == SELLO_OK ? session_root(session, &root) : error;
    if (error != SELLO_OK) {
        return error;
    }
    error = label_records_get(session->store, request->certificate, &records);
    error = error == SELLO_OK ? sello_store_highest(session->store, &highest) : error;
    if (error != SELLO_OK) {
        return session_fail(session, error);
    }
    out->stock = item.stock;
    const struct trying t = {.request = request,
                             .records = &records,
                             .out = out,
                             .url_len = root->base_url.len,
                             .last = highest + request->count,
                             .now = session->now,
                             .dpi = dpi};
    issue_claims(request, &records, &all);
    out->has = label_claims_parts(&all);
    if (!shorten(&t, SELLO_MODULE_RETAIL_MM, &out->without)) {
        out->small = true;
        if (!shorten(&t, 0, &out->without)) {
            return refuse(session, &out->stock);
        }
    }
    out->without |= request->without;
    return SELLO_OK;
}
