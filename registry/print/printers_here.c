/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/printers_here.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static bool path_of(struct app *app, char out[SELLO_LEN(APP_PATH_MAX)]) {
    return app_path(app, out, "printers");
}

static bool parse(const char *path, struct sello_bytes text, struct printers *out) {
    size_t line = 0;
    if (printers_parse(text, out, &line) == SELLO_OK) {
        return true;
    }
    cli_error(_("%s, line %zu, is not as it was written. Mend that line, or delete the file and "
                "calibrate again: sello stock calibrate --to pdf -o FILE"),
              path, line);
    return false;
}

bool printers_read(struct app *app, struct printers *out) {
    char path[APP_PATH_MAX];
    uint8_t *bytes;
    size_t len;
    *out = (struct printers){.n = 0};
    if (!path_of(app, path)) {
        return false;
    }
    if (access(path, F_OK) != 0 && errno == ENOENT) {
        return true;
    }
    if (!cli_file_read(path, PRINTERS_TEXT_MAX, &bytes, &len)) {
        return false;
    }
    bool good = parse(path, sello_bytes(bytes, len), out);
    free(bytes);
    return good;
}

bool printers_write(struct app *app, const struct printers *printers) {
    char path[APP_PATH_MAX], text[PRINTERS_TEXT_MAX];
    struct sello_writer w = sello_writer_init(text, sizeof text);
    printers_format(printers, &w);
    return path_of(app, path) && cli_file_replace(path, sello_written(&w), 0644);
}

bool printer_here(struct app *app, const char *name, struct sello_profile *out) {
    struct printers printers;
    if (!printers_read(app, &printers)) {
        return false;
    }
    const struct printer *printer = printers_find(&printers, name);
    if (printer == NULL) {
        cli_error(_("No printer named %s was calibrated here. See: sello stock calibrate"), name);
        return false;
    }
    *out = printer->profile;
    return true;
}
