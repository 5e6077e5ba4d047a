/* SPDX-License-Identifier: Apache-2.0 */
#include "base/time.h"
#include "verify/tool/log.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "verify/reader/apart.h"

/* ---- a file after the one before it ---- */

enum sello_error trust_identity(const struct trust_set *set, const struct loaded_trust *next,
                                const char *alias, const struct loaded_trust **out_other) {
    static struct sello_known known[TRUSTS_MAX];
    size_t other = 0;
    for (size_t i = 0; i < set->n; i++) {
        const struct loaded_trust *t = &set->item[i];
        known[i] = (struct sello_known){
            t->trust, sello_bytes(t->alias, t->alias != NULL ? strlen(t->alias) : 0)};
    }
    enum sello_error error = sello_identity_check(
        known, set->n, next->trust, sello_bytes(alias, alias != NULL ? strlen(alias) : 0),
        names_alike, &other);
    *out_other = &set->item[other];
    return error;
}

bool trust_refuse_identity(enum sello_error why, const struct loaded_trust *other) {
    if (why == SELLO_E_KEY_TAKEN) {
        cli_fault("key-taken", NULL);
        cli_error(_("Refused: this file has a key of %s, under another fingerprint. Ask the "
                    "certifier which one is true."),
                  trust_name(other));
    } else {
        cli_fault("name-hash", NULL);
        cli_error(
            _("Refused: the certifier's name, or the one it is to have here, is hex digits: it "
              "could be taken for a fingerprint. Ask the certifier."));
    }
    return false;
}

bool trust_check_newcomer(const struct trust_set *set, const struct loaded_trust *next,
                          const char *alias) {
    const struct loaded_trust *other = NULL;
    if (set->n_unread > 0 && !trust_store_has(next)) {
        cli_fault("store-unread", NULL);
        cli_error(_("Refused: a certifier of the trust store cannot be read, so it is not known "
                    "whether this one has its name or its keys. Mend that first."));
        return false;
    }
    enum sello_error error = trust_identity(set, next, alias, &other);
    if (error == SELLO_E_NAME_TAKEN) {
        cli_fault("name-taken", "as");
        cli_error(_("Refused: its name is that of %s, or looks like it, and that one is trusted "
                    "already. If they are really two, give this one another name with --as NAME."),
                  trust_name(other));
    }
    return error == SELLO_OK ||
           (error != SELLO_E_NAME_TAKEN && trust_refuse_identity(error, other));
}

/* A newer file is held to what a first one is: it may neither bring another's key nor another's
 * name.
 */
static bool check_identity(const struct trust_set *set, const struct loaded_trust *next) {
    const struct loaded_trust *other = NULL;
    enum sello_error error = trust_identity(set, next, NULL, &other);
    if (error == SELLO_E_NAME_TAKEN) {
        cli_fault("name-taken", NULL);
        cli_error(_("Refused: the file gives this certifier the name of another one who is "
                    "trusted already, or one that looks like it. Ask both. To take it under a name "
                    "of yours, remove the "
                    "certifier, then add the file with --as NAME."));
        return false;
    }
    return error == SELLO_OK || trust_refuse_identity(error, other);
}

bool trust_replace(struct loaded_trust *stored, struct loaded_trust *next) {
    if (next->trust->bundle.status_only) {
        return trust_add_status(stored, next);
    }
    next->alias = stored->alias;
    next->stored = stored->stored;
    next->alias_unread = stored->alias_unread;
    stored->alias = NULL;
    trust_unload(stored);
    *stored = *next;
    *next = (struct loaded_trust){0};
    return true;
}

bool trust_dated_ahead(const struct loaded_trust *t) {
    uint64_t issued = t->trust->root.issued, generated = t->trust->bundle.generated;
    return (issued > generated ? issued : generated) > base_now() + BASE_DAY;
}

