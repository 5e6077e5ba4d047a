/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>

#include "base/hex.h"
#include "labels/symbol/symbol.h"
#include "registry/commands/commands.h"
#include "registry/commands/init_ask.h"
#include "registry/commands/link_words.h"
#include "registry/commands/root_answer.h"
#include "registry/trust/init.h"

enum { MEMBERS_DEFAULT = 2, THRESHOLD_DEFAULT = 1, COMMITTEE_MEMBERS = 3, COMMITTEE_THRESHOLD = 2 };

/* The size of a typical record's token, for telling what a base URL leads to. */
enum { TYPICAL_TOKEN = 231 };

/* clang-format off */
const struct cli_option cmd_init_options[] = {
    {"name", N_("NAME"), N_("the certifier's name, as buyers see it"), false},
    {"url", N_("URL"), N_("the https address that labels lead to"), false},
    {"address", N_("FORM"), N_("what a label's address names: plain (the page alone), serial or gs1"), false},
    {"contact", N_("TEXT"), N_("a telephone or address for questions"), false},
    {"committee", NULL, N_("three members of whom two must sign, each with a passphrase of their own"), false},
    {"member", N_("NAME"), N_("a member's name; as many members as names"), true},
    {"members", N_("N"), N_("member keys to make (2; 3 of a committee)"), false},
    {"threshold", N_("K"), N_("members who must sign a change of the root (1; 2 of a committee)"), false},
    {"member-passphrase-file", N_("FILE"), N_("a member's passphrase, its file's first line: one for each, or one for all"), true},
    {"practice", NULL, N_("a registry to learn with: its labels are no real ones, for ever"), false},
    {"store", N_("ADDRESS"), N_("the registry on a PostgreSQL server, for many offices: postgresql:///sello?host=server.example"), false},
    {"join", NULL, N_("one more office of the registry that is there"), false},
    APP_DRY_RUN,
    {NULL, NULL, NULL, false},
};
/* clang-format on */

/* ---- what is asked for ---- */

static size_t count(const struct cli_args *args, const char *name) {
    size_t n = 0;
    while (cli_text_at(args, name, n) != NULL) {
        n++;
    }
    return n;
}

/* One person, or a committee? Asked where no option tells. */
static bool committee_starts(struct app *app) {
    static const char *const telling[] = {"member", "members", "threshold",
                                          "member-passphrase-file"};
    bool told = app->dry_run || !app_asks_passphrases(app);
    for (size_t i = 0; i < sizeof telling / sizeof *telling; i++) {
        told = told || cli_text_at(app->args, telling[i], 0) != NULL;
    }
    if (cli_flag(app->args, "committee") || told) {
        return cli_flag(app->args, "committee");
    }
    cli_note(
        _("One person can start, and a committee take over later. Or a committee starts: three "
          "members, of whom two must sign what changes, each with a key and a passphrase of "
          "their own; then let all three sit here now."));
    return cli_confirm(_("Does a committee start?"));
}

/* "Member 1", in the clerk's language, where no name is given. */
struct member_names {
    char room[INIT_MEMBERS_MAX][32];
};

static void name_members(const struct cli_args *args, struct member_names *names,
                         struct init_request *out) {
    for (size_t i = 0; i < INIT_MEMBERS_MAX; i++) {
        snprintf(names->room[i], sizeof names->room[i], _("Member %zu"), i + 1);
        out->member_name[i] = cli_text_at(args, "member", i);
        out->member_name[i] = out->member_name[i] != NULL ? out->member_name[i] : names->room[i];
    }
}

static bool fits(const struct cli_args *args, const struct init_request *request, bool committee) {
    size_t n_names = count(args, "member"), n_files = count(args, "member-passphrase-file");
    if (n_names > 0 && n_names != request->n_members) {
        cli_error(_("There are %llu members and %zu names: give --member once for each."),
                  (unsigned long long)request->n_members, n_names);
        return false;
    }
    if (n_files > 0 && n_files != request->n_members && (n_files > 1 || committee)) {
        cli_error(
            _("There are %llu members and %zu passphrase files: give --member-passphrase-file "
              "once for each."),
            (unsigned long long)request->n_members, n_files);
        return false;
    }
    return true;
}

