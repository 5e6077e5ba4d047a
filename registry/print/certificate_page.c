/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/certificate_page.h"

#include <stdlib.h>

#include "base/time.h"
#include "registry/print/accent.h"
#include "registry/print/mark.h"
#include "registry/session/session_files.h"

/* ---- may it hang on a wall? ---- */

static enum sello_error refuse_certificate(struct session *session,
                                           const struct sello_certificate *c,
                                           enum sello_error error, const char *rule) {
    return session_refuse(session,
                          &(struct problem){.error = error,
                                            .rule = rule,
                                            .subject = {SELLO_KIND_CERTIFICATE, c->number},
                                            .value = {problem_id(SELLO_KIND_CERTIFICATE, c->number),
                                                      problem_day(c->until.value)}});
}

static enum sello_error check_in_force(struct session *session, const struct sello_certificate *c) {
    switch (c->state) {
    case SELLO_CERTIFICATE_APPLIED:
        return refuse_certificate(session, c, SELLO_E_STATE, "applied-not-printed");
    case SELLO_CERTIFICATE_INSPECTED:
        return refuse_certificate(session, c, SELLO_E_STATE, "inspected-not-printed");
    case SELLO_CERTIFICATE_FAILED:
        return refuse_certificate(session, c, SELLO_E_STATE, "failed-not-printed");
    case SELLO_CERTIFICATE_SUSPENDED:
        return refuse_certificate(session, c, SELLO_E_STATE, "suspended-certificate-not-printed");
    case SELLO_CERTIFICATE_WITHDRAWN:
        return refuse_certificate(session, c, SELLO_E_STATE, "withdrawn-certificate-not-printed");
    case SELLO_CERTIFICATE_GRANTED: break;
    }
    return c->until.present && c->until.value < base_here_day(session->now)
               ? refuse_certificate(session, c, SELLO_E_RANGE, "expired-certificate-not-printed")
               : SELLO_OK;
}

static bool find_grant(void *context, const struct sello_certificate_move *row) {
    struct certificate_page *p = context;
    if (row->step == SELLO_STEP_GRANT) {
        p->granted_at = row->at;
    }
    return true;
}

