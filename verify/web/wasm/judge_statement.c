/* SPDX-License-Identifier: Apache-2.0 */
/* The verdict on statements of certified output, as statement.wasm gives it: a module beside
 * sello.wasm, of the same files, with this one in place of judge_label.c. The page fetches it only
 * for what has a content type, so that a label's answer does not wait for it. */
#include "verify/verdict/statement.h"
#include "verify/web/wasm/answer.h"
#include "verify/web/wasm/engine.h"
#include "verify/web/wasm/state.h"

enum { STATEMENT_PARTS = 9 };

/* Its arrays as they are signed (docs/FORMAT.md, section 21); the tenth where it was added up. */
static void put_statement(struct sello_writer *w, const struct sello_statement *s) {
    sello_put_text(w, sello_bytes_of("statement"));
    sello_put_array(w, STATEMENT_PARTS + sello_statement_is_folded(&s->fold));
    sello_put_uint(w, s->producer);
    sello_put_text(w, s->producer_name);
    sello_put_uint(w, s->from);
    sello_put_uint(w, s->until);
    sello_put_uint(w, s->consent);
    sello_put_uint(w, s->made);
    sello_write(w, s->products.ptr, s->products.len);
    sello_write(w, s->certificates.ptr, s->certificates.len);
    sello_write(w, s->rows.ptr, s->rows.len);
    if (sello_statement_is_folded(&s->fold)) {
        sello_put_statement_fold(w, &s->fold);
    }
}

int web_verify_text(const uint8_t *text, size_t len, double now, const char *language) {
    struct sello_workspace work;
    struct sello_report report;
    struct sello_statement statement;
    bool has_statement = false;
    struct sello_policy policy = web_policy(now, language);
    struct sello_writer w = web_begin_answer();
    if (!sello_statement_judge(&policy, sello_bytes(text, len), &work, &report, &has_statement,
                               &statement)) {
        return SELLO_E_NOT_LABEL;
    }
    web_put_report(&w, &report);
    if (has_statement && report.verified) {
        put_statement(&w, &statement);
    }
    web_end_answer(&w);
    return SELLO_OK;
}
