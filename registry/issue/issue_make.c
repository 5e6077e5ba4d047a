/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/issue/issue_make.h"

/* ---- what a label says ---- */

enum sello_error batch_label(const struct sello_batch *batch, uint64_t serial,
                             struct sello_claims *out) {
    struct sello_bytes claims = {batch->claims, batch->claims_len};
    enum sello_error error = sello_batch_claims_parse(claims, out);
    if (error == SELLO_OK) {
        out->serial = serial;
    }
    return error;
}

/* ---- texts ---- */

enum sello_error label_text(const struct sello_root *root, const struct sello_issued *label,
                            struct sello_writer *out) {
    struct sello_claims claims;
    uint8_t token[SELLO_TOKEN_MAX];
    struct sello_writer w = sello_writer_init(token, sizeof token);
    enum sello_error error = batch_label(&label->batch, label->serial, &claims);
    if (error != SELLO_OK) {
        return error;
    }
    sello_put_label(&w, label->batch.kid, &claims, label->signature);
    sello_put_label_text(out, root->base_url, sello_written(&w));
    return w.failed || out->failed ? SELLO_E_NO_ROOM : SELLO_OK;
}
