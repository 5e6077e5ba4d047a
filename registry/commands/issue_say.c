/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/issue_say.h"

#include "registry/commands/link_words.h"

static void put_json(struct cli_json *j, const struct sello_batch *batch, const char *id,
                     const char *certificate) {
    cli_json_string(j, "batch", id);
    cli_json_string(j, "certificate", certificate);
    cli_json_number(j, "first_serial", batch->first);
    cli_json_number(j, "last_serial", batch->first + batch->count - 1);
    cli_json_number(j, "count", batch->count);
    cli_json_string(j, "address", link_word(batch->link));
}

void issue_say_batch(struct app *app, const struct sello_batch *batch) {
    issue_say_batch_with(app, batch, NULL, NULL);
}

void issue_say_batch_with(struct app *app, const struct sello_batch *batch,
                          void (*more)(struct cli_json *j, const void *context),
                          const void *context) {
    char first[SELLO_SERIAL_LEN], last[SELLO_SERIAL_LEN], id[SELLO_ID_LEN],
        certificate[SELLO_ID_LEN];
    uint64_t end = batch->first + batch->count - 1;
    sello_serial_format(batch->first, first);
    sello_serial_format(end, last);
    sello_id_format((struct sello_id){SELLO_KIND_BATCH, batch->number}, id);
    sello_id_format((struct sello_id){SELLO_KIND_CERTIFICATE, batch->certificate}, certificate);
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        put_json(&j, batch, id, certificate);
        if (more != NULL) {
            more(&j, context);
        }
        app_json_dry_run(app, &j);
        cli_json_close(&j);
        return;
    }
    app_say_dry_run(app);
    enum sello_link wanted;
    if (sello_link_get(app->session.store, &wanted) == SELLO_OK && wanted != batch->link) {
        cli_note(_("The labels say no GTIN, so that their address names the serial: a product is "
                   "given one with 'sello product edit'."));
    }
    if (batch->count == 1) {
        cli_print(stdout, _("Batch %s: one label of certificate %s, serial %llu (%s).\n"), id,
                  certificate, (unsigned long long)batch->first, first);
        return;
    }
    cli_print(stdout,
              P_("Batch %s: %llu label of certificate %s, serials %llu to %llu (%s to %s).\n",
                 "Batch %s: %llu labels of certificate %s, serials %llu to %llu (%s to %s).\n",
                 batch->count),
              id, (unsigned long long)batch->count, certificate, (unsigned long long)batch->first,
              (unsigned long long)end, first, last);
}

static void say_unfinished(const struct unfinished_batch *batch) {
    unsigned long long number = batch->number;
    cli_error(P_("Batch B%llu is unfinished: %llu of its %llu label is signed. Finish it with: "
                 "sello issue --resume B%llu",
                 "Batch B%llu is unfinished: %llu of its %llu labels are signed, and none can be "
                 "printed before all are. Finish it with: sello issue --resume B%llu",
                 batch->count),
              number, (unsigned long long)batch->stored, (unsigned long long)batch->count, number);
}

int issue_say_failed(struct app *app, enum sello_error error, const struct signing_end *end) {
    if (error != SELLO_E_INTERRUPTED) {
        (void)app_problem(app, end->any_kept ? _("Signing stopped") : _("No label was issued"));
    } else if (!end->any_kept) {
        cli_error(_("Interrupted: no label was issued."));
    }
    for (size_t i = 0; i < end->n; i++) {
        say_unfinished(&end->batch[i]);
    }
    return error == SELLO_E_INTERRUPTED ? CLI_INTERRUPTED : CLI_FAILURE;
}

/* ---- what is asked ---- */

bool issue_take_text(struct app *app, const char *option, size_t most, struct sello_bytes *out) {
    const char *text = cli_text(app->args, option);
    struct sello_store_fault fault = {.field = option};
    if (text == NULL) {
        return true;
    }
    enum sello_error error = sello_name_check(sello_bytes_of(text), most, &fault.name);
    if (error != SELLO_OK) {
        char reason[300];
        app_reason(error, &fault, reason, sizeof reason);
        cli_error(_("No label was issued. --%s: %s."), cli_option_shown(app->args, option), reason);
        return false;
    }
    *out = sello_bytes_of(text);
    return true;
}

bool issue_take_date(const struct cli_args *args, const char *option, struct sello_number *out) {
    out->present = cli_text(args, option) != NULL;
    return cli_date(args, option, &out->value);
}
