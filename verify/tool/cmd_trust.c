/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/tool/tool.h"

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
    return true;
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
