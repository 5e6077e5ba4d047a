/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"
#include "registry/commands/app.h"
#include "registry/commands/problem_words.h"

/* Roots, keys, schemes. */

/* ---- sentences with a number that decides their form ---- */

static void threshold_too_high(const struct problem *p, char *buf, size_t size) {
    unsigned long long threshold = p->value[0].number;
    size_t n_members = (size_t)p->value[1].number;
    snprintf(buf, size,
             P_("%llu signatures cannot come from %zu member. Give --threshold at most the "
                "number of members.",
                "%llu signatures cannot come from %zu members. Give --threshold at most the "
                "number of members.",
                n_members),
             threshold, n_members);
}

static void threshold_above_members(const struct problem *p, char *buf, size_t size) {
    unsigned long long n_members = p->value[0].number, threshold = p->value[1].number;
    snprintf(buf, size,
             P_("%llu member cannot give %llu signatures. Give --threshold at most as many as "
                "--members.",
                "%llu members cannot give %llu signatures. Give --threshold at most as many "
                "as --members.",
                n_members),
             n_members, threshold);
}

static void certifier_text(const struct problem *p, char *buf, size_t size) {
    const char *what = strcmp(p->field, "name") == 0     ? _("The name")
                       : strcmp(p->field, "member") == 0 ? _("The member's name")
                                                         : _("The contact");
    const char *why = _(sello_error_text(p->error));
    if (p->name.position > 0) {
        snprintf(buf, size, _("%s cannot be used: %s (U+%04X at character %zu)."), what, why,
                 p->name.code_point, p->name.position);
    } else {
        snprintf(buf, size, _("%s cannot be used: %s (at most %zu bytes)."), what, why,
                 (size_t)p->value[0].number);
    }
}

