/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hex.h"
#include "labels/symbol/symbol.h"
#include "registry/commands/commands.h"
#include "registry/trust/root_make.h"
#include "registry/trust/sign.h"

enum { MEMBERS_DEFAULT = 2, THRESHOLD_DEFAULT = 1, MEMBERS_MOST = 32 };

/* The size of a typical record's token, for telling what a base URL leads to. */
enum { TYPICAL_TOKEN = 231 };

const struct cli_option cmd_init_options[] = {
    {"name", N_("NAME"), N_("the certifier's name, as buyers see it"), false},
    {"url", N_("URL"), N_("the https address that labels lead to"), false},
    {"contact", N_("TEXT"), N_("a telephone or address for questions"), false},
    {"members", N_("N"), N_("member keys to make (2)"), false},
    {"threshold", N_("K"), N_("members who must sign a change of the root (1)"), false},
    {NULL, NULL, NULL, false},
};

/* What init was asked for. */
struct request {
    const char *name;
    char url[SELLO_BASE_URL_MAX + 2]; /* room for a '/' to be added */
    const char *contact;
    uint64_t n_members, threshold;
};

/* ---- what was asked ---- */

static bool check_text(const char *what, const char *text, size_t most) {
    struct sello_name_fault fault;
    enum sello_error error = sello_name_check(sello_bytes_of(text), most, &fault);
    if (error == SELLO_OK) {
        return true;
    }
    if (fault.position > 0) {
        cli_error(_("%s cannot be used: %s (U+%04X at character %zu)."), what,
                  _(sello_error_text(error)), fault.code_point, fault.position);
    } else {
        cli_error(_("%s cannot be used: %s (at most %zu bytes)."), what, _(sello_error_text(error)),
                  most);
    }
    return false;
}

/* Takes the address, with its closing '/'. */
static bool take_url(const char *text, char out[SELLO_LEN(SELLO_BASE_URL_MAX + 2)]) {
    size_t len = strlen(text);
    if (len <= SELLO_BASE_URL_MAX) {
        bool closed = len > 0 && text[len - 1] == '/';
        snprintf(out, SELLO_BASE_URL_MAX + 2, "%s%s", text, closed ? "" : "/");
    }
    if (len > SELLO_BASE_URL_MAX || !sello_base_url_ok(sello_bytes_of(out))) {
        cli_error(_("The address %s cannot stand on labels. Write it like https://sello.example/v/ "
                    "(https, small letters, no ?, # or @, at most %d bytes)."),
                  text, SELLO_BASE_URL_MAX);
        return false;
    }
    return true;
}

static bool take_request(const struct cli_args *args, struct request *out) {
    const char *url;
    *out = (struct request){
        .contact = "", .n_members = MEMBERS_DEFAULT, .threshold = THRESHOLD_DEFAULT};
    if (!cli_require(args, "name", &out->name) || !cli_require(args, "url", &url) ||
        !take_url(url, out->url) ||
        !cli_number(args, "members", 1, MEMBERS_MOST, &out->n_members) ||
        !cli_number(args, "threshold", 1, MEMBERS_MOST, &out->threshold)) {
        return false;
    }
    if (out->threshold > out->n_members) {
        cli_error(P_("%llu member cannot give %llu signatures. Give --threshold at most as many as "
                     "--members.",
                     "%llu members cannot give %llu signatures. Give --threshold at most as many "
                     "as --members.",
                     out->n_members),
                  (unsigned long long)out->n_members, (unsigned long long)out->threshold);
        return false;
    }
    out->contact = cli_text(args, "contact") != NULL ? cli_text(args, "contact") : "";
    return check_text(_("The name"), out->name, SELLO_NAME_MAX) &&
           (out->contact[0] == '\0' || check_text(_("The contact"), out->contact, SELLO_NAME_MAX));
}

/* ---- keys ---- */

/* The members, then a label key and a status key. */
struct key_ring {
    struct sello_key *key[MEMBERS_MOST + 2];
    char path[MEMBERS_MOST + 2][APP_PATH_MAX];
    size_t n;
    size_t n_files; /* how many of them were written */
};

