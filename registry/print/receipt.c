/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/receipt.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/time.h"
#include "registry/desk/desk.h"
#include "registry/print/accent.h"
#include "registry/print/mark.h"

#define TABLE_ROOM 8192 /* bytes of cells: more than a page has room for */

enum sello_error receipt_open(struct session *session, struct receipt *receipt) {
    enum sello_error error = mark_open(session, &receipt->mark);
    return error == SELLO_OK ? accent_to_draw(session, &receipt->accent) : error;
}

void receipt_free(struct receipt *receipt) {
    sello_mark_free(&receipt->mark);
}

/* ---- batches ---- */

struct batches {
    struct sello_store *store;
    bool (*visit)(void *context, const struct sello_batch *batch);
    void *context;
    uint64_t last; /* number of the batch that was visited last */
    bool more;
    enum sello_error error;
};

/* Ranges are in order of serials, and so are batches: one is met again only at once. */
static bool visit_receipt_batch(void *context, const struct sello_batch *batch) {
    struct batches *b = context;
    if (batch->number != b->last) {
        b->last = batch->number;
        b->more = b->visit(b->context, batch);
    }
    return b->more;
}

static bool visit_range(void *context, const struct sello_serials *range) {
    struct batches *b = context;
    const struct sello_batch_filter within = {.first_serial = range->first,
                                              .last_serial = range->first + range->count - 1};
    b->error = sello_batch_list(b->store, &within, visit_receipt_batch, b);
    return b->error == SELLO_OK && b->more;
}

enum sello_error receipt_batches(struct sello_store *store, uint64_t delivery,
                                 bool (*visit)(void *context, const struct sello_batch *batch),
                                 void *context) {
    struct batches b = {.store = store, .visit = visit, .context = context, .more = true};
    enum sello_error error = sello_delivery_ranges(store, delivery, visit_range, &b);
    return error == SELLO_OK ? b.error : error;
}

/* ---- the table of labels ---- */

struct listing {
    struct sello_store *store;
    const struct receipt *receipt;
    struct sello_writer *table;
    struct sello_serials range; /* the one being listed */
    enum sello_error error;
};

static void put(struct sello_writer *w, const char *text, const char *end) {
    sello_write(w, text, strlen(text));
    sello_write(w, end, strlen(end));
}

static void put_receipt_numbers(struct sello_writer *w, bool english, uint64_t first,
                                uint64_t last) {
    char text[128], from[SELLO_SERIAL_LEN], to[SELLO_SERIAL_LEN];
    sello_serial_format(first, from);
    sello_serial_format(last, to);
    snprintf(text, sizeof text, "%s%s%s", from,
             first == last ? ""
             : english     ? " to "
                           : " a ",
             first < last ? to : "");
    put(w, text, "\t");
    snprintf(text, sizeof text, "%" PRIu64 "%s", first, first < last ? "–" : "");
    put(w, text, "");
    snprintf(text, sizeof text, "%" PRIu64, last);
    put(w, first < last ? text : "", "\t");
    snprintf(text, sizeof text, "%" PRIu64, last - first + 1);
    put(w, text, "\t");
}

/* The part of a batch that a range covers. */
static bool list_part(void *context, const struct sello_batch *batch) {
    struct listing *l = context;
    char id[SELLO_ID_LEN];
    uint64_t batch_last = batch->first + batch->count - 1;
    uint64_t last = l->range.first + l->range.count - 1;
    put_receipt_numbers(l->table, l->receipt->words == PAGE_WORDS_EN,
                        l->range.first > batch->first ? l->range.first : batch->first,
                        last < batch_last ? last : batch_last);
    sello_id_format((struct sello_id){SELLO_KIND_CERTIFICATE, batch->certificate}, id);
    put(l->table, id, "\t");
    put(l->table, batch->lot, "\t");
    put(l->table, batch->product_name, "\n");
    return true;
}