static bool take_request(struct app *app, struct member_names *names, struct init_answers *answers,
                         struct init_request *out, bool *out_committee) {
    const struct cli_args *args = app->args;
    if (!init_ask(app, answers, out)) {
        return false;
    }
    bool committee = committee_starts(app);
    size_t n_names = count(args, "member");
    const char *address = cli_text(args, "address");
    if (address != NULL && !link_take(address, &out->link)) {
        return false;
    }
    out->practice = cli_flag(args, "practice");
    out->store = cli_text(args, "store");
    out->n_members = n_names > 0 ? n_names : committee ? COMMITTEE_MEMBERS : MEMBERS_DEFAULT;
    out->threshold = committee ? COMMITTEE_THRESHOLD : THRESHOLD_DEFAULT;
    name_members(args, names, out);
    if (n_names > INIT_MEMBERS_MAX) {
        cli_error(_("A registry begins with at most %d members."), INIT_MEMBERS_MAX);
        return false;
    }
    bool ok = cli_number(args, "members", 1, INIT_MEMBERS_MAX, &out->n_members) &&
              cli_number(args, "threshold", 1, INIT_MEMBERS_MAX, &out->threshold) &&
              fits(args, out, committee);
    *out_committee = committee || out->threshold > 1;
    return ok;
}

/* ---- the members' passphrases ---- */

/* Whoever starts alone has one passphrase for each day's keys, and one for the root's. */
struct members {
    struct app *app;
    const struct init_request *request;
    bool each; /* has one of their own */
    const struct sello_passphrase *given[INIT_MEMBERS_MAX];
};

static enum sello_error from_file(struct session *session, struct app *app, const char *file,
                                  struct sello_passphrase **out) {
    errno = 0;
    enum sello_error error = sello_passphrase_from_file(file, out);
    if (error == SELLO_OK) {
        app_warn_shared_file(app, file);
    }
    return error != SELLO_E_SYSTEM
               ? session_fail(session, error)
               : session_refuse(session,
                                &(struct problem){
                                    .error = error,
                                    .rule = "member-passphrase-file-not-readable",
                                    .field = "member-passphrase-file",
                                    .value = {problem_text(file), problem_text(strerror(errno))}});
}

static bool is_taken(const struct session *session, const struct members *members, uint64_t member,
                     const struct sello_passphrase *passphrase) {
    bool taken = sello_passphrase_same(passphrase, session->passphrase);
    for (uint64_t i = 0; i < member; i++) {
        taken = taken ||
                (members->given[i] != NULL && sello_passphrase_same(passphrase, members->given[i]));
    }
    return taken;
}

static enum sello_error member_passphrase(struct session *session, void *context, uint64_t member,
                                          struct sello_passphrase **out) {
    struct members *members = context;
    struct app *app = members->app;
    const char *file = cli_text_at(app->args, "member-passphrase-file", (size_t)member);
    if (file != NULL) {
        return from_file(session, app, file, out);
    }
    if (member > 0 && !members->each) {
        return SELLO_OK; /* that of the first */
    }
    if (!app_asks_passphrases(app)) {
        return session_refuse(session, &(struct problem){.error = SELLO_E_PASSPHRASE_NONE,
                                                         .rule = "member-passphrases-needed",
                                                         .field = "member-passphrase-file"});
    }
    if (members->each) {
        cli_note(
            _("Now %s types a passphrase of their own, for the key that signs the root. Nobody "
              "else looks on."),
            members->request->member_name[member]);
    } else {
        cli_note(_("Now another passphrase, for the members' keys: they sign the root, a few times "
                   "a year."));
    }
    enum sello_error error = app_new_passphrase(out);
    while (error == SELLO_OK && is_taken(session, members, member, *out)) {
        cli_note(_("That is the passphrase of another key. Each has its own."));
        sello_passphrase_free(out);
        error = app_new_passphrase(out);
    }
    members->given[member] = *out;
    return session_fail(session, error);
}

