/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/problem_words.h"

#include "base/time.h"
#include "registry/commands/app.h"
#include "registry/commands/reason_words.h"
#include "registry/commands/record.h"
#include "registry/commands/root_words.h"

/* ---- reasons ---- */

/* How people call a record's field, and how long it may be. */
static const struct field {
    const char *name;
    const char *label;
    size_t most; /* bytes */
} fields[] = {
    {"name", N_("Name"), SELLO_NAME_MAX},
    {"name_en", N_("English name"), SELLO_NAME_MAX},
    {"origin", N_("Origin"), SELLO_NAME_MAX},
    {"state", N_("State"), SELLO_NAME_MAX},
    {"public", N_("On labels"), 5},
    {"traits", N_("Traits"), SELLO_TRAITS_MAX},
    {"gtin", N_("GTIN"), 14},
    {"net_content", N_("Net content"), SELLO_NET_CONTENT_MAX},
    {"language", N_("Language of the texts"), SELLO_LANGUAGE_MAX},
    {"url", N_("Web page"), SELLO_URL_MAX},
    {"note", N_("Note"), SELLO_NOTE_MAX},
    {"until", N_("Until"), 10},
    {"lot", N_("Lot"), SELLO_LOT_MAX},
    {"code", N_("Code"), 5},
    {"product", N_("Product"), SELLO_NAME_MAX},
    {"producer", N_("Producer"), SELLO_NAME_MAX},
    {"scheme", N_("Scheme"), SELLO_NAME_MAX},
    {"file", N_("File"), SELLO_FILE_MAX},
    {"text", N_("Text"), SELLO_ROW_TEXT_MAX},
    {"reason", "--reason", SELLO_ROW_TEXT_MAX},
    {"user", N_("User"), SELLO_ROLE_MAX},
    {"role", N_("Role"), SELLO_ROLE_MAX},
};

static const struct field *find_field(const struct sello_store_fault *fault) {
    for (size_t i = 0; fault != NULL && fault->field != NULL && i < sizeof fields / sizeof *fields;
         i++) {
        if (strcmp(fields[i].name, fault->field) == 0) {
            return &fields[i];
        }
    }
    return NULL;
}

const char *app_field_label(const char *name) {
    const struct field *field = find_field(&(struct sello_store_fault){.field = name});
    return field != NULL ? _(field->label) : name;
}

const char *app_field_text(const char *name, const char *value, char day[SELLO_LEN(CLI_DAY_LEN)]) {
    uint64_t date = 0;
    if (strcmp(name, "public") == 0) {
        return strcmp(value, "true") == 0 ? _("yes") : _("no");
    }
    if (strcmp(name, "role") == 0 && value[0] != '\0') {
        return _(value);
    }
    bool dated = strcmp(name, "from") == 0 || strcmp(name, "until") == 0;
    return dated && base_date_parse(value, &date) && cli_day(date, day) ? day : value;
}

static bool is_field(const struct field *field, const char *name) {
    return field != NULL && strcmp(field->name, name) == 0;
}

/* Statuses that point at one character. */
static const char *character_reason(enum sello_error error) {
    switch ((int)error) {
    case SELLO_E_UTF8: return _("character %1$zu is not valid UTF-8");
    case SELLO_E_TEXT:
        return _("character %1$zu (U+%2$04X) is invisible, or changes the direction or the line");
    case SELLO_E_NAME_NFC:
        return _("at character %1$zu (U+%2$04X) a letter and its accent are written apart");
    case SELLO_E_NAME_MARKS:
        return _("character %1$zu (U+%2$04X) is one mark too many on its letter");
    case SELLO_E_NAME_MIXED:
        return _("character %1$zu (U+%2$04X) looks like a letter of ours and is of another "
                 "alphabet");
    default: return NULL;
    }
}