static bool list_range(void *context, const struct sello_serials *range) {
    struct listing *l = context;
    const struct sello_batch_filter within = {.first_serial = range->first,
                                              .last_serial = range->first + range->count - 1};
    l->range = *range;
    enum sello_error error = sello_batch_list(l->store, &within, list_part, l);
    l->error = l->error == SELLO_OK ? error : l->error;
    return l->error == SELLO_OK;
}

static void put_headings(struct sello_writer *w, enum page_words words) {
    static const char *const headings[][2] = {
        {"Series impresas", "Printed serials"}, {"Números", "Numbers"}, {"Cuántas", "Count"},
        {"Certificado", "Certificate"},         {"Lote", "Lot"},        {"Producto", "Product"},
    };
    size_t n = sizeof headings / sizeof *headings;
    for (size_t i = 0; i < n; i++) {
        put(w, words == PAGE_WORDS_EN ? headings[i][1] : headings[i][0], i + 1 < n ? "\t" : "\n");
    }
}

static enum sello_error put_table(struct sello_store *store, const struct receipt *receipt,
                                  struct sello_writer *table) {
    struct listing l = {store, receipt, table, {0, 0}, SELLO_OK};
    put_headings(table, receipt->words);
    enum sello_error error = sello_delivery_ranges(store, receipt->delivery, list_range, &l);
    error = error == SELLO_OK ? l.error : error;
    return error == SELLO_OK && table->failed ? SELLO_E_PAGE_FULL : error;
}

/* ---- what became of the batches ---- */

/* Serials of labels that were spoiled, as they are printed. */
#define SPOILED_RUNS 6 /* that are named; of the rest the number */
struct spoiled {
    bool english;
    char text[SPOILED_RUNS * 48 + 64];
    size_t len;
    unsigned n_runs;
    uint64_t n_more; /* labels in runs that are not named */
};

static void add_spoiled(struct spoiled *s, const char *text) {
    int n = snprintf(s->text + s->len, sizeof s->text - s->len, "%s", text);
    s->len += n > 0 ? (size_t)n : 0;
}

static bool visit_spoiled(void *context, const struct sello_status_range *row) {
    struct spoiled *s = context;
    char serial[SELLO_SERIAL_LEN];
    if (row->status != SELLO_LABEL_WITHDRAWN || row->reason != SELLO_REASON_MISPRINT) {
        return true;
    }
    if (s->n_runs >= SPOILED_RUNS) {
        s->n_more += row->count;
        return true;
    }
    sello_serial_format(row->first, serial);
    add_spoiled(s, s->n_runs++ == 0 ? " (" : ", ");
    add_spoiled(s, serial);
    if (row->count > 1) {
        sello_serial_format(row->first + row->count - 1, serial);
        add_spoiled(s, s->english ? " to " : " a ");
        add_spoiled(s, serial);
    }
    return true;
}

/* " (000003-3, 000007-7 a 000009-9)", or nothing. */
static enum sello_error read_spoiled(struct sello_store *store, const struct sello_batch *batch,
                                     struct spoiled *s) {
    char more[48] = "";
    enum sello_error error = sello_status_between(
        store, batch->first, batch->first + batch->count - 1, visit_spoiled, s);
    if (s->n_more > 0) {
        snprintf(more, sizeof more, s->english ? " and %llu more" : " y %llu más",
                 (unsigned long long)s->n_more);
    }
    add_spoiled(s, more);
    add_spoiled(s, s->n_runs > 0 ? ")" : "");
    return error;
}

#define COUNTS_MAX 200

/* "40 emitidas, 38 entregadas, queda 1, 1 arruinada" */
static void say_counts(const struct sello_label_counts *n, bool english, char out[COUNTS_MAX]) {
    unsigned long long issued = n->issued, delivered = n->delivered, left = n->left,
                       spoiled = n->spoiled;
    if (english) {
        snprintf(out, COUNTS_MAX, "%llu issued, %llu delivered, %llu left, %llu spoiled", issued,
                 delivered, left, spoiled);
        return;
    }
    snprintf(out, COUNTS_MAX, "%llu emitida%s, %llu entregada%s, %s %llu, %llu arruinada%s", issued,
             issued == 1 ? "" : "s", delivered, delivered == 1 ? "" : "s",
             left == 1 ? "queda" : "quedan", left, spoiled, spoiled == 1 ? "" : "s");
}

