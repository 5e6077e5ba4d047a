/* SPDX-License-Identifier: Apache-2.0 */
/* What was withdrawn or suspended of late, as a feed (Atom, RFC 4287) for people who follow it. It
 * says nothing that trust.sello does not say, and nobody judges labels by it. */
#include <stdio.h>
#include <stdlib.h>

#include "base/time.h"
#include "registry/publish/publish_parts.h"
#include "registry/publish/publish_words.h"
#include "wire/serial.h"

#define FEED_NAME "withdrawals.atom"

enum { MOST_ENTRIES = 100, ROOM = 2000 }; /* bytes of an entry, and of what stands around them */

struct feed {
    struct sello_status_row row[MOST_ENTRIES]; /* the newest first */
    size_t n;
};

static void add(struct feed *feed, const struct sello_status_row *row) {
    size_t at = feed->n < MOST_ENTRIES ? feed->n++ : MOST_ENTRIES - 1;
    if (at == MOST_ENTRIES - 1 && feed->row[at].count > 0 && feed->row[at].day >= row->day) {
        return;
    }
    for (; at > 0 && feed->row[at - 1].day < row->day; at--) {
        feed->row[at] = feed->row[at - 1];
    }
    feed->row[at] = *row;
}

static enum sello_error collect(const struct sello_bundle *bundle, struct feed *feed) {
    struct sello_reader r = sello_reader_init(bundle->rows);
    size_t n = bundle->rows.len > 0 ? sello_take_array(&r) : 0;
    for (size_t i = 0; i < n; i++) {
        struct sello_status_row row;
        enum sello_error error = sello_take_status_row(&r, &row);
        if (error != SELLO_OK) {
            return error;
        }
        if (row.status == SELLO_LABEL_WITHDRAWN || row.status == SELLO_LABEL_SUSPENDED) {
            add(feed, &row);
        }
    }
    return SELLO_OK;
}

static void put(struct sello_writer *w, const char *text) {
    sello_write(w, text, strlen(text));
}

static void put_range(struct sello_writer *w, const struct sello_status_row *row) {
    char serial[SELLO_SERIAL_LEN];
    sello_serial_format(row->first, serial);
    put(w, serial);
    if (row->count > 1) {
        sello_serial_format(row->first + row->count - 1, serial);
        put(w, " – ");
        put(w, serial);
    }
}

static void put_entry(struct sello_writer *w, struct sello_bytes url,
                      const struct sello_status_row *row) {
    char id[80], date[BASE_DATE_LEN] = "1970-01-01";
    (void)!base_date_format(row->day, date);
    snprintf(id, sizeof id, "#withdrawals-%llu-%llu-%llu", (unsigned long long)row->first,
             (unsigned long long)row->count, (unsigned long long)row->day);
    put(w, "<entry><id>");
    publish_put_html(w, url);
    put(w, id);
    put(w, "</id><title>");
    put_range(w, row);
    put(w, row->status == SELLO_LABEL_WITHDRAWN ? ": retirada · withdrawn"
                                                : ": suspendida · suspended");
    put(w, "</title><updated>");
    put(w, date);
    put(w, "T00:00:00Z</updated><summary>");
    publish_put_html(w, row->text);
    put(w, "</summary></entry>\n");
}

static void put_feed(struct sello_writer *w, const struct publishing *p, const struct feed *feed) {
    struct sello_bytes url = p->root->base_url;
    char updated[BASE_INSTANT_LEN] = "1970-01-01T00:00:00Z";
    (void)!base_instant_format(p->trust.bundle.generated, updated);
    put(w, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
           "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"es\"><id>");
    publish_put_html(w, url);
    put(w, "#withdrawals</id><title>Retiros · withdrawals: ");
    publish_put_html(w, p->root->name);
    put(w, "</title><author><name>");
    publish_put_html(w, p->root->name);
    put(w, "</name></author><updated>");
    put(w, updated);
    put(w, "</updated><link rel=\"alternate\" href=\"");
    publish_put_html(w, url);
    put(w, "\"/><link rel=\"self\" href=\"");
    publish_put_html(w, url);
    put(w, FEED_NAME "\"/>\n");
    for (size_t i = 0; i < feed->n; i++) {
        put_entry(w, url, &feed->row[i]);
    }
    put(w, "</feed>\n");
}

enum sello_error publish_feed_put(struct publishing *p) {
    struct feed *feed = calloc(1, sizeof *feed);
    uint8_t *buf = malloc((size_t)ROOM * (MOST_ENTRIES + 1));
    enum sello_error error =
        feed != NULL && buf != NULL ? collect(&p->trust.bundle, feed) : SELLO_E_MEMORY;
    if (error == SELLO_OK) {
        struct sello_writer w = sello_writer_init(buf, (size_t)ROOM * (MOST_ENTRIES + 1));
        put_feed(&w, p, feed);
        error = site_put(&p->site, FEED_NAME, sello_written(&w));
    } else {
        error = session_fail(p->session, error);
    }
    free(feed);
    free(buf);
    return error;
}