void trust_warn_dates(const struct loaded_trust *t) {
    const struct sello_bundle *b = &t->trust->bundle;
    if (trust_dated_ahead(t)) {
        cli_warning(
            _("This data is dated ahead: more than a day after this machine's clock. If the "
              "clock is right, ask %s."),
            trust_name(t));
    }
    uint64_t now = base_now(), days = now > b->generated ? (now - b->generated) / BASE_DAY : 0;
    if (days > b->age_days) {
        cli_warning(P_("This data is %llu day old, far too old to rely on: ask %s for newer.",
                       "This data is %llu days old, far too old to rely on: ask %s for newer.",
                       days),
                    (unsigned long long)days, trust_name(t));
    } else if (days > b->fresh_days) {
        cli_warning(P_("This data is %llu day old: ask %s for newer.",
                       "This data is %llu days old: ask %s for newer.", days),
                    (unsigned long long)days, trust_name(t));
    }
}

static bool refuse(const struct loaded_trust *stored, const struct loaded_trust *next,
                   enum sello_error why) {
    cli_fault(cli_error_code(why), NULL);
    cli_error(_("The trust data of %s stays as it is: %s."), trust_name(stored),
              _(sello_error_text(why)));
    if (why == SELLO_E_FORK || why == SELLO_E_EQUIVOCATION || why == SELLO_E_TAKES_BACK ||
        why == SELLO_E_LOG_SPLIT) {
        trust_store_keep_evidence(next);
    }
    return false;
}

bool trust_update(const struct trust_set *set, struct loaded_trust *stored,
                  struct loaded_trust *next) {
    char day[CLI_DAY_LEN];
    const struct sello_bundle *bundle = &next->trust->bundle;
    bool status_only = bundle->status_only;
    const char *from = next->from;
    enum sello_error error = sello_trust_succeeds(stored->trust, next->trust);
    if (error == SELLO_OK) {
        error = log_close_gap(stored, next);
    }
    if (error != SELLO_OK) {
        return refuse(stored, next, error);
    }
    cli_day(base_here_day(bundle->generated), day);
    if (stored->status_unread &&
        sello_bytes_eq(stored->trust->bundle_bytes, next->trust->bundle_bytes)) {
        cli_fault("status-unread", NULL);
        cli_error(_("The trust data of %s stays as it is: this file is the one stored already, "
                    "and the newer status that came after it cannot be read. Ask for newer data; "
                    "or remove the certifier and add it again."),
                  trust_name(stored));
        return false;
    }
    if (sello_bytes_eq(stored->trust->bundle_bytes, next->trust->bundle_bytes)) {
        cli_note(_("%s is up to date: its data is of %s."), trust_name(stored), day);
    } else if (!check_identity(set, next) ||
               !(status_only ? trust_store_put_status(next) : trust_store_put(next, NULL)) ||
               !trust_replace(stored, next)) {
        return false;
    } else if (status_only) {
        cli_note(_("The status of %s was updated: withdrawals are known up to %s."),
                 trust_name(stored), day);
    } else {
        cli_note(_("The trust data of %s was updated: it is now of %s."), trust_name(stored), day);
    }
    trust_warn_dates(stored);
    return status_only || log_take_proof(stored, from);
}

/* ---- from a trust file ---- */

static bool update_from_file(struct trust_set *set, const char *name, uint8_t *file, size_t len) {
    struct loaded_trust next;
    if (!trust_take_bytes(name, file, len, &next)) {
        return false;
    }
    struct loaded_trust *stored = trust_find(set, next.trust->root.fingerprint);
    bool ok = stored != NULL && trust_update(set, stored, &next);
    if (stored == NULL) {
        cli_fault(cli_error_code(SELLO_E_OTHER_CERTIFIER), "FILE");
        cli_error(_("%s is of %s, who is not trusted here yet. To trust them: sello-verify "
                    "trust add %s"),
                  name, trust_name(&next), name);
    }
    trust_unload(&next);
    return ok;
}

/* ---- from a status notice ---- */