/* Our own sentences are the only formats here. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static bool put_character_reason(enum sello_error error, const struct sello_name_fault *name,
                                 char *buf, size_t size) {
    const char *format = name->position > 0 ? character_reason(error) : NULL;
    if (format != NULL) {
        snprintf(buf, size, format, name->position, (unsigned)name->code_point);
    }
    return format != NULL;
}
#pragma GCC diagnostic pop

static bool put_field_reason(enum sello_error error, const struct field *field, char *buf,
                             size_t size) {
    if (error == SELLO_E_TOO_LONG) {
        snprintf(buf, size, _("it takes at most %zu bytes (an accented letter takes two)"),
                 field->most);
    } else if (error == SELLO_E_TEXT) {
        snprintf(buf, size, "%s", _("it is empty"));
    } else if (error == SELLO_E_RANGE && is_field(field, "gtin")) {
        snprintf(buf, size, "%s", _("its last digit does not match the others: one is mistyped"));
    } else if (error == SELLO_E_DIGIT && is_field(field, "gtin")) {
        snprintf(buf, size, "%s", _("a GTIN has 8, 12, 13 or 14 digits"));
    } else if (error == SELLO_E_TYPE && is_field(field, "language")) {
        snprintf(buf, size, "%s", _("a language tag is expected, like es, en or nah"));
    } else {
        return false;
    }
    return true;
}

void app_reason(enum sello_error error, const struct sello_store_fault *fault, char *buf,
                size_t size) {
    const struct field *field = find_field(fault);
    bool said = field != NULL && (put_character_reason(error, &fault->name, buf, size) ||
                                  put_field_reason(error, field, buf, size));
    if (!said) {
        snprintf(buf, size, "%s", _(sello_error_text(error)));
    }
}

/* ---- sentences ---- */

/* What to do next; "" where the reason says it all. */
static const char *advice(enum sello_error error) {
    switch ((int)error) {
    case SELLO_E_STORE_FULL: return _("Make room on the disk, then try again.");
    case SELLO_E_STORE_BUSY: return _("Wait until it has finished, then try again.");
    case SELLO_E_STORE_CONTENDED: return _("Nothing was written. Try again.");
    case SELLO_E_STORE_LEASE: return _("This computer was away for too long. Try again.");
    case SELLO_E_STORE_GONE:
        return _("See whether the network and the server run, then try again.");
    case SELLO_E_STORE_UNCLEAR:
        return _("See what the registry shows before doing it again: sello history");
    case SELLO_E_STORE_DENIED: return _("Ask whoever looks after the server.");
    case SELLO_E_STORE_STRAINED:
        return _("Nothing was written. Try again later, or ask whoever looks after the server.");
    case SELLO_E_STORE_SERVER:
        return _("It takes PostgreSQL 15 or later, and a database whose encoding is UTF8.");
    case SELLO_E_STORE_ADDRESS:
        return _("It looks like this: postgresql:///sello?host=server.example");
    case SELLO_E_STORE_SECRET:
        return _("Others can read it there: put it into ~/.pgpass or a service file.");
    case SELLO_E_STORE_PART: return _("Install the package sello-postgresql.");
    case SELLO_E_STORE_LOCKS:
        return _("Keep the registry on a disk of this computer, and copies of it elsewhere.");
    case SELLO_E_STORE_OLDER:
        return _("Whoever owns them brings them up to date with any command of this version.");
    case SELLO_E_STORE_DAMAGED: return _("See what is wrong with: sello check");
    case SELLO_E_STORE_BEHIND: return _("See what is missing with: sello restore --reconcile");
    case SELLO_E_STORE_UNKNOWN: return _("Say it with: sello restore --reconcile");
    case SELLO_E_STORE_NEWER:
    case SELLO_E_KEYFILE_NEWER: return _("Update sello.");
    case SELLO_E_PASSPHRASE_NONE:
        return _("Give it with --passphrase-file FILE or --passphrase-fd N, or on a terminal.");
    default: return "";
    }
}

static const struct problem_sentence_row *const rooms[] = {
    words_session, words_exchange,   words_issue, words_desk,    words_root,
    words_trust,   words_trust_file, words_print, words_publish,
};

/* The row of the rule, and of its error where one has a sentence of its own; NULL: there is none.
 */