const struct problem_sentence_row words_root[] = {
    /* a new certifier */
    {.rule = "certifier-name", .put = certifier_text},
    {.rule = "certifier-contact", .put = certifier_text},
    {.rule = "certifier-name-hash",
     .text = N_("The name is only hex digits, as a fingerprint is: readers would refuse it.")},
    {.rule = "threshold-above-members", .put = threshold_above_members},
    {.rule = "init-member-name", .put = certifier_text},
    {.rule = "passphrases-alike",
     .text =
         N_("A member's passphrase is the same as another's, or as that of the label and status "
            "keys: whoever knows one could open all. Choose another for each.")},
    {.rule = "member-passphrases-needed",
     .text = N_("Each member of a committee has a passphrase of their own: run this on a terminal, "
                "or give --member-passphrase-file FILE once for each member, in their order.")},
    {.rule = "member-passphrase-file-not-readable",
     .text = N_("The passphrase in %1$s could not be read: %2$s.")},
    {.rule = "server-there",
     .text = N_("There is a registry in that database already. To add an office to it: sello init "
                "--join --store ADDRESS")},
    {.rule = "server-empty",
     .text = N_("There is no registry in that database yet. To make one: sello init --store "
                "ADDRESS, without --join.")},
    {.rule = "server-unfinished",
     .text = N_("The registry in that database has no root yet: the init of its first office is "
                "not finished.")},
    {.rule = "server-not-opened",
     .text = N_("That database could not be opened"),
     .reason_follows = true},
    {.rule = "registry-unfinished",
     .text = N_("An earlier init in %1$s was interrupted, and nothing was signed there. Remove "
                "that folder, then run this again.")},
    {.rule = "registry-there",
     .text = N_("There is a registry in %1$s already. Choose another folder with -r FOLDER.")},
    {.rule = "registry-not-made",
     .text = N_("The registry could not be made"),
     .reason_follows = true},
    {.rule = "registry-keys", .text = N_("The keys could not be written"), .reason_follows = true},
    {.rule = "first-root",
     .text = N_("The certifier's root could not be made"),
     .reason_follows = true},
    {.rule = "key-not-made", .text = N_("No key could be made"), .reason_follows = true},

    /* key files */
    {.rule = "no-key-file",
     .text = N_("No key file with the kid %1$s is in %2$s/keys. Name it by its path, or see: sello "
                "key list")},
    {.rule = "several-key-files",
     .text = N_("Several key files have a kid that begins with %1$s in %2$s/keys. Give more of its "
                "digits.")},
    {.rule = "key-file-open-to-all",
     .text = N_("%1$s can be read by other users. Mend it with: chmod 600 %1$s")},
    {.rule = "key-file-not-usable", .text = N_("%1$s cannot be used: %2$s.")},
    {.rule = "key-file-not-read", .text = N_("%1$s could not be read"), .reason_follows = true},
    {.rule = "key-not-written", .text = N_("%1$s was not written"), .reason_follows = true},
    {.rule = "not-a-key-file", .text = N_("%1$s is no key file"), .reason_follows = true},
    {.rule = "key-named-twice", .text = N_("%1$s is the key of another file that is named too.")},
    {.rule = "key-here-already", .text = N_("The key of %1$s is here already: %2$s.")},
    {.rule = "key-did-not-sign", .text = N_("%1$s did not sign"), .reason_follows = true},
    {.rule = "new-passphrase-not-readable",
     .text = N_("The new passphrase could not be read: %1$s.")},
    {.rule = "new-passphrase-needed",
     .text = N_("A new passphrase is needed. Give it with --new-passphrase-file FILE or "
                "--new-passphrase-fd N, or on a terminal.")},
    {.rule = "passphrase-file-in-the-way",
     .text = N_("%1$s.new is in the way, left by an earlier try. The passphrase was not changed; "
                "remove that file and try again.")},
    {.rule = "picture-not-of-key", .text = N_("The picture has a code, but not that of a key.")},
    {.rule = "picture-not-read",
     .text = N_("The key was not read from the picture"),
     .reason_follows = true},
    {.rule = "paper-line", .text = N_("Line %2$s: %1$s.")},
    {.rule = "paper-not-a-key", .text = N_("No key can be made of this: %1$s.")},
    {.rule = "no-public-key",
     .text = N_("%1$s has no public key. A key file is expected here, or the 64 digits that 'sello "
                "key new' shows.")},
    {.rule = "not-a-member-key", .text = N_("%1$s is the file of a %2$s, not of a member.")},
    {.rule = "no-delegated-key",
     .text = N_("%1$s: a key is added with its file, or as label=PUBLICKEY or status=PUBLICKEY. A "
                "member is added with --add-member.")},

    /* members and keys of a root */
    {.rule = "no-such-key", .text = N_("No key of the root is called '%1$s'. See: sello key list")},
    {.rule = "key-of-member",
     .text = N_("%1$s is a member's key: members are replaced or removed with 'sello root "
                "draft'.")},
    {.rule = "no-such-member",
     .text = N_("There is no member '%1$s'. Name one by number or kid: sello root show")},
    {.rule = "member-named-twice", .text = N_("Two options name the same member, %1$s.")},
    {.rule = "member-name",
     .text = N_("A member's name cannot be used: %1$s (at most %2$s bytes).")},
    {.rule = "root-full", .text = N_("A root has at most %1$s keys.")},
    {.rule = "threshold-too-high", .put = threshold_too_high},
    {.rule = "key-stops-early",
     .text = N_("A key cannot stop signing before it begins: --stop is before --not-before.")},
    {.rule = "key-signed-later",
     .text = N_("The key signed labels until %1$s: with an earlier end they would stop being good. "
                "Choose a later --stop. If the key was stolen, see: sello key compromised "
                "--help")},
    {.rule = "key-ended",
     .text = N_("The key is retired or compromised already, or would end before it begins.")},
    {.rule = "key-compromised", .text = N_("The key is marked as compromised already.")},
    {.rule = "certifier-text",
     .text = N_("--%1$s cannot be used: it takes up to %2$s bytes of plain text.")},
    {.rule = "url-not-for-labels",
     .text = N_("The address %1$s cannot stand on labels. Write it like https://sello.example/v/ "
                "(https, small letters, no ?, # or @, at most %2$s bytes).")},
    {.rule = "address-there",
     .text = N_("The address %1$s is the certifier's already: nothing was changed.")},

    /* drafts */
    {.rule = "draft-refused", .text = N_("The draft is refused: %2$s.")},
    {.rule = "draft-key-refused", .text = N_("The draft is refused: %2$s (%3$s).")},
    {.rule = "draft-file-refused",
     .error = SELLO_E_TYPE,
     .text = N_("%1$s is refused: it is not a draft of a root.")},
    {.rule = "draft-file-refused",
     .error = SELLO_E_ROOT_REPLAY,
     .text = N_("%1$s is refused: its version exists already: make the draft anew.")},
    {.rule = "draft-file-refused",
     .error = SELLO_E_ROOT_GAP,
     .text = N_("%1$s is refused: a root between it and the newest one is missing.")},
    {.rule = "draft-file-refused",
     .error = SELLO_E_ROOT_PREVIOUS,
     .text = N_("%1$s is refused: it does not follow the newest root: make the draft anew.")},
    {.rule = "draft-file-refused", .text = N_("%1$s is refused: %2$s.")},
    {.rule = "draft-file-key-refused", .text = N_("%1$s is refused: %2$s (%3$s).")},
    {.rule = "draft-unknown-field",
     .text = N_("The draft is refused: it holds a field, %1$s, that this version does not know, so "
                "nobody can see here what it does. Get a newer Sello and look again; do not sign "
                "before.")},
    {.rule = "draft-unknown-role",
     .text = N_("The draft is refused: what the new key %1$s may do (role %2$s) is not known to "
                "this version. Get a newer Sello and look again; do not sign before.")},
    {.rule = "draft-not-as-shown",
     .text = N_("The draft is refused: it holds something that is not shown, so whoever signs it "
                "would not know what they sign. Do not sign it; ask who made it, and how.")},
    {.rule = "draft-retired-ahead",
     .text =
         N_("The draft is refused: it calls the key %1$s retired and lets it sign until %2$s, as "
            "if it were not. Do not sign it; ask who made it, and how.")},
    {.rule = "draft-dated-ahead",
     .text = N_("The draft is refused: it is dated %1$s, more than a day ahead of this computer's "
                "clock (%2$s). If the clock is wrong, set it right; else do not sign it, and ask "
                "who made it.")},
    {.rule = "slhdsa-not-yours",
     .text = N_("%1$s did not sign: the post-quantum key that the draft has for this member is not "
                "the one of this key file. Give who made it the 128 digits that 'sello key new' "
                "showed.")},
    {.rule = "draft-not-after-trust",
     .text = N_("The draft does not follow the newest root of %1$s. Ask who made it for a newer "
                "trust file, and compare fingerprints before you sign.")},
    {.rule = "another-draft", .text = N_("%1$s is another draft than %2$s: their hashes differ.")},
    {.rule = "no-say",
     .text = N_("%1$s has no say in this draft: it is the key of no member and of nothing new.")},
    {.rule = "no-signer",
     .text = N_("No key that has a say in this draft is in %1$s/keys. Name your key file with "
                "--key.")},

    /* schemes */
    {.rule = "code-taken",
     .text = N_("The code %1$s is taken by %2$s. A code keeps its meaning for ever: choose "
                "another.")},
    {.rule = "scheme-name-stays",
     .text = N_("The English name stays: a code keeps its meaning for ever. Add another scheme "
                "instead.")},
    {.rule = NULL},
};
