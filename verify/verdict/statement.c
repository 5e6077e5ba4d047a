/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/verdict/statement.h"

#include "verify/verdict/judge.h"
#include "verify/verdict/label_text.h"

/* The newest root alone judges. A thief of a key may set any date. */
static void judge_key(struct sello_report *report, const struct sello_root_key *key,
                      uint64_t made) {
    bool its_role = key->role == SELLO_ROLE_STATUS;
    if (!its_role || made < key->not_before || made >= key->stop_signing) {
        sello_hold(report, SELLO_NOT_ALLOWED, its_role ? SELLO_E_KEY_DATE : SELLO_E_KEY_ROLE);
    }
    if (key->state == SELLO_KEY_COMPROMISED) {
        sello_hold(report, SELLO_COMPROMISED, SELLO_E_KEY_COMPROMISED);
    }
}

static void judge_signed(struct sello_report *report, const struct sello_policy *policy,
                         const struct sello_trust *trust, const struct sello_root_key *key,
                         uint64_t made) {
    report->verified = true;
    report->issued = made;
    sello_judge_data(report, policy, trust);
    report->dated_ahead =
        made > report->effective_time && made - report->effective_time > SECONDS_A_DAY;
    judge_key(report, key, made);
    if (report->verdict == SELLO_UNDECIDED) {
        sello_hold(report, SELLO_AUTHENTIC, report->dated_ahead ? SELLO_E_DATED_AHEAD : SELLO_OK);
    }
}

/* A kid is a hint: every trusted key that has it is tried. */
static void judge_signature(struct sello_report *report, const struct sello_policy *policy,
                            const struct sello_statement *s, uint8_t *scratch) {
    bool found = false;
    for (size_t t = 0; t < policy->n_trusts; t++) {
        const struct sello_root *root = &policy->trusts[t]->root;
        for (size_t i = 0; i < root->n_keys; i++) {
            const struct sello_root_key *key = &root->key[i];
            if (memcmp(key->kid, s->sign1.header.kid, SELLO_KID_LEN) != 0) {
                continue;
            }
            if (!found) {
                sello_report_certifier(report, policy, t);
            }
            found = true;
            if (sello_sign1_check(&s->sign1, key->public_key, scratch, SELLO_TOKEN_SCRATCH)) {
                sello_report_certifier(report, policy, t);
                judge_signed(report, policy, policy->trusts[t], key, s->made);
                return;
            }
        }
    }
    sello_hold(report, found ? SELLO_FORGED : SELLO_UNKNOWN_CERTIFIER,
               found ? SELLO_E_SIGNATURE : SELLO_E_UNKNOWN_KEY);
}

bool sello_statement_judge(const struct sello_policy *policy, struct sello_bytes text,
                           struct sello_workspace *work, struct sello_report *out,
                           bool *has_statement, struct sello_statement *out_statement) {
    struct sello_label_text decoded;
    if (sello_label_text_decode(text, work->bytes, &decoded) != SELLO_OK) {
        return false; /* cut or mistyped: as a label's text would be */
    }
    enum sello_error error = sello_statement_parse(decoded.token, out_statement);
    if (error != SELLO_OK) {
        struct sello_sign1 sign1;
        if (sello_sign1_parse(decoded.token, SELLO_DEPTH_LABEL, &sign1) != SELLO_OK ||
            !sello_bytes_eq(sign1.header.type, sello_bytes_of(SELLO_TYPE_STATEMENT))) {
            return false;
        }
    }
    memset(out, 0, sizeof *out);
    out->effective_time = policy->now;
    *has_statement = error == SELLO_OK;
    if (error != SELLO_OK) {
        bool newer = error == SELLO_E_NEWER || error == SELLO_E_NEWER_ALG;
        sello_hold(out, newer ? SELLO_NEWER_FORMAT : SELLO_DAMAGED, error);
        return true;
    }
    out->has_kid = true;
    memcpy(out->kid, out_statement->sign1.header.kid, SELLO_KID_LEN);
    judge_signature(out, policy, out_statement, work->bytes + SELLO_DECODED_MAX);
    return true;
}
