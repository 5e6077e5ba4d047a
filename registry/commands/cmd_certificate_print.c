/* SPDX-License-Identifier: Apache-2.0 */
/* A certificate as a page for the workshop's wall. */
#include <stdlib.h>

#include "base/time.h"
#include "labels/page/framed.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/record.h"
#include "registry/desk/desk.h"
#include "registry/print/mark.h"
#include "registry/print/page_words.h"

/* clang-format off */
const struct cli_option cmd_certificate_print_options[] = {
    {"to", "pdf", N_("the kind of file"), false},
    {"o", N_("FILE"), N_("where to write it"), false},
    {"paper", "letter|a4", PAGE_PAPER_HELP, false},
    {"words", "es|en|both", PAGE_WORDS_HELP, false},
    {.name = NULL},
};
/* clang-format on */

/* All that stands on it. */
struct page {
    const struct sello_root *root;
    struct sello_mark *mark; /* owned; NULL: none is kept */
    struct sello_certificate certificate;
    struct sello_product product;
    struct sello_producer producer;
    struct sello_scheme scheme;
    uint64_t granted_day;
    enum page_words words;
    enum sello_paper paper;
};

/* ---- may it hang on a wall? ---- */

/* Says why not. */
static bool may_print(struct app *app, const struct sello_certificate *c) {
    char day[BASE_DATE_LEN] = "";
    unsigned long long number = c->number;
    if (c->state == SELLO_CERTIFICATE_SUSPENDED) {
        cli_error(_("C%llu was not printed: it is suspended. Resume it first: sello certificate "
                    "resume C%llu"),
                  number, number);
    } else if (c->state == SELLO_CERTIFICATE_WITHDRAWN) {
        cli_error(_("C%llu was not printed: it is withdrawn, for ever."), number);
    } else if (c->state != SELLO_CERTIFICATE_GRANTED) {
        cli_error(_("C%llu was not printed: it is not granted yet (%s)."), number,
                  record_state_text(c->state));
    } else if (c->until.present && c->until.value < desk_day_of(app->session.now)) {
        base_date_format(c->until.value, day);
        cli_error(_("C%llu was not printed: it expired on %s. Renew it first: sello certificate "
                    "renew C%llu --until DATE"),
                  number, day, number);
    } else {
        return true;
    }
    return false;
}

/* ---- its words ---- */

#define LINES_MAX 16

struct lines {
    enum page_words words;
    struct sello_framed_line line[LINES_MAX];
    size_t n;
};

static void put(struct lines *l, enum sello_framed_role role, const char *text) {
    l->line[l->n++] = (struct sello_framed_line){role, sello_bytes_of(text)};
}

/* In both languages the English stands small beneath the Spanish. */
static void put_both(struct lines *l, enum sello_framed_role role, const char *es, const char *en) {
    put(l, role, l->words == PAGE_WORDS_EN ? en : es);
    put(l, SELLO_FRAMED_ASIDE, l->words == PAGE_WORDS_BOTH ? en : "");
}

struct texts {
    char issuer[SELLO_NAME_MAX + 1], place_es[300], place_en[300], dates_es[300], dates_en[300];
    char title[64], foot[400], number[SELLO_ID_LEN];
    struct page_text sign_left, sign_right, above;
};

static void put_place(const struct page *p, struct texts *t) {
    bool state = p->producer.state[0] != '\0';
    snprintf(t->place_es, sizeof t->place_es, "de %s%s%s", p->producer.origin, state ? ", " : "",
             p->producer.state);
    snprintf(t->place_en, sizeof t->place_en, "of %s%s%s", p->producer.origin, state ? ", " : "",
             p->producer.state);
}

/* From the first day, which is the one it was granted on where no other was set, to the last, as
 * far as there is one. */
