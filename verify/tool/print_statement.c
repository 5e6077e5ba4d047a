/* SPDX-License-Identifier: Apache-2.0 */
/* A statement of certified output, for people and as JSON. */
#include <inttypes.h>

#include "base/hex.h"
#include "base/time.h"
#include "verify/tool/tool.h"
#include "wire/statement.h"

/* ---- the verdict in words ---- */

static const char *why(const struct sello_report *report) {
    switch ((int)report->verdict) {
    case SELLO_AUTHENTIC:
        return _("The certifier's key signed it, and you trust that certifier. It tells of labels, "
                 "as the certifier's records had them on its date; not of income.");
    case SELLO_STALE:
        return _("The certifier's key signed it, but your trust data is old: a key that was stolen "
                 "since would not be known.");
    case SELLO_PRACTICE: return _("It is a practice registry's: it proves nothing.");
    case SELLO_FORGED: return _("Its signature does not match: it was invented or changed.");
    case SELLO_COMPROMISED: return _("The key that signed it was stolen or exposed.");
    case SELLO_NOT_ALLOWED: return _("The key that signed it may not sign statements.");
    case SELLO_UNKNOWN_CERTIFIER:
        return _("Nobody whom you trust signed it. Ask the certifier for the trust file.");
    case SELLO_NEWER_FORMAT: return _("It is made for a newer verifier: update this one.");
    case SELLO_DAMAGED:
    default: return _("It was read, but something in it is missing or wrong.");
    }
}

/* ---- what it says ---- */

static struct sello_bytes product_at(const struct sello_statement *s, uint64_t place) {
    struct sello_statement_list list = sello_statement_list(s->products);
    struct sello_bytes name = {NULL, 0};
    for (uint64_t i = 0; i <= place && sello_statement_product(&list, &name); i++) {
    }
    return name;
}

/* The months of a row: its place counts from that of the first day, and none is after the last. */
struct months {
    unsigned first, last; /* since the year 0 */
};

static struct months months_at(const struct sello_statement *s, uint64_t place) {
    struct base_date from = {.year = 9999, .month = 12}, until = from;
    if (!base_date_of(s->from, &from) || !base_date_of(s->until, &until)) {
        from = until = (struct base_date){.year = 9999, .month = 12};
    }
    unsigned first = from.year * 12 + from.month - 1 + (unsigned)place;
    unsigned last = first + (unsigned)s->fold.months - 1, end = until.year * 12 + until.month - 1;
    return (struct months){first, last > end && first <= end ? end : last};
}

/* "nov 2026", "ene 2026 – mar 2026". */
static void months_text(struct months months, char *out, size_t room) {
    char first[CLI_DAY_LEN], last[CLI_DAY_LEN];
    cli_month(months.first / 12, months.first % 12 + 1, first);
    cli_month(months.last / 12, months.last % 12 + 1, last);
    if (months.last > months.first) {
        snprintf(out, room, "%s – %s", first, last);
    } else {
        snprintf(out, room, "%s", first);
    }
}

static void print_rows(FILE *to, const struct sello_statement *s) {
    struct sello_statement_list list = sello_statement_list(s->rows);
    struct sello_statement_row row;
    uint64_t last = UINT64_MAX;
    char text[2 * CLI_DAY_LEN + 8];
    while (sello_statement_row(&list, &row)) {
        if (row.product != last) {
            fputs("  ", to);
            cli_show(to, product_at(s, row.product));
            fputc('\n', to);
            last = row.product;
        }
        months_text(months_at(s, row.month), text, sizeof text);
        cli_print(to, _("    %s: %llu issued, %llu delivered, %llu sold, %llu withdrawn\n"), text,
                  (unsigned long long)row.issued, (unsigned long long)row.delivered,
                  (unsigned long long)row.sold, (unsigned long long)row.withdrawn);
    }
    if (s->n_rows == 0) {
        cli_print(to, _("  Nothing was done with labels in that time.\n"));
    }
}

/* A day, or a dash where none is set. */
static void day_or_dash(uint64_t day, char out[SELLO_LEN(CLI_DAY_LEN)]) {
    if (day > 0) {
        cli_day(day, out);
    } else {
        snprintf(out, CLI_DAY_LEN, "–");
    }
}

static void print_certificates(FILE *to, const struct sello_statement *s) {
    struct sello_statement_list list = sello_statement_list(s->certificates);
    struct sello_statement_certificate c;
    while (sello_statement_certificate(&list, &c)) {
        char from[CLI_DAY_LEN], until[CLI_DAY_LEN];
        day_or_dash(c.from, from);
        day_or_dash(c.until, until);
        struct sello_bytes name = product_at(s, c.product);
        cli_print(to, _("  Certificate C%llu, %.*s: %s to %s\n"), (unsigned long long)c.number,
                  (int)name.len, (const char *)name.ptr, from, until);
    }
    if (s->fold.certificates > 0) {
        cli_print(to, _("  Certificates that ended earlier and are not listed: %llu\n"),
                  (unsigned long long)s->fold.certificates);
    }
}

/* Which of the products is none by itself. */
static void print_products(FILE *to, const struct sello_statement *s) {
    if (s->fold.products > 0) {
        struct sello_bytes name = product_at(s, s->n_products - 1);
        cli_print(to, _("  Added up as one, %.*s: %llu products\n"), (int)name.len,
                  (const char *)name.ptr, (unsigned long long)s->fold.products);
    }
}

