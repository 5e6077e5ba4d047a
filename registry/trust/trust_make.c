/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/trust_make.h"

#include "registry/issue/issue.h"

enum sello_error trust_make_again(struct app *app, struct trust_file *out) {
    struct trust_file file = {0};
    enum sello_error error = sello_store_known(app->session.store);
    if (error == SELLO_OK) {
        error = trust_file_again(app->session.store, &file);
    }
    if (error == SELLO_OK) {
        error = trust_file_judge(&file);
    }
    if (error != SELLO_OK) {
        trust_file_free(&file);
        return error;
    }
    *out = file;
    return SELLO_OK;
}

static enum sello_error make_locked(struct app *app, const struct bundle_request *request,
                                    struct trust_file *out) {
    enum sello_error error = sello_store_lock(app->session.store);
    if (error != SELLO_OK) {
        return error;
    }
    error = issue_void_leftovers(&app->session);
    if (error == SELLO_OK) {
        error = bundle_make(app->session.store, request, out);
    }
    sello_store_unlock(app->session.store);
    return error;
}

bool trust_make_new(struct app *app, struct bundle_request *request, struct trust_file *out) {
    struct sello_key *key = NULL;
    const struct session_key_use use = {.role = SELLO_ROLE_STATUS, .at = app->session.now};
    if (!app_open_key(app, &use, &key, NULL)) {
        return false;
    }
    request->key = key;
    request->root = app_root(app);
    enum sello_error error = request->root != NULL ? make_locked(app, request, out) : SELLO_E_STORE;
    sello_key_free(&key);
    if (error != SELLO_OK) {
        (void)app_failed(app, error, _("The trust file was not made"));
    }
    return error == SELLO_OK;
}
