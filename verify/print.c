/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/tool.h"

/* ---- colours: a help beside the words, never instead of them ---- */

/* Green for authentic, red for all that is graver than suspended, yellow between. */
static const char *colour_of(enum sello_verdict verdict) {
    if (verdict == SELLO_AUTHENTIC) {
        return "\x1b[1;32m";
    }
    bool grave =
        verdict != SELLO_SUSPENDED && sello_verdict_worse(verdict, SELLO_SUSPENDED) == verdict;
    return grave ? "\x1b[1;31m" : "\x1b[1;33m";
}

static void print_title(const struct sello_report *report) {
    bool colour = cli_colour(stdout);
    printf("%s%s%s", colour ? colour_of(report->verdict) : "", verdict_title(report->verdict),
           colour ? "\x1b[0m" : "");
}

/* ---- one answer as a block ---- */

enum { LINE_COLUMNS = 80, INPUT_COLUMNS = 44 };

/* Columns that a text takes, near enough for breaking lines: its code points. */
static size_t columns(const char *text, size_t len) {
    size_t n = 0;
    for (size_t i = 0; i < len; i++) {
        n += ((unsigned char)text[i] & 0xc0) != 0x80;
    }
    return n;
}

/* How many bytes of text go on a line of this many columns: broken at a space where one is. */
static size_t line_len(const char *text, size_t room) {
    size_t fits = 0;
    for (size_t i = 0; text[i] != '\0'; i++) {
        if (text[i] == ' ' && columns(text, i) <= room) {
            fits = i;
        }
    }
    size_t len = strlen(text);
    return columns(text, len) <= room || fits == 0 ? len : fits;
}

/* The text broken over lines, those after the first begun at the margin. */
static void print_broken(const char *text, size_t margin) {
    while (text[0] != '\0') {
        size_t len = line_len(text, LINE_COLUMNS - margin);
        cli_show(stdout, sello_bytes(text, len));
        putchar('\n');
        text += len + (text[len] == ' ');
        if (text[0] != '\0') {
            printf("%*s", (int)margin, "");
        }
    }
}

/* Where texts begin after their labels, which are all of one width in each language. */
static size_t margin_after(const char *label) {
    return columns(label, strlen(label)) + 3;
}

static void print_line(const char *label, const char *text) {
    if (text[0] != '\0') {
        printf("  %s ", label);
        print_broken(text, margin_after(label));
    }
}

/* A further text under that of the line before. */
static void print_below(const char *text) {
    size_t margin = margin_after(_("Why:         "));
    printf("%*s", (int)margin, "");
    print_broken(text, margin);
}

/* Where the answer comes from; a label text's hundreds of digits say nothing to people. */
static void print_input(const char *input) {
    size_t len = strlen(input);
    bool cut = columns(input, len) > INPUT_COLUMNS && strchr(input, '#') != NULL;
    if (cut) {
        len = strcspn(input, "#") + 9 < len ? strcspn(input, "#") + 9 : len;
    }
    cli_show(stdout, sello_bytes(input, len));
    fputs(cut ? "…\n" : "\n", stdout);
}

static void print_day(const char *label, uint64_t day) {
    char text[CLI_DATE_LEN];
    if (cli_date_format(day, text)) {
        print_line(label, text);
    } else {
        printf("  %s %llu\n", label, (unsigned long long)day); /* beyond the calendar: as it is */
    }
}

static void print_scheme(const struct sello_report *report) {
    char text[SELLO_NAME_MAX + 16];
    if (!report->has_scheme) {
        return;
    }
    snprintf(text, sizeof text, report->scheme_name[0] != '\0' ? "%s (%u)" : "%s%u",
             report->scheme_name, report->scheme);
    print_line(_("Scheme:      "), text);
}

static void print_claims(const struct sello_report *report) {
    print_line(_("Product:     "), report->product);
    print_line(_("Producer:    "), report->producer);
    print_line(_("Origin:      "), report->origin);
    print_scheme(report);
    print_line(_("Lot:         "), report->lot);
    if (report->has_certificate) {
        printf("  %s C%llu\n", _("Certificate: "), (unsigned long long)report->certificate);
    }
    print_line(_("Traits:      "), report->traits);
    print_line(_("Net content: "), report->net_content);
    if (report->has_gtin) {
        char gtin[15];
        snprintf(gtin, sizeof gtin, "%014llu", (unsigned long long)report->gtin);
        print_line(_("GTIN:        "), gtin);
    }
    if (report->has_made) {
        print_day(_("Made:        "), report->made);
    }
    print_day(_("Issued:      "), report->issued / 86400);
    if (report->has_expires) {
        print_day(_("Good until:  "), report->expires_day > 0 ? (uint64_t)report->expires_day : 0);
    }
    print_extra(report);
}

static void print_certifier(const struct source *source, const struct sello_report *report) {
    char fingerprint[SELLO_FINGERPRINT_TEXT_LEN];
    const struct loaded_trust *t = &source->trusts[report->trust];
    sello_fingerprint_text(report->fingerprint, fingerprint);
    print_line(_("Certifier:   "), report->certifier);
    if (t->alias != NULL) {
        print_line(_("Known as:    "), t->alias);
    }
    print_line(_("Fingerprint: "), fingerprint);
    print_day(_("Data of:     "), report->bundle_date / 86400);
    if (!t->stored) {
        print_below(_("This trust file is used for this run only."));
    }
}

/* What holds besides a graver verdict: no word there that the label is authentic. */
static const char *also_title(enum sello_verdict verdict) {
    return verdict == SELLO_STALE      ? _("WITHDRAWALS NOT CHECKED LATELY")
           : verdict == SELLO_REPEATED ? _("SEEN BEFORE")
                                       : verdict_title(verdict);
}

static void print_also(const struct sello_report *report) {
    for (enum sello_verdict v = SELLO_UNREADABLE; v < SELLO_AUTHENTIC; v++) {
        if (v != report->verdict && (report->holds >> v & 1) != 0) {
            print_line(_("Also:        "), also_title(v));
        }
    }
}

void print_report(const struct source *source, const struct sello_report *report) {
    char detail[512];
    print_title(report);
    if (report->serial_text[0] != '\0') {
        printf("  %s", report->serial_text);
    }
    printf("  ");
    print_input(source->input);
    if (report->verified) {
        print_claims(report);
    }
    if (report->has_certifier) {
        print_certifier(source, report);
    }
    print_also(report);
    verdict_detail(report, detail, sizeof detail);
    print_line(_("Why:         "), detail);
    if (report->clock_behind) {
        print_below(_("This machine's clock is behind the trust data: set the clock."));
    }
    print_line(_("What next:   "), verdict_next(report, source->n_trusts > 0));
}

void print_report_line(const struct source *source, const struct sello_report *report) {
    printf("%-17s %-13s ", sello_verdict_name(report->verdict),
           report->serial_text[0] != '\0' ? report->serial_text : "-");
    if (report->verified) {
        cli_show(stdout, sello_bytes_of(report->product));
        fputs(" · ", stdout);
        cli_show(stdout, sello_bytes_of(report->certifier));
    } else {
        char detail[512];
        verdict_detail(report, detail, sizeof detail);
        cli_show(stdout, sello_bytes_of(detail));
    }
    fputs(" · ", stdout);
    cli_show(stdout, sello_bytes_of(source->input));
    putchar('\n');
}
