/* SPDX-License-Identifier: Apache-2.0 */
/* What witnesses saw of a certifier's data, in statement.wasm: most phones have no policy of
 * witnesses, and are spared it. */
#include "verify/verdict/trust_proof.h"
#include "verify/web/wasm/engine.h"
#include "verify/web/wasm/state.h"

static struct sello_log_policy policy;

static void put(struct sello_writer *w, const struct sello_witnessed *seen) {
    sello_put_text(w, sello_bytes_of("witnesses"));
    sello_put_uint(w, policy.n_witnesses);
    sello_put_text(w, sello_bytes_of("witnessed"));
    sello_put_uint(w, seen->n_signed);
    if (seen->n_signed > 0) {
        sello_put_text(w, sello_bytes_of("witnessed_at"));
        sello_put_uint(w, seen->latest);
    }
    sello_put_text(w, sello_bytes_of("quorum"));
    sello_put_bool(w, seen->quorum);
}

int web_witnesses(size_t trust, const uint8_t *file, size_t len, const uint8_t *text,
                  size_t text_len, const uint8_t *proof, size_t proof_len) {
    const struct sello_policy by = web_policy(0, "es");
    struct sello_trust *whole;
    struct sello_note note;
    struct sello_witnessed seen = {0};
    struct sello_writer w = web_begin_answer();
    enum sello_error error = sello_log_policy_parse(sello_bytes(text, text_len), &policy, NULL);
    if (error != SELLO_OK) {
        return (int)error;
    }
    if (trust < by.n_trusts && policy.n_witnesses > 0 &&
        sello_trust_policy_is_for(by.trusts[trust], &policy)) {
        if (proof_len > 0 && web_open_file(sello_bytes(file, len), &whole) == SELLO_OK &&
            sello_trust_proves(by.trusts[trust], whole, sello_bytes(proof, proof_len), &note)) {
            seen = sello_log_policy_judge(&policy, &note);
        }
        put(&w, &seen);
    }
    web_end_answer(&w);
    return SELLO_OK;
}
