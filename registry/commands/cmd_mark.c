/* SPDX-License-Identifier: Apache-2.0 */
/* The certifier's mark: kept, shown, taken away. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "registry/commands/commands.h"
#include "registry/commands/record.h"
#include "registry/print/mark.h"

/* ---- set ---- */

static bool is_png(struct sello_bytes file) {
    static const uint8_t start[] = {0x89, 'P', 'N', 'G'}; /* ISO/IEC 15948 section 5.2 */
    return file.len >= sizeof start && memcmp(file.ptr, start, sizeof start) == 0;
}

/* Only one of the two is ever there: the new one is whole before the old one goes. */
static bool remove_one(const char *path) {
    if (unlink(path) == 0 || errno == ENOENT) {
        return true;
    }
    cli_error(_("%s could not be removed: %s."), path, strerror(errno));
    return false;
}

static bool keep(struct app *app, struct sello_bytes file) {
    char path[APP_PATH_MAX], other[APP_PATH_MAX];
    bool svg = !is_png(file);
    return mark_here_path(app, svg, path) && mark_here_path(app, !svg, other) &&
           cli_file_replace(path, file, 0644) && remove_one(other);
}

static int set(struct app *app) {
    const char *path = cli_operand(app->args, 0);
    struct sello_mark *mark = NULL;
    uint8_t *bytes = NULL;
    size_t len;
    bool kept = cli_file_read(path, MARK_FILE_MAX, &bytes, &len) &&
                mark_bytes_open(path, sello_bytes(bytes, len), &mark) &&
                keep(app, sello_bytes(bytes, len));
    sello_mark_free(&mark);
    free(bytes);
    if (kept) {
        cli_note(_("The mark is kept, and stands on labels from now on. See it with: sello print "
                   "1 --to png --design plain --proof -o FOLDER"));
    }
    return kept ? CLI_OK : CLI_FAILURE;
}

int cmd_mark_set(const struct cli_args *args) {
    return app_run(args, APP_READ, set);
}

/* ---- show ---- */

static void say_mark(struct app *app, const char *path, size_t len, bool svg) {
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_bool(&j, "mark", len > 0);
        cli_json_string(&j, "file", len > 0 ? path : NULL);
        cli_json_string(&j, "format", len == 0 ? NULL : svg ? "svg" : "png");
        cli_json_close(&j);
    } else if (len > 0) {
        cli_print(stdout, _("%s, %zu bytes\n"), path, len);
    } else {
        cli_note(_("There is no mark here. Keep one with: sello mark set FILE"));
    }
}

static int show(struct app *app) {
    char path[APP_PATH_MAX];
    uint8_t *bytes;
    size_t len;
    bool svg = false;
    if (!mark_here_read(app, &bytes, &len, &svg) || !mark_here_path(app, svg, path)) {
        return CLI_FAILURE;
    }
    say_mark(app, path, len, svg);
    free(bytes);
    return CLI_OK;
}

int cmd_mark_show(const struct cli_args *args) {
    return app_run(args, APP_READ, show);
}

/* ---- remove ---- */

static int take_away(struct app *app) {
    char png[APP_PATH_MAX], svg[APP_PATH_MAX];
    bool gone = mark_here_path(app, false, png) && mark_here_path(app, true, svg) &&
                remove_one(png) && remove_one(svg);
    return gone ? CLI_OK : CLI_FAILURE;
}

int cmd_mark_remove(const struct cli_args *args) {
    return app_run(args, APP_READ, take_away);
}
