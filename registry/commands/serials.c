/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/serials.h"

/* "12-40", also with printed serials at its ends; false where it is no range. A printed serial has
 * a hyphen of its own before its last character. */
static bool parse_range(const char *text, struct serial_run *out) {
    size_t len = strlen(text);
    for (size_t i = 1; i + 1 < len; i++) {
        struct serial_run run;
        if (text[i] == '-' && sello_serial_parse(sello_bytes(text, i), &run.first) == SELLO_OK &&
            sello_serial_parse(sello_bytes_of(text + i + 1), &run.last) == SELLO_OK) {
            *out = run;
            return true;
        }
    }
    return false;
}

static int parse_batch(struct app *app, const char *text, struct serial_run *out) {
    uint64_t number;
    struct sello_batch batch;
    if (!app_id_of(text, SELLO_KIND_BATCH, &number)) {
        return CLI_USAGE;
    }
    enum sello_error error = sello_batch_get(app->session.store, number, &batch);
    if (error != SELLO_OK) {
        int result = app_failed(app, error, text);
        return error == SELLO_E_NOT_FOUND ? CLI_USAGE : result;
    }
    *out = (struct serial_run){batch.first, batch.first + batch.count - 1};
    return CLI_OK;
}

int serial_run_parse(struct app *app, const char *text, struct serial_run *out) {
    if (text[0] == 'B' || text[0] == 'b') {
        return parse_batch(app, text, out);
    }
    enum sello_error error = sello_serial_parse(sello_bytes_of(text), &out->first);
    out->last = out->first;
    if (error == SELLO_OK) {
        return CLI_OK;
    }
    if (error == SELLO_E_SYMBOL_TEXT || !parse_range(text, out)) {
        cli_error(_("'%s' is no serial: %s. Write serials like 12, 12-40 or 00000C-C, or a batch "
                    "like B3."),
                  text, _(sello_error_text(error)));
        return CLI_USAGE;
    }
    if (out->last < out->first) {
        cli_error(_("The range %s is reversed: write the smaller serial first."), text);
        return CLI_USAGE;
    }
    return CLI_OK;
}
