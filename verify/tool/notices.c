/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/tool/tool.h"

bool looks_like_text(const char *input) {
    size_t n_digits = strspn(input, "0123456789 ");
    return strchr(input, '#') != NULL || strstr(input, "%23") != NULL ||
           strncmp(input, "https:", 6) == 0 || strncmp(input, "http:", 5) == 0 ||
           (n_digits >= 17 && input[n_digits] == '\0');
}

bool notices_take(struct notices *notices, struct sello_bytes text) {
    struct sello_label_text decoded;
    if (notices->n == NOTICES_MAX) {
        return true;
    }
    uint8_t *bytes = notices->bytes[notices->n];
    enum sello_error error = sello_label_text_decode(text, bytes, &decoded);
    if (error == SELLO_E_NOTICE) {
        notices->len[notices->n++] = decoded.token.len;
        return true;
    }
    notices->label = notices->label || error == SELLO_OK;
    notices->problem = error;
    return false;
}

bool notices_any(const struct notices *notices, const char *name) {
    if (notices->n > 0) {
        return true;
    }
    if (notices->label) {
        cli_error(_("%s: the code is a label, not a status notice. Nothing was changed. To check "
                    "the label, give it to sello-verify alone."),
                  name);
    } else if (notices->problem == SELLO_E_NOT_LABEL) {
        cli_error(_("%s: the code is not a status notice. Nothing was changed."), name);
    } else {
        cli_error(_("%s: the code cannot be taken as it is: %s. Nothing was changed."), name,
                  _(sello_error_text(notices->problem)));
    }
    return false;
}