static const struct problem_sentence_row *find_row(const struct problem *p) {
    for (size_t i = 0; i < sizeof rooms / sizeof *rooms && p->rule != NULL; i++) {
        for (const struct problem_sentence_row *row = rooms[i]; row->rule != NULL; row++) {
            bool any_error = row->error == SELLO_OK;
            if ((any_error || row->error == p->error) && strcmp(row->rule, p->rule) == 0) {
                return row;
            }
        }
    }
    return NULL;
}

static void value_words(const struct problem_value *value, char *buf, size_t size) {
    char text[64];
    buf[0] = '\0';
    switch (value->kind) {
    case PROBLEM_NOTHING: break;
    case PROBLEM_NUMBER: snprintf(buf, size, "%llu", (unsigned long long)value->number); break;
    case PROBLEM_TEXT: snprintf(buf, size, "%s", value->text); break;
    case PROBLEM_DAY:
        if (cli_day(value->number, text)) {
            snprintf(buf, size, "%s", text);
        }
        break;
    case PROBLEM_INSTANT:
        if (cli_instant(value->number, text)) {
            snprintf(buf, size, "%s", text);
        }
        break;
    case PROBLEM_ID:
        sello_id_format((struct sello_id){value->record, value->number}, text);
        snprintf(buf, size, "%s", text);
        break;
    case PROBLEM_STATE:
        snprintf(buf, size, "%s", record_state_text((enum sello_certificate_state)value->number));
        break;
    case PROBLEM_REASON: snprintf(buf, size, "%s", reason_words(value->number, value->text)); break;
    case PROBLEM_LENGTH: snprintf(buf, size, "%.3f", (double)value->number / 1000); break;
    case PROBLEM_KEY:
        snprintf(buf, size, "%s%s%s", root_role_word(value->number),
                 value->text[0] != '\0' ? " " : "", value->text);
        break;
    case PROBLEM_ERROR:
        snprintf(buf, size, "%s", _(sello_error_text((enum sello_error)value->number)));
        break;
    }
}

static void fill_in(const char *sentence, const struct problem *p, const char *what, char *buf,
                    size_t size) {
    char words[PROBLEM_VALUES][SESSION_PATH_MAX];
    const char *value[PROBLEM_VALUES + 1];
    for (size_t i = 0; i < PROBLEM_VALUES; i++) {
        value_words(&p->value[i], words[i], sizeof words[i]);
        value[i] = words[i];
    }
    value[PROBLEM_VALUES] = what;
    cli_fill(buf, size, sentence, value, PROBLEM_VALUES + 1);
}

static void put_reason(const struct problem *p, char *buf, size_t size) {
    const struct sello_store_fault fault = {.field = p->field, .name = p->name};
    app_reason(p->error, &fault, buf, size);
}

void problem_sentence(const struct problem *p, const char *what, char *buf, size_t size) {
    const struct problem_sentence_row *row = find_row(p);
    const struct sello_store_fault fault = {.field = p->field};
    const struct field *field = find_field(&fault);
    char reason[300], begins[SESSION_PATH_MAX + 200];
    if (row != NULL && row->put != NULL) {
        row->put(p, buf, size);
        return;
    }
    if (row != NULL && !row->reason_follows) {
        fill_in(_(row->text), p, what, buf, size);
        return;
    }
    put_reason(p, reason, sizeof reason);
    snprintf(begins, sizeof begins, "%s", what);
    if (row != NULL) {
        fill_in(_(row->text), p, what, begins, sizeof begins);
    }
    const char *next = advice(p->error);
    if (field != NULL && p->error != SELLO_E_MEMORY) { /* which is no mistake in the field */
        snprintf(buf, size, _("%s. %s: %s."), begins, _(field->label), reason);
    } else {
        snprintf(buf, size, _("%s: %s.%s%s"), begins, reason, next[0] != '\0' ? " " : "", next);
    }
}

void problem_words(const struct problem *p, char *buf, size_t size) {
    problem_sentence(p, "", buf, size);
}

/* "SELLO_E_NOT_FOUND" is "not-found" to programs. */
const char *problem_code(const struct problem *p) {
    return p->rule != NULL ? p->rule : cli_error_code(p->error);
}
