/* SPDX-License-Identifier: Apache-2.0 */
/* The verdict on labels, as sello.wasm gives it. */
#include "verify/web/wasm/answer.h"
#include "verify/web/wasm/engine.h"
#include "verify/web/wasm/state.h"

int web_verify_text(const uint8_t *text, size_t len, double now, const char *language) {
    struct sello_workspace work;
    struct sello_report report;
    struct sello_policy policy = web_policy(now, language);
    struct sello_writer w = web_begin_answer();
    sello_verify_text(&policy, (const char *)text, len, &work, &report);
    web_put_report(&w, &report);
    web_end_answer(&w);
    return SELLO_OK;
}

int web_verify_serial(size_t trust, const uint8_t *typed, size_t len, double now,
                      const char *language) {
    struct sello_report report;
    uint64_t serial;
    struct sello_policy policy = web_policy(now, language);
    if (trust >= policy.n_trusts) {
        return SELLO_E_NOT_FOUND;
    }
    enum sello_error error = sello_serial_parse(sello_bytes(typed, len), &serial);
    if (error == SELLO_OK) {
        struct sello_writer w = web_begin_answer();
        sello_verify_serial(&policy, trust, serial, &report);
        web_put_report(&w, &report);
        web_end_answer(&w);
    }
    return (int)error;
}
