/* SPDX-License-Identifier: Apache-2.0 */
/* One label, as its text, in words, and as a symbol on the terminal. */
#include <stdlib.h>

#include "base/hex.h"
#include "base/time.h"
#include "labels/symbol/symbol.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/reason_words.h"
#include "registry/commands/record.h"
#include "registry/commands/serials.h"
#include "registry/exchange/state_words.h"
#include "registry/issue/claims.h"
#include "registry/print/readback.h"
#include "registry/session/session_files.h"
#include "verify/verdict/label_text.h"

enum { LABEL_VERSION_MAX = 20 };

/* A label with all that is shown of it. */
struct shown {
    struct sello_issued label;
    struct sello_claims claims;
    struct sello_status_range status;
    char serial_text[SELLO_SERIAL_LEN];
    char text[SELLO_LABEL_TEXT_MAX + 1];
};

static enum sello_error get_label(struct app *app, const struct sello_root *root, uint64_t serial,
                                  struct shown *out) {
    enum sello_error error = sello_store_label(app->session.store, serial, &out->label);
    if (error == SELLO_OK) {
        error = sello_status_at(app->session.store, serial, &out->status);
    }
    sello_serial_format(serial, out->serial_text);
    if (error != SELLO_OK || !out->label.has_signature) {
        return error;
    }
    struct sello_writer w = sello_writer_init(out->text, SELLO_LABEL_TEXT_MAX);
    error = label_text(root, &out->label, &w);
    out->text[w.len] = '\0';
    return error == SELLO_OK
               ? batch_label(&out->label.batch, serial, out->label.photo, &out->claims)
               : error;
}

static const char *status_text(enum sello_label_status status) {
    return status == SELLO_LABEL_RETIRED ? _("sold or retired")
                                         : state_word_label(cli_language_name(), status);
}

/* ---- JSON ---- */

static void put_text(struct cli_json *j, const char *name, struct sello_bytes text) {
    if (text.len > 0) {
        cli_json_text(j, name, text);
    }
}

static void put_claims(struct cli_json *j, const struct shown *s) {
    const struct sello_claims *c = &s->claims;
    put_text(j, "product", c->product);
    put_text(j, "producer", c->producer);
    put_text(j, "origin", c->origin);
    cli_json_number(j, "scheme", c->scheme.value);
    put_text(j, "lot", c->lot);
    put_text(j, "traits", c->traits);
    record_json_day(j, "made", c->made);
    if (c->gtin.present) {
        cli_json_number(j, "gtin", c->gtin.value);
    }
    put_text(j, "net_content", c->net_content);
    put_text(j, "lang", c->language);
    if (c->photo.len > 0) {
        char hex[BASE_HEX_LEN(SELLO_PHOTO_LEN)];
        base_hex(c->photo.ptr, SELLO_PHOTO_LEN, hex);
        cli_json_string(j, "photo", hex);
    }
    record_json_instant(j, "issued", c->issued);
    if (c->expires.present) {
        struct sello_number day = {true, (uint64_t)sello_day_of_expiry(c->expires.value)};
        record_json_day(j, "expires", day);
    }
}

static void put_status(struct cli_json *j, const struct sello_status_range *range) {
    cli_json_string(j, "status", sello_label_status_name(range->status));
    if (range->status != SELLO_LABEL_VALID) {
        cli_json_string(j, "reason", sello_reason_name(range->reason));
        record_json_text(j, "reason_text", range->text);
        record_json_day(j, "status_date", (struct sello_number){true, range->day});
    }
}

static void print_json(const struct shown *s) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_number(&j, "serial", s->label.serial);
    cli_json_string(&j, "serial_text", s->serial_text);
    record_json_id(&j, "batch", (struct sello_id){SELLO_KIND_BATCH, s->label.batch.number});
    record_json_id(&j, "certificate",
                   (struct sello_id){SELLO_KIND_CERTIFICATE, s->label.batch.certificate});
    cli_json_string(&j, "batch_state", sello_batch_state_name(s->label.batch.state));
    put_status(&j, &s->status);
    if (s->label.has_signature) {
        cli_json_string(&j, "text", s->text);
        put_claims(&j, s);
    }
    cli_json_close(&j);
}

/* ---- words and symbol ---- */

static void print_bytes(const char *label, struct sello_bytes text) {
    char copy[SELLO_TRAITS_MAX + 1] = ""; /* the longest of the texts */
    if (text.len > 0 && text.len < sizeof copy) {
        memcpy(copy, text.ptr, text.len);
    }
    record_line(label, copy);
}

static void print_id(const char *label, struct sello_id id) {
    char text[SELLO_ID_LEN];
    sello_id_format(id, text);
    record_line(label, text);
}

static void print_claims(const struct sello_claims *c) {
    print_bytes(_("Product"), c->product);
    print_bytes(_("Producer"), c->producer);
    print_bytes(_("Origin"), c->origin);
    print_id(_("Scheme"), (struct sello_id){SELLO_KIND_SCHEME, c->scheme.value});
    print_id(_("Certificate"), (struct sello_id){SELLO_KIND_CERTIFICATE, c->certificate.value});
    print_bytes(_("Lot"), c->lot);
    print_bytes(_("Traits"), c->traits);
    print_bytes(_("Net content"), c->net_content);
    record_line_day(_("Made"), c->made);
    if (c->photo.len > 0) {
        char hex[BASE_HEX_LEN(SELLO_PHOTO_LEN)];
        base_hex(c->photo.ptr, SELLO_PHOTO_LEN, hex);
        record_line(_("Photo"), hex);
    }
    record_line_instant(_("Issued"), c->issued);
    if (c->expires.present) {
        struct sello_number day = {true, (uint64_t)sello_day_of_expiry(c->expires.value)};
        record_line_day(_("Good until"), day);
    }
}

