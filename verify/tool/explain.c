/* SPDX-License-Identifier: Apache-2.0 */
#include <strings.h>

#include "base/time.h"
#include "verify/tool/tool.h"

/* The verdicts in people's words. Each is a whole sentence, so that it translates as one. */

static const char *spanish_word(enum sello_verdict verdict) {
    switch (verdict) {
    case SELLO_UNDECIDED: break;
    case SELLO_UNREADABLE: return "ilegible";
    case SELLO_NOT_A_LABEL: return "no es etiqueta";
    case SELLO_DAMAGED: return "dañada";
    case SELLO_UNKNOWN_CERTIFIER: return "desconocido";
    case SELLO_FORGED: return "falsificada";
    case SELLO_NEWER_FORMAT: return "formato nuevo";
    case SELLO_PRACTICE: return "práctica";
    case SELLO_COMPROMISED: return "llave robada";
    case SELLO_NOT_ALLOWED: return "sin permiso";
    case SELLO_NOT_ISSUED: return "nunca emitida";
    case SELLO_WITHDRAWN: return "retirada";
    case SELLO_SUSPENDED: return "suspendida";
    case SELLO_RETIRED: return "vendida";
    case SELLO_REPEATED: return "vista antes";
    case SELLO_OTHER_ADDRESS: return "otra dirección";
    case SELLO_EXPIRED: return "vencida";
    case SELLO_NEWER_THAN_LIST: return "más nueva";
    case SELLO_STALE: return "datos viejos";
    case SELLO_STATUS_ONLY: return "sin retirar";
    case SELLO_AUTHENTIC: return "auténtica";
    }
    return sello_verdict_name(verdict);
}

const char *verdict_word(enum sello_verdict verdict) {
    bool spanish = strcmp(cli_language_name(), "es") == 0;
    return spanish ? spanish_word(verdict) : sello_verdict_name(verdict);
}

const char *verdict_title(enum sello_verdict verdict) {
    switch (verdict) {
    case SELLO_UNDECIDED: break;
    case SELLO_UNREADABLE: return _("UNREADABLE");
    case SELLO_NOT_A_LABEL: return _("NOT A SELLO LABEL");
    case SELLO_DAMAGED: return _("DAMAGED LABEL");
    case SELLO_UNKNOWN_CERTIFIER: return _("CERTIFIER NOT KNOWN HERE");
    case SELLO_FORGED: return _("FORGED");
    case SELLO_NEWER_FORMAT: return _("NEWER FORMAT");
    case SELLO_PRACTICE: return _("FOR PRACTICE: NOT A REAL LABEL");
    case SELLO_COMPROMISED: return _("SIGNED WITH A STOLEN KEY");
    case SELLO_NOT_ALLOWED: return _("SIGNED WITHOUT PERMISSION");
    case SELLO_NOT_ISSUED: return _("NEVER ISSUED");
    case SELLO_WITHDRAWN: return _("WITHDRAWN");
    case SELLO_SUSPENDED: return _("SUSPENDED");
    case SELLO_RETIRED: return _("ALREADY SOLD OR RETIRED");
    case SELLO_REPEATED: return _("AUTHENTIC, BUT SEEN BEFORE");
    case SELLO_OTHER_ADDRESS: return _("GENUINE RECORD, ANOTHER ADDRESS");
    case SELLO_EXPIRED: return _("EXPIRED");
    case SELLO_NEWER_THAN_LIST: return _("NEWER THAN THE TRUST DATA");
    case SELLO_STALE: return _("AUTHENTIC; WITHDRAWALS NOT CHECKED LATELY");
    case SELLO_STATUS_ONLY: return _("NOT KNOWN TO BE WITHDRAWN");
    case SELLO_AUTHENTIC: return _("AUTHENTIC");
    }
    return _("UNDECIDED");
}

const char *verdict_also(enum sello_verdict verdict) {
    return verdict == SELLO_STALE           ? _("WITHDRAWALS NOT CHECKED LATELY")
           : verdict == SELLO_REPEATED      ? _("SEEN BEFORE")
           : verdict == SELLO_OTHER_ADDRESS ? _("ANOTHER ADDRESS")
                                            : verdict_title(verdict);
}

