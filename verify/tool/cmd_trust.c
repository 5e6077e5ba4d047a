/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/tool/log.h"

#include <stdlib.h>
#include <unistd.h>

/* ---- adding ---- */

/* Are the fingerprint and root hashes that were given all in the chain? The fingerprint alone does
 * not tell which newest root is the certifier's: who found a first member's key makes another. */
static bool as_expected(const struct cli_args *args, const struct loaded_trust *next) {
    const struct sello_root *root = &next->trust->root;
    const char *expected;
    bool newest = root->version == 1;
    for (size_t i = 0; (expected = cli_text_at(args, "expect", i)) != NULL; i++) {
        if (!trust_has_hash(next, expected)) {
            return false;
        }
        newest = newest || trust_is_hash(root->hash, expected);
    }
    if (!newest) {
        cli_warning(_("The newest root was not compared: a fingerprint alone does not tell it from "
                      "one made with a key that was found later. Compare root %llu, shown above, "
                      "with the one that the certifier publishes; or give its hash too, with "
                      "--expect."),
                    (unsigned long long)root->version);
    }
    return true;
}

/* Whom a trusted certifier vouches for needs no comparing by hand. */
static bool agreed(const struct cli_args *args, const struct loaded_trust *next, bool endorsed) {
    if (cli_text(args, "expect") != NULL) {
        return as_expected(args, next);
    }
    if (cli_flag(args, "yes")) {
        return true;
    }
    if (cli_flag(args, "no-input") ||
        !cli_confirm(endorsed ? _("Trust this certifier?")
                              : _("Does the fingerprint match the one the certifier publishes?"))) {
        cli_fault("not-confirmed", "yes");
        cli_error(_("Nothing was changed. To trust this certifier, answer yes, or give --yes, or "
                    "--expect with the fingerprint."));
        return false;
    }
    return true;
}

static bool add(const struct cli_args *args, struct trust_set *set, struct loaded_trust *next) {
    const char *alias = cli_text(args, "as");
    struct loaded_trust *stored = trust_find(set, next->trust->root.fingerprint);
    if (stored != NULL) {
        return (cli_text(args, "expect") == NULL || as_expected(args, next)) &&
               trust_update(set, stored, next);
    }
    if (alias != NULL &&
        sello_text_check(sello_bytes_of(alias), 1, SELLO_NAME_MAX, NULL) != SELLO_OK) {
        cli_error(_("The name after --as must be 1 to 64 bytes of text, without control "
                    "characters."));
        return false;
    }
    struct sello_endorsement_row row;
    const struct loaded_trust *endorser = trust_endorser(set, next, &row);
    trust_show(stderr, next);
    if (endorser != NULL) {
        trust_say_endorsed(stderr, endorser, &row);
    }
    if (!trust_check_newcomer(set, next, alias) || !agreed(args, next, endorser != NULL) ||
        !trust_store_put(next, alias)) {
        return false;
    }
    if (next->trust->root.n_members > 1 &&
        next->trust->root.threshold == next->trust->root.n_members) {
        cli_warning(_("All of this certifier's members must sign its changes: if one key is lost, "
                      "it can change nothing more."));
    }
    trust_warn_dates(next);
    cli_note(_("%s is trusted from now on."), alias != NULL ? alias : trust_name(next));
    return log_take_proof(next, next->from);
}

int cmd_trust_add(const struct cli_args *args) {
    static struct trust_set set;
    struct loaded_trust next;
    const char *endorser = cli_text(args, "endorsed-by");
    if (endorser != NULL && (cli_text(args, "as") != NULL || cli_text(args, "expect") != NULL)) {
        cli_error(_("--endorsed-by takes all whom that certifier vouches for: leave out --as and "
                    "--expect."));
        return CLI_USAGE;
    }
    int lock = trust_store_lock();
    bool ok = lock >= 0 && trust_store_load(&set);
    if (ok && endorser != NULL) {
        ok = trust_add_endorsed(&set, endorser, cli_operand(args, 0));
        trust_set_free(&set);
        trust_store_unlock(lock);
        return ok ? CLI_OK : CLI_FAILURE;
    }
    if (ok && set.n == TRUSTS_MAX) {
        cli_error(_("There are too many trusted certifiers: %d at most."), TRUSTS_MAX);
        ok = false;
    }
    if (ok) {
        ok = trust_load_file(cli_operand(args, 0), &next);
    }
    if (ok) {
        ok = add(args, &set, &next);
        trust_unload(&next);
    }
    trust_set_free(&set);
    trust_store_unlock(lock);
    return ok ? CLI_OK : CLI_FAILURE;
}

