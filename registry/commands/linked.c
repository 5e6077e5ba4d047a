/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/linked.h"

#include "registry/commands/record.h"

#define SHOWN 20 /* of each kind */

struct linked {
    struct cli_json *json; /* NULL: for people */
    struct table table;
    uint64_t n;
    struct sello_label_counts counts;
};

/* ---- gathering ---- */

/* Of an array that is left out where it would be empty. */
static void put_json_id(struct linked *l, const char *array, struct sello_id id) {
    if (l->n++ == 0) {
        cli_json_open_in(l->json, array, '[');
    }
    record_json_id(l->json, NULL, id);
}

static void close_array(struct linked *l) {
    if (l->n > 0) {
        cli_json_close_in(l->json, ']');
    }
    l->n = 0;
}

static bool on_certificate(void *context, const struct sello_certificate *c) {
    struct linked *l = context;
    const struct sello_id id = {SELLO_KIND_CERTIFICATE, c->number};
    if (l->json != NULL) {
        put_json_id(l, "certificates", id);
    } else if (++l->n <= SHOWN) {
        record_cell_id(&l->table, id);
        table_cell(&l->table, c->product_name);
        table_cell(&l->table, c->producer_name);
        table_cell(&l->table, record_state_text(c->state));
        record_cell_day(&l->table, c->until);
    }
    return !l->table.failed;
}

static void add_counts(struct sello_label_counts *sum, const struct sello_label_counts *n) {
    sum->issued += n->issued;
    sum->printed += n->printed;
    sum->delivered += n->delivered;
    sum->spoiled += n->spoiled;
    sum->left += n->left;
    sum->to_print += n->to_print;
    sum->to_deliver += n->to_deliver;
}

static bool on_batch(void *context, const struct sello_batch *batch,
                     const struct sello_label_counts *n) {
    struct linked *l = context;
    const struct sello_id id = {SELLO_KIND_BATCH, batch->number};
    add_counts(&l->counts, n);
    if (l->json != NULL) {
        put_json_id(l, "batches", id);
    } else if (++l->n <= SHOWN) {
        record_cell_id(&l->table, id);
        record_cell_serials(&l->table, batch->first, batch->first + batch->count - 1);
        table_cell(&l->table, batch->product_name);
        table_cell(&l->table, batch->lot);
        record_cell_number(&l->table, n->printed);
        record_cell_number(&l->table, n->delivered);
        record_cell_number(&l->table, n->left);
    }
    return !l->table.failed;
}

/* ---- telling ---- */

struct links {
    struct sello_certificate_filter certificates;
    struct sello_batch_filter batches;
};

static struct links links_of(struct sello_id id) {
    uint64_t producer = id.kind == SELLO_KIND_PRODUCER ? id.number : 0;
    uint64_t product = id.kind == SELLO_KIND_PRODUCT ? id.number : 0;
    return (struct links){.certificates = {.producer = producer, .product = product},
                          .batches = {.producer = producer, .product = product}};
}

/* The table under its heading; nothing where it is empty. `rest`: how to see the others. */
static bool put_table(struct linked *l, const char *heading, const char *rest) {
    if (l->n == 0) {
        table_free(&l->table);
        return true;
    }
    cli_print(stdout, "\n%s\n", heading);
    bool printed = table_end(&l->table, stdout, "");
    if (l->n > SHOWN) {
        uint64_t n = l->n - SHOWN;
        cli_print(stdout, P_("%llu more: %s\n", "%llu more: %s\n", n), (unsigned long long)n, rest);
    }
    return printed;
}

enum sello_error linked_lines(struct app *app, struct sello_id id) {
    const char *const certificates[] = {_("Id"), _("Product"), _("Producer"), _("State"),
                                        _("Until")};
    const char *const batches[] = {_("Id"),      _("Serials"),   _("Product"), _("Lot"),
                                   _("Printed"), _("Delivered"), _("Left")};
    const struct links links = links_of(id);
    bool producer = id.kind == SELLO_KIND_PRODUCER;
    char name[SELLO_ID_LEN], rest[100];
    sello_id_format(id, name);
    struct linked l = {.json = NULL};
    table_start(&l.table, certificates, sizeof certificates / sizeof *certificates);
    enum sello_error error =
        sello_certificate_find(app->session.store, &links.certificates, on_certificate, &l);
    snprintf(rest, sizeof rest,
             producer ? _("sello certificate list --producer %s")
                      : _("sello certificate list --product %s"),
             name);
    bool printed = put_table(&l, _("Certificates:"), rest);
    l = (struct linked){.json = NULL};
    table_start(&l.table, batches, sizeof batches / sizeof *batches);
    if (error == SELLO_OK) {
        error = sello_batch_find_counted(app->session.store, &links.batches, on_batch, &l);
    }
    snprintf(rest, sizeof rest,
             producer ? _("sello batch list --producer %s") : _("sello batch list --product %s"),
             name);
    printed = put_table(&l, _("Batches:"), rest) && printed;
    if (l.counts.issued > 0) {
        cli_print(stdout, "\n");
        record_lines_counts(&l.counts);
    }
    return error == SELLO_OK && !printed ? SELLO_E_MEMORY : error;
}

enum sello_error linked_json(struct app *app, struct cli_json *j, struct sello_id id) {
    const struct links links = links_of(id);
    struct linked l = {.json = j};
    enum sello_error error =
        sello_certificate_find(app->session.store, &links.certificates, on_certificate, &l);
    close_array(&l);
    if (error == SELLO_OK) {
        error = sello_batch_find_counted(app->session.store, &links.batches, on_batch, &l);
    }
    close_array(&l);
    if (l.counts.issued > 0) {
        cli_json_open_in(j, "labels", '{');
        record_json_counts(j, &l.counts);
        cli_json_close_in(j, '}');
    }
    return error;
}
