/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/readback.h"

#include "verify/verdict/label_text.h"

/* ---- one text ---- */

/* The verifier's own way from text to signature; nothing of how labels are made is used. */
static enum sello_error check_signature(const struct readback *want, struct sello_bytes text) {
    uint8_t buf[SELLO_DECODED_MAX], scratch[SELLO_TOKEN_SCRATCH];
    struct sello_label_text decoded;
    struct sello_sign1 sign1;
    enum sello_error error = sello_label_text_decode(text, buf, &decoded);
    if (error == SELLO_OK) {
        error = sello_sign1_parse(decoded.token, SELLO_DEPTH_LABEL, &sign1);
    }
    if (error != SELLO_OK) {
        return error;
    }
    bool good = sello_sign1_check(&sign1, want->public_key, scratch, sizeof scratch);
    return good ? SELLO_OK : SELLO_E_SIGNATURE;
}

enum sello_error readback_text(const struct readback *want, struct sello_bytes text) {
    if (!sello_bytes_eq(text, want->text)) {
        return SELLO_E_BATCH_MISMATCH;
    }
    return want->public_key != NULL ? check_signature(want, text) : SELLO_OK;
}

uint64_t readback_serial(struct sello_bytes text) {
    uint8_t buf[SELLO_DECODED_MAX];
    struct sello_label_text decoded;
    struct sello_sign1 sign1;
    struct sello_claims claims;
    enum sello_error error = sello_label_text_decode(text, buf, &decoded);
    if (error == SELLO_OK) {
        error = sello_sign1_parse(decoded.token, SELLO_DEPTH_LABEL, &sign1);
    }
    if (error == SELLO_OK) {
        error = sello_claims_parse(sign1.payload, &claims);
    }
    return error == SELLO_OK ? claims.serial : sello_proof_serial(text);
}

bool readback_same_label(struct sello_bytes one, struct sello_bytes other) {
    uint8_t buf[SELLO_DECODED_MAX], other_buf[SELLO_DECODED_MAX];
    struct sello_label_text decoded, other_decoded;
    return sello_label_text_decode(one, buf, &decoded) == SELLO_OK &&
           sello_label_text_decode(other, other_buf, &other_decoded) == SELLO_OK &&
           sello_bytes_eq(decoded.token, other_decoded.token);
}

/* ---- what a reader found ---- */

struct reading {
    const struct readback *want;
    size_t n_right;
    enum sello_error wrong; /* of the first text that should not be there */
};

/* A certifier's mark may have a code of its own, but no second label. */
static bool is_label(struct sello_bytes text) {
    uint8_t buf[SELLO_DECODED_MAX];
    struct sello_label_text decoded;
    return sello_label_text_decode(text, buf, &decoded) != SELLO_E_NOT_LABEL;
}

static bool on_text(void *context, struct sello_bytes text, const struct sello_quad *where) {
    (void)where;
    struct reading *reading = context;
    enum sello_error error = readback_text(reading->want, text);
    reading->n_right += error == SELLO_OK;
    bool matters = error != SELLO_E_BATCH_MISMATCH || is_label(text);
    if (error != SELLO_OK && reading->wrong == SELLO_OK && matters) {
        reading->wrong = error;
    }
    return true;
}

static enum sello_error outcome(const struct reading *reading, enum sello_error error) {
    if (error != SELLO_OK) {
        return error;
    }
    if (reading->wrong != SELLO_OK) {
        return reading->wrong;
    }
    return reading->n_right > 0 ? SELLO_OK : SELLO_E_BATCH_MISMATCH;
}

enum sello_error readback_modules(const struct readback *want, const uint8_t *module, size_t side) {
    struct reading reading = {.want = want};
    const struct sello_drawing drawing = {module, side, side, 1};
    return outcome(&reading, sello_drawing_read_modules(&drawing, on_text, &reading));
}

enum sello_error readback_drawing(const struct readback *want,
                                  const struct sello_drawing *drawing) {
    struct reading reading = {.want = want};
    return outcome(&reading, sello_drawing_read(drawing, on_text, &reading));
}

enum sello_error readback_png(const struct readback *want, struct sello_bytes png, unsigned dots) {
    struct reading reading = {.want = want};
    return outcome(&reading, sello_drawing_read_file(png, dots, on_text, &reading));
}
