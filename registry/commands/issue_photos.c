/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/issue_photos.h"

#include "base/hex.h"
#include "cli/cli.h"
#include "registry/commands/issue_say.h"
#include "registry/commands/table.h"

bool issue_photos_wanted(const struct app *app) {
    return cli_text(app->args, "photo") != NULL || cli_text(app->args, "photos") != NULL;
}

int issue_take_photos(struct app *app, struct issue_request *request, struct photos *out) {
    const char *file = cli_text(app->args, "photo"), *folder = cli_text(app->args, "photos");
    if (file != NULL && folder != NULL) {
        cli_error(
            _("--photo gives one picture, --photos a folder of them. Choose one of the two."));
        return CLI_USAGE;
    }
    if (file == NULL && folder == NULL) {
        return CLI_OK;
    }
    enum sello_error error = file != NULL
                                 ? photos_of_file(&app->session, file, out)
                                 : photos_of_folder(&app->session, folder, request->n_workers, out);
    if (error == SELLO_E_INTERRUPTED) {
        cli_error(_("Interrupted: no label was issued."));
        return CLI_INTERRUPTED;
    }
    if (error != SELLO_OK) {
        return app_problem(app, _("No label was issued"));
    }
    request->photo = out->photo;
    request->n_photos = out->n;
    request->count = folder != NULL ? out->n : request->count;
    return CLI_OK;
}

/* ---- what came of it ---- */

static void size_text(const struct made_photo *photo, char *out, size_t size) {
    snprintf(out, size, "%u × %u, %zu KB", photo->width, photo->height, (photo->len + 999) / 1000);
}

void issue_show_photos(FILE *to, const struct sello_batch *batch, const struct photos *photos) {
    const char *const titles[] = {_("Serial"), _("Printed"), _("Picture"), _("Kept as")};
    struct table t;
    table_start(&t, titles, sizeof titles / sizeof *titles);
    for (size_t i = 0; i < photos->n; i++) {
        char serial[24], printed[SELLO_SERIAL_LEN], size[64];
        snprintf(serial, sizeof serial, "%llu", (unsigned long long)(batch->first + i));
        sello_serial_format(batch->first + i, printed);
        size_text(&photos->item[i].made, size, sizeof size);
        table_cell(&t, serial);
        table_cell(&t, printed);
        table_cell(&t, photos->item[i].name);
        table_cell(&t, size);
    }
    (void)!table_end(&t, to, "");
}

struct answer {
    const struct sello_batch *batch;
    const struct photos *photos;
};

static void put_photos(struct cli_json *j, const void *context) {
    const struct answer *a = context;
    cli_json_open_in(j, "photos", '[');
    for (size_t i = 0; i < a->photos->n; i++) {
        const struct given_photo *photo = &a->photos->item[i];
        char hex[BASE_HEX_LEN(SELLO_PHOTO_LEN)];
        base_hex(photo->id, sizeof photo->id, hex);
        cli_json_open_in(j, NULL, '{');
        cli_json_number(j, "serial", a->batch->first + i);
        cli_json_string(j, "picture", photo->name);
        cli_json_string(j, "photo", hex);
        cli_json_number(j, "bytes", photo->made.len);
        cli_json_number(j, "width", photo->made.width);
        cli_json_number(j, "height", photo->made.height);
        cli_json_close_in(j, '}');
    }
    cli_json_close_in(j, ']');
}

void issue_say_with_photos(struct app *app, const struct sello_batch *batch,
                           const struct photos *photos) {
    const struct answer answer = {batch, photos};
    issue_say_batch_with(app, batch, photos->n > 0 ? put_photos : NULL, &answer);
    if (!app->json && photos->n > 0) {
        issue_show_photos(stdout, batch, photos);
    }
}
