/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/init_ask.h"

/* ---- warning ---- */

void init_warn_url(const char *url, enum init_url_kind kind) {
    if (kind == INIT_URL_EXAMPLE) {
        cli_warning(
            _("%s is an example's address, and nobody can put your page there. It stands on "
              "every label that is printed: make the registry anew with an address of "
              "your own before you issue any."),
            url);
    } else if (kind == INIT_URL_LOCAL) {
        cli_warning(_("%s is reached from this computer or its network alone: no buyer's phone "
                      "gets there. It stands on every label that is printed: make the registry "
                      "anew with an address on the web before you issue any."),
                    url);
    }
}

/* ---- asking ---- */

static void say_what_address(void) {
    cli_note(_("Every label leads to a web address, and its code never changes: the address must "
               "live as long as the goods. Nothing needs to be there yet; sello publish makes "
               "the page, and any web host can keep it."));
    cli_note(_("  - With a domain of your own: a path of it, https://your-name.mx/v/"));
    cli_note(_("  - Without one: a path of your federation's or town's site, "
               "https://federation.mx/your-name/, if they promise to keep it"));
    cli_note(_("  - or the address that a free host of plain pages gives you, such as "
               "https://your-name.github.io/v/ or https://your-name.codeberg.page/"));
    cli_note(_("Short is good: a shorter address makes a smaller code."));
}

static bool is_option_given(const struct app *app, const char *option, const char **out) {
    *out = cli_text(app->args, option);
    return *out != NULL;
}

/* Until it can be used, or nobody answers. */
static bool ask_name(struct app *app, char out[SELLO_LEN(SELLO_NAME_MAX + 1)]) {
    char line[256];
    while (
        cli_ask(_("What is the certifier called, as buyers are to see it?"), line, sizeof line)) {
        if (line[0] != '\0' && init_check_name(&app->session, line) == SELLO_OK) {
            memcpy(out, line, strlen(line) + 1); /* it is no longer than a name */
            return true;
        }
        if (line[0] != '\0') {
            (void)app_problem(app, _("That name cannot be used"));
        }
    }
    return false;
}

static bool is_meant(struct app *app, const char *url) {
    enum init_url_kind kind = init_url_judge(url);
    if (kind == INIT_URL_OWN || cli_flag(app->args, "practice")) {
        return true;
    }
    return cli_confirm(kind == INIT_URL_EXAMPLE
                           ? _("That is an example's address, which nobody can put a page at. "
                               "Take it all the same?")
                           : _("No buyer's phone reaches that address. Take it all the same?"));
}

static bool ask_url(struct app *app, char out[SELLO_LEN(SELLO_BASE_URL_MAX + 2)]) {
    char line[256], url[300];
    say_what_address();
    while (cli_ask(_("Which address do the labels lead to?"), line, sizeof line)) {
        bool whole = strstr(line, "://") != NULL;
        snprintf(url, sizeof url, "%s%s", whole || line[0] == '\0' ? "" : "https://", line);
        if (url[0] == '\0') {
            continue;
        }
        if (init_check_url(&app->session, url, out) != SELLO_OK) {
            (void)app_problem(app, _("That address cannot be used"));
        } else if (is_meant(app, out)) {
            return true;
        }
    }
    return false;
}

static bool ask_contact(struct app *app, char out[SELLO_LEN(SELLO_NAME_MAX + 1)]) {
    char line[256];
    while (cli_ask(_("A telephone or address for buyers' questions (Enter: none):"), line,
                   sizeof line)) {
        if (line[0] == '\0' || init_check_contact(&app->session, line) == SELLO_OK) {
            memcpy(out, line, strlen(line) + 1); /* it is no longer than a name */
            return true;
        }
        (void)app_problem(app, _("That cannot be used"));
    }
    return false;
}

bool init_ask(struct app *app, struct init_answers *room, struct init_request *out) {
    bool asks = cli_may_ask() && !app->json;
    bool has_name = is_option_given(app, "name", &out->name);
    bool has_url = is_option_given(app, "url", &out->url);
    bool has_contact = is_option_given(app, "contact", &out->contact);
    if (!asks) {
        return cli_require(app->args, "name", &out->name) &&
               cli_require(app->args, "url", &out->url);
    }
    if (!has_name) {
        if (!ask_name(app, room->name)) {
            return cli_require(app->args, "name", &out->name);
        }
        out->name = room->name;
    }
    if (!has_url) {
        if (!ask_url(app, room->url)) {
            return cli_require(app->args, "url", &out->url);
        }
        out->url = room->url;
    }
    if (!has_contact && (!has_name || !has_url) && ask_contact(app, room->contact) &&
        room->contact[0] != '\0') {
        out->contact = room->contact;
    }
    return true;
}
