/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/root_edit.h"

#include "base/time.h"
#include "registry/trust/root_end.h"
#include "registry/trust/root_find.h"
#include "verify/verdict/identity.h"

/* A change on its way. */
struct edit {
    struct session *session;
    const struct root_request *request;
    const struct sello_root *before;
    struct root_content *content;
};

static enum sello_error refuse(struct edit *edit, enum sello_error error, const char *rule,
                               const char *field, struct problem_value value,
                               struct problem_value also) {
    return session_refuse(
        edit->session,
        &(struct problem){.error = error, .rule = rule, .field = field, .value = {value, also}});
}

static const struct problem_value nothing = {.kind = PROBLEM_NOTHING};

/* ---- members ---- */

static const char *field_of(const struct root_member_request *request) {
    switch (request->what) {
    case ROOT_RENAME: return "rename-member";
    case ROOT_REPLACE: return "replace-member";
    case ROOT_REMOVE: return "remove-member";
    case ROOT_ADD: return "add-member";
    }
    return NULL;
}

/* The same member's row in the content; it may be gone from there by another part of the request.
 */
static enum sello_error member_row(struct edit *edit, const struct root_member_request *request,
                                   struct sello_root_key **out) {
    const struct sello_root_key *wanted = NULL;
    enum sello_error error = root_find_member(edit->session, edit->before, request->who, &wanted);
    for (size_t i = 0; error == SELLO_OK && i < edit->content->root.n_members; i++) {
        struct sello_root_key *row = &edit->content->key[i];
        if (memcmp(row->public_key, wanted->public_key, SELLO_KEY_LEN) == 0) {
            *out = row;
            return SELLO_OK;
        }
    }
    return error != SELLO_OK ? error
                             : refuse(edit, SELLO_E_STATE, "member-named-twice", field_of(request),
                                      problem_text(request->who), nothing);
}

static enum sello_error check_name(struct edit *edit, const struct root_member_request *request) {
    enum sello_error error = sello_name_check(sello_bytes_of(request->name), SELLO_NAME_MAX, NULL);
    return error == SELLO_OK || error == SELLO_E_MEMORY
               ? error
               : refuse(edit, error, "member-name", field_of(request), problem_error(error),
                        problem_number(SELLO_NAME_MAX));
}

static enum sello_error check_room(struct edit *edit, const char *field) {
    return edit->content->root.n_keys < SELLO_ROOT_KEYS_MAX
               ? SELLO_OK
               : refuse(edit, SELLO_E_TOO_LONG, "root-full", field,
                        problem_number(SELLO_ROOT_KEYS_MAX), nothing);
}

static void set_key(struct sello_root_key *row, uint64_t role, const uint8_t *public_key) {
    *row = (struct sello_root_key){.role = role, .stop_signing = SELLO_NEVER};
    memcpy(row->public_key, public_key, SELLO_KEY_LEN);
    sello_kid(public_key, row->kid);
}

static void set_member(struct sello_root_key *row, const struct root_member_request *request,
                       struct sello_bytes name) {
    set_key(row, SELLO_ROLE_MEMBER, request->public_key);
    row->name = name;
    row->slhdsa = request->has_slhdsa ? request->slhdsa : NULL;
}

static enum sello_error add_member(struct edit *edit, const struct root_member_request *request) {
    struct root_content *content = edit->content;
    enum sello_error error = check_room(edit, field_of(request));
    error = error == SELLO_OK ? check_name(edit, request) : error;
    if (error != SELLO_OK) {
        return error;
    }
    size_t at = content->root.n_members++;
    memmove(&content->key[at + 1], &content->key[at],
            (content->root.n_keys++ - at) * sizeof content->key[0]);
    set_member(&content->key[at], request, sello_bytes_of(request->name));
    return SELLO_OK;
}

static void remove_row(struct root_content *content, struct sello_root_key *row) {
    size_t at = (size_t)(row - content->key);
    content->root.n_keys--;
    content->root.n_members--;
    memmove(row, row + 1, (content->root.n_keys - at) * sizeof *row);
}

