/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/touched.h"

static size_t n_listed(const struct touched *t) {
    return t->n < TOUCHED_MAX ? (size_t)t->n : TOUCHED_MAX;
}

/* "C1, C2, C7"; with more than can be listed "..." after them. */
static void put_ids(const struct touched *t, char *buf, size_t size) {
    size_t len = 0;
    buf[0] = '\0';
    for (size_t i = 0; i < n_listed(t) && len < size; i++) {
        char id[SELLO_ID_LEN];
        sello_id_format((struct sello_id){SELLO_KIND_CERTIFICATE, t->number[i]}, id);
        len += (size_t)snprintf(buf + len, size - len, "%s%s", i == 0 ? "" : ", ", id);
    }
    if (t->n > TOUCHED_MAX && len < size) {
        snprintf(buf + len, size - len, ", ...");
    }
}

void touched_say_which(const struct touched *touched) {
    char ids[TOUCHED_MAX * (SELLO_ID_LEN + 2) + 8];
    put_ids(touched, ids, sizeof ids);
    cli_note(P_("%llu granted certificate names it: %s.", "%llu granted certificates name it: %s.",
                touched->n),
             (unsigned long long)touched->n, ids);
    if (touched->n_labels > 0) {
        cli_note(P_("%llu label issued before keeps the old words, which are signed.",
                    "%llu labels issued before keep the old words, which are signed.",
                    touched->n_labels),
                 (unsigned long long)touched->n_labels);
    }
}

bool touched_agreed(const struct app *app, const struct touched *touched,
                    const struct touched_field *field, size_t n) {
    if (touched->n == 0 || !app_may_ask(app)) {
        return true;
    }
    touched_say_which(touched);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(field[i].before, field[i].after) != 0) {
            cli_note(_("%s: \"%s\" becomes \"%s\"."), app_field_label(field[i].name),
                     field[i].before, field[i].after);
        }
    }
    bool yes = cli_confirm(_("Change it?"));
    if (!yes) {
        cli_note(_("Nothing was changed."));
    }
    return yes;
}

void touched_say(const struct app *app, const struct touched *touched, bool asked, bool changed) {
    char first[SELLO_ID_LEN];
    if (touched->n == 0 || app->json) {
        return;
    }
    if (!asked) {
        touched_say_which(touched);
    }
    sello_id_format((struct sello_id){SELLO_KIND_CERTIFICATE, touched->number[0]}, first);
    if (changed) {
        cli_note(_("New labels say it the new way. Print the pages on walls again: sello "
                   "certificate print %s. Labels that are wrong are issued anew: sello reissue"),
                 first);
    }
}

void touched_json(struct cli_json *j, const struct touched *touched) {
    if (touched->n == 0) {
        return;
    }
    cli_json_open_in(j, "certificates", '[');
    for (size_t i = 0; i < n_listed(touched); i++) {
        char id[SELLO_ID_LEN];
        sello_id_format((struct sello_id){SELLO_KIND_CERTIFICATE, touched->number[i]}, id);
        cli_json_string(j, NULL, id);
    }
    cli_json_close_in(j, ']');
    cli_json_number(j, "labels_before", touched->n_labels);
}

void touched_done(struct app *app, struct sello_id of, const char *name,
                  const struct touched *touched, const char *sentence) {
    char id[SELLO_ID_LEN];
    struct cli_json j;
    if (!app->json || touched->n == 0) {
        app_say_id(app, of, sentence, name);
        touched_say(app, touched, app_may_ask(app), !app->dry_run);
        return;
    }
    sello_id_format(of, id);
    cli_json_open(&j, stdout);
    cli_json_string(&j, "id", id);
    touched_json(&j, touched);
    app_json_dry_run(app, &j);
    cli_json_close(&j);
}
