/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hex.h"
#include "base/time.h"
#include "verify/tool/log.h"

static void instant_day(uint64_t instant, char out[SELLO_LEN(CLI_DAY_LEN)]) {
    cli_day(base_here_day(instant), out);
}

void trust_show(FILE *to, const struct loaded_trust *t) {
    char fingerprint[SELLO_FINGERPRINT_TEXT_LEN], day[CLI_DAY_LEN];
    const struct sello_root *root = &t->trust->root;
    sello_fingerprint_text(root->fingerprint, fingerprint);
    instant_day(t->trust->bundle.generated, day);
    cli_print(to, _("Certifier:   %s\n"), trust_name(t));
    if (name_mixes_scripts(root->name)) {
        cli_print(to, _("             the name has letters of more than one script: some may look "
                        "like others\n"));
    }
    cli_print(to, _("Address:     %.*s\n"), (int)root->base_url.len, root->base_url.ptr);
    cli_print(to, _("Fingerprint: %s\n"), fingerprint);
    sello_fingerprint_text(root->hash, fingerprint);
    cli_print(to, _("Root %llu:      %s\n"), (unsigned long long)root->version, fingerprint);
    if (root->practice) {
        cli_print(to, _("             a registry for practice: its labels are no real ones\n"));
    }
    cli_print(to,
              P_("Held by:     %zu member, of whom %llu must sign\n",
                 "Held by:     %zu members, of whom %llu must sign\n", root->n_members),
              root->n_members, (unsigned long long)root->threshold);
    cli_print(to, _("Data of:     %s\n"), day);
}

static void put_json(const struct loaded_trust *t) {
    struct cli_json j;
    char fingerprint[BASE_HEX_LEN(SELLO_HASH_LEN)], date[BASE_INSTANT_LEN];
    const struct sello_trust *trust = t->trust;
    base_hex(trust->root.fingerprint, SELLO_HASH_LEN, fingerprint);
    base_instant_format(trust->bundle.generated, date);
    cli_json_open(&j, stdout);
    cli_json_text(&j, "certifier", trust->root.name);
    cli_json_string(&j, "alias", t->alias);
    if (name_mixes_scripts(trust->root.name)) {
        cli_json_bool(&j, "mixed_scripts", true);
    }
    cli_json_string(&j, "fingerprint", fingerprint);
    cli_json_text(&j, "url", trust->root.base_url);
    cli_json_text(&j, "contact", trust->root.contact);
    char root_hash[BASE_HEX_LEN(SELLO_HASH_LEN)];
    base_hex(trust->root.hash, SELLO_HASH_LEN, root_hash);
    cli_json_number(&j, "root_version", trust->root.version);
    cli_json_string(&j, "root_hash", root_hash);
    if (trust->root.practice) {
        cli_json_bool(&j, "practice", true);
    }
    if (trust_dated_ahead(t)) {
        cli_json_bool(&j, "dated_ahead", true);
    }
    cli_json_number(&j, "threshold", trust->root.threshold);
    cli_json_number(&j, "members", trust->root.n_members);
    cli_json_number(&j, "bundle_version", trust->bundle.version);
    cli_json_string(&j, "bundle_date", date);
    cli_json_number(&j, "highest_serial", trust->bundle.highest);
    if (t->whole.trust->log.told) {
        cli_json_number(&j, "log_entries", t->whole.trust->log.size);
    }
    log_put_witnesses(&j, &t->seen);
    if (t->status.file != NULL) {
        cli_json_number(&j, "whole_version", t->whole.trust->bundle.version);
    }
    cli_json_close(&j);
}

static const char *role_words(uint64_t role) {
    return role == SELLO_ROLE_LABEL        ? _("label key")
           : role == SELLO_ROLE_STATUS     ? _("status key")
           : role == SELLO_ROLE_LOG        ? _("log key")
           : role == SELLO_ROLE_CREDENTIAL ? _("credential key")
                                           : _("key of a newer kind");
}

static const char *state_words(uint64_t state) {
    return state == SELLO_KEY_ACTIVE    ? _("active")
           : state == SELLO_KEY_RETIRED ? _("retired")
                                        : _("compromised");
}

static void show_keys(const struct sello_root *root) {
    for (size_t i = 0; i < root->n_keys; i++) {
        const struct sello_root_key *key = &root->key[i];
        char kid[BASE_HEX_LEN(SELLO_KID_LEN)];
        base_hex(key->kid, SELLO_KID_LEN, kid);
        if (i < root->n_members) {
            cli_print(stdout, _("  %s  member: %.*s\n"), kid, (int)key->name.len, key->name.ptr);
        } else {
            cli_print(stdout, "  %s  %s, %s\n", kid, role_words(key->role),
                      state_words(key->state));
        }
    }
}

/* Where status alone came after it: which file reasons and batches are of. */
static void show_whole(const struct loaded_trust *t) {
    char day[CLI_DAY_LEN];
    if (t->status.file != NULL) {
        instant_day(t->whole.trust->bundle.generated, day);
        cli_print(stdout, _("             only the status; reasons and batches are of %s\n"), day);
    }
}

int cmd_trust_list(const struct cli_args *args) {
    static struct trust_set set;
    if (!trust_store_load_usable(&set)) {
        return CLI_FAILURE;
    }
    for (size_t i = 0; i < set.n; i++) {
        if (cli_flag(args, "json")) {
            put_json(&set.item[i]);
            continue;
        }
        char fingerprint[SELLO_FINGERPRINT_TEXT_LEN], day[CLI_DAY_LEN];
        sello_fingerprint_text(set.item[i].trust->root.fingerprint, fingerprint);
        instant_day(set.item[i].trust->bundle.generated, day);
        cli_print(stdout, _("%s\n  %s · data of %s\n"), trust_name(&set.item[i]), fingerprint, day);
        if (name_mixes_scripts(set.item[i].trust->root.name)) {
            cli_print(stdout, _("  its own name has letters of more than one script\n"));
        }
    }
    bool whole = set.n_unread == 0;
    if (set.n == 0 && whole) {
        cli_note(_("No certifier is trusted here yet. Ask one for its trust file, and take it "
                   "with: sello-verify trust add FILE"));
    }
    trust_set_free(&set);
    return whole ? CLI_OK : CLI_FAILURE;
}

int cmd_trust_show(const struct cli_args *args) {
    static struct trust_set set;
    char words[160];
    if (!trust_store_load_usable(&set)) {
        return CLI_FAILURE;
    }
    log_ask_witnesses(&set);
    const struct loaded_trust *t = trust_find_named(&set, cli_operand(args, 0));
    if (t != NULL && cli_flag(args, "json")) {
        put_json(t);
    } else if (t != NULL) {
        trust_show(stdout, t);
        cli_print(stdout, _("Bundle:      version %llu, serials up to %llu\n"),
                  (unsigned long long)t->trust->bundle.version,
                  (unsigned long long)t->trust->bundle.highest);
        if (t->whole.trust->log.told) {
            cli_print(stdout, _("Public log:  %llu entries, with this data as the last\n"),
                      (unsigned long long)t->whole.trust->log.size);
        }
        log_witness_words(&t->seen, words, sizeof words);
        if (words[0] != '\0') {
            cli_print(stdout, "             %s\n", words);
        }
        show_whole(t);
        cli_print(stdout, _("Keys:\n"));
        show_keys(&t->trust->root);
    }
    trust_set_free(&set);
    return t != NULL ? CLI_OK : CLI_FAILURE;
}