/* ---- why ---- */

/* Verdicts whose reason is one fixed sentence. */
static const char *fixed_detail(const struct sello_report *report) {
    switch (report->verdict) {
    case SELLO_UNDECIDED: break;
    case SELLO_NOT_A_LABEL:
        return report->notice ? _("This code is a certifier's status notice, not a label.")
                              : _("A code was read, but it is not a Sello label.");
    case SELLO_UNKNOWN_CERTIFIER:
        if (report->is_endorsed) {
            return _("No trusted key has signed this label. Its address is that of a certifier "
                     "whom one that is trusted here vouches for.");
        }
        return report->has_certifier ? _("It was signed by somebody who is not known here, though "
                                         "its address is that "
                                         "of a certifier trusted here.")
                                     : _("It was signed by somebody who is not known here.");
    case SELLO_FORGED:
        return _("The label says it is this certifier's, but its signature does not match: "
                 "somebody changed it, or someone else made it.");
    case SELLO_NEWER_FORMAT: return _("The label has parts that this version does not know.");
    case SELLO_PRACTICE:
        return _("It is for practice: made to learn with, and it certifies nothing.");
    case SELLO_COMPROMISED:
        return _("Somebody stole the key that signed it, or may have copied it, and the "
                 "certifier's lists do not have this label.");
    case SELLO_REPEATED:
        return _("The signature matches, but a label with this serial came before. One of the two "
                 "may be a copy.");
    case SELLO_STATUS_ONLY:
        return report->cause == SELLO_E_BEYOND_HIGHEST
                   ? _("The trust data knows of no serial so high: the label is newer, or the "
                       "serial is mistyped. The label itself was not checked.")
                   : _("The serial is not known to be withdrawn. The label itself was not "
                       "checked.");
    case SELLO_UNREADABLE:
    case SELLO_DAMAGED:
    case SELLO_NOT_ALLOWED:
    case SELLO_NOT_ISSUED:
    case SELLO_WITHDRAWN:
    case SELLO_SUSPENDED:
    case SELLO_RETIRED:
    case SELLO_OTHER_ADDRESS:
    case SELLO_EXPIRED:
    case SELLO_NEWER_THAN_LIST:
    case SELLO_STALE:
    case SELLO_AUTHENTIC: break;
    }
    return NULL;
}

/* A reason with a code and a text says both, "its certificate is suspended: taller en obra", unless
 * they are the same: "lost". */
static void put_reason(const struct sello_report *report, char *buf, size_t size) {
    const char *text = report->reason_text;
    if (text[0] == '\0' || strcasecmp(text, cli_reason_words(report->reason)) == 0) {
        snprintf(buf, size, "%s", cli_reason_words(report->reason));
    } else if (report->reason == SELLO_REASON_OTHER || sello_reason_name(report->reason) == NULL) {
        snprintf(buf, size, "%s", text);
    } else {
        snprintf(buf, size, "%s: %s", cli_reason_words(report->reason), text);
    }
}

static const char *status_words(enum sello_verdict verdict) {
    return verdict == SELLO_WITHDRAWN   ? _("The certifier withdrew this label on %s: %s.")
           : verdict == SELLO_SUSPENDED ? _("The certifier suspended this label on %s: %s.")
                                        : _("The certifier marked this label as sold or retired "
                                            "on %s: %s.");
}

/* For people as they write it, for programs as 2026-11-01. */
static bool put_day(uint64_t day, bool here, char out[SELLO_LEN(CLI_DAY_LEN)]) {
    return here ? cli_day(day, out) : base_date_format(day, out);
}

