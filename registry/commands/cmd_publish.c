/* SPDX-License-Identifier: Apache-2.0 */
/* The buyer's page, as a folder for any static host. */
#include <stdlib.h>

#include "base/time.h"
#include "registry/commands/commands.h"
#include "registry/publish/publish.h"

/* clang-format off */
const struct cli_option cmd_publish_options[] = {
    {"force", NULL, N_("also over a folder with other files, which is kept beside it"), false},
    {"no-batches", NULL, N_("leave out the batches of good keys: a smaller file"), false},
    {"fresh-days", N_("N"), N_("days until verifiers ask for a newer one (30)"), false},
    {"max-age-days", N_("N"), N_("days until they say it is too old to rely on (365)"), false},
    {"page", N_("FOLDER"), N_("the built page, where it is not installed"), false},
    {.name = NULL},
};
/* clang-format on */

/* ---- telling ---- */

static void say_json(const struct publish *p, const struct sello_root *root, const char *date) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_string(&j, "folder", p->site.path);
    cli_json_number(&j, "files", p->site.n_lines + 1);
    cli_json_number(&j, "bytes", p->site.n_bytes);
    cli_json_text(&j, "base_url", root->base_url);
    cli_json_number(&j, "trust_bytes", p->file.len);
    cli_json_number(&j, "bundle_version", p->bundle.version);
    cli_json_string(&j, "bundle_date", date);
    cli_json_number(&j, "highest_serial", p->bundle.highest);
    cli_json_bool(&j, "new_bundle", !p->again);
    cli_json_close(&j);
}

static void say_words(const struct publish *p, const struct sello_root *root, const char *date) {
    char url[SELLO_BASE_URL_MAX + 1];
    snprintf(url, sizeof url, "%.*s", (int)root->base_url.len, (const char *)root->base_url.ptr);
    cli_print(stdout, _("%s: the page in %zu files, %llu KB, with trust data number %llu of %s.\n"),
              p->site.path, p->site.n_lines + 1,
              (unsigned long long)((p->site.n_bytes + 999) / 1000),
              (unsigned long long)p->bundle.version, date);
    if (p->again) {
        cli_note(_("Nothing has changed since that trust data was made, so it was repeated."));
    }
    cli_note(_("Put all of it, with its folders, where %s is served. Then look at these in a "
               "browser: %s and %strust.sello"),
             url, url, url);
}

static void say_published(const struct publish *p, const struct sello_root *root) {
    char date[BASE_INSTANT_LEN];
    base_instant_format(p->bundle.generated, date);
    if (p->app->json) {
        say_json(p, root, date);
    } else {
        say_words(p, root, date);
    }
}

/* ---- doing ---- */

/* Is this path the folder, or anything in it? */
static bool is_within(const char *folder, const char *path) {
    size_t len = strlen(folder);
    return strncmp(folder, path, len) == 0 && (path[len] == '\0' || path[len] == '/');
}

/* The registry and the built page are never replaced, whatever is forced. */
static bool is_apart(const struct publish *p) {
    const char *const others[] = {p->app->session.folder, p->page};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        char other[PATH_MAX];
        if (realpath(others[i], other) != NULL && is_within(p->site.path, other)) {
            cli_error(_("%s holds %s, and is not replaced. Name a folder for the page alone."),
                      p->site.path, others[i]);
            return false;
        }
    }
    return true;
}

static bool publish_site(struct publish *p) {
    return publish_trust_choose(p) && publish_page_put(p) && publish_trust_put(p) &&
           site_finish(&p->site);
}

static int publish(struct app *app) {
    struct publish p = {.app = app, .site = {.lock = -1}};
    const struct sello_root *root = app_root(app);
    bool ok = root != NULL && publish_page_find(&p) &&
              site_open(cli_operand(app->args, 0), cli_flag(app->args, "force"), &p.site) &&
              is_apart(&p) && publish_site(&p);
    if (ok) {
        say_published(&p, root);
    }
    site_end(&p.site);
    trust_file_free(&p.file);
    return ok ? CLI_OK : CLI_FAILURE;
}

int cmd_publish(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, publish);
}