static enum sello_error change_member(struct edit *edit,
                                      const struct root_member_request *request) {
    struct sello_root_key *row = NULL;
    enum sello_error error = member_row(edit, request, &row);
    if (error == SELLO_OK && request->what == ROOT_RENAME) {
        error = check_name(edit, request);
    }
    if (error != SELLO_OK) {
        return error;
    }
    if (request->what == ROOT_RENAME) {
        row->name = sello_bytes_of(request->name);
    } else if (request->what == ROOT_REPLACE) {
        set_member(row, request, row->name);
    } else {
        remove_row(edit->content, row);
    }
    return SELLO_OK;
}

/* Renaming and replacing come first: they name members who are still there. */
static enum sello_error edit_members(struct edit *edit) {
    static const enum root_member_change order[] = {ROOT_RENAME, ROOT_REPLACE, ROOT_REMOVE,
                                                    ROOT_ADD};
    const struct root_request *request = edit->request;
    enum sello_error error = SELLO_OK;
    for (size_t turn = 0; turn < sizeof order / sizeof *order; turn++) {
        for (size_t i = 0; i < request->n_members && error == SELLO_OK; i++) {
            const struct root_member_request *member = &request->member[i];
            if (member->what == order[turn]) {
                error = member->what == ROOT_ADD ? add_member(edit, member)
                                                 : change_member(edit, member);
            }
        }
    }
    return error;
}

static enum sello_error edit_threshold(struct edit *edit) {
    struct sello_root *root = &edit->content->root;
    if (edit->request->threshold.present) {
        root->threshold = edit->request->threshold.value;
    }
    return root->n_members > 0 && root->threshold <= root->n_members
               ? SELLO_OK
               : refuse(edit, SELLO_E_RANGE, "threshold-too-high", "threshold",
                        problem_number(root->threshold), problem_number(root->n_members));
}

/* ---- delegated keys ---- */

enum sello_error root_check_window(struct session *session, const struct root_window *window) {
    bool stops = window->last_day.present, begins = window->first_day.present;
    bool wrong = stops && begins &&
                 base_here_start(window->first_day.value) >= base_here_end(window->last_day.value);
    return wrong ? session_refuse(session, &(struct problem){.error = SELLO_E_RANGE,
                                                             .rule = "key-stops-early",
                                                             .field = "stop"})
                 : SELLO_OK;
}

static enum sello_error add_keys(struct edit *edit) {
    const struct root_request *request = edit->request;
    const struct root_window *window = &request->window;
    enum sello_error error = root_check_window(edit->session, window);
    for (size_t i = 0; i < request->n_keys && error == SELLO_OK; i++) {
        struct sello_root *root = &edit->content->root;
        error = check_room(edit, "add-key");
        if (error == SELLO_OK) {
            struct sello_root_key *row = &edit->content->key[root->n_keys++];
            set_key(row, request->key[i].role, request->key[i].public_key);
            row->not_before =
                window->first_day.present ? base_here_start(window->first_day.value) : 0;
            row->stop_signing =
                window->last_day.present ? base_here_end(window->last_day.value) : SELLO_NEVER;
        }
    }
    return error;
}

static enum sello_error end_keys(struct edit *edit) {
    enum sello_error error = SELLO_OK;
    for (size_t i = 0; i < edit->request->n_ends && error == SELLO_OK; i++) {
        const struct root_end_request *end = &edit->request->end[i];
        struct sello_root_key *key = NULL;
        error = root_find_delegated(edit->session, &edit->content->root, end->kid, &key);
        if (error == SELLO_OK) {
            error = root_end_key(edit->session, end, edit->before, key);
        }
    }
    return error;
}

/* ---- the certifier ---- */

enum sello_error root_check_url(struct session *session, const char *url, const char *written) {
    return sello_base_url_ok(sello_bytes_of(url))
               ? SELLO_OK
               : session_refuse(session,
                                &(struct problem){.error = SELLO_E_RANGE,
                                                  .rule = "url-not-for-labels",
                                                  .field = "url",
                                                  .value = {problem_text(written),
                                                            problem_number(SELLO_BASE_URL_MAX)}});
}