static void status_detail(const struct sello_report *report, bool here, char *buf, size_t size) {
    char day[CLI_DAY_LEN], words[200];
    if (!report->has_reason) {
        snprintf(buf, size, "%s",
                 report->verdict == SELLO_WITHDRAWN   ? _("The certifier withdrew this label.")
                 : report->verdict == SELLO_SUSPENDED ? _("The certifier suspended this label.")
                                                      : _("The certifier marked this label as "
                                                          "sold or retired."));
        return;
    }
    put_day(report->status_day, here, day);
    put_reason(report, words, sizeof words);
    /* The formats are the three above. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(buf, size, status_words(report->verdict), day, words);
#pragma GCC diagnostic pop
}

static void damaged_detail(const struct sello_report *report, char *buf, size_t size) {
    if (report->error_at > 0) {
        snprintf(buf, size,
                 _("The code was read, but something is missing or wrong: %s (at character %zu)."),
                 _(sello_cause_text(report->cause)), report->error_at + 1);
    } else {
        snprintf(buf, size, _("The code was read, but something is missing or wrong: %s."),
                 _(sello_cause_text(report->cause)));
    }
}

static const char *stale_words(const struct sello_report *report) {
    if (!report->verified) { /* a typed serial */
        return report->past_max_age
                   ? _("Withdrawals are known only up to %s: far too old to rely on. The label "
                       "itself was not checked.")
                   : _("Nobody here knows whether it was withdrawn after %s. The label itself was "
                       "not "
                       "checked.");
    }
    return report->past_max_age
               ? _("The signature matches, but withdrawals are known only up to %s: far too long "
                   "ago to rely on.")
               : _("The signature matches, but nobody here knows whether it was withdrawn after "
                   "%s.");
}

