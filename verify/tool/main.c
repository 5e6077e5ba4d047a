/* SPDX-License-Identifier: Apache-2.0 */
#include <limits.h>

#include "cli/cli.h"
#include "verify/tool/tool.h"

static const struct cli_option common_options[] = {
    {"json", NULL, N_("answer in JSON, one object a line"), false},
    {"no-input", NULL, N_("ask nothing"), false},
    {"lang", "es|en", N_("the language of the messages"), false},
    {NULL, NULL, NULL, false},
};

static const struct cli_option verify_options[] = {
    {"trust", N_("FILE"), N_("trust this file, for this run only, instead of the trust store"),
     true},
    {"text", NULL, N_("print the raw text of every code in the pictures, and judge nothing"),
     false},
    {"print-check", NULL, N_("tell how well the labels of a scanned sheet are printed"), false},
    {"dpi", N_("N"), N_("the scan's pixels per inch, where the picture does not say"), false},
    {"csv", NULL, N_("answer in CSV, for a spreadsheet"), false},
    {"serial", N_("SERIAL"), N_("tell the status of a serial whose label no longer reads"), true},
    {"certifier", N_("NAME"), N_("whose serial it is, by name or fingerprint"), false},
    {"photos", N_("FOLDER"), N_("tell whether a label's photo in this folder is the very file"),
     false},
    {"remember", N_("FILE"), N_("note in this file what is seen, and tell what was seen before"),
     false},
    CLI_OPTION_JOBS,
    {"picture-seconds", N_("N"), N_("seconds of processor time that a picture may take (10)"),
     false},
    {"no-sandbox", NULL, N_("decode pictures in this process, not in one that is locked in"),
     false},
    {"now", N_("INSTANT"), N_("judge as at this instant, like 2026-11-23T20:00:00Z"), false},
    {NULL, NULL, NULL, false},
};

static const struct cli_option add_options[] = {
    {"expect", N_("HASH"), N_("trust without asking if the file has this fingerprint or root hash"),
     true},
    {"as", N_("NAME"), N_("call the certifier by this name here"), false},
    {"endorsed-by", N_("CERTIFIER"),
     N_("take all whom this trusted certifier vouches for, from a file or folder"), false},
    {"yes", NULL, N_("don't ask"), false},
    {NULL, NULL, NULL, false},
};

static const struct cli_option remove_options[] = {
    {"yes", NULL, N_("don't ask"), false},
    {NULL, NULL, NULL, false},
};

static const struct cli_option audit_options[] = {
    {"events", N_("FOLDER"),
     N_("work the data out again from these events: sello log export --events"), false},
    {"policy", N_("FILE"), N_("whose witness counts, as C2SP's tlog-policy has it"), false},
    {NULL, NULL, NULL, false},
};

static const struct cli_option policy_options[] = {
    {"none", NULL, N_("ask for no witness any more"), false},
    {NULL, NULL, NULL, false},
};

static const struct cli_option merge_options[] = {
    {"o", N_("FILE"), N_("where to write it"), false},
    {NULL, NULL, NULL, false},
};

static const struct cli_command commands[] = {
    {"", cmd_verify, N_("INPUT..."), 0, UINT_MAX,
     N_("Says whether labels are authentic: pictures, folders of them, texts, or - for lines."),
     "sello-verify photo.jpg", verify_options},
    {"trust add", cmd_trust_add, N_("FILE|FOLDER"), 1, 1,
     N_("Trusts a certifier, from its trust file."), "sello-verify trust add trust.sello",
     add_options},
    {"trust list", cmd_trust_list, "", 0, 0, N_("Lists the trusted certifiers."),
     "sello-verify trust list", NULL},
    {"trust show", cmd_trust_show, N_("CERTIFIER"), 1, 1,
     N_("Shows a trusted certifier, by its name or fingerprint."),
     "sello-verify trust show \"Cooperativa Flor de Seda\"", NULL},
    {"trust update", cmd_trust_update, N_("FILE|FOLDER..."), 1, UINT_MAX,
     N_("Takes a trusted certifier's newer trust file, or a picture of its status notice."),
     "sello-verify trust update trust.sello", NULL},
    {"trust policy", cmd_trust_policy, N_("[FILE]"), 0, 1,
     N_("Says whose witness of public logs counts, or shows it; no verdict depends on it."),
     "sello-verify trust policy testigos.txt", policy_options},
    {"trust remove", cmd_trust_remove, N_("CERTIFIER"), 1, 1, N_("Stops trusting a certifier."),
     "sello-verify trust remove \"Cooperativa Flor de Seda\"", remove_options},
    {"log audit", cmd_log_audit, N_("FOLDER [TRUST-FILE...]"), 1, UINT_MAX,
     N_("Checks a trusted certifier's public log, and that it goes on from what you know."),
     "sello-verify log audit sitio", audit_options},
    {"remember merge", cmd_remember_merge, N_("FILE..."), 1, UINT_MAX,
     N_("Makes one file of several that --remember wrote."),
     "sello-verify remember merge mine.txt hers.txt -o ours.txt", merge_options},
    {NULL, NULL, NULL, 0, 0, NULL, NULL, NULL},
};

int main(int argc, char **argv) {
    static const struct cli_program program = {
        "sello-verify",
        N_("Says, without network, whether a Sello label is authentic."),
        common_options,
        commands,
        command_names,
        option_names,
        NULL};
    return cli_main(&program, argc, argv, NULL);
}
