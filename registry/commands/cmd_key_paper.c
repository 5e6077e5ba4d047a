/* SPDX-License-Identifier: Apache-2.0 */
/* Keys on paper, and back. */
#include <stdlib.h>

#include "base/hex.h"
#include "keys/paper.h"
#include "registry/commands/commands.h"
#include "registry/print/key_page.h"
#include "registry/trust/key_find.h"
#include "registry/trust/root_view.h"
#include "verify/reader/picture.h"

/* clang-format off */
const struct cli_option cmd_key_backup_options[] = {
    {"o", N_("FILE"), N_("where to: .pdf, .svg or .png for a page, any other for text"), false},
    {"paper", "letter|a4", N_("the page's paper (letter)"), false},
    {.name = NULL},
};

const struct cli_option cmd_key_restore_options[] = {
    {"o", N_("KEYFILE"), N_("the key file to write (else named by role and kid)"), false},
    {.name = NULL},
};
/* clang-format on */

/* ---- backup ---- */

/* By the file's name; 0: plain text. */
static enum sello_page_form form_of(const char *path) {
    const char *dot = path != NULL ? strrchr(path, '.') : NULL;
    return dot == NULL                ? 0
           : strcmp(dot, ".pdf") == 0 ? SELLO_PAGE_PDF
           : strcmp(dot, ".svg") == 0 ? SELLO_PAGE_SVG
           : strcmp(dot, ".png") == 0 ? SELLO_PAGE_PNG
                                      : 0;
}

static bool take_paper(const struct cli_args *args, enum sello_paper *out) {
    const char *text = cli_text(args, "paper");
    bool a4 = text != NULL && strcmp(text, "a4") == 0;
    if (text != NULL && !a4 && strcmp(text, "letter") != 0) {
        cli_error(_("--paper takes letter or a4, not '%s'."), text);
        return false;
    }
    *out = a4 ? SELLO_PAPER_A4 : SELLO_PAPER_LETTER;
    return true;
}

static bool write_page(struct app *app, const struct key_page *key, enum sello_page_form form,
                       enum sello_paper paper, const char *path) {
    uint8_t *buf = malloc(SELLO_PAGE_ROOM);
    struct sello_writer w = sello_writer_init(buf, SELLO_PAGE_ROOM);
    enum sello_error error = buf != NULL ? key_page_write(key, paper, form, &w) : SELLO_E_MEMORY;
    if (error != SELLO_OK) {
        (void)app_failed(app, error, _("The page was not made"));
    }
    bool ok = error == SELLO_OK && cli_file_create(path, sello_written(&w), 0600);
    free(buf);
    return ok;
}

static bool write_text(const struct key_page *key, const char *path) {
    uint8_t buf[2 * SELLO_PAPER_ROOM];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    key_page_text(key, &w);
    if (path != NULL) {
        return cli_file_create(path, sello_written(&w), 0600);
    }
    return fwrite(buf, 1, w.len, stdout) == w.len;
}

static bool backup(struct app *app, enum sello_paper paper) {
    char path[APP_PATH_MAX];
    struct sello_keyfile_info info;
    uint8_t buf[SELLO_KEYFILE_MAX + 1];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    if (!key_find_file(app, cli_operand(app->args, 0), path, &info)) {
        return false;
    }
    enum sello_error error = sello_keyfile_read(path, &w);
    if (error != SELLO_OK) {
        (void)app_failed(app, error, _("The key file could not be read"));
        return false;
    }
    const char *to = cli_text(app->args, "o");
    enum sello_page_form form = form_of(to);
    struct sello_root_key named = {.role = info.role};
    char name[ROOT_KEY_WORDS];
    memcpy(named.kid, info.kid, SELLO_KID_LEN);
    root_key_words(&named, name);
    const struct key_page key = {sello_written(&w), name, app->session.language};
    bool ok = form != 0 ? write_page(app, &key, form, paper, to) : write_text(&key, to);
    if (ok && to != NULL) {
        cli_note(_("%s is the key, locked with its passphrase. Print it, try it with 'sello key "
                   "restore', then delete the file."),
                 to);
    }
    return ok;
}