static void stale_detail(const struct sello_report *report, const char *date, char *buf,
                         size_t size) {
    /* The formats are the four above. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(buf, size, stale_words(report), date);
#pragma GCC diagnostic pop
}

/* The address is no claim of the certifier's: it is quoted. */
static void address_detail(const struct sello_report *report, char *buf, size_t size) {
    if (report->cause == SELLO_E_OTHER_ITEM) {
        snprintf(
            buf, size,
            _("The record is genuine, but the printed link, %s, is that of another item: someone "
              "else printed it again."),
            report->address);
    } else {
        snprintf(buf, size,
                 _("The record is genuine, but the printed link, %s, is none of this certifier's: "
                   "someone else printed it again."),
                 report->address);
    }
}

static void dated_detail(const struct sello_report *report, bool here, char *buf, size_t size) {
    char date[CLI_DAY_LEN], day[CLI_DAY_LEN];
    put_day(here ? base_here_day(report->bundle_date) : base_day_of(report->bundle_date), here,
            date);
    if (report->verdict == SELLO_EXPIRED) {
        bool shown = report->expires_day >= 0 && put_day((uint64_t)report->expires_day, here, day);
        snprintf(buf, size, _("The signature matches, but the label was good only until %s."),
                 shown ? day : "1969-12-31");
    } else if (report->verdict == SELLO_NEWER_THAN_LIST) {
        snprintf(buf, size,
                 _("The signature matches, but the label was issued after %s, and there is no "
                   "newer data here: it may have been withdrawn."),
                 date);
    } else if (report->verdict == SELLO_STALE) {
        stale_detail(report, date, buf, size);
    } else if (report->dated_ahead) {
        snprintf(
            buf, size,
            _("The signature matches, and the label is not known to be withdrawn as of %s; but "
              "it is dated more than a day ahead of the clock here."),
            date);
    } else {
        snprintf(
            buf, size,
            _("The signature matches: this certifier made it. And the label is not known to be "
              "withdrawn, by data of %s."),
            date);
    }
}

void verdict_detail(const struct sello_report *report, bool here, char *buf, size_t size) {
    const char *fixed = fixed_detail(report);
    enum sello_verdict v = report->verdict;
    if (fixed != NULL) {
        snprintf(buf, size, "%s", fixed);
    } else if (v == SELLO_WITHDRAWN || v == SELLO_SUSPENDED || v == SELLO_RETIRED) {
        status_detail(report, here, buf, size);
    } else if (v == SELLO_DAMAGED) {
        damaged_detail(report, buf, size);
    } else if (report->cause == SELLO_E_PICTURE_UNREAD) {
        snprintf(buf, size, "%s",
                 _("Codes can be seen in the picture that could not be read. Labels may be among "
                   "them."));
    } else if (v == SELLO_UNREADABLE) {
        snprintf(buf, size, _("Nothing could be read: %s."), _(sello_cause_text(report->cause)));
    } else if (v == SELLO_OTHER_ADDRESS) {
        address_detail(report, buf, size);
    } else if (v == SELLO_NOT_ALLOWED || v == SELLO_NOT_ISSUED) {
        snprintf(buf, size, _("The signature matches, but %s."),
                 _(sello_cause_text(report->cause)));
    } else {
        dated_detail(report, here, buf, size);
    }
}

/* ---- what next ---- */

static const char *next_unknown(const struct sello_report *report, const struct source *source) {
    if (source->some_unread) {
        return _("The label may be of a trusted certifier whose data cannot be read here. Mend "
                 "that first, then check the label again.");
    }
    if (report->has_certifier) {
        return _("Ask the certifier named here for its newest trust file, and take it with: "
                 "sello-verify trust update FILE");
    }
    if (report->is_endorsed) {
        return _("Ask the certifier named here for its trust file, and take it with: sello-verify "
                 "trust add FILE");
    }
    if (source->n_trusts == 0) {
        return _("No certifier is trusted here yet. Ask the certifier for its trust file, and take "
                 "it with: sello-verify trust add FILE");
    }
    return _("If you know who certifies this, ask them for their trust file, and take it with: "
             "sello-verify trust add FILE");
}

static const char *next_unreadable(const struct sello_report *report) {
    if (report->cause == SELLO_E_PICTURE_FILE) {
        return _("Look at the file's name: nothing can be opened there.");
    }
    if (report->cause == SELLO_E_PICTURE_UNREAD) {
        return _("Photograph the labels that are missing here by themselves, closer.");
    }
    if (report->cause == SELLO_E_PICTURE_FORMAT) {
        return _("Give a photograph of the label (PNG, JPEG or WebP), or its text.");
    }
    return _("Take the picture again: closer, sharp, in even light, with the white margin.");
}

const char *verdict_next(const struct sello_report *report, const struct source *source) {
    switch (report->verdict) {
    case SELLO_UNDECIDED: break;
    case SELLO_UNREADABLE: return next_unreadable(report);
    case SELLO_NOT_A_LABEL:
        return report->notice ? _("Take it with: sello-verify trust update PICTURE")
                              : _("Look for the label with the certifier's name, and scan that.");
    case SELLO_DAMAGED: return _("Scan the label again. If it stays so, don't rely on it.");
    case SELLO_UNKNOWN_CERTIFIER: return next_unknown(report, source);
    case SELLO_FORGED:
        return _(
            "Don't rely on this label. Scan it once more; if it stays so, tell the certifier.");
    case SELLO_NEWER_FORMAT: return _("Update this verifier, then scan the label again.");
    case SELLO_PRACTICE: return _("Don't rely on this label: it is only for practice.");
    case SELLO_COMPROMISED:
    case SELLO_NOT_ALLOWED:
    case SELLO_NOT_ISSUED:
        if (report->cause == SELLO_E_DATED_AHEAD) {
            return _("Look at the date of this machine. If it is right, don't rely on this label, "
                     "and tell the certifier.");
        }
        return _("Don't rely on this label, and tell the certifier.");
    case SELLO_WITHDRAWN: return _("Don't rely on this label. Ask the seller or the certifier.");
    case SELLO_SUSPENDED: return _("Ask the certifier before you buy or sell this piece.");
    case SELLO_RETIRED:
        return _("If you are buying it as new, ask the seller: a sold label was used again.");
    case SELLO_REPEATED:
        return _("Compare the pieces with what the label says of them, and ask the certifier.");
    case SELLO_OTHER_ADDRESS:
        return _("Don't open that link. Ask the seller where the label is from, and tell the "
                 "certifier.");
    case SELLO_EXPIRED: return _("Ask the seller how old the product is.");
    case SELLO_NEWER_THAN_LIST:
    case SELLO_STALE:
        return _("Get the certifier's newest trust file, and take it with: sello-verify trust "
                 "update FILE");
    case SELLO_STATUS_ONLY: return _("Scan the label's code to check the label itself.");
    case SELLO_AUTHENTIC:
        return _("Compare the piece with what the label says: a photocopied label reads the same.");
    }
    return _("Try again.");
}
