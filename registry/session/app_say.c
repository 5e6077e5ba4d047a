/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/session/app.h"

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
    {"traits", N_("Traits"), SELLO_TRAITS_MAX},
    {"gtin", N_("GTIN"), 14},
    {"net_content", N_("Net content"), SELLO_CONTENT_MAX},
    {"language", N_("Language of the texts"), SELLO_LANG_MAX},
    {"url", N_("Web page"), SELLO_URL_MAX},
    {"note", N_("Note"), SELLO_NOTE_MAX},
    {"lot", N_("Lot"), SELLO_LOT_MAX},
    {"code", N_("Code"), 5},
    {"product", N_("Product"), SELLO_NAME_MAX},
    {"producer", N_("Producer"), SELLO_NAME_MAX},
    {"scheme", N_("Scheme"), SELLO_NAME_MAX},
    {"file", N_("File"), SELLO_FILE_MAX},
    {"text", N_("Text"), SELLO_ROW_TEXT_MAX},
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

/* ---- failures ---- */

/* What to do next; "" where the reason says it all. */
static const char *advice(enum sello_error error) {
    switch ((int)error) {
    case SELLO_E_STORE_FULL: return _("Make room on the disk, then try again.");
    case SELLO_E_STORE_BUSY: return _("Wait until it has finished, then try again.");
    case SELLO_E_STORE_DAMAGED: return _("See what is wrong with: sello check");
    case SELLO_E_STORE_BEHIND: return _("See what is missing with: sello restore --reconcile");
    case SELLO_E_STORE_NEWER: return _("Update sello.");
    case SELLO_E_KEYFILE_NEWER: return _("Update sello.");
    case SELLO_E_PASSPHRASE_NONE:
        return _("Give it with --passphrase-file FILE or --passphrase-fd N, or on a terminal.");
    default: return "";
    }
}

int app_failed(const struct app *app, enum sello_error error, const char *what) {
    const struct sello_store_fault *fault =
        app->store != NULL ? sello_store_fault(app->store) : NULL;
    const struct field *field = find_field(fault);
    char reason[300];
    app_reason(error, fault, reason, sizeof reason);
    const char *next = advice(error);
    if (field != NULL) {
        cli_error(_("%s. %s: %s."), what, _(field->label), reason);
    } else {
        cli_error(_("%s: %s.%s%s"), what, reason, next[0] != '\0' ? " " : "", next);
    }
    if (fault != NULL && fault->detail[0] != '\0') {
        cli_note(_("The database says: %s"), fault->detail);
    }
    return CLI_FAILURE;
}

/* ---- ids ---- */

static const char *kind_expected(enum sello_kind kind) {
    switch (kind) {
    case SELLO_KIND_SCHEME: return _("A scheme is expected here: S1, S2, ...");
    case SELLO_KIND_PRODUCER: return _("A producer is expected here: R1, R2, ...");
    case SELLO_KIND_PRODUCT: return _("A product is expected here: P1, P2, ...");
    case SELLO_KIND_CERTIFICATE: return _("A certificate is expected here: C1, C2, ...");
    case SELLO_KIND_BATCH: return _("A batch is expected here: B1, B2, ...");
    case SELLO_KIND_IMPORT: return _("An import is expected here: I1, I2, ...");
    case SELLO_KIND_DELIVERY: return _("A delivery is expected here: D1, D2, ...");
    case SELLO_KIND_NONE: break;
    }
    return "";
}

static const char *kind_found(enum sello_kind kind) {
    switch (kind) {
    case SELLO_KIND_SCHEME: return _("'%s' is a scheme. %s");
    case SELLO_KIND_PRODUCER: return _("'%s' is a producer. %s");
    case SELLO_KIND_PRODUCT: return _("'%s' is a product. %s");
    case SELLO_KIND_CERTIFICATE: return _("'%s' is a certificate. %s");
    case SELLO_KIND_BATCH: return _("'%s' is a batch. %s");
    case SELLO_KIND_IMPORT: return _("'%s' is an import. %s");
    case SELLO_KIND_DELIVERY: return _("'%s' is a delivery. %s");
    case SELLO_KIND_NONE: break;
    }
    return _("'%s' is no record's name. %s");
}

bool app_id_of(const char *text, enum sello_kind kind, uint64_t *out_number) {
    if (sello_id_parse_kind(text, kind, kind == SELLO_KIND_SCHEME, out_number) == SELLO_OK) {
        return true;
    }
    struct sello_id id = {.kind = SELLO_KIND_NONE};
    if (sello_id_parse(text, &id) != SELLO_OK || id.kind == kind) {
        id.kind = SELLO_KIND_NONE;
    }
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    cli_error(kind_found(id.kind), text, kind_expected(kind));
#pragma GCC diagnostic pop
    return false;
}

bool app_id(const struct cli_args *args, size_t i, enum sello_kind kind, uint64_t *out_number) {
    const char *text = cli_operand(args, i);
    return app_id_of(text != NULL ? text : "", kind, out_number);
}

bool app_field_of(const struct cli_args *args, const char *option, char *out, size_t size) {
    const char *text = cli_text(args, option);
    if (text == NULL) {
        return true;
    }
    if (strlen(text) >= size) {
        cli_error(_("--%s is too long: it takes at most %zu bytes (an accented letter takes two)."),
                  option, size - 1);
        return false;
    }
    snprintf(out, size, "%s", text);
    return true;
}

void app_say_id(const struct app *app, struct sello_id id, const char *sentence, const char *name) {
    char text[SELLO_ID_LEN];
    sello_id_format(id, text);
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "id", text);
        cli_json_close(&j);
        return;
    }
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    cli_print(stdout, sentence, text, name);
#pragma GCC diagnostic pop
    fputc('\n', stdout);
}