static void print_people(const struct source *source, const struct sello_report *report,
                         const struct sello_statement *s) {
    FILE *to = source->to;
    cli_print(to, _("STATEMENT: %s  "), verdict_word(report->verdict));
    cli_show(to, sello_bytes(source->input, strnlen(source->input, 60)));
    fputc('\n', to);
    if (s != NULL && report->verified) {
        char from[CLI_DAY_LEN], until[CLI_DAY_LEN], made[CLI_DAY_LEN], consent[CLI_DAY_LEN];
        cli_day(s->from, from);
        cli_day(s->until, until);
        cli_day(base_here_day(s->made), made);
        cli_day(s->consent, consent);
        cli_print(to, _("  A statement of %s about %.*s (R%llu) for %s to %s, made on %s\n"),
                  report->certifier, (int)s->producer_name.len, (const char *)s->producer_name.ptr,
                  (unsigned long long)s->producer, from, until, made);
        cli_print(to, _("  The producer agreed to it on %s\n"), consent);
        print_certificates(to, s);
        print_products(to, s);
        print_rows(to, s);
    }
    if (report->has_certifier) {
        char fingerprint[SELLO_FINGERPRINT_TEXT_LEN];
        sello_fingerprint_text(report->fingerprint, fingerprint);
        cli_print(to, _("  Fingerprint: %s\n"), fingerprint);
    }
    fputs("  ", to);
    cli_print(to, "%s\n", why(report));
}

/* ---- JSON ---- */

static void json_day(struct cli_json *j, const char *name, uint64_t day) {
    char text[BASE_DATE_LEN];
    base_date_format(day, text);
    cli_json_string(j, name, text);
}

static void json_month(struct cli_json *j, const char *name, unsigned month) {
    char text[16];
    snprintf(text, sizeof text, "%04u-%02u", month / 12 % 10000, month % 12 + 1);
    cli_json_string(j, name, text);
}

static void json_rows(struct cli_json *j, const struct sello_statement *s) {
    struct sello_statement_list list = sello_statement_list(s->rows);
    struct sello_statement_row row;
    cli_json_open_in(j, "rows", '[');
    while (sello_statement_row(&list, &row)) {
        struct months months = months_at(s, row.month);
        cli_json_open_in(j, NULL, '{');
        cli_json_text(j, "product", product_at(s, row.product));
        json_month(j, "month", months.first);
        if (s->fold.months > 1) {
            json_month(j, "last_month", months.last);
        }
        cli_json_number(j, "issued", row.issued);
        cli_json_number(j, "delivered", row.delivered);
        cli_json_number(j, "sold", row.sold);
        cli_json_number(j, "withdrawn", row.withdrawn);
        cli_json_close_in(j, '}');
    }
    cli_json_close_in(j, ']');
}

static void json_fold(struct cli_json *j, const struct sello_statement_fold *fold) {
    if (sello_statement_is_folded(fold)) {
        cli_json_open_in(j, "added_up", '{');
        cli_json_number(j, "months", fold->months);
        cli_json_number(j, "products", fold->products);
        cli_json_number(j, "certificates", fold->certificates);
        cli_json_close_in(j, '}');
    }
}

static void json_certificates(struct cli_json *j, const struct sello_statement *s) {
    struct sello_statement_list list = sello_statement_list(s->certificates);
    struct sello_statement_certificate c;
    cli_json_open_in(j, "certificates", '[');
    while (sello_statement_certificate(&list, &c)) {
        char id[32];
        snprintf(id, sizeof id, "C%" PRIu64, c.number);
        cli_json_open_in(j, NULL, '{');
        cli_json_string(j, "id", id);
        cli_json_text(j, "product", product_at(s, c.product));
        if (c.from > 0) {
            json_day(j, "from", c.from);
        }
        if (c.until > 0) {
            json_day(j, "until", c.until);
        }
        cli_json_close_in(j, '}');
    }
    cli_json_close_in(j, ']');
}

static void print_json(const struct source *source, const struct sello_report *report,
                       const struct sello_statement *s) {
    char hex[BASE_HEX_LEN(SELLO_HASH_LEN)], instant[BASE_INSTANT_LEN], id[32];
    struct cli_json j;
    cli_json_open(&j, source->to);
    cli_json_number(&j, "format", 1);
    cli_json_string(&j, "input", source->input);
    cli_json_number(&j, "code_index", source->code_index);
    cli_json_string(&j, "verdict", sello_verdict_name(report->verdict));
    if (report->cause != 0) {
        cli_json_string(&j, "cause", sello_error_name((enum sello_error)report->cause));
    }
    if (s != NULL && report->verified) {
        snprintf(id, sizeof id, "R%" PRIu64, s->producer);
        base_instant_format(s->made, instant);
        cli_json_open_in(&j, "statement", '{');
        cli_json_string(&j, "producer", id);
        cli_json_text(&j, "producer_name", s->producer_name);
        json_day(&j, "from", s->from);
        json_day(&j, "until", s->until);
        json_day(&j, "consent", s->consent);
        cli_json_string(&j, "made", instant);
        json_fold(&j, &s->fold);
        json_certificates(&j, s);
        json_rows(&j, s);
        cli_json_close_in(&j, '}');
    } else {
        cli_json_open_in(&j, "statement", '{');
        cli_json_close_in(&j, '}');
    }
    if (report->has_certifier) {
        base_hex(report->fingerprint, SELLO_HASH_LEN, hex);
        cli_json_string(&j, "certifier", report->certifier);
        cli_json_string(&j, "fingerprint", hex);
    }
    cli_json_string(&j, "detail", why(report));
    cli_json_close(&j);
}

void print_statement(const struct source *source, const struct sello_report *report,
                     struct sello_bytes token, bool json) {
    struct sello_statement s;
    bool has = token.len > 0 && sello_statement_parse(token, &s) == SELLO_OK;
    if (json) {
        print_json(source, report, has ? &s : NULL);
    } else {
        print_people(source, report, has ? &s : NULL);
    }
}