int cmd_key_backup(const struct cli_args *args) {
    struct app app;
    enum sello_paper paper;
    if (!take_paper(args, &paper)) {
        return CLI_USAGE;
    }
    app_start(args, &app);
    bool ok = backup(&app, paper);
    app_close(&app);
    return ok ? CLI_OK : CLI_FAILURE;
}

/* ---- restore ---- */

/* A key file found among a picture's codes. */
struct found {
    uint8_t buf[SELLO_KEYFILE_MAX];
    struct sello_writer file;
};

static bool see_code(void *context, struct sello_bytes text) {
    struct found *found = context;
    struct sello_keyfile_info info;
    if (text.len < 10 || memcmp(text.ptr, "SELLO-KEY#", 10) != 0) {
        return false;
    }
    found->file = sello_writer_init(found->buf, sizeof found->buf);
    return sello_paper_take(text, &found->file, NULL) == SELLO_OK &&
           sello_keyfile_peek(sello_written(&found->file), &info) == SELLO_OK;
}

static bool take_picture(struct app *app, struct sello_bytes input, struct found *found) {
    enum sello_error error = sello_picture_read(input, see_code, found);
    if (error == SELLO_OK && found->file.len > 0) {
        return true;
    }
    if (error == SELLO_OK) {
        cli_error(_("The picture has a code, but not that of a key."));
    } else {
        (void)app_failed(app, error, _("The key was not read from the picture"));
    }
    return false;
}

static bool take_text(struct sello_bytes input, struct found *found) {
    size_t line = 0;
    enum sello_error error = sello_paper_take(input, &found->file, &line);
    if (error != SELLO_OK && line > 0) {
        cli_error(_("Line %zu: %s."), line, _(sello_error_text(error)));
    } else if (error != SELLO_OK) {
        cli_error(_("No key can be made of this: %s."), _(sello_error_text(error)));
    }
    return error == SELLO_OK;
}

/* Pictures have bytes that no text has. */
static bool is_text(struct sello_bytes input) {
    return input.len <= (size_t)4 * SELLO_PAPER_ROOM && memchr(input.ptr, '\0', input.len) == NULL;
}

static bool write_key(struct app *app, struct sello_bytes file) {
    struct sello_keyfile_info info;
    char kid[BASE_HEX_LEN(SELLO_KID_LEN)], name[64];
    enum sello_error error = sello_keyfile_peek(file, &info);
    if (error != SELLO_OK) {
        (void)app_failed(app, error, _("No key file was written"));
        return false;
    }
    base_hex(info.kid, SELLO_KID_LEN, kid);
    snprintf(name, sizeof name, "%s-%s.key", root_role_name(info.role), kid);
    const char *path = cli_text(app->args, "o") != NULL ? cli_text(app->args, "o") : name;
    error = sello_keyfile_restore(path, file);
    if (error != SELLO_OK) {
        char what[APP_PATH_MAX + 60];
        snprintf(what, sizeof what, _("%.4000s was not written"), path);
        (void)app_failed(app, error, what);
        return false;
    }
    cli_print(app->json ? stderr : stdout,
              _("%s: the %s %s is back. It opens with the passphrase it had when the page was "
                "made.\n"),
              path, root_role_word(info.role), kid);
    return true;
}

static bool restore(struct app *app, struct sello_bytes input) {
    struct found *found = calloc(1, sizeof *found);
    if (found == NULL) {
        (void)app_failed(app, SELLO_E_MEMORY, _("No key file was written"));
        return false;
    }
    found->file = sello_writer_init(found->buf, sizeof found->buf);
    bool ok = is_text(input) ? take_text(input, found) : take_picture(app, input, found);
    ok = ok && write_key(app, sello_written(&found->file));
    free(found);
    return ok;
}

int cmd_key_restore(const struct cli_args *args) {
    struct app app;
    uint8_t *input = NULL;
    size_t len = 0;
    app_start(args, &app);
    bool ok = cli_file_read(cli_operand(args, 0), SELLO_PICTURE_FILE_MAX, &input, &len) &&
              restore(&app, sello_bytes(input, len));
    free(input);
    app_close(&app);
    return ok ? CLI_OK : CLI_FAILURE;
}
