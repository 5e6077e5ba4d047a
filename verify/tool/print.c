/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>

#include "base/time.h"
#include "verify/tool/log.h"

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

static void print_title(FILE *to, const struct sello_report *report) {
    bool colour = cli_colour(stdout);
    bool typed = report->serial != 0 && !report->verified;
    fprintf(to, "%s%s%s", colour ? colour_of(report->verdict) : "",
            typed ? verdict_also(report->verdict) : verdict_title(report->verdict),
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
static void print_broken(FILE *to, const char *text, size_t margin) {
    while (text[0] != '\0') {
        size_t len = line_len(text, LINE_COLUMNS - margin);
        cli_show(to, sello_bytes(text, len));
        fputc('\n', to);
        text += len + (text[len] == ' ');
        if (text[0] != '\0') {
            fprintf(to, "%*s", (int)margin, "");
        }
    }
}

/* Where texts begin after their labels, which are all of one width in each language. */
static size_t margin_after(const char *label) {
    return columns(label, strlen(label)) + 3;
}

static void print_line(FILE *to, const char *label, const char *text) {
    if (text[0] != '\0') {
        fprintf(to, "  %s ", label);
        print_broken(to, text, margin_after(label));
    }
}

/* A further text under that of the line before. */
static void print_below(FILE *to, const char *text) {
    size_t margin = margin_after(_("Why:         "));
    fprintf(to, "%*s", (int)margin, "");
    print_broken(to, text, margin);
}

/* Where the answer comes from; a label text's hundreds of digits say nothing to people. */
static void print_input(FILE *to, const char *input) {
    size_t len = strlen(input);
    bool cut = columns(input, len) > INPUT_COLUMNS && strchr(input, '#') != NULL;
    if (cut) {
        len = strcspn(input, "#") + 9 < len ? strcspn(input, "#") + 9 : len;
    }
    cli_show(to, sello_bytes(input, len));
    fputs(cut ? "…\n" : "\n", to);
}

static void print_day(FILE *to, const char *label, uint64_t day) {
    char text[CLI_DAY_LEN];
    if (cli_day(day, text)) {
        print_line(to, label, text);
    } else {
        fprintf(to, "  %s %llu\n", label,
                (unsigned long long)day); /* beyond the calendar: as it is */
    }
}

/* ---- what the label says ---- */

/* A claim's name and a colon, as wide as the other labels. */
static const char *label_of(const char *word, char buf[SELLO_LEN(LINE_COLUMNS)]) {
    size_t wide = columns(_("Why:         "), strlen(_("Why:         ")));
    size_t taken = columns(_(word), strlen(_(word))) + 1;
    snprintf(buf, LINE_COLUMNS, "%s:%*s", _(word), (int)(taken < wide ? wide - taken : 0), "");
    return buf;
}

/* With the letter before it, and zeros up to so many digits. */
static void print_number(FILE *to, const char *label, const char *letter, int digits,
                         uint64_t number) {
    char text[32];
    snprintf(text, sizeof text, "%s%0*llu", letter, digits, (unsigned long long)number);
    print_line(to, label, text);
}

static void print_scheme(FILE *to, const char *label, const char *name, uint64_t code) {
    char text[SELLO_NAME_MAX + 32];
    snprintf(text, sizeof text, name[0] != '\0' ? "%s (%llu)" : "%s%llu", name,
             (unsigned long long)code);
    print_line(to, label, text);
}

static void print_claim(FILE *to, const struct sello_report *report, unsigned key) {
    char label[LINE_COLUMNS];
    switch (key) {
#define SHOW_PLAIN_TEXT(word, member) print_line(to, label_of(word, label), report->member);
#define SHOW_LANGUAGE_TEXT(word, member)
#define SHOW_NUMBER(member, show)                                                                  \
    if (report->has_##member) {                                                                    \
        show;                                                                                      \
    }
#define SHOW_PLAIN_NUMBER(word, member)                                                            \
    SHOW_NUMBER(member, print_number(to, label_of(word, label), "", 1, report->member))
#define SHOW_CERTIFICATE_NUMBER(word, member)                                                      \
    SHOW_NUMBER(member, print_number(to, label_of(word, label), "C", 1, report->member))
#define SHOW_GTIN_NUMBER(word, member)                                                             \
    SHOW_NUMBER(member, print_number(to, label_of(word, label), "", 14, report->member))
#define SHOW_DATE_NUMBER(word, member)                                                             \
    SHOW_NUMBER(member, print_day(to, label_of(word, label), report->member))
#define SHOW_SCHEME_NUMBER(word, member)                                                           \
    SHOW_NUMBER(member,                                                                            \
                print_scheme(to, label_of(word, label), report->scheme_name, report->scheme))
#define SHOW_PHOTO_HASH SHOW_PLAIN_TEXT
#define SHOW(name, key, member, type, limit, shown, json, word)                                    \
    case key: SHOW_##shown##_##type(word, member) break;
        SELLO_CLAIM_LIST(SHOW)
    }
}

/* In the order of people; keys that are not named here come after these, by number. */
static void print_rows(FILE *to, const struct sello_report *report) {
#define KEY(name, key, ...) KEY_##name = key,
    enum { SELLO_CLAIM_LIST(KEY) LAST_KEY = 63 };
    static const unsigned char first[] = {KEY_PRODUCT, KEY_PRODUCER,    KEY_ORIGIN, KEY_SCHEME,
                                          KEY_LOT,     KEY_CERTIFICATE, KEY_TRAITS, KEY_NET_CONTENT,
                                          KEY_GTIN,    KEY_MADE};
    for (size_t i = 0; i < sizeof first; i++) {
        print_claim(to, report, first[i]);
    }
    for (unsigned key = 0; key <= LAST_KEY; key++) {
        if (memchr(first, (int)key, sizeof first) == NULL) {
            print_claim(to, report, key);
        }
    }
}

/* Below the hash. Whatever it says, the verdict is the label's. */
static void print_photo(const struct source *source, const struct sello_report *report) {
    char path[PATH_MAX], text[PATH_MAX + 300];
    switch (photo_look(source, report, path)) {
    case PHOTO_NONE: return;
    case PHOTO_FITS:
        snprintf(text, sizeof text, _("%s is the very file that the label names."), path);
        break;
    case PHOTO_OTHER:
        snprintf(text, sizeof text,
                 _("%s is another file, and not this label's photo: don't go by it."), path);
        break;
    case PHOTO_ABSENT:
        snprintf(text, sizeof text, _("The photo is absent: there is no %s."), path);
        break;
    case PHOTO_UNREAD:
        snprintf(text, sizeof text, _("%s could not be read: %s."), path, strerror(errno));
        break;
    }
    print_below(source->to, text);
}

static void print_claims(const struct source *source, const struct sello_report *report) {
    FILE *to = source->to;
    print_rows(to, report);
    print_photo(source, report);
    print_day(to, _("Issued:      "), base_here_day(report->issued));
    if (report->has_expires) {
        print_day(to, _("Good until:  "),
                  report->expires_day > 0 ? (uint64_t)report->expires_day : 0);
    }
    print_extra(to, report);
}

/* ---- what the certifier's list says ---- */

/* A row below its heading, set in by two. */
static void print_listed_line(FILE *to, const char *word, const char *text) {
    char label[LINE_COLUMNS], set_in[LINE_COLUMNS + 2];
    snprintf(set_in, sizeof set_in, "  %s", label_of(word, label));
    print_line(to, set_in, text);
}

/* The label does not say it, so it is told apart from what the label says. */
static void print_listed(FILE *to, const struct sello_report *report) {
    char text[160], day[CLI_DAY_LEN];
    if (!report->is_listed) {
        return;
    }
    cli_day(base_here_day(report->listed_date), day);
    fputs("  ", to);
    cli_print(to, _("From the certifier's list of %s, not from the label:\n"), day);
    print_listed_line(to, N_("Product"), report->listed_product);
    print_listed_line(to, N_("Producer"), report->listed_producer);
    print_listed_line(to, N_("Origin"), report->listed_origin);
    if (report->has_listed_scheme) {
        char label[LINE_COLUMNS], set_in[LINE_COLUMNS + 2];
        snprintf(set_in, sizeof set_in, "  %s", label_of(N_("Scheme"), label));
        print_scheme(to, set_in, report->listed_scheme_name, report->listed_scheme);
    }
    listed_state_words(report, text, sizeof text);
    print_listed_line(to, N_("Certificate"), text);
    print_listed_line(to, N_("Region"), report->listed_region);
    print_listed_line(to, N_("Visits"), report->listed_visits);
    print_listed_line(to, N_("Contact"), report->listed_contact);
    if (report->has_listed_place) {
        listed_place_text(report, text, sizeof text);
        print_listed_line(to, N_("Place"), text);
    }
}

static void print_certifier(const struct source *source, const struct sello_report *report) {
    FILE *to = source->to;
    char fingerprint[SELLO_FINGERPRINT_TEXT_LEN], words[160];
    const struct loaded_trust *t = &source->trusts[report->trust];
    sello_fingerprint_text(report->fingerprint, fingerprint);
    print_line(to, _("Certifier:   "), report->certifier);
    if (t->alias != NULL) {
        print_line(to, _("Known as:    "), t->alias);
    }
    print_line(to, _("Fingerprint: "), fingerprint);
    print_day(to, _("Data of:     "), base_here_day(report->bundle_date));
    log_witness_words(&t->seen, words, sizeof words);
    if (words[0] != '\0') {
        print_below(to, words);
    }
    if (!t->stored) {
        print_below(to, _("This trust file is used for this run only."));
    }
}

/* Whom to ask: no more, as the address proves nothing. */
static void print_endorsed(FILE *to, const struct sello_report *report) {
    char fingerprint[SELLO_FINGERPRINT_TEXT_LEN], day[CLI_DAY_LEN], text[160];
    if (!report->is_endorsed) {
        return;
    }
    sello_fingerprint_text(report->endorsed_fingerprint, fingerprint);
    cli_day(report->endorsed_since, day);
    snprintf(text, sizeof text, "%s, %s", report->endorsed_name, report->endorsed_url);
    print_line(to, _("Ask:         "), text);
    print_below(to, fingerprint);
    snprintf(text, sizeof text, _("vouched for by %s since %s"), report->endorser_name, day);
    print_below(to, text);
}

static void print_also(FILE *to, const struct sello_report *report) {
    enum sello_verdict v;
    for (size_t i = 0; (v = sello_verdict_at(i)) != SELLO_UNDECIDED; i++) {
        if (v != report->verdict && v != SELLO_AUTHENTIC && (report->holds >> v & 1) != 0) {
            print_line(to, _("Also:        "), verdict_also(v));
        }
    }
}

static void print_seen(FILE *to, const struct sello_report *report) {
    char first[CLI_INSTANT_LEN], last[CLI_INSTANT_LEN], text[128];
    if (report->seen_times == 0) {
        return;
    }
    cli_instant(report->seen_first, first);
    cli_instant(report->seen_last, last);
    if (report->seen_times == 1) {
        snprintf(text, sizeof text, _("once, on %s"), first);
    } else {
        snprintf(text, sizeof text, _("%llu times, first on %s, last on %s"),
                 (unsigned long long)report->seen_times, first, last);
    }
    print_line(to, _("Seen before: "), text);
}

void print_report(const struct source *source, const struct sello_report *report) {
    FILE *to = source->to;
    char detail[512];
    print_title(to, report);
    if (report->serial_text[0] != '\0') {
        fprintf(to, "  %s", report->serial_text);
    }
    fprintf(to, "  ");
    print_input(to, source->input);
    if (report->verified) {
        print_claims(source, report);
        print_listed(to, report);
    }
    if (report->has_certifier) {
        print_certifier(source, report);
    }
    print_endorsed(to, report);
    print_also(to, report);
    print_seen(to, report);
    if (source->n_unread > 0) {
        print_number(to, _("Not read:    "), "", 1, source->n_unread);
    }
    verdict_detail(report, true, detail, sizeof detail);
    print_line(to, _("Why:         "), detail);
    if (report->clock_behind) {
        print_below(to, _("This machine's clock is behind the trust data: set the clock."));
    }
    if (report->dated_ahead && report->cause != SELLO_E_DATED_AHEAD) {
        print_below(to, _("The label is dated more than a day ahead of this machine's clock."));
    }
    print_line(to, _("What next:   "), verdict_next(report, source));
}

static void print_line_photo(const struct source *source, const struct sello_report *report) {
    char path[PATH_MAX];
    switch (photo_look(source, report, path)) {
    case PHOTO_NONE: break;
    case PHOTO_FITS: fputs(_(" · photo: the very file"), source->to); break;
    case PHOTO_OTHER: fputs(_(" · photo: another file"), source->to); break;
    case PHOTO_ABSENT:
    case PHOTO_UNREAD: fputs(_(" · photo: absent"), source->to); break;
    }
}

/* What there is room for: the product, whose it is, as of when; and what of it came before. */
static void print_line_claims(const struct source *source, const struct sello_report *report) {
    FILE *to = source->to;
    char day[CLI_DAY_LEN], first[CLI_INSTANT_LEN];
    cli_day(base_here_day(report->bundle_date), day);
    cli_show(to, sello_bytes_of(report->product));
    fputs(" · ", to);
    cli_show(to, sello_bytes_of(report->certifier));
    cli_print(to, _(" · data of %s"), day);
    if (report->seen_times > 0) {
        cli_instant(report->seen_first, first);
        cli_print(to, _(" · seen before: %llu, first on %s"),
                  (unsigned long long)report->seen_times, first);
    }
    print_line_photo(source, report);
}

void print_report_line(const struct source *source, const struct sello_report *report) {
    FILE *to = source->to;
    cli_print(to, "%-17s %-13s ", verdict_word(report->verdict),
              report->serial_text[0] != '\0' ? report->serial_text : "-");
    if (report->verified) {
        print_line_claims(source, report);
    } else {
        char detail[512];
        verdict_detail(report, true, detail, sizeof detail);
        cli_show(to, sello_bytes_of(detail));
    }
    fputs(" · ", to);
    cli_show(to, sello_bytes_of(source->input));
    fputc('\n', to);
}
