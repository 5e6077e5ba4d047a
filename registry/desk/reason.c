/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/reason.h"

#include <ctype.h>
#include <stdlib.h>
#include <time.h>

#include "base/time.h"
#include "registry/commands/record.h"

/* ---- words for reasons ---- */

/* What people write for each reason, in both languages whichever one is spoken to them: folded, and
 * with spaces for hyphens. */
static const struct word {
    uint64_t reason;
    const char *word;
} words[] = {
    {SELLO_REASON_OTHER, "other"},
    {SELLO_REASON_OTHER, "otra"},
    {SELLO_REASON_LOST, "lost"},
    {SELLO_REASON_LOST, "perdida"},
    {SELLO_REASON_LOST, "extraviada"},
    {SELLO_REASON_STOLEN, "stolen"},
    {SELLO_REASON_STOLEN, "robada"},
    {SELLO_REASON_DAMAGED, "damaged"},
    {SELLO_REASON_DAMAGED, "danada"},
    {SELLO_REASON_MISPRINT, "misprint"},
    {SELLO_REASON_MISPRINT, "mal impresa"},
    {SELLO_REASON_CERTIFICATE_ENDED, "certificate ended"},
    {SELLO_REASON_CERTIFICATE_ENDED, "certificado terminado"},
    {SELLO_REASON_CERTIFICATE_SUSPENDED, "certificate suspended"},
    {SELLO_REASON_CERTIFICATE_SUSPENDED, "certificado suspendido"},
    {SELLO_REASON_COUNTERFEIT, "counterfeit seen"},
    {SELLO_REASON_COUNTERFEIT, "falsificacion vista"},
    {SELLO_REASON_SOLD, "sold"},
    {SELLO_REASON_SOLD, "vendida"},
    {SELLO_REASON_PRODUCER, "producer request"},
    {SELLO_REASON_PRODUCER, "a peticion del productor"},
    {SELLO_REASON_PRODUCER, "peticion del productor"},
};

const char *cause_words(uint64_t reason, const char *text) {
    if (text[0] != '\0') {
        return text;
    }
    return reason == SELLO_REASON_OTHER ? _("no reason given") : cli_reason_words(reason);
}

/* Room for the folded form of any text that stands here. */
#define FOLDED_MAX (4 * SELLO_NAME_MAX + 4 * SELLO_ROW_TEXT_MAX)

static enum sello_error fold_words(const char *text, char out[SELLO_LEN(FOLDED_MAX)]) {
    char spaced[SELLO_ROW_TEXT_MAX + 1];
    snprintf(spaced, sizeof spaced, "%s", text);
    for (char *c = spaced; *c != '\0'; c++) {
        *c = *c == '-' || *c == '_' ? ' ' : *c;
    }
    return sello_name_fold(sello_bytes_of(spaced), out, FOLDED_MAX);
}

static const struct word *find_word(const char *folded) {
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i].word, folded) == 0) {
            return &words[i];
        }
    }
    return NULL;
}

/* ---- a text of one's own ---- */

static bool is_letter(char c) {
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Does it stand in the text as whole words? */
static bool stands_in(const char *text, const char *name) {
    size_t len = strlen(name);
    for (const char *at = strstr(text, name); at != NULL; at = strstr(at + 1, name)) {
        bool begins = at == text || !is_letter(at[-1]);
        if (begins && !is_letter(at[len])) {
            return true;
        }
    }
    return false;
}

struct naming {
    const char *text;  /* folded */
    uint64_t producer; /* whose name stands in it; 0: nobody's */
    enum sello_error error;
};

static bool visit_producer(void *context, const struct sello_producer *row) {
    struct naming *n = context;
    char name[FOLDED_MAX];
    n->error = sello_name_fold(sello_bytes_of(row->name), name, sizeof name);
    if (n->error == SELLO_OK && stands_in(n->text, name)) {
        n->producer = row->number;
    }
    return n->error == SELLO_OK && n->producer == 0;
}

/* Reasons are published, for ever, to anybody: they hold record numbers, never persons' names. */
static bool names_nobody(struct app *app, const char *folded) {
    struct naming n = {.text = folded, .error = SELLO_OK};
    enum sello_error error = sello_producer_list(app->session.store, visit_producer, &n);
    error = error == SELLO_OK ? n.error : error;
    if (error != SELLO_OK) {
        (void)app_failed(app, error, _("The reason could not be checked"));
        return false;
    }
    if (n.producer != 0) {
        cli_error(_("Nothing was changed: the reason names producer R%llu, and reasons are "
                    "published. Write R%llu instead."),
                  (unsigned long long)n.producer, (unsigned long long)n.producer);
        return false;
    }
    return true;
}

static bool text_ok(const char *text) {
    struct sello_store_fault fault = {.field = "text"};
    enum sello_error error =
        sello_name_check(sello_bytes_of(text), SELLO_ROW_TEXT_MAX, &fault.name);
    if (error != SELLO_OK) {
        char why[300];
        app_reason(error, &fault, why, sizeof why);
        cli_error(_("Nothing was changed. --reason: %s."), why);
    }
    return error == SELLO_OK;
}

static bool take_reason(struct app *app, struct cause *out) {
    char folded[FOLDED_MAX];
    const char *text = cli_text(app->args, "reason");
    if (text == NULL) {
        return true;
    }
    if (!text_ok(text)) {
        return false;
    }
    snprintf(out->typed, sizeof out->typed, "%s", text);
    enum sello_error error = fold_words(text, folded);
    if (error != SELLO_OK) {
        (void)app_failed(app, error, _("The reason could not be read"));
        return false;
    }
    const struct word *word = find_word(folded);
    if (word != NULL) {
        out->reason = word->reason;
        return true;
    }
    out->reason = SELLO_REASON_OTHER;
    snprintf(out->text, sizeof out->text, "%s", text);
    return names_nobody(app, folded);
}

/* ---- date ---- */

uint64_t cause_today(uint64_t now) {
    char text[32];
    struct tm here;
    time_t seconds = (time_t)now;
    uint64_t day = base_day_of(now);
    if (localtime_r(&seconds, &here) != NULL) {
        snprintf(text, sizeof text, "%04d-%02d-%02d", here.tm_year + 1900, here.tm_mon + 1,
                 here.tm_mday);
        (void)!base_date_parse(text, &day);
    }
    return day;
}

static bool take_date(struct app *app, struct cause *out) {
    uint64_t today = cause_today(app->session.now);
    out->day = today;
    if (!cli_date(app->args, "date", &out->day)) {
        return false;
    }
    if (out->day > today) {
        cli_error(_("Nothing was changed: --date %s is still to come."),
                  cli_text(app->args, "date"));
        return false;
    }
    return true;
}

bool cause_take(struct app *app, struct cause *out) {
    *out = (struct cause){.reason = SELLO_REASON_OTHER};
    return take_reason(app, out) && take_date(app, out);
}

void cause_json(struct cli_json *j, const struct cause *cause) {
    cli_json_string(j, "reason", sello_reason_name(cause->reason));
    record_json_text(j, "text", cause->text);
    record_json_day(j, "date", (struct sello_number){true, cause->day});
}
