/* SPDX-License-Identifier: Apache-2.0 */
/* Keys on paper, and back. */
#include <stdlib.h>

#include "base/hex.h"
#include "base/time.h"
#include "keys/paper.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/page_options.h"
#include "registry/commands/root_answer.h"
#include "registry/print/key_page.h"
#include "registry/trust/key_file.h"
#include "registry/trust/key_find.h"
#include "registry/trust/restore_roots.h"
#include "registry/trust/root_find.h"
#include "verify/reader/picture.h"

/* clang-format off */
const struct cli_option cmd_key_backup_options[] = {
    {"o", N_("FILE"), N_("where to: .pdf, .svg or .png for a page, any other for text"), false},
    {"paper", N_("letter|a4"), N_("the page's paper (letter)"), false},
    {"trust", N_("FILE"), N_("the certifier's trust file, where its registry is not here"), false},
    {.name = NULL},
};

const struct cli_option cmd_key_restore_options[] = {
    {"o", N_("KEYFILE"), N_("the key file to write (else named by role and kid)"), false},
    APP_DRY_RUN,
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

/* Where neither lists the key, whose it is stays to be written on the page by hand. */
static void find_owner(const struct sello_root *root, const struct sello_keyfile_info *info,
                       struct key_page *page) {
    page->row = root != NULL ? draft_find_key(root, info->public_key) : NULL;
    page->root = page->row != NULL ? root : NULL;
    if (page->root == NULL) {
        cli_note(_("Whose key it is stays open on the page: neither the registry nor --trust FILE "
                   "lists it. Write it there by hand."));
    }
}

/* By the trust file, else by the registry, if there is one. */
static enum sello_error take_root(struct app *app, struct trust_roots *roots,
                                  const struct sello_root **out) {
    const char *trust = cli_text(app->args, "trust");
    *out = NULL;
    if (trust != NULL) {
        enum sello_error error = trust_roots_open(&app->session, trust, roots);
        *out = error == SELLO_OK ? &roots->trust.root : NULL;
        return error;
    }
    if (session_open_reading(&app->session) != SELLO_OK ||
        session_root(&app->session, out) != SELLO_OK) {
        *out = NULL;
    }
    return SELLO_OK;
}

static bool backup(struct app *app, enum sello_paper paper) {
    char path[SESSION_PATH_MAX];
    struct sello_keyfile_info info;
    uint8_t buf[SELLO_KEYFILE_MAX + 1];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    if (key_find_file(&app->session, cli_operand(app->args, 0), path, &info) != SELLO_OK) {
        (void)app_problem(app, _("The key file could not be read"));
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
    struct trust_roots roots = {.file = NULL};
    const struct sello_root *root = NULL;
    if (take_root(app, &roots, &root) != SELLO_OK) {
        (void)app_problem(app, _("The page was not made"));
        trust_roots_close(&roots);
        return false;
    }
    struct key_page key = {.file = sello_written(&w),
                           .name = name,
                           .language = app->session.language,
                           .role = info.role,
                           .kid = info.kid,
                           .day = base_here_day(app->session.now)};
    find_owner(root, &info, &key);
    bool ok = form != 0 ? write_page(app, &key, form, paper, to) : write_text(&key, to);
    if (ok && to != NULL) {
        cli_note(_("%s is the key, locked with its passphrase. Print it, try it with 'sello key "
                   "restore', then delete the file."),
                 to);
    }
    trust_roots_close(&roots);
    return ok;
}

int cmd_key_backup(const struct cli_args *args) {
    struct app app;
    enum sello_paper paper;
    if (!page_paper_take(args, &paper)) {
        return CLI_USAGE;
    }
    app_start(args, &app);
    bool ok = backup(&app, paper);
    app_close(&app);
    return ok ? CLI_OK : CLI_FAILURE;
}

/* ---- restore ---- */

static void say_back(struct app *app, const struct key_told *key) {
    char kid[BASE_HEX_LEN(SELLO_KID_LEN)];
    base_hex(key->kid, SELLO_KID_LEN, kid);
    app_say_dry_run(app);
    cli_print(app->json ? stderr : stdout,
              _("%s: the %s %s is back. It opens with the passphrase it had when the page was "
                "made.\n"),
              key->path, root_role_word(key->role), kid);
    if (app->json) {
        root_json_key(app, key);
    }
}

static bool restore(struct app *app, struct sello_bytes input) {
    const struct paper_request request = {input, cli_text(app->args, "o")};
    struct key_told key;
    enum sello_error error = app->dry_run ? paper_plan(&app->session, &request, &key)
                                          : paper_commit(&app->session, &request, &key);
    if (error == SELLO_OK) {
        say_back(app, &key);
    } else {
        (void)app_problem(app, _("No key file was written"));
    }
    return error == SELLO_OK;
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
    return app_done(&app, ok ? CLI_OK : CLI_FAILURE);
}
