/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/issue_say.h"

bool issue_allowed(struct app *app, const struct sello_certificate *c) {
    if (sello_certificate_current(c, app->session.now)) {
        return true;
    }
    if (c->state == SELLO_CERTIFICATE_GRANTED) {
        cli_error(_("No label was issued: today is outside the dates of certificate C%llu. See: "
                    "sello certificate show C%llu"),
                  (unsigned long long)c->number, (unsigned long long)c->number);
    } else {
        cli_error(_("No label was issued: certificate C%llu is not granted. See: sello certificate "
                    "show C%llu"),
                  (unsigned long long)c->number, (unsigned long long)c->number);
    }
    return false;
}

static void say_json(const struct sello_batch *batch, const char *id, const char *certificate) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_string(&j, "batch", id);
    cli_json_string(&j, "certificate", certificate);
    cli_json_number(&j, "first_serial", batch->first);
    cli_json_number(&j, "last_serial", batch->first + batch->count - 1);
    cli_json_number(&j, "count", batch->count);
    cli_json_close(&j);
}

void issue_say_batch(struct app *app, const struct sello_batch *batch) {
    char first[SELLO_SERIAL_LEN], last[SELLO_SERIAL_LEN], id[SELLO_ID_LEN],
        certificate[SELLO_ID_LEN];
    uint64_t end = batch->first + batch->count - 1;
    sello_serial_format(batch->first, first);
    sello_serial_format(end, last);
    sello_id_format((struct sello_id){SELLO_KIND_BATCH, batch->number}, id);
    sello_id_format((struct sello_id){SELLO_KIND_CERTIFICATE, batch->certificate}, certificate);
    if (app->json) {
        say_json(batch, id, certificate);
        return;
    }
    cli_print(stdout,
              P_("Batch %s: %llu label of certificate %s, serials %llu to %llu (%s to %s).\n",
                 "Batch %s: %llu labels of certificate %s, serials %llu to %llu (%s to %s).\n",
                 batch->count),
              id, (unsigned long long)batch->count, certificate, (unsigned long long)batch->first,
              (unsigned long long)end, first, last);
}

void issue_make_lean(struct sello_claims *claims) {
    *claims = (struct sello_claims){.scheme = claims->scheme, .certificate = claims->certificate};
}
