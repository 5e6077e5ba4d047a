/* SPDX-License-Identifier: Apache-2.0 */
/* The public log: what it is, whether a published one is whole, and what travels to witnesses. */
#include <stdlib.h>

#include "base/hex.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/publish/log_desk.h"

/* clang-format off */
const struct cli_option cmd_log_export_options[] = {
    {"events", NULL, N_("write the registry's events, for an auditor, into a new folder"), false},
    {"since", N_("N"), N_("how many entries the witness saw last (0: it never did)"), false},
    {"o", N_("FILE|FOLDER"), N_("write it here"), false},
    {.name = NULL},
};

const struct cli_option cmd_log_cosign_options[] = {
    {"log", N_("KEY"), N_("the log's key, the first time: sello log show tells it there"), false},
    {"o", N_("FILE"), N_("write the signed checkpoint here"), false},
    {.name = NULL},
};
/* clang-format on */

/* ---- show ---- */

static int show(struct app *app) {
    struct log_told told;
    char root[BASE_HEX_LEN(SELLO_HASH_LEN)];
    if (log_tell(&app->session, &told) != SELLO_OK) {
        return app_problem(app, _("The public log was not shown"));
    }
    base_hex(told.root, sizeof told.root, root);
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "origin", told.origin);
        cli_json_number(&j, "entries", told.n_entries);
        cli_json_string(&j, "root_hash", root);
        cli_json_string(&j, "log_key", told.has_key ? told.vkey : NULL);
        cli_json_string(&j, "witness_key", told.has_key ? told.witness : NULL);
        cli_json_close(&j);
        return CLI_OK;
    }
    cli_print(stdout, _("Log:          %s\n"), told.origin);
    cli_print(stdout, _("Entries:      %llu\n"), (unsigned long long)told.n_entries);
    cli_print(stdout, _("Root hash:    %s\n"), root);
    if (told.has_key) {
        cli_print(stdout, _("Log key:      %s\n"), told.vkey);
        cli_print(stdout, _("Witness key:  %s\n"), told.witness);
    } else {
        cli_note(_("No log key may sign today: what you give out enters no public log. Make one: "
                   "sello key new --role log"));
    }
    return CLI_OK;
}

int cmd_log_show(const struct cli_args *args) {
    return app_run(args, APP_READ, show);
}

/* ---- verify ---- */

static int verify(struct app *app) {
    struct base_log log;
    const char *folder = cli_operand(app->args, 0);
    enum sello_error error = log_verify(&app->session, folder, &log);
    uint64_t n = log.n;
    size_t n_signatures = log.checkpoint.note.n_signatures;
    base_log_free(&log);
    if (error != SELLO_OK) {
        return app_problem(app, _("The public log was not verified"));
    }
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "folder", folder);
        cli_json_number(&j, "entries", n);
        cli_json_number(&j, "signatures", n_signatures);
        cli_json_close(&j);
    } else {
        cli_print(stdout,
                  _("%s: the public log is whole and ours: entries %llu, signatures %zu.\n"),
                  folder, (unsigned long long)n, n_signatures);
    }
    return CLI_OK;
}

int cmd_log_verify(const struct cli_args *args) {
    return app_run(args, APP_READ, verify);
}

/* ---- to witnesses and back ---- */

static int export_events(struct app *app, const char *folder) {
    uint64_t n = 0;
    if (cli_n_operands(app->args) > 0 || cli_text(app->args, "since") != NULL) {
        cli_error(_("--events goes without a published folder and --since."));
        return CLI_USAGE;
    }
    if (log_export_events(&app->session, folder, &n) != SELLO_OK) {
        return app_problem(app, _("The events were not exported"));
    }
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "folder", folder);
        cli_json_number(&j, "events", n);
        cli_json_close(&j);
    } else {
        cli_note(P_("%s: %llu event. Give it to the auditor, who looks with: sello-verify log "
                    "audit FOLDER --events %s",
                    "%s: %llu events. Give it to the auditor, who looks with: sello-verify log "
                    "audit FOLDER --events %s",
                    n),
                 folder, (unsigned long long)n, folder);
    }
    return CLI_OK;
}

static int export_request(struct app *app) {
    uint64_t since = 0;
    const char *output = NULL;
    uint8_t *bytes = NULL;
    size_t len = 0;
    if (!cli_require(app->args, "o", &output) ||
        !cli_number(app->args, "since", 0, SELLO_INT_MAX, &since)) {
        return CLI_USAGE;
    }
    if (cli_flag(app->args, "events")) {
        return export_events(app, output);
    }
    if (cli_n_operands(app->args) == 0) {
        cli_error(_("Name the published folder, or give --events."));
        return CLI_USAGE;
    }
    enum sello_error error =
        log_request(&app->session, cli_operand(app->args, 0), since, &bytes, &len);
    if (error != SELLO_OK) {
        return app_problem(app, _("Nothing was written for the witness"));
    }
    bool ok = cli_file_replace(output, sello_bytes(bytes, len), 0644);
    free(bytes);
    if (!ok) {
        return CLI_FAILURE;
    }
    cli_note(_("%s: give it to the witness, who signs it with: sello log cosign FILE -o FILE"),
             output);
    return CLI_OK;
}

int cmd_log_export(const struct cli_args *args) {
    return app_run(args, APP_READ, export_request);
}

static int cosign(struct app *app) {
    struct log_cosigned done;
    const char *output = NULL;
    if (!cli_require(app->args, "o", &output)) {
        return CLI_USAGE;
    }
    enum sello_error error =
        log_cosign(&app->session, cli_operand(app->args, 0), cli_text(app->args, "log"), &done);
    if (error != SELLO_OK) {
        return app_problem(app, _("Nothing was signed"));
    }
    bool ok = cli_file_replace(output, sello_bytes(done.bytes, done.len), 0644);
    free(done.bytes);
    if (!ok) {
        return CLI_FAILURE;
    }
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "origin", done.origin);
        cli_json_number(&j, "entries", done.size);
        cli_json_number(&j, "seen_before", done.before);
        cli_json_string(&j, "file", output);
        cli_json_close(&j);
    } else {
        cli_print(stdout, _("%s: you saw this log at %llu entries, before at %llu.\n"), done.origin,
                  (unsigned long long)done.size, (unsigned long long)done.before);
        cli_note(_("%s: give it back; its certifier adds it with: sello log add FOLDER FILE"),
                 output);
    }
    return CLI_OK;
}

int cmd_log_cosign(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, cosign);
}

static int add(struct app *app) {
    size_t n = 0;
    const char *folder = cli_operand(app->args, 0);
    if (log_add(&app->session, folder, cli_operand(app->args, 1), &n) != SELLO_OK) {
        return app_problem(app, _("Nothing was added"));
    }
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "folder", folder);
        cli_json_number(&j, "added", n);
        cli_json_close(&j);
    } else if (n == 0) {
        cli_note(_("The checkpoint in %s has these signatures already."), folder);
    } else {
        cli_note(_("Signatures added to the checkpoint in %s: %zu. Upload its log/checkpoint and "
                   "trust.tlog-proof anew."),
                 folder, n);
    }
    return CLI_OK;
}

int cmd_log_add(const struct cli_args *args) {
    return app_run(args, APP_READ, add);
}