/* Where all is given by a file or a descriptor, as scripts do, one passphrase may close all. */
static bool have_own(const struct app *app) {
    return cli_flag(app->args, "committee") || app_asks_passphrases(app) ||
           cli_text_at(app->args, "member-passphrase-file", 0) != NULL;
}

/* ---- what is said at the end ---- */

static void say_done(struct app *app, const struct init_request *request,
                     const struct init_outcome *outcome, bool committee, unsigned version) {
    char fingerprint[SELLO_FINGERPRINT_TEXT_LEN];
    sello_fingerprint_text(outcome->fingerprint, fingerprint);
    app_say_dry_run(app);
    cli_print(stdout, _("The registry of %s is in %s.\n"), request->name, app->session.folder);
    if (request->practice) {
        cli_print(stdout,
                  _("It is for practice, for ever: what it prints says so, and every reader "
                    "answers that its labels are no real ones.\n"));
    }
    if (!app->dry_run) {
        cli_print(stdout, _("Fingerprint: %s\n"), fingerprint);
        cli_print(stdout, _("Root 1:      %s\n"), fingerprint); /* it names itself */
        cli_print(
            stdout,
            _("  Publish both where buyers can compare them: a poster, a web page. A later root "
              "has another hash: then print the poster anew.\n"));
    }
    cli_print(stdout, _("Address:     %s\n"), outcome->url);
    cli_print(stdout,
              _("  Every label leads there, so keep this name as long as the goods last. A typical "
                "label needs a QR of version %u.\n"),
              version);
    if (request->link != SELLO_LINK_PLAIN) {
        link_say(request->link);
    }
    if (committee && !app->dry_run) {
        cli_print(
            stdout,
            _("Next: each member takes their own file home, keys/member-1.key to "
              "keys/member-%llu.key, and prints a copy: sello key backup. None stays here.\n"),
            (unsigned long long)request->n_members);
    } else if (request->n_members > 1 && !app->dry_run) {
        cli_print(stdout,
                  _("Next: move keys/member-2.key to another place, a USB stick in another house. "
                    "If this laptop is lost, that key lets you go on.\n"));
    }
    if (request->threshold == 1) {
        cli_print(stdout, _("Later: with three members of whom two must sign (2 of 3), no single "
                            "person can change the root alone.\n"));
    } else if (request->threshold == request->n_members) {
        root_warn_all_must_sign();
    }
}

static void answer(struct app *app, const struct init_request *request,
                   const struct init_outcome *outcome, bool committee) {
    char hex[BASE_HEX_LEN(SELLO_HASH_LEN)];
    const struct sello_claims typical = {
        .serial = 9999, .gtin = {true, SELLO_GTIN_MAX}, .lot = sello_bytes_of("2026-01")};
    unsigned version = sello_symbol_version_for(
        sello_item_link_len(strlen(outcome->url), request->link, &typical), TYPICAL_TOKEN);
    if (!request->practice) {
        init_warn_url(outcome->url, outcome->url_kind);
    }
    if (!app->json) {
        say_done(app, request, outcome, committee, version);
        return;
    }
    base_hex(outcome->fingerprint, SELLO_HASH_LEN, hex);
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_string(&j, "registry", app->session.folder);
    cli_json_string(&j, "name", request->name);
    cli_json_string(&j, "url", outcome->url);
    cli_json_string(&j, "address", link_word(request->link));
    cli_json_string(&j, "fingerprint", app->dry_run ? NULL : hex);
    cli_json_number(&j, "root_version", 1);
    cli_json_string(&j, "root_hash", app->dry_run ? NULL : hex);
    cli_json_number(&j, "symbol_version", version);
    if (outcome->url_kind != INIT_URL_OWN) {
        cli_json_string(&j, "url_kind",
                        outcome->url_kind == INIT_URL_EXAMPLE ? "example" : "local");
    }
    if (request->practice) {
        cli_json_bool(&j, "practice", true);
    }
    app_json_dry_run(app, &j);
    cli_json_close(&j);
}