static enum sello_error print_symbol(const char *text) {
    static struct sello_symbol symbol;
    const struct sello_print_size size = {.dpi = 600, .dots_per_module = 10};
    enum sello_error error = sello_symbol_make(sello_bytes_of(text), LABEL_VERSION_MAX, &symbol);
    if (error != SELLO_OK) {
        return error;
    }
    size_t room = sello_symbol_room(&symbol, size);
    char *drawing = malloc(room);
    if (drawing == NULL) {
        return SELLO_E_MEMORY;
    }
    struct sello_writer w = sello_writer_init(drawing, room);
    error = sello_symbol_terminal(&symbol, cli_colour(stdout), &w);
    if (error == SELLO_OK) {
        fwrite(drawing, 1, w.len, stdout);
    }
    free(drawing);
    return error;
}

static void print_status(const struct sello_status_range *range) {
    char day[CLI_DAY_LEN], line[200];
    const char *name = status_text(range->status);
    if (range->status == SELLO_LABEL_VALID || !cli_day(range->day, day)) {
        record_line(_("Status"), name);
        return;
    }
    snprintf(line, sizeof line, "%s, %s: %s", name, day, reason_words(range->reason, range->text));
    record_line(_("Status"), line);
}

static const char *no_label_text(enum sello_batch_state state) {
    switch (state) {
    case SELLO_BATCH_RESERVED: return _("This serial is reserved; its label is not signed yet.");
    case SELLO_BATCH_VOID: return _("This serial is void: it was reserved and never used.");
    case SELLO_BATCH_LOST:
        return _("This label was issued after the backup that was restored: it stays good, but its "
                 "record is gone.");
    case SELLO_BATCH_SIGNED: break;
    }
    return "";
}

static int print_words(struct app *app, const struct shown *s) {
    char serial[SELLO_SERIAL_LEN + 32];
    snprintf(serial, sizeof serial, "%s (%llu)", s->serial_text,
             (unsigned long long)s->label.serial);
    record_line(_("Serial"), serial);
    print_id(_("Batch"), (struct sello_id){SELLO_KIND_BATCH, s->label.batch.number});
    print_status(&s->status);
    if (!s->label.has_signature) {
        cli_note("%s", no_label_text(s->label.batch.state));
        return CLI_OK;
    }
    print_claims(&s->claims);
    cli_print(stdout, "\n%s\n\n", s->text);
    enum sello_error error = print_symbol(s->text);
    return error == SELLO_OK ? CLI_OK : app_failed(app, error, _("The symbol cannot be drawn"));
}

/* The serial that an operand names: by itself, or as the text that a scanner read. */
static int serial_of(struct app *app, const char *operand, uint64_t *out) {
    struct serial_run run = {0, 0};
    *out = readback_serial(sello_bytes_of(operand));
    int result = *out > 0 ? CLI_OK : serial_run_parse(app, operand, &run);
    if (result == CLI_OK && run.first != run.last) {
        cli_error(_("One label is shown at a time. Give one serial."));
        return CLI_USAGE;
    }
    *out = *out > 0 ? *out : run.first;
    return result;
}

/* A text with a serial of ours may still be another certifier's label, or nobody's. */
static bool is_ours(const struct shown *s, const char *operand) {
    struct sello_bytes text = sello_bytes_of(operand);
    if (readback_serial(text) == 0 || sello_proof_serial(text) > 0 ||
        readback_same_label(text, sello_bytes_of(s->text))) {
        return true;
    }
    cli_fault("label-not-ours", "serial");
    cli_error(_("This label was not issued here: the one that has serial %s here says something "
                "else. Keep it, and look into where it comes from."),
              s->serial_text);
    return false;
}

/* The picture that its label names, where it names one. */
static enum sello_error write_photo(struct app *app, const struct shown *s, const char *path) {
    static struct sello_kept_photo photo;
    if (s->claims.photo.len == 0) {
        return session_refuse(&app->session,
                              &(struct problem){.error = SELLO_E_NOT_FOUND,
                                                .rule = "label-without-photo",
                                                .field = "photo",
                                                .value = {problem_text(s->serial_text)}});
    }
    enum sello_error error = session_fail(
        &app->session, sello_photo_get(app->session.store, s->claims.photo.ptr, &photo));
    return error == SELLO_OK
               ? session_replace_file(&app->session, path, sello_bytes(photo.file, photo.len), 0644)
               : error;
}

/* clang-format off */
const struct cli_option cmd_label_show_options[] = {
    {"photo", N_("FILE"), N_("also write the picture of its piece to a file, as WebP"), false},
    {.name = NULL},
};
/* clang-format on */

static int show(struct app *app) {
    static struct shown shown;
    const char *operand = cli_operand(app->args, 0);
    uint64_t serial = 0;
    int result = serial_of(app, operand, &serial);
    if (result != CLI_OK) {
        return result;
    }
    const struct sello_root *root = app_root(app);
    if (root == NULL) {
        return CLI_FAILURE;
    }
    enum sello_error error = get_label(app, root, serial, &shown);
    if (error != SELLO_OK) {
        return app_failed(app, error, _("The label cannot be shown"));
    }
    if (!is_ours(&shown, operand)) {
        return CLI_FAILURE;
    }
    const char *photo = cli_text(app->args, "photo");
    if (photo != NULL && write_photo(app, &shown, photo) != SELLO_OK) {
        return app_problem(app, _("The photo was not written"));
    }
    if (app->json) {
        print_json(&shown);
        return CLI_OK;
    }
    return print_words(app, &shown);
}

int cmd_label_show(const struct cli_args *args) {
    return app_run(args, APP_READ, show);
}