static bool put_counts(void *context, const struct sello_batch *batch) {
    struct listing *l = context;
    struct sello_label_counts n;
    char line[sizeof(struct spoiled) + COUNTS_MAX + 40], counts[COUNTS_MAX];
    struct spoiled spoiled = {.english = l->receipt->words == PAGE_WORDS_EN};
    l->error = sello_batch_counts(l->store, batch, &n);
    l->error = l->error == SELLO_OK ? read_spoiled(l->store, batch, &spoiled) : l->error;
    if (l->error != SELLO_OK) {
        return false;
    }
    say_counts(&n, spoiled.english, counts);
    snprintf(line, sizeof line, "%s B%llu: %s%s", spoiled.english ? "Batch" : "Tanda",
             (unsigned long long)batch->number, counts, spoiled.text);
    put(l->table, l->table->len > 0 ? "\n" : "", line);
    return true;
}

/* ---- the words ---- */

struct words {
    struct page_text lead, total, took, giver, taker;
    char fields[1024], footer[1024];
};

/* Three columns: what they are above, and below them what it is. */
static void put_fields(const struct receipt *r, const struct sello_delivery *d,
                       const struct sello_producer *p, struct words *out) {
    struct sello_writer w = sello_writer_init(out->fields, sizeof out->fields - 1);
    char name[SELLO_NAME_MAX + SELLO_ID_LEN + 4], place[2 * SELLO_NAME_MAX + 3];
    struct page_dated day = page_day_in_words(base_here_day(d->at));
    snprintf(name, sizeof name, "%s (R%llu)", p->name, (unsigned long long)p->number);
    snprintf(place, sizeof place, "%s%s%s", p->origin, p->state[0] != '\0' ? ", " : "", p->state);
    put(&w, page_text_of(r->words, "Productor", "Producer").text, "\t");
    put(&w, page_text_of(r->words, "Comunidad", "Community").text, "\t");
    put(&w, page_text_of(r->words, "Fecha", "Date").text, "\n");
    put(&w, name, "\t");
    put(&w, place, "\t");
    put(&w, page_text_of(r->words, day.es, day.en).text, "");
    out->fields[w.len] = '\0';
}

static void put_words(const struct receipt *r, const struct sello_delivery *d,
                      const struct sello_producer *p, struct words *out) {
    char es[400], en[400], fingerprint[SELLO_FINGERPRINT_TEXT_LEN];
    unsigned long long n = d->labels, number = d->number;
    snprintf(es, sizeof es, "Recibo de etiquetas D%llu", number);
    snprintf(en, sizeof en, "Receipt for labels D%llu", number);
    out->lead = page_text_of(r->words, es, en);
    snprintf(es, sizeof es, n == 1 ? "Total: %llu etiqueta" : "Total: %llu etiquetas", n);
    snprintf(en, sizeof en, n == 1 ? "Total: %llu label" : "Total: %llu labels", n);
    out->total = page_text_of(r->words, es, en);
    snprintf(es, sizeof es, "Entrega, por %.*s\nNombre, firma y fecha", (int)r->root->name.len,
             (const char *)r->root->name.ptr);
    snprintf(en, sizeof en, "Given, for %.*s\nName, signature and date", (int)r->root->name.len,
             (const char *)r->root->name.ptr);
    snprintf(out->giver.text, sizeof out->giver.text, "%s", r->words == PAGE_WORDS_EN ? en : es);
    snprintf(es, sizeof es, "Recibe, por %s\nNombre, firma y fecha", p->name);
    snprintf(en, sizeof en, "Taken, for %s\nName, signature and date", p->name);
    snprintf(out->taker.text, sizeof out->taker.text, "%s", r->words == PAGE_WORDS_EN ? en : es);
    sello_fingerprint_text(r->root->fingerprint, fingerprint);
    snprintf(out->footer, sizeof out->footer, "%s: %s\n%.*s",
             page_text_of(r->words, "Huella", "Fingerprint").text, fingerprint,
             (int)r->root->base_url.len, (const char *)r->root->base_url.ptr);
}