static void put_dates(const struct page *p, struct texts *t) {
    const struct sello_certificate *c = &p->certificate;
    struct page_dated from = page_day_in_words(c->from.present ? c->from.value : p->granted_day);
    struct page_dated until = page_day_in_words(c->until.value);
    if (c->until.present) {
        snprintf(t->dates_es, sizeof t->dates_es, "Vigente del %s al %s.", from.es, until.es);
        snprintf(t->dates_en, sizeof t->dates_en, "Valid from %s to %s.", from.en, until.en);
    } else {
        snprintf(t->dates_es, sizeof t->dates_es, "Vigente desde el %s.", from.es);
        snprintf(t->dates_en, sizeof t->dates_en, "Valid from %s.", from.en);
    }
}

/* https is the same for all, and a look-alike shows in the name. */
static void put_foot(const struct page *p, struct texts *t) {
    char fingerprint[SELLO_FINGERPRINT_TEXT_LEN];
    struct page_text label =
        page_text_of(p->words, "Huella del certificador", "Certifier's fingerprint");
    sello_fingerprint_text(p->root->fingerprint, fingerprint);
    snprintf(t->foot, sizeof t->foot, "%.120s: %s\n%.*s", label.text, fingerprint,
             (int)p->root->base_url.len, (const char *)p->root->base_url.ptr);
}

static void put_texts(const struct page *p, struct texts *t) {
    snprintf(t->issuer, sizeof t->issuer, "%.*s", (int)p->root->name.len,
             (const char *)p->root->name.ptr);
    sello_id_format((struct sello_id){SELLO_KIND_CERTIFICATE, p->certificate.number}, t->number);
    snprintf(t->title, sizeof t->title, "%s %s", t->number,
             p->words == PAGE_WORDS_EN ? "Certificate" : "Certificado");
    t->sign_left = page_text_of(p->words, "Por el certificador", "For the certifier");
    t->sign_right = page_text_of(p->words, "Por el productor", "For the producer");
    t->above = page_text_of(p->words, "Certificado núm.", "Certificate no.");
    put_place(p, t);
    put_dates(p, t);
    put_foot(p, t);
}

/* A scheme has an English name where the certifier gave it one. */
static void put_lines(const struct page *p, const struct texts *t, struct lines *l) {
    const char *scheme_en = p->scheme.name_en;
    bool translated = scheme_en[0] != '\0' && strcmp(scheme_en, p->scheme.name) != 0;
    put(l, SELLO_FRAMED_ISSUER, t->issuer);
    put_both(l, SELLO_FRAMED_TITLE, "Certificado", "Certificate");
    put_both(l, SELLO_FRAMED_PHRASE, "Hace constar que", "This is to certify that");
    put(l, SELLO_FRAMED_NAME, p->product.name);
    put_both(l, SELLO_FRAMED_PHRASE, "hecho por", "made by");
    put(l, SELLO_FRAMED_NAME, p->producer.name);
    put(l, SELLO_FRAMED_PHRASE, p->words == PAGE_WORDS_EN ? t->place_en : t->place_es);
    put_both(l, SELLO_FRAMED_PHRASE, "cumple las reglas de", "meets the rules of");
    if (translated) {
        put_both(l, SELLO_FRAMED_NAME, p->scheme.name, scheme_en);
    } else {
        put(l, SELLO_FRAMED_NAME, p->scheme.name);
    }
    put_both(l, SELLO_FRAMED_DATES, t->dates_es, t->dates_en);
}

static enum sello_error draw(const struct page *p, struct sello_writer *out) {
    struct texts t;
    struct lines l = {.words = p->words};
    put_texts(p, &t);
    put_lines(p, &t, &l);
    const struct sello_framed framed = {
        .paper = p->paper,
        .name = sello_bytes_of(t.title),
        .mark = p->mark,
        .line = l.line,
        .n_lines = l.n,
        .sign_left = sello_bytes_of(t.sign_left.text),
        .sign_right = sello_bytes_of(t.sign_right.text),
        .number_above = sello_bytes_of(t.above.text),
        .number = sello_bytes_of(t.number),
        .foot = sello_bytes_of(t.foot),
    };
    return sello_framed_write(&framed, out);
}

