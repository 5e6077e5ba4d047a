/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/session/app.h"

#include <pwd.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/time.h"
#include "registry/session/app_internal.h"

#define CLOCK_AHEAD_DAYS 30
#define DAY_SECONDS 86400

/* clang-format off */
const struct cli_option app_common_options[] = {
    {"r", N_("PATH"), N_("the registry's folder (else $SELLO_REGISTRY, else ./registro)"), false},
    {"registry", N_("PATH"), N_("the same"), false},
    {"json", NULL, N_("answer with one JSON object per line"), false},
    {"no-input", NULL, N_("never ask: what is missing is named"), false},
    {"passphrase-file", N_("FILE"), N_("read the passphrase from the file's first line"), false},
    {"passphrase-fd", N_("N"), N_("read the passphrase from an open descriptor"), false},
    {"lang", "es|en", N_("the language of the messages"), false},
    {.name = NULL},
};
/* clang-format on */

/* The account's name, cut at a character where it is too long for an event. */
static void account_name(char out[SELLO_LEN(SELLO_WHO_MAX + 1)]) {
    const struct passwd *account = getpwuid(geteuid());
    struct sello_bytes name = sello_bytes_of(account != NULL ? account->pw_name : "?");
    size_t len = 0;
    while (len < name.len) {
        uint32_t code_point = 0;
        size_t n = sello_utf8_next(sello_bytes(name.ptr + len, name.len - len), &code_point);
        if (n == 0 || len + n > SELLO_WHO_MAX || sello_text_forbidden(code_point)) {
            break;
        }
        len += n;
    }
    snprintf(out, SELLO_WHO_MAX + 1, "%.*s", (int)len, (const char *)name.ptr);
}

static const char *folder_wanted(const struct cli_args *args) {
    const char *folder = cli_text(args, "r");
    folder = folder != NULL ? folder : cli_text(args, "registry");
    folder = folder != NULL ? folder : getenv("SELLO_REGISTRY");
    return folder != NULL && folder[0] != '\0' ? folder : "./registro";
}

void app_start(const struct cli_args *args, struct app *out) {
    *out = (struct app){
        .args = args,
        .folder = folder_wanted(args),
        .now = base_now(),
        .json = cli_flag(args, "json"),
        .no_input = cli_flag(args, "no-input"),
        .language = cli_language_name(),
    };
    account_name(out->who);
}

bool app_path(const struct app *app, char out[SELLO_LEN(APP_PATH_MAX)], const char *format, ...) {
    int folder = snprintf(out, APP_PATH_MAX, "%s/", app->folder), len = -1;
    if (folder > 0 && folder < APP_PATH_MAX) {
        va_list args;
        va_start(args, format);
        len = vsnprintf(out + folder, (size_t)(APP_PATH_MAX - folder), format, args);
        va_end(args);
    }
    if (len < 0 || len >= APP_PATH_MAX - folder) {
        cli_error(_("The registry's path is too long."));
        return false;
    }
    return true;
}

/* ---- opening ---- */

static bool say_not_opened(const struct app *app, enum sello_error error) {
    const char *folder = app->folder;
    if (error == SELLO_E_NOT_FOUND) {
        cli_error(_("There is no registry in %s. Name its folder with -r, or make one with: sello "
                    "init --name NAME --url URL"),
                  folder);
    } else if (error == SELLO_E_STORE_NOT || error == SELLO_E_STORE_FILE) {
        cli_error(_("What is in %s is not a registry. Name its folder with -r."), folder);
    } else if (error == SELLO_E_STORE_NEWER) {
        cli_error(_("The registry in %s was made by a newer version of sello. Update this one."),
                  folder);
    } else if (error == SELLO_E_STORE_DAMAGED) {
        cli_error(_("The registry in %s is damaged. Keep a copy of the folder as it is, then bring "
                    "back the last backup into a new one: sello restore BACKUP -r NEW"),
                  folder);
    } else if (error == SELLO_E_STORE_READ_ONLY) {
        cli_error(_("The registry in %s cannot be written by this account. See who owns the folder "
                    "and whether its disk is read-only."),
                  folder);
    } else {
        app_failed(app, error, _("The registry could not be opened"));
    }
    return false;
}

/* Wherever numbers would be given out twice, the store refuses; this tells why beforehand. */
static void warn_when_behind(struct app *app) {
    struct sello_store_gap gap = {0};
    if (sello_store_gap(app->store, &gap) != SELLO_OK ||
        (gap.serials == 0 && gap.bundle_versions == 0 && gap.root_versions == 0 &&
         gap.seconds == 0)) {
        return;
    }
    cli_warning(_("This registry is older than what was last issued from it: an old backup was "
                  "restored. See what is missing with: sello restore --reconcile"));
}

static bool confirm_clock_ahead(const struct app *app, uint64_t last) {
    char clock[BASE_INSTANT_LEN], entry[BASE_INSTANT_LEN];
    base_instant_format(app->now, clock);
    base_instant_format(last, entry);
    cli_warning(_("This computer's clock says %s, %llu days after the last entry (%s)."), clock,
                (unsigned long long)((app->now - last) / DAY_SECONDS), entry);
    if (cli_confirm(_("A date too late cannot be taken back. Is the clock right?"))) {
        return true;
    }
    cli_error(
        _("Nothing was written. Set the clock, or say on a terminal, without --no-input, that "
          "it is right."));
    return false;
}

/* Dates only go forward: one given from a wrong clock would hold all later ones. */
static bool clock_is_plausible(struct app *app) {
    struct sello_store_summary summary;
    enum sello_error error = sello_store_summary(app->store, &summary);
    if (error != SELLO_OK) {
        app_failed(app, error, _("The registry could not be read"));
        return false;
    }
    uint64_t last = summary.last_event;
    if (last > app->now + DAY_SECONDS) {
        cli_warning(_("This computer's clock is behind the last entry. New entries take the last "
                      "one's date; set the clock."));
    }
    bool ahead = last > 0 && app->now > last + CLOCK_AHEAD_DAYS * (uint64_t)DAY_SECONDS;
    if (last > app->now) { /* for all that is dated, not for events alone */
        app->now = last;
        sello_store_set_now(app->store, last);
    }
    return !ahead || confirm_clock_ahead(app, last);
}

bool app_open(const struct cli_args *args, enum app_use use, struct app *out) {
    app_start(args, out);
    enum sello_error error = sello_store_open(out->folder, out->who, out->now, &out->store);
    if (error != SELLO_OK) {
        return say_not_opened(out, error);
    }
    if (use != APP_RECONCILE) {
        warn_when_behind(out);
    }
    return use != APP_CHANGE || clock_is_plausible(out);
}

void app_close(struct app *app) {
    sello_passphrase_free(&app->passphrase);
    app_root_free(app->root);
    app->root = NULL;
    sello_store_close(&app->store);
}

int app_run(const struct cli_args *args, enum app_use use, int (*work)(struct app *app)) {
    struct app app;
    int status = app_open(args, use, &app) ? work(&app) : CLI_FAILURE;
    app_close(&app);
    return status;
}
