/* SPDX-License-Identifier: Apache-2.0 */
/* What stands before the '#' of the next labels. */
#include "registry/commands/commands.h"
#include "registry/commands/link_words.h"

/* clang-format off */
const struct cli_option cmd_address_options[] = {
    APP_DRY_RUN,
    {.name = NULL},
};
/* clang-format on */

static void put_name(enum sello_link link, char *out, size_t size) {
    const struct sello_claims claims = {
        .serial = 12, .gtin = {true, 7501000000017}, .lot = sello_bytes_of("L-7")};
    struct sello_writer w = sello_writer_init(out, size - 1);
    sello_put_item_name(&w, link, &claims);
    out[w.failed ? 0 : w.len] = '\0';
}

static int tell(struct app *app, const struct sello_root *root, enum sello_link link) {
    char name[SELLO_ITEM_NAME_MAX + 1];
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "address", link_word(link));
        app_json_dry_run(app, &j);
        cli_json_close(&j);
        return CLI_OK;
    }
    put_name(link, name, sizeof name);
    app_say_dry_run(app);
    cli_print(stdout, _("Labels issued from now on have the address: %s (%.*s%s#...)\n"),
              link_word(link), (int)root->base_url.len, (const char *)root->base_url.ptr, name);
    link_say(link);
    return CLI_OK;
}

static int address(struct app *app) {
    enum sello_link link = SELLO_LINK_PLAIN;
    const char *text = cli_operand(app->args, 0);
    if (text != NULL && !link_take(text, &link)) {
        return CLI_USAGE;
    }
    const struct sello_root *root = app_root(app); /* before anything is changed: it may fail */
    if (root == NULL) {
        return CLI_FAILURE;
    }
    enum sello_error error = text == NULL   ? sello_link_get(app->session.store, &link)
                             : app->dry_run ? SELLO_OK
                                            : sello_link_set(app->session.store, link);
    if (error != SELLO_OK) {
        (void)session_fail(&app->session, error);
        return app_problem(app, _("The labels' address stays as it is"));
    }
    return tell(app, root, link);
}

int cmd_address(const struct cli_args *args) {
    return app_run(args, cli_operand(args, 0) == NULL ? APP_READ : APP_CHANGE, address);
}