static bool update_from_notice(struct trust_set *set, const char *name, struct sello_bytes bytes) {
    struct sello_bundle bundle;
    struct loaded_trust next = {0};
    enum sello_error error = sello_bundle_parse(bytes, &bundle);
    struct loaded_trust *stored = NULL;
    if (error == SELLO_OK) {
        stored = trust_find(set, bundle.fingerprint);
        error = stored != NULL ? trust_open_notice(stored, bytes, &next) : SELLO_E_OTHER_CERTIFIER;
    }
    if (error != SELLO_OK) {
        cli_fault(cli_error_code(error), "FILE");
        cli_error(_("%s: the status notice cannot be taken: %s. Nothing was changed."), name,
                  _(sello_error_text(error)));
        return false;
    }
    bool ok = trust_update(set, stored, &next);
    trust_unload(&next);
    return ok;
}

static bool update_from_notices(struct trust_set *set, const char *name,
                                const struct notices *notices) {
    bool ok = notices_any(notices, name);
    for (size_t i = 0; i < notices->n; i++) {
        struct sello_bytes bytes = {notices->bytes[i], notices->len[i]};
        ok = update_from_notice(set, name, bytes) && ok;
    }
    return ok;
}

/* ---- what was given ---- */

static bool on_code(void *context, struct sello_bytes text, const struct sello_quad *where) {
    (void)where;
    return text.len > 0 && notices_take(context, text);
}

static bool starts_root(const uint8_t *file, size_t len) {
    return len >= 2 && file[0] == 0xd8 && file[1] == SELLO_TAG_SIGN;
}

/* A trust file, a picture of a notice, or a notice's text in a file. */
static bool update_from_bytes(struct trust_set *set, const char *name, uint8_t *file, size_t len) {
    static struct notices notices;
    notices = (struct notices){.n = 0};
    if (starts_root(file, len)) {
        return update_from_file(set, name, file, len);
    }
    enum sello_error error = sello_picture_read_apart(sello_bytes(file, len), on_code, &notices);
    pictures_warn();
    bool is_text = error == SELLO_E_PICTURE_FORMAT &&
                   (notices_take(&notices, sello_bytes(file, len)) || notices.label);
    if (error == SELLO_E_PICTURE_FORMAT && !is_text) {
        return update_from_file(set, name, file, len);
    }
    free(file);
    if (error != SELLO_OK && error != SELLO_E_PICTURE_FORMAT) {
        cli_error(_("%s: nothing could be read: %s."), name, _(sello_error_text(error)));
        return false;
    }
    return update_from_notices(set, name, &notices);
}

/* A page's folder, or a mirror of it: its trust file, with the public log beside. */
static bool update_from_folder(struct trust_set *set, const char *folder) {
    char path[PATH_MAX];
    uint8_t *file = NULL;
    size_t len = 0;
    int n = snprintf(path, sizeof path, "%s/trust.sello", folder);
    if (n < 0 || n >= PATH_MAX) {
        cli_error("%s", _(sello_error_text(SELLO_E_TOO_LONG)));
        return false;
    }
    return cli_file_read(path, SELLO_TRUST_FILE_MAX, &file, &len) &&
           update_from_file(set, path, file, len);
}

static bool update_from(struct trust_set *set, const char *input) {
    static struct notices notices;
    struct stat st;
    uint8_t *file = NULL;
    size_t len = 0;
    if (stat(input, &st) == 0 && S_ISDIR(st.st_mode)) {
        return update_from_folder(set, input);
    }
    if (looks_like_text(input) && access(input, F_OK) != 0) {
        notices = (struct notices){.n = 0};
        notices_take(&notices, sello_bytes_of(input));
        return update_from_notices(set, _("The text"), &notices);
    }
    return cli_file_read(input, SELLO_PICTURE_FILE_MAX, &file, &len) &&
           update_from_bytes(set, input, file, len);
}

int cmd_trust_update(const struct cli_args *args) {
    static struct trust_set set;
    int lock = trust_store_lock();
    bool ok = lock >= 0 && trust_store_load(&set);
    bool loaded = ok;
    for (size_t i = 0; loaded && i < cli_n_operands(args); i++) {
        ok = update_from(&set, cli_operand(args, i)) && ok; /* one refused holds up no other */
    }
    trust_set_free(&set);
    trust_store_unlock(lock);
    return ok ? CLI_OK : CLI_FAILURE;
}
