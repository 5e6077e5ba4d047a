/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/key_find.h"

#include <errno.h>
#include <unistd.h>

#include "base/hex.h"
#include "registry/trust/root_view.h"

struct file_search {
    const char *kid;
    size_t n;
    char path[APP_PATH_MAX];
    struct sello_keyfile_info info;
};

static bool match_kid(void *context, const char *path, const struct sello_keyfile_info *info) {
    struct file_search *search = context;
    char hex[BASE_HEX_LEN(SELLO_KID_LEN)];
    base_hex(info->kid, SELLO_KID_LEN, hex);
    if (strncmp(hex, search->kid, strlen(search->kid)) == 0) {
        search->n++;
        snprintf(search->path, sizeof search->path, "%s", path);
        search->info = *info;
    }
    return true;
}

static bool is_kid(const char *text) {
    size_t len = strlen(text);
    return len >= 4 && len < BASE_HEX_LEN(SELLO_KID_LEN) && strspn(text, "0123456789abcdef") == len;
}

static bool find_by_kid(struct app *app, const char *name, char *out,
                        struct sello_keyfile_info *out_info) {
    struct file_search search = {.kid = name};
    if (!app_key_files(app, match_kid, &search)) {
        return false;
    }
    if (search.n != 1) {
        cli_error(search.n == 0 ? _("No key file with the kid %s is in %s/keys. Name it by its "
                                    "path, or see: sello key list")
                                : _("Several key files have a kid that begins with %s in %s/keys. "
                                    "Give more of its digits."),
                  name, app->session.folder);
        return false;
    }
    snprintf(out, APP_PATH_MAX, "%s", search.path);
    *out_info = search.info;
    return true;
}

bool key_find_file(struct app *app, const char *name, char out[SELLO_LEN(APP_PATH_MAX)],
                   struct sello_keyfile_info *out_info) {
    if (is_kid(name) && access(name, F_OK) != 0) {
        return find_by_kid(app, name, out, out_info);
    }
    errno = 0;
    enum sello_error error = sello_keyfile_info(name, out_info);
    if (error == SELLO_E_SYSTEM && errno != 0) {
        cli_error(_("%s could not be read: %s."), name, strerror(errno));
    } else if (error == SELLO_E_KEYFILE_MODE) {
        cli_error(_("%s can be read by other users. Mend it with: chmod 600 %s"), name, name);
    } else if (error != SELLO_OK) {
        cli_error(_("%s cannot be used: %s."), name, _(sello_error_text(error)));
    }
    snprintf(out, APP_PATH_MAX, "%s", name);
    return error == SELLO_OK;
}