/* ---- the command ---- */

static bool find_grant(void *context, const struct sello_certificate_move *row) {
    struct page *p = context;
    if (row->step == SELLO_STEP_GRANT) {
        p->granted_day = desk_day_of(row->at);
    }
    return true;
}

static enum sello_error read_records(struct sello_store *store, struct page *p) {
    enum sello_error error = sello_product_get(store, p->certificate.product, &p->product);
    if (error == SELLO_OK) {
        error = sello_producer_get(store, p->certificate.producer, &p->producer);
    }
    if (error == SELLO_OK) {
        error = sello_scheme_get(store, p->certificate.scheme, &p->scheme);
    }
    return error == SELLO_OK
               ? sello_certificate_history(store, p->certificate.number, find_grant, p)
               : error;
}

static int failed(struct app *app, enum sello_error error) {
    if (error == SELLO_E_PAGE_FONT) {
        cli_error(_("The certificate was not printed: the DejaVu fonts are missing. On Debian "
                    "install the package fonts-dejavu-core."));
        return CLI_FAILURE;
    }
    return app_failed(app, error, _("The certificate was not printed"));
}

static int write_page(struct app *app, const struct page *p, const char *path) {
    uint8_t *room = malloc(SELLO_PAGE_ROOM);
    struct sello_writer w = sello_writer_init(room, SELLO_PAGE_ROOM);
    enum sello_error error = room != NULL ? draw(p, &w) : SELLO_E_MEMORY;
    int result = CLI_FAILURE;
    if (error != SELLO_OK) {
        result = failed(app, error);
    } else if (cli_file_replace(path, sello_written(&w), 0644)) {
        result = CLI_OK;
    }
    free(room);
    return result;
}

static void say_printed(struct app *app, const struct page *p, const char *path) {
    char id[SELLO_ID_LEN];
    sello_id_format((struct sello_id){SELLO_KIND_CERTIFICATE, p->certificate.number}, id);
    if (!app->json) {
        cli_print(stdout, _("Certificate %s is in %s, to print, sign and hang up.\n"), id, path);
        return;
    }
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_string(&j, "certificate", id);
    cli_json_string(&j, "file", path);
    cli_json_close(&j);
}

static bool take(struct app *app, struct page *p, const char **path) {
    const char *to = NULL;
    if (!app_id(app->args, 0, SELLO_KIND_CERTIFICATE, &p->certificate.number) ||
        !cli_require(app->args, "to", &to) || !cli_require(app->args, "o", path) ||
        !page_paper_take(app->args, &p->paper) || !page_words_take(app->args, &p->words)) {
        return false;
    }
    if (strcmp(to, "pdf") != 0) {
        cli_error(_("--to takes pdf."));
    }
    return strcmp(to, "pdf") == 0;
}

static int print(struct app *app) {
    struct page p = {.root = NULL};
    const char *path = NULL;
    if (!take(app, &p, &path)) {
        return CLI_USAGE;
    }
    enum sello_error error =
        sello_certificate_get(app->session.store, p.certificate.number, &p.certificate);
    if (error != SELLO_OK) {
        return failed(app, error);
    }
    p.root = app_root(app);
    if (p.root == NULL || !may_print(app, &p.certificate) || !mark_here_open(app, &p.mark)) {
        return CLI_FAILURE;
    }
    error = read_records(app->session.store, &p);
    int result = error == SELLO_OK ? write_page(app, &p, path) : failed(app, error);
    sello_mark_free(&p.mark);
    if (result == CLI_OK) {
        say_printed(app, &p, path);
    }
    return result;
}

int cmd_certificate_print(const struct cli_args *args) {
    return app_run(args, APP_READ, print);
}