static void free_ring(struct key_ring *ring) {
    for (size_t i = 0; i < ring->n; i++) {
        sello_key_free(&ring->key[i]);
    }
    free(ring);
}

static bool make_key(struct app *app, struct key_ring *ring, enum sello_role role,
                     const char *file) {
    enum sello_error error = sello_key_new(role, &ring->key[ring->n]);
    if (error != SELLO_OK) {
        (void)app_failed(app, error, _("No key could be made"));
        return false;
    }
    return app_key_path(app, file, ring->path[ring->n++]);
}

static struct key_ring *make_keys(struct app *app, uint64_t n_members) {
    struct key_ring *ring = calloc(1, sizeof *ring);
    bool ok = ring != NULL;
    for (uint64_t i = 0; ok && i < n_members; i++) {
        char file[32];
        snprintf(file, sizeof file, "member-%llu.key", (unsigned long long)i + 1);
        ok = make_key(app, ring, SELLO_ROLE_MEMBER, file);
    }
    ok = ok && make_key(app, ring, SELLO_ROLE_LABEL, "label-1.key") &&
         make_key(app, ring, SELLO_ROLE_STATUS, "status-1.key");
    if (!ok && ring != NULL) {
        free_ring(ring);
        ring = NULL;
    }
    return ring;
}

static bool write_keys(struct app *app, struct key_ring *ring,
                       const struct sello_passphrase *passphrase) {
    for (; ring->n_files < ring->n; ring->n_files++) {
        const char *path = ring->path[ring->n_files];
        enum sello_error error = sello_keyfile_write(path, ring->key[ring->n_files], passphrase);
        if (error != SELLO_OK) {
            (void)app_failed(app, error, _("The keys could not be written"));
            return false;
        }
    }
    return true;
}

/* ---- the first root ---- */

static bool make_root(struct app *app, const struct request *request, struct key_ring *ring) {
    struct root_draft *draft = root_draft_new();
    char name[MEMBERS_MOST][32];
    if (draft == NULL) {
        return false;
    }
    draft->root.threshold = request->threshold;
    draft->root.name = sello_bytes_of(request->name);
    draft->root.base_url = sello_bytes_of(request->url);
    draft->root.contact = sello_bytes_of(request->contact);
    draft->root.issued = app->session.now;
    for (size_t i = 0; i < ring->n; i++) {
        bool member = i < request->n_members;
        if (member) {
            snprintf(name[i], sizeof name[i], _("Member %zu"), i + 1);
        }
        root_draft_add(draft, ring->key[i], member ? sello_bytes_of(name[i]) : sello_bytes("", 0));
    }
    enum sello_error error = root_draft_store(app, draft, NULL, ring->key, ring->n);
    free(draft);
    if (error != SELLO_OK) {
        (void)app_failed(app, error, _("The certifier's root could not be made"));
    }
    return error == SELLO_OK;
}

/* ---- what is said at the end ---- */

static void say_done(struct app *app, const struct request *request, const char *fingerprint,
                     unsigned version) {
    cli_print(stdout, _("The registry of %s is in %s.\n"), request->name, app->session.folder);
    cli_print(stdout, _("Fingerprint: %s\n"), fingerprint);
    cli_print(stdout, _("  Publish it where buyers can compare it: a poster, a web page.\n"));
    cli_print(stdout, _("Address:     %s\n"), request->url);
    cli_print(stdout,
              _("  Every label leads there, so keep this name as long as the goods last. A typical "
                "label needs a QR of version %u.\n"),
              version);
    if (request->n_members > 1) {
        cli_print(stdout,
                  _("Next: move keys/member-2.key to another place, a USB stick in another house. "
                    "If this laptop is lost, that key lets you go on.\n"));
    }
    if (request->threshold == 1) {
        cli_print(stdout, _("Later: with three members of whom two must sign (2 of 3), no single "
                            "person can change the root alone.\n"));
    } else if (request->threshold == request->n_members) {
        cli_warning(_("All members must sign: if one member key is lost, the root can never change "
                      "again. Fewer signatures than members are safer."));
    }
}

