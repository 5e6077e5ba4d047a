/* SPDX-License-Identifier: Apache-2.0 */
/* A window for the clerk. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/spawn.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/console_table.h"
#include "registry/exchange/pack.h"

/* clang-format off */
const struct cli_option cmd_console_options[] = {
    {"port", N_("N"), N_("the port (one that is free)"), false},
    {"folder", N_("FOLDER"), N_("where folders go that are written (where the registry's lies)"), false},
    {"idle", N_("MINUTES"), N_("end where nobody asked for anything so long"), false},
    {"no-open", NULL, N_("only tell the link, and open no browser"), false},
    {"listen", N_("ADDRESS"), N_("answer other computers too, at this address; needs a certificate"), false},
    {"host", N_("NAME"), N_("the name that they call this one by (the address)"), false},
    {"tls-cert", N_("FILE"), N_("the certificate, in PEM form"), false},
    {"tls-key", N_("FILE"), N_("its key, in PEM form"), false},
    {.name = NULL},
};
/* clang-format on */

struct window {
    struct app *app;
    bool opens;
    pid_t browser;
};

/* ---- the browser ---- */

/* It goes on by itself. */
static bool open_browser(struct window *window, const char *url) {
    static char name[] = "xdg-open";
    posix_spawn_file_actions_t files;
    char *const argument[] = {name, (char *)(uintptr_t)url, NULL};
    if (posix_spawn_file_actions_init(&files) != 0) {
        return false;
    }
    const struct base_spawn how = {name, argument, environ, &files, .apart = true};
    int error = posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    error =
        error != 0 ? error : posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    error = error != 0 ? error : posix_spawn_file_actions_adddup2(&files, 1, 2);
    error = error != 0 ? error : posix_spawn_file_actions_addclosefrom_np(&files, 3);
    error = error != 0 ? error : base_spawn(&how, &window->browser);
    posix_spawn_file_actions_destroy(&files);
    return error == 0;
}

static bool has_screen(void) {
    const char *const names[] = {"DISPLAY", "WAYLAND_DISPLAY"};
    bool has = false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        has = has || (value != NULL && value[0] != '\0');
    }
    return has;
}

static void tell_link(void *context, const char *url) {
    struct window *window = context;
    if (window->app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "url", url);
        cli_json_close(&j);
    } else {
        cli_print(stdout, "%s\n", url);
        cli_note(_("The window is open until this is ended with Ctrl+C. The link opens it once."));
    }
    cli_flush();
    if (window->opens && has_screen() && !open_browser(window, url)) {
        cli_note(_("No browser could be started: open the link by hand."));
    }
}

/* ---- where ---- */

/* What is not there yet is named from where we are: commands run elsewhere. */
static bool whole_path(const char *path, char out[SELLO_LEN(PATH_MAX)]) {
    char here[PATH_MAX];
    if (realpath(path, out) != NULL) {
        return true;
    }
    int n = path[0] == '/'                      ? snprintf(out, PATH_MAX, "%s", path)
            : getcwd(here, sizeof here) != NULL ? snprintf(out, PATH_MAX, "%s/%s", here, path)
                                                : -1;
    return n > 0 && n < PATH_MAX;
}

static bool parent_of(const char *path, char out[SELLO_LEN(PATH_MAX)]) {
    const char *slash = strrchr(path, '/');
    int n = snprintf(out, PATH_MAX, "%.*s", slash > path ? (int)(slash - path) : 1, path);
    return n > 0 && n < PATH_MAX;
}

/* Beside the registry, or where the clerk wants it. */
static bool find_places(const struct app *app, char registry[SELLO_LEN(PATH_MAX)],
                        char outputs[SELLO_LEN(PATH_MAX)]) {
    const char *wanted = cli_text(app->args, "folder");
    if (!whole_path(app->session.folder, registry)) {
        cli_error(_("The registry's folder %s has too long a name."), app->session.folder);
        return false;
    }
    if (wanted != NULL && realpath(wanted, outputs) == NULL) {
        cli_error(_("The folder %s cannot be used: %s."), wanted, strerror(errno));
        return false;
    }
    return wanted != NULL || parent_of(registry, outputs);
}

/* Another computer's words would pass through every hand on the way. */
static bool is_private(const struct cli_args *args) {
    bool certified = cli_text(args, "tls-cert") != NULL && cli_text(args, "tls-key") != NULL;
    bool half =
        !certified && (cli_text(args, "tls-cert") != NULL || cli_text(args, "tls-key") != NULL);
    if (half || (cli_text(args, "listen") != NULL && !certified)) {
        cli_fault("usage", "tls-cert");
        cli_error(_("Other computers are answered only with a certificate and its key: --tls-cert "
                    "FILE --tls-key FILE."));
        return false;
    }
    return true;
}

/* ---- the command ---- */

static int say_fault(const struct console_fault *fault) {
    char words[1024];
    console_words(cli_language_name(), fault->rule, fault->value != NULL ? fault->value : "", words,
                  sizeof words);
    cli_fault(fault->rule, NULL);
    if (fault->cause != 0) {
        cli_error("%s: %s.", words, strerror(fault->cause));
    } else {
        cli_error("%s", words);
    }
    return CLI_FAILURE;
}

static int serve(struct app *app, struct console_setup *setup) {
    struct window window = {.app = app, .opens = !cli_flag(app->args, "no-open")};
    struct console_fault fault = {.rule = NULL};
    struct console_command *table = console_table_make(cli_data(app->args));
    setup->commands = table;
    setup->words = console_words;
    setup->pack = pack_folder;
    setup->started = tell_link;
    setup->context = &window;
    enum sello_error error = table != NULL ? console_run(setup, &fault) : SELLO_E_MEMORY;
    console_table_free(table);
    if (window.browser > 0) {
        (void)waitpid(window.browser, NULL, WNOHANG);
    }
    if (error != SELLO_OK) {
        fault.rule = fault.rule != NULL ? fault.rule : "memory";
        return say_fault(&fault);
    }
    return CLI_OK;
}

int cmd_console(const struct cli_args *args) {
    struct app app;
    char registry[PATH_MAX], outputs[PATH_MAX];
    uint64_t port = 0;
    double idle_minutes = 0;
    app_start(args, &app);
    if (!cli_number(args, "port", 1, UINT16_MAX, &port) ||
        !cli_decimal(args, "idle", 0.01, 10000, &idle_minutes) || !is_private(args)) {
        return CLI_USAGE;
    }
    if (!find_places(&app, registry, outputs)) {
        return CLI_FAILURE;
    }
    struct console_setup setup = {.folder = registry,
                                  .language = cli_language_name(),
                                  .outputs = outputs,
                                  .listen = cli_text(args, "listen"),
                                  .host = cli_text(args, "host"),
                                  .tls_cert = cli_text(args, "tls-cert"),
                                  .tls_key = cli_text(args, "tls-key"),
                                  .port = (uint16_t)port,
                                  .idle_ms = (uint64_t)(idle_minutes * 60000)};
    return serve(&app, &setup);
}
