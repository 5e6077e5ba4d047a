/* SPDX-License-Identifier: Apache-2.0 */
/* How delegated keys end: retired, whose labels stay good, or compromised, whose labels are good
 * only where a listed batch vouches for them. */
#include "base/time.h"
#include "registry/trust/root_edit.h"

/* ---- retired ---- */

struct last_label {
    const struct sello_root_key *key;
    uint64_t at; /* of its newest label; 0: it signed none */
};

static bool see_batch(void *context, const struct sello_batch *batch) {
    struct last_label *last = context;
    if (memcmp(batch->kid, last->key->kid, SELLO_KID_LEN) == 0 && batch->issued > last->at) {
        last->at = batch->issued;
    }
    return true;
}

static bool find_last(struct app *app, struct last_label *last) {
    const struct sello_batch_filter any = {0};
    enum sello_error error = sello_batch_list(app->session.store, &any, see_batch, last);
    if (error != SELLO_OK) {
        (void)app_failed(app, error, _("The key's batches could not be read"));
    }
    return error == SELLO_OK;
}

static bool say_too_early(uint64_t last) {
    char date[BASE_INSTANT_LEN];
    base_instant_format(last, date);
    cli_error(_("The key signed labels until %s: with an earlier end they would stop being good. "
                "Choose a later --stop. If the key was stolen, see: sello key compromised --help"),
              date);
    return false;
}

bool root_retire(struct app *app, const struct sello_root *before, struct sello_root_key *key,
                 struct sello_number last_day) {
    struct last_label last = {key, 0};
    if (!find_last(app, &last)) {
        return false;
    }
    uint64_t now = app->session.now > before->issued ? app->session.now : before->issued;
    uint64_t stop = last_day.present ? base_day_end(last_day.value)
                    : now > last.at  ? now
                                     : last.at + 1;
    if (stop <= last.at) {
        return say_too_early(last.at);
    }
    if (key->state != SELLO_KEY_ACTIVE || stop <= key->not_before) {
        cli_error(_("The key is retired or compromised already, or would end before it begins."));
        return false;
    }
    key->stop_signing = stop;
    key->state = stop <= now || !last_day.present ? SELLO_KEY_RETIRED : SELLO_KEY_ACTIVE;
    return true;
}

/* ---- compromised ---- */

bool root_compromise(struct sello_root_key *key, struct sello_number since) {
    if (key->state == SELLO_KEY_COMPROMISED) {
        cli_error(_("The key is marked as compromised already."));
        return false;
    }
    key->state = SELLO_KEY_COMPROMISED;
    key->compromised_since = since.present ? base_day_start(since.value) : 0;
    return true;
}
