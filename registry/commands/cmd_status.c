/* SPDX-License-Identifier: Apache-2.0 */
/* What is here, and what is due. */
#include "base/time.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/problem_words.h"
#include "registry/commands/record.h"
#include "registry/commands/root_words.h"
#include "registry/desk/due.h"

/* ---- what is here ---- */

static void put_text(const char *label, struct sello_bytes text) {
    char buf[SELLO_NAME_MAX + 1];
    snprintf(buf, sizeof buf, "%.*s", (int)text.len, (const char *)text.ptr);
    record_line(label, buf);
}

static void put_certifier(const struct sello_root *root) {
    char fingerprint[SELLO_FINGERPRINT_TEXT_LEN], label[40];
    sello_fingerprint_text(root->fingerprint, fingerprint);
    put_text(_("Certifier"), root->name);
    record_line(_("Fingerprint"), fingerprint);
    snprintf(label, sizeof label, _("Root %llu"), (unsigned long long)root->version);
    sello_fingerprint_text(root->hash, fingerprint);
    record_line(label, fingerprint);
    put_text(_("Web address"), root->base_url);
    if (root->practice) {
        record_line(_("For practice"), _("nothing of it is real, and every reader says so"));
    }
}

static void put_lines(struct app *app, const struct sello_store_summary *s) {
    record_line(_("Registry"), app->session.folder);
    record_line_number(_("Schemes"), s->n_schemes);
    record_line_number(_("Producers"), s->n_producers);
    record_line_number(_("Products"), s->n_products);
    record_line_number(_("Certificates"), s->n_certificates[0]);
    record_line_number(_("  of them granted"), s->n_certificates[SELLO_CERTIFICATE_GRANTED]);
    record_line_number(_("Labels"), s->n_labels[SELLO_BATCH_SIGNED]);
    record_line_instant(_("Last trust file"), s->bundle_date);
}

static void put_since(const struct due_facts *facts) {
    char date[CLI_INSTANT_LEN], line[120];
    uint64_t since = due_since_backup(facts);
    if (facts->backup.made == 0) {
        record_line(_("Last backup"), _("none that is known of"));
        return;
    }
    cli_instant(facts->backup.made, date);
    snprintf(line, sizeof line, P_("%s, and %llu label since", "%s, and %llu labels since", since),
             date, (unsigned long long)since);
    record_line(_("Last backup"), line);
}

/* ---- JSON ---- */

static void json_certifier(struct cli_json *j, const struct sello_root *root) {
    char fingerprint[SELLO_FINGERPRINT_TEXT_LEN];
    sello_fingerprint_text(root->fingerprint, fingerprint);
    cli_json_text(j, "certifier", root->name);
    cli_json_string(j, "fingerprint", fingerprint);
    cli_json_text(j, "url", root->base_url);
    cli_json_number(j, "root_version", root->version);
    sello_fingerprint_text(root->hash, fingerprint);
    cli_json_string(j, "root_hash", fingerprint);
    root_put_practice_json(j, root);
}

static void json_states(struct cli_json *j, const struct sello_store_summary *s) {
    cli_json_open_in(j, "certificates", '{');
    for (int i = SELLO_CERTIFICATE_APPLIED; i <= SELLO_CERTIFICATE_WITHDRAWN; i++) {
        cli_json_number(j, sello_certificate_state_name((enum sello_certificate_state)i),
                        s->n_certificates[i]);
    }
    cli_json_close_in(j, '}');
}

static void json_fields(struct cli_json *j, struct app *app, const struct sello_store_summary *s) {
    cli_json_string(j, "registry", app->session.folder);
    cli_json_number(j, "schemes", s->n_schemes);
    cli_json_number(j, "producers", s->n_producers);
    cli_json_number(j, "products", s->n_products);
    json_states(j, s);
    cli_json_number(j, "labels", s->n_labels[SELLO_BATCH_SIGNED]);
    cli_json_number(j, "next_serial", s->next_serial);
    cli_json_number(j, "bundle_version", s->bundle_version);
    record_json_instant(j, "bundle_date", s->bundle_date);
    record_json_instant(j, "last_issued", s->last_issued);
}

static void json_due_facts(struct cli_json *j, const struct due_facts *facts) {
    record_json_instant(j, "last_backup", facts->backup.made);
    cli_json_number(j, "labels_since_backup", due_since_backup(facts));
    cli_json_number(j, "labels_not_printed", facts->n_to_print);
    cli_json_number(j, "labels_not_delivered", facts->n_to_deliver);
}

/* ---- what is due ---- */

struct dues {
    struct cli_json *json; /* NULL: lines for people */
    size_t n;
};

/* Its words; a number of days is the only one that changes its noun. */
static void due_words(const struct due *due, char *buf, size_t size) {
    uint64_t age = due->about.value[0].number;
    if (strcmp(due->about.rule, "due-trust-file-old") != 0) {
        problem_words(&due->about, buf, size);
        return;
    }
    snprintf(buf, size,
             P_("The last trust file is %llu day old, and verifiers say so. Write a new one: sello "
                "trust export -o trust.sello",
                "The last trust file is %llu days old, and verifiers say so. Write a new one: "
                "sello trust export -o trust.sello",
                age),
             (unsigned long long)age);
}

static void on_due(void *context, const struct due *due) {
    struct dues *dues = context;
    char text[PROBLEM_WORDS];
    due_words(due, text, sizeof text);
    if (dues->json != NULL) {
        cli_json_open_in(dues->json, NULL, '{');
        cli_json_string(dues->json, "code", due->code);
        cli_json_string(dues->json, "text", text);
        cli_json_close_in(dues->json, '}');
    } else {
        cli_print(stdout, dues->n == 0 ? _("\nDue:\n") : "");
        cli_print(stdout, "- %s\n", text);
    }
    dues->n++;
}

static enum sello_error put_json(struct app *app, const struct due_facts *facts) {
    struct cli_json j;
    struct dues dues = {.json = &j};
    cli_json_open(&j, stdout);
    if (facts->root != NULL) {
        json_certifier(&j, facts->root);
    }
    json_fields(&j, app, &facts->summary);
    json_due_facts(&j, facts);
    cli_json_open_in(&j, "due", '[');
    enum sello_error error = due_list(&app->session, facts, on_due, &dues);
    cli_json_close_in(&j, ']');
    cli_json_close(&j);
    return error;
}

static enum sello_error put_all(struct app *app, const struct due_facts *facts) {
    struct dues dues = {.json = NULL};
    if (facts->root != NULL) {
        put_certifier(facts->root);
    }
    put_lines(app, &facts->summary);
    put_since(facts);
    enum sello_error error = due_list(&app->session, facts, on_due, &dues);
    if (error == SELLO_OK && dues.n == 0) {
        cli_print(stdout, _("\nNothing is due.\n"));
    }
    return error;
}

static int status_of(struct app *app) {
    struct due_facts facts;
    enum sello_error error = due_facts_read(&app->session, &facts);
    if (error == SELLO_OK && facts.summary.root_version > 0) {
        facts.root = app_root(app);
    }
    if (error == SELLO_OK) {
        error = app->json ? put_json(app, &facts) : put_all(app, &facts);
    }
    return error == SELLO_OK ? CLI_OK : app_failed(app, error, _("The registry could not be read"));
}

int cmd_status(const struct cli_args *args) {
    return app_run(args, APP_READ, status_of);
}