static const char took_es[] =
    "Recibí las etiquetas de la lista. Cada una va en una sola pieza, de las que ampara su "
    "certificado. Avisaré de las que se arruinen, se pierdan o sean robadas, para que sean "
    "retiradas.";
static const char took_en[] =
    "I took the labels listed. Each one goes on one piece, of those its certificate covers. I will "
    "tell of those that are spoiled, lost or stolen, so that they are withdrawn.";

/* ---- the page ---- */

static struct sello_bytes text(const char *words) {
    return sello_bytes_of(words);
}

static enum sello_error put_page(const struct receipt *r, const struct words *words,
                                 struct sello_bytes table, struct sello_bytes counts,
                                 struct sello_writer *out) {
    const struct sello_page_part parts[] = {
        {.kind = SELLO_PART_HEAD, .text = text(words->lead.text), .beside = r->root->name},
        {.kind = SELLO_PART_TABLE, .text = text(words->fields), .headed = true},
        {.kind = SELLO_PART_TABLE, .text = table, .headed = true},
        {.kind = SELLO_PART_HEADING, .text = text(words->total.text)},
        {.kind = SELLO_PART_TEXT, .text = counts},
        {.kind = SELLO_PART_TEXT, .text = text(r->words == PAGE_WORDS_EN ? took_en : took_es)},
        {.kind = SELLO_PART_TEXT, .text = text(r->words == PAGE_WORDS_BOTH ? took_en : "")},
        {.kind = SELLO_PART_SIGNATURES,
         .text = text(words->giver.text),
         .beside = text(words->taker.text)},
    };
    const struct page_text office = page_text_of(r->words, "Para la oficina", "For the office");
    const struct page_text taker = page_text_of(r->words, "Para el productor", "For the producer");
    const struct sello_page page = {.paper = r->paper,
                                    .name = text(words->lead.text),
                                    .part = parts,
                                    .n_parts = sizeof parts / sizeof *parts,
                                    .footer = text(words->footer),
                                    .mark = r->mark,
                                    .accent = r->accent,
                                    .practice = r->root->practice,
                                    .copy = {text(office.text), text(taker.text)}};
    return sello_page_write(&page, SELLO_PAGE_PDF, out);
}

static enum sello_error put_receipt(struct sello_store *store, const struct receipt *receipt,
                                    struct sello_writer *table, struct sello_writer *counts,
                                    struct sello_writer *out) {
    struct sello_delivery delivery;
    struct sello_producer producer;
    struct words words;
    struct listing l = {store, receipt, counts, {0, 0}, SELLO_OK};
    enum sello_error error = sello_delivery_get(store, receipt->delivery, &delivery);
    if (error == SELLO_OK) {
        error = sello_producer_get(store, delivery.producer, &producer);
    }
    if (error == SELLO_OK) {
        error = put_table(store, receipt, table);
    }
    if (error == SELLO_OK) {
        error = receipt_batches(store, receipt->delivery, put_counts, &l);
        error = error == SELLO_OK ? l.error : error;
    }
    if (error != SELLO_OK) {
        return error;
    }
    put_fields(receipt, &delivery, &producer, &words);
    put_words(receipt, &delivery, &producer, &words);
    return counts->failed
               ? SELLO_E_PAGE_FULL
               : put_page(receipt, &words, sello_written(table), sello_written(counts), out);
}

enum sello_error receipt_write(struct sello_store *store, const struct receipt *receipt,
                               struct sello_writer *out) {
    char *room = malloc((size_t)2 * TABLE_ROOM);
    if (room == NULL) {
        return SELLO_E_MEMORY;
    }
    struct sello_writer table = sello_writer_init(room, TABLE_ROOM);
    struct sello_writer counts = sello_writer_init(room + TABLE_ROOM, TABLE_ROOM);
    enum sello_error error = put_receipt(store, receipt, &table, &counts, out);
    free(room);
    return error;
}