/* ---- the command ---- */

/* Is it one of our own options that is at fault? */
static bool is_asked(const char *field) {
    for (const struct cli_option *option = cmd_init_options; option->name != NULL; option++) {
        if (field != NULL && strcmp(option->name, field) == 0) {
            return true;
        }
    }
    return false;
}

static int refused(struct app *app) {
    int result = app_problem(app, _("The registry could not be made"));
    return is_asked(app->session.problem.field) ? CLI_USAGE : result;
}

/* Before passphrases are asked for, it is looked whether a registry can be made at all. */
static enum sello_error make(struct app *app, struct init_request *request, bool committee,
                             struct init_outcome *out) {
    struct members members = {.app = app, .request = request, .each = committee};
    enum sello_error error = SELLO_OK;
    if (app->dry_run || app_asks_passphrases(app)) {
        error = init_plan(&app->session, request, out);
    }
    if (error != SELLO_OK || app->dry_run) {
        return error;
    }
    if (have_own(app)) {
        request->member_passphrase = member_passphrase;
        request->context = &members;
    }
    if (app_asks_passphrases(app)) {
        cli_note(_("First a passphrase for the office: for the label key and the status key, which "
                   "sign every day."));
    }
    return init_commit(&app->session, request, out);
}

/* ---- one more office ---- */

static void say_joined(struct app *app, const struct sello_root *root, const char *fingerprint) {
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "registry", app->session.folder);
        cli_json_text(&j, "name", root->name);
        cli_json_string(&j, "fingerprint", fingerprint);
        cli_json_close(&j);
        return;
    }
    cli_print(stdout, _("%s is an office of the registry of %.*s.\n"), app->session.folder,
              (int)root->name.len, (const char *)root->name.ptr);
    cli_print(stdout, _("Fingerprint: %s\n"), fingerprint);
    cli_print(stdout, _("  Compare it with that of the first office.\n"));
    cli_print(stdout, _("Next: a label key of its own, which the members approve: sello key new "
                        "--role label --draft DRAFT\n"));
}

static int join_office(struct app *app) {
    static const char *const others[] = {
        "name",   "url",     "contact",   "address",  "committee",
        "member", "members", "threshold", "practice", "member-passphrase-file",
        "dry-run"};
    const char *address = cli_text(app->args, "store");
    uint8_t hash[SELLO_HASH_LEN];
    char fingerprint[SELLO_FINGERPRINT_TEXT_LEN];
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (cli_text_at(app->args, others[i], 0) != NULL || cli_flag(app->args, others[i])) {
            cli_error(_("--join goes with --store alone: the registry has all else already."));
            return CLI_USAGE;
        }
    }
    if (address == NULL) {
        cli_error(_("--join needs the address of the registry's server: --store ADDRESS"));
        return CLI_USAGE;
    }
    if (init_join(&app->session, address) != SELLO_OK) {
        return refused(app);
    }
    const struct sello_root *root = app_root(app);
    if (root == NULL || sello_store_fingerprint(app->session.store, hash) != SELLO_OK) {
        return CLI_FAILURE;
    }
    sello_fingerprint_text(hash, fingerprint);
    say_joined(app, root, fingerprint);
    return CLI_OK;
}

int cmd_init(const struct cli_args *args) {
    struct app app;
    struct member_names names;
    struct init_answers answers;
    struct init_request request = {.name = NULL};
    struct init_outcome outcome;
    bool committee = false;
    int result = CLI_USAGE;
    app_start(args, &app);
    if (cli_flag(args, "join")) {
        result = join_office(&app);
        app_close(&app);
        return app_done(&app, result);
    }
    if (take_request(&app, &names, &answers, &request, &committee)) {
        enum sello_error error = make(&app, &request, committee, &outcome);
        result = error == SELLO_OK ? CLI_OK : refused(&app);
    }
    if (result == CLI_OK) {
        answer(&app, &request, &outcome, committee);
    }
    app_close(&app);
    return app_done(&app, result);
}