enum sello_error root_check_certifier_name(struct session *session, const char *name) {
    return sello_name_is_hash(sello_bytes_of(name))
               ? session_refuse(session, &(struct problem){.error = SELLO_E_NAME_HASH,
                                                           .rule = "certifier-name-hash",
                                                           .field = "name"})
               : SELLO_OK;
}

static enum sello_error edit_text(struct edit *edit, const char *field, const char *given,
                                  bool needed, struct sello_bytes *text) {
    if (given == NULL) {
        return SELLO_OK;
    }
    *text = sello_bytes_of(given);
    enum sello_error error =
        text->len == 0 && !needed ? SELLO_OK : sello_name_check(*text, SELLO_NAME_MAX, NULL);
    return error == SELLO_OK || error == SELLO_E_MEMORY
               ? error
               : refuse(edit, SELLO_E_TEXT, "certifier-text", field, problem_text(field),
                        problem_number(SELLO_NAME_MAX));
}

static enum sello_error edit_certifier(struct edit *edit) {
    const struct root_request *request = edit->request;
    struct sello_root *root = &edit->content->root;
    enum sello_error error = edit_text(edit, "name", request->name, true, &root->name);
    if (error == SELLO_OK && request->name != NULL) {
        error = root_check_certifier_name(edit->session, request->name);
    }
    if (error == SELLO_OK && request->url != NULL) {
        error = root_check_url(edit->session, request->url, request->url);
        root->base_url = sello_bytes_of(request->url);
    }
    return error == SELLO_OK ? edit_text(edit, "contact", request->contact, false, &root->contact)
                             : error;
}

/* Addresses are only ever added: labels that lead to one are out in the world. */
static enum sello_error add_address(struct edit *edit) {
    struct sello_root *root = &edit->content->root;
    char url[SELLO_BASE_URL_MAX + 2];
    const char *also = edit->request->also;
    size_t len = also != NULL ? strlen(also) : 0;
    if (also == NULL) {
        return SELLO_OK;
    }
    snprintf(url, sizeof url, "%s%s", also, len > 0 && also[len - 1] == '/' ? "" : "/");
    enum sello_error error = root_check_url(edit->session, url, also);
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_reader r = sello_reader_init(root->addresses);
    size_t n = root->addresses.len > 0 ? sello_take_array(&r) : 0;
    bool there = sello_bytes_eq(root->base_url, sello_bytes_of(url));
    struct sello_writer w =
        sello_writer_init(edit->content->addresses, sizeof edit->content->addresses);
    sello_put_array(&w, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct sello_bytes one = sello_take_text(&r);
        there = there || sello_bytes_eq(one, sello_bytes_of(url));
        sello_put_text(&w, one);
    }
    sello_put_text(&w, sello_bytes_of(url));
    if (there) {
        return refuse(edit, SELLO_E_EXISTS, "address-there", "also", problem_text(url),
                      problem_number(0));
    }
    root->addresses = sello_written(&w);
    return w.failed ? session_fail(edit->session, SELLO_E_TOO_LONG) : SELLO_OK;
}

enum sello_error root_edit(struct session *session, const struct root_request *request,
                           const struct sello_root *before, struct root_content *content) {
    struct edit edit = {session, request, before, content};
    root_content_follow(content, before, session->now);
    enum sello_error error = edit_members(&edit);
    error = error == SELLO_OK ? edit_threshold(&edit) : error;
    error = error == SELLO_OK ? add_keys(&edit) : error;
    error = error == SELLO_OK ? edit_certifier(&edit) : error;
    error = error == SELLO_OK ? add_address(&edit) : error;
    error = error == SELLO_OK ? end_keys(&edit) : error;
    if (error == SELLO_OK && request->schemes) {
        error = session_fail(session, root_content_schemes(session->store, content));
    }
    return error;
}
