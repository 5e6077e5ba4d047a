/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/mark.h"

#include "base/file.h"

#include <stdlib.h>

bool mark_here_path(struct app *app, bool svg, char out[SELLO_LEN(APP_PATH_MAX)]) {
    return app_path(app, out, "mark.%s", svg ? "svg" : "png");
}

bool mark_here_read(struct app *app, uint8_t **out_ptr, size_t *out_len, bool *out_svg) {
    char path[APP_PATH_MAX];
    for (int svg = 0; svg <= 1; svg++) {
        if (!mark_here_path(app, svg != 0, path)) {
            return false;
        }
        if (base_file_exists(path)) { /* a folder too: opening it says so */
            if (out_svg != NULL) {
                *out_svg = svg != 0;
            }
            return cli_file_read(path, MARK_FILE_MAX, out_ptr, out_len);
        }
    }
    *out_ptr = NULL;
    *out_len = 0;
    return true;
}

bool mark_bytes_open(const char *name, struct sello_bytes bytes, struct sello_mark **out) {
    enum sello_error error = sello_mark_open(bytes, out);
    if (error != SELLO_OK) {
        cli_error(_("%s cannot be used as a mark: %s. A PNG or an SVG is needed."), name,
                  _(sello_error_text(error)));
    }
    return error == SELLO_OK;
}

bool mark_here_open(struct app *app, struct sello_mark **out) {
    uint8_t *bytes;
    size_t len;
    *out = NULL;
    if (!mark_here_read(app, &bytes, &len, NULL)) {
        return false;
    }
    bool ok =
        bytes == NULL || mark_bytes_open(_("The registry's mark"), sello_bytes(bytes, len), out);
    free(bytes);
    return ok;
}

bool mark_file_open(const char *path, struct sello_mark **out) {
    uint8_t *bytes;
    size_t len;
    if (!cli_file_read(path, MARK_FILE_MAX, &bytes, &len)) {
        return false;
    }
    bool ok = mark_bytes_open(path, sello_bytes(bytes, len), out);
    free(bytes);
    return ok;
}
