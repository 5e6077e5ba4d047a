/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust_make.h"

#include "registry/issue_sign.h"

enum sello_status trust_make_again(struct app *app, struct trust_file *out) {
    struct trust_file file = {0};
    enum sello_status status = trust_file_again(app->store, &file);
    if (status == SELLO_OK) {
        status = trust_file_judge(&file);
    }
    if (status != SELLO_OK) {
        trust_file_free(&file);
        return status;
    }
    *out = file;
    return SELLO_OK;
}

static enum sello_status make_locked(struct app *app, const struct bundle_request *request,
                                     struct trust_file *out) {
    enum sello_status status = sello_store_lock(app->store);
    if (status != SELLO_OK) {
        return status;
    }
    status = void_leftovers(app);
    if (status == SELLO_OK) {
        status = bundle_make(app->store, request, out);
    }
    sello_store_unlock(app->store);
    return status;
}

bool trust_make_new(struct app *app, struct bundle_request *request, struct trust_file *out) {
    struct sello_key *key = NULL;
    const struct app_key_use use = {.role = SELLO_ROLE_STATUS, .at = app->now};
    if (!app_open_key(app, &use, &key, NULL)) {
        return false;
    }
    request->key = key;
    request->root = app_root(app);
    enum sello_status status =
        request->root != NULL ? make_locked(app, request, out) : SELLO_E_STORE;
    sello_key_free(&key);
    if (status != SELLO_OK) {
        (void)app_failed(app, status, _("The trust file was not made"));
    }
    return status == SELLO_OK;
}