static int say_result(struct app *app, const struct request *request) {
    const struct sello_root *root = app_root(app);
    char fingerprint[SELLO_FINGERPRINT_TEXT_LEN], hex[BASE_HEX_LEN(SELLO_HASH_LEN)];
    if (root == NULL) {
        return CLI_FAILURE;
    }
    unsigned version = sello_symbol_version_for(strlen(request->url), TYPICAL_TOKEN);
    sello_fingerprint_text(root->fingerprint, fingerprint);
    if (!app->json) {
        say_done(app, request, fingerprint, version);
        return CLI_OK;
    }
    base_hex(root->fingerprint, SELLO_HASH_LEN, hex);
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_string(&j, "registry", app->session.folder);
    cli_json_string(&j, "name", request->name);
    cli_json_string(&j, "url", request->url);
    cli_json_string(&j, "fingerprint", hex);
    cli_json_number(&j, "symbol_version", version);
    cli_json_close(&j);
    return CLI_OK;
}

/* ---- the command ---- */

/* Takes back a registry that could not be finished: only what this run made. */
static void take_back(struct app *app, const struct key_ring *ring) {
    static const char *const files[] = {"registry.db", "lock", "marks"};
    char path[APP_PATH_MAX];
    for (size_t i = 0; i < ring->n_files; i++) {
        (void)unlink(ring->path[i]);
    }
    sello_store_close(&app->session.store);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, "%s/%s", app->session.folder, files[i]);
        (void)unlink(path);
    }
    if (app_key_path(app, "", path)) {
        (void)rmdir(path);
    }
    (void)rmdir(app->session.folder);
}

/* What is there is a registry, or was left by an init that was cut short: then it has no root, and
 * its keys have signed nothing. */
static void say_there(struct app *app) {
    struct sello_stored_root root;
    bool unfinished = app->session.store != NULL &&
                      sello_store_newest_root(app->session.store, &root) == SELLO_E_NOT_FOUND;
    if (unfinished) {
        cli_error(_("An earlier init in %s was interrupted, and nothing was signed there. Remove "
                    "that folder, then run this again."),
                  app->session.folder);
    } else {
        cli_error(_("There is a registry in %s already. Choose another folder with -r FOLDER."),
                  app->session.folder);
    }
}

/* Under the lock to the end, so that another init that is at work is waited for. */
static bool create_store(struct app *app) {
    enum sello_error error = sello_store_create(app->session.folder, app->session.who,
                                                app->session.now, &app->session.store);
    bool there = error == SELLO_E_EXISTS;
    if (there) {
        error = sello_store_open(app->session.folder, app->session.who, app->session.now,
                                 &app->session.store);
    }
    if (error == SELLO_OK) {
        error = sello_store_lock(app->session.store);
    }
    if (there && error != SELLO_E_STORE_BUSY) {
        say_there(app);
        return false;
    }
    if (error != SELLO_OK) {
        (void)app_failed(app, error, _("The registry could not be made"));
    }
    return error == SELLO_OK;
}

static int init(struct app *app, const struct request *request, struct key_ring *ring,
                const struct sello_passphrase *passphrase) {
    if (!create_store(app)) {
        return CLI_FAILURE;
    }
    if (!write_keys(app, ring, passphrase) || !make_root(app, request, ring)) {
        take_back(app, ring);
        return CLI_FAILURE;
    }
    return say_result(app, request);
}

int cmd_init(const struct cli_args *args) {
    struct app app;
    struct request request;
    int result = CLI_FAILURE;
    app_start(args, &app);
    if (!take_request(args, &request)) {
        app_close(&app);
        return CLI_USAGE;
    }
    const struct sello_passphrase *passphrase = app_passphrase(&app, true);
    struct key_ring *ring = passphrase != NULL ? make_keys(&app, request.n_members) : NULL;
    if (ring != NULL) {
        result = init(&app, &request, ring, passphrase);
        free_ring(ring);
    }
    app_close(&app);
    return result;
}