static enum sello_error read_records(struct sello_store *store, struct certificate_page *p) {
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

/* ---- what its code leads to ---- */

static bool is_listed(const struct sello_bundle *bundle, uint64_t certificate) {
    struct sello_reader r = sello_reader_init(bundle->certificates);
    struct sello_certificate_row row;
    bool listed = false;
    (void)sello_take_array(&r);
    for (size_t i = 0; i < bundle->n_certificates && !listed; i++) {
        listed = sello_take_certificate_row(&r, &row) == SELLO_OK && row.number == certificate;
    }
    return listed;
}

/* The page that is published has an address for each certificate that was ever granted, and tells
 * there how it stands. A certifier that keeps its list to itself has none. */
static enum sello_error find_address(struct session *session, struct certificate_page *page) {
    struct sello_stored_bundle stored;
    struct sello_bundle bundle;
    uint8_t *bytes = NULL;
    size_t len = 0;
    enum sello_error error = sello_store_newest_bundle(session->store, &stored, &bytes, &len);
    bool none = error == SELLO_E_NOT_FOUND;
    error = none ? SELLO_OK : error;
    if (error == SELLO_OK && !none) {
        error = sello_bundle_parse(sello_bytes(bytes, len), &bundle);
    }
    bool known = error == SELLO_OK && !none && !bundle.status_only;
    page->is_listed = known && is_listed(&bundle, page->certificate.number);
    bool kept_back = known && bundle.n_certificates == 0 && bundle.generated >= page->granted_at;
    if (error == SELLO_OK && !kept_back) {
        snprintf(page->address, sizeof page->address, "%.*s#/taller/%llu",
                 (int)page->root->base_url.len, (const char *)page->root->base_url.ptr,
                 (unsigned long long)page->certificate.number);
    }
    free(bytes);
    return error;
}

/* ---- all that stands on it ---- */

static enum sello_error read_page(struct session *session, struct certificate_page *page) {
    uint64_t number = page->request.certificate;
    enum sello_error error = sello_certificate_get(session->store, number, &page->certificate);
    if (error != SELLO_OK) {
        return session_fail(session, error);
    }
    error = session_root(session, &page->root);
    error = error == SELLO_OK ? check_in_force(session, &page->certificate) : error;
    return error == SELLO_OK ? session_fail(session, read_records(session->store, page)) : error;
}

enum sello_error certificate_page_plan(struct session *session,
                                       const struct certificate_page_request *request,
                                       struct certificate_page *out) {
    *out = (struct certificate_page){.request = *request};
    enum sello_error error = read_page(session, out);
    if (error == SELLO_OK) {
        error = session_fail(session, find_address(session, out));
    }
    error = error == SELLO_OK ? mark_open(session, &out->mark) : error;
    return error == SELLO_OK ? accent_to_draw(session, &out->accent) : error;
}

void certificate_page_free(struct certificate_page *page) {
    sello_mark_free(&page->mark);
}

/* ---- its words ---- */

#define LINES_MAX 16

struct lines {
    enum page_words words;
    struct sello_framed_line line[LINES_MAX];
    size_t n;
};

static void put_line(struct lines *l, enum sello_framed_role role, const char *text) {
    l->line[l->n++] = (struct sello_framed_line){role, sello_bytes_of(text)};
}

/* In both languages the English stands small beneath the Spanish. */
static void put_both(struct lines *l, enum sello_framed_role role, const char *es, const char *en) {
    put_line(l, role, l->words == PAGE_WORDS_EN ? en : es);
    put_line(l, SELLO_FRAMED_ASIDE, l->words == PAGE_WORDS_BOTH ? en : "");
}

/* The words between names, beside each other in both languages. */
static void put_phrase(struct lines *l, const char *es, const char *en, const char *both) {
    put_line(l, SELLO_FRAMED_PHRASE,
             l->words == PAGE_WORDS_BOTH ? both
             : l->words == PAGE_WORDS_EN ? en
                                         : es);
}

struct texts {
    char issuer[SELLO_NAME_MAX + 1], place_es[300], place_en[300], dates_es[300], dates_en[300];
    char title[64], foot[700], number[64];
    struct page_text sign[2], place, stamp, under;
};

static void put_place(const struct certificate_page *p, struct texts *t) {
    bool state = p->producer.state[0] != '\0';
    snprintf(t->place_es, sizeof t->place_es, "de %s%s%s", p->producer.origin, state ? ", " : "",
             p->producer.state);
    snprintf(t->place_en, sizeof t->place_en, "of %s%s%s", p->producer.origin, state ? ", " : "",
             p->producer.state);
}

/* From the first day, which is the one it was granted on where no other was set, to the last, as
 * far as there is one. */
static void put_dates(const struct certificate_page *p, struct texts *t) {
    const struct sello_certificate *c = &p->certificate;
    struct page_dated from =
        page_day_in_words(c->from.present ? c->from.value : base_here_day(p->granted_at));
    struct page_dated until = page_day_in_words(c->until.value);
    if (c->until.present) {
        snprintf(t->dates_es, sizeof t->dates_es, "Vigente del %s al %s.", from.es, until.es);
        snprintf(t->dates_en, sizeof t->dates_en, "Valid from %s to %s.", from.en, until.en);
    } else {
        snprintf(t->dates_es, sizeof t->dates_es, "Vigente desde el %s.", from.es);
        snprintf(t->dates_en, sizeof t->dates_en, "Valid from %s.", from.en);
    }
}

/* https is the same for all, and a look-alike shows in the name. The newest root beside the
 * fingerprint tells a committee's certifier from one that an early key made. */
static void put_foot(const struct certificate_page *p, struct texts *t) {
    char fingerprint[SELLO_FINGERPRINT_TEXT_LEN], hash[SELLO_FINGERPRINT_TEXT_LEN];
    struct page_text label =
        page_text_of(p->request.words, "Huella del certificador", "Certifier's fingerprint");
    struct page_text root = page_text_of(p->request.words, "Raíz", "Root");
    struct page_text practice =
        page_text_of(p->request.words, "De práctica: este certificado no vale\n",
                     "For practice: this certificate certifies nothing\n");
    sello_fingerprint_text(p->root->fingerprint, fingerprint);
    sello_fingerprint_text(p->root->hash, hash);
    snprintf(t->foot, sizeof t->foot, "%.160s%.120s: %s\n%.40s %llu: %s · %.*s",
             p->root->practice ? practice.text : "", label.text, fingerprint, root.text,
             (unsigned long long)p->root->version, hash, (int)p->root->base_url.len,
             (const char *)p->root->base_url.ptr);
}

/* In both languages a line each. */
static struct page_text lines_of(enum page_words words, const char *es, const char *en) {
    struct page_text text;
    bool both = words == PAGE_WORDS_BOTH;
    snprintf(text.text, sizeof text.text, "%s%s%s", words == PAGE_WORDS_EN ? en : es,
             both ? "\n" : "", both ? en : "");
    return text;
}

static void put_texts(const struct certificate_page *p, struct texts *t) {
    snprintf(t->issuer, sizeof t->issuer, "%.*s", (int)p->root->name.len,
             (const char *)p->root->name.ptr);
    char id[SELLO_ID_LEN];
    enum page_words words = p->request.words;
    sello_id_format((struct sello_id){SELLO_KIND_CERTIFICATE, p->certificate.number}, id);
    snprintf(t->title, sizeof t->title, "%s %s", id,
             words == PAGE_WORDS_EN ? "Certificate" : "Certificado");
    snprintf(t->number, sizeof t->number, "%.40s %s", page_text_of(words, "Núm.", "No.").text, id);
    t->sign[0] = lines_of(words, "Por el certificador: nombre, cargo y firma",
                          "For the certifier: name, office, signature");
    t->sign[1] =
        lines_of(words, "Por el productor: nombre y firma", "For the producer: name, signature");
    t->place = page_text_of(words, "Lugar y fecha:", "Place and date:");
    t->stamp = page_text_of(words, "Sello", "Stamp");
    t->under = words == PAGE_WORDS_BOTH
                   ? lines_of(words, "Lo que se publica de él", "What is published of it")
                   : lines_of(words, "Lo que hoy se publica\nde este certificado",
                              "What is published today\nof this certificate");
    put_place(p, t);
    put_dates(p, t);
    put_foot(p, t);
}

/* A scheme has an English name where the certifier gave it one. */
static void put_lines(const struct certificate_page *p, const struct texts *t, struct lines *l) {
    const char *scheme_en = p->scheme.name_en;
    bool translated = scheme_en[0] != '\0' && strcmp(scheme_en, p->scheme.name) != 0;
    put_line(l, SELLO_FRAMED_ISSUER, t->issuer);
    put_both(l, SELLO_FRAMED_TITLE, "Certificado", "Certificate");
    put_line(l, SELLO_FRAMED_NUMBER, t->number);
    put_phrase(l, "Hace constar que", "This is to certify that",
               "Hace constar que · This is to certify that");
    put_line(l, SELLO_FRAMED_NAME, p->product.name);
    put_phrase(l, "hecho por", "made by", "hecho por · made by");
    put_line(l, SELLO_FRAMED_NAME, p->producer.name);
    put_line(l, SELLO_FRAMED_PHRASE, p->request.words == PAGE_WORDS_EN ? t->place_en : t->place_es);
    put_phrase(l, "cumple las reglas de", "meets the rules of",
               "cumple las reglas de · meets the rules of");
    if (translated) {
        put_both(l, SELLO_FRAMED_NAME, p->scheme.name, scheme_en);
    } else {
        put_line(l, SELLO_FRAMED_NAME, p->scheme.name);
    }
    put_both(l, SELLO_FRAMED_DATES, t->dates_es, t->dates_en);
}

static enum sello_error draw_certificate(const struct certificate_page *p,
                                         const struct sello_symbol *symbol,
                                         struct sello_writer *out) {
    struct texts t;
    struct lines l = {.words = p->request.words};
    put_texts(p, &t);
    put_lines(p, &t, &l);
    const struct sello_framed framed = {
        .paper = p->request.paper,
        .name = sello_bytes_of(t.title),
        .mark = p->mark,
        .accent = p->accent,
        .line = l.line,
        .n_lines = l.n,
        .place = sello_bytes_of(t.place.text),
        .sign = {{p->root->name, sello_bytes_of(t.sign[0].text)},
                 {sello_bytes_of(p->producer.name), sello_bytes_of(t.sign[1].text)}},
        .stamp = sello_bytes_of(t.stamp.text),
        .symbol = symbol,
        .symbol_under = sello_bytes_of(t.under.text),
        .foot = sello_bytes_of(t.foot),
        .across = sello_bytes_of(!p->root->practice                  ? ""
                                 : p->request.words == PAGE_WORDS_EN ? "PRACTICE"
                                                                     : "PRÁCTICA"),
    };
    return sello_framed_write(&framed, out);
}

/* Its code, where it has one. */
static enum sello_error draw_with_code(const struct certificate_page *p, struct sello_writer *out) {
    struct sello_symbol *symbol = NULL;
    enum sello_error error = SELLO_OK;
    if (p->address[0] != '\0') {
        symbol = malloc(sizeof *symbol);
        error = symbol == NULL ? SELLO_E_MEMORY
                               : sello_symbol_make(sello_bytes_of(p->address),
                                                   SELLO_SYMBOL_VERSION_MAX, symbol);
    }
    error = error == SELLO_OK ? draw_certificate(p, symbol, out) : error;
    free(symbol);
    return error;
}

/* ---- letting it go ---- */

static bool same_day(const struct sello_number *a, const struct sello_number *b) {
    return a->present == b->present && (!a->present || a->value == b->value);
}

/* Whatever put_texts and put_lines take from a record. */
static bool says_the_same(const struct certificate_page *a, const struct certificate_page *b) {
    return a->root == b->root && a->granted_at == b->granted_at &&
           same_day(&a->certificate.from, &b->certificate.from) &&
           same_day(&a->certificate.until, &b->certificate.until) &&
           strcmp(a->product.name, b->product.name) == 0 &&
           strcmp(a->producer.name, b->producer.name) == 0 &&
           strcmp(a->producer.origin, b->producer.origin) == 0 &&
           strcmp(a->producer.state, b->producer.state) == 0 &&
           strcmp(a->scheme.name, b->scheme.name) == 0 &&
           strcmp(a->scheme.name_en, b->scheme.name_en) == 0;
}

static enum sello_error check_in_force_again(struct session *session,
                                             const struct certificate_page *page) {
    struct certificate_page now = {.request = page->request};
    enum sello_error error = read_page(session, &now);
    if (error != SELLO_OK) {
        return error;
    }
    return says_the_same(page, &now) ? SELLO_OK : session_changed_meanwhile(session);
}

enum sello_error certificate_page_commit(struct session *session,
                                         const struct certificate_page *page) {
    uint8_t *room = malloc(SELLO_PAGE_ROOM);
    struct sello_writer w = sello_writer_init(room, SELLO_PAGE_ROOM);
    enum sello_error error = room != NULL ? draw_with_code(page, &w) : SELLO_E_MEMORY;
    if (error == SELLO_E_PAGE_FONT) {
        error = session_refuse(
            session, &(struct problem){.error = error, .rule = "fonts-missing-for-certificate"});
    } else {
        error = session_fail(session, error);
    }
    error = error == SELLO_OK ? check_in_force_again(session, page) : error;
    if (error == SELLO_OK) {
        error = session_replace_file(session, page->request.path, sello_written(&w), 0644);
    }
    free(room);
    return error;
}