/* ---- whose witness counts ---- */

static void show_lines(struct sello_bytes text) {
    while (text.len > 0) {
        const uint8_t *end = memchr(text.ptr, '\n', text.len);
        size_t len = end != NULL ? (size_t)(end - text.ptr) : text.len;
        cli_show(stdout, sello_bytes(text.ptr, len));
        fputc('\n', stdout);
        len += end != NULL;
        text = sello_bytes(text.ptr + len, text.len - len);
    }
}

static bool show_policy(const struct cli_args *args) {
    static struct sello_log_policy policy;
    uint8_t *text = NULL;
    size_t len = 0;
    char *path = trust_store_policy_path();
    bool there = path != NULL && access(path, F_OK) == 0;
    bool ok = path != NULL && (!there || log_policy_read(path, &policy, &text, &len));
    if (ok && cli_flag(args, "json")) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_number(&j, "witnesses", policy.n_witnesses);
        cli_json_text(&j, "policy", sello_bytes(text, len));
        cli_json_close(&j);
    } else if (ok && there) {
        show_lines(sello_bytes(text, len));
    } else if (ok) {
        cli_note(_("There is no policy of witnesses: nobody's is asked for. To set one: "
                   "sello-verify trust policy FILE"));
    }
    free(text);
    free(path);
    return ok;
}

int cmd_trust_policy(const struct cli_args *args) {
    static struct sello_log_policy policy;
    uint8_t *text = NULL;
    size_t len = 0;
    bool none = cli_flag(args, "none");
    if (cli_n_operands(args) == 0 && !none) {
        return show_policy(args) ? CLI_OK : CLI_FAILURE;
    }
    if (cli_n_operands(args) > 0 && none) {
        cli_error(_("--none goes without a file."));
        return CLI_USAGE;
    }
    int lock = trust_store_lock();
    bool ok = lock >= 0 && (none || log_policy_read(cli_operand(args, 0), &policy, &text, &len)) &&
              trust_store_put_policy(sello_bytes(text, len));
    if (ok && none) {
        cli_note(_("No witness is asked for from now on."));
    } else if (ok) {
        cli_note(P_("From now on it is told how many of %zu witness saw a certifier's data. No "
                    "verdict depends on it.",
                    "From now on it is told how many of %zu witnesses saw a certifier's data. No "
                    "verdict depends on it.",
                    policy.n_witnesses),
                 policy.n_witnesses);
    }
    free(text);
    trust_store_unlock(lock);
    return ok ? CLI_OK : CLI_FAILURE;
}

/* ---- removing ---- */

int cmd_trust_remove(const struct cli_args *args) {
    static struct trust_set set;
    int lock = trust_store_lock();
    if (lock < 0 || !trust_store_load(&set)) {
        trust_store_unlock(lock);
        return CLI_FAILURE;
    }
    const struct loaded_trust *t = trust_find_named(&set, cli_operand(args, 0));
    bool ok = t != NULL;
    if (ok) {
        trust_show(stderr, t);
    }
    if (ok && !cli_flag(args, "yes") &&
        (cli_flag(args, "no-input") || !cli_confirm(_("Stop trusting this certifier?")))) {
        cli_fault("not-confirmed", "yes");
        cli_error(_("Nothing was changed. To stop trusting it, answer yes, or give --yes."));
        ok = false;
    }
    if (ok) {
        ok = trust_store_remove(t);
    }
    if (ok) {
        cli_note(_("%s is not trusted any more."), trust_name(t));
    }
    trust_set_free(&set);
    trust_store_unlock(lock);
    return ok ? CLI_OK : CLI_FAILURE;
}
