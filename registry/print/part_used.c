/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/part_used.h"

#include "wire/serial.h"

#include <stdio.h>

#define PLACES_LEN 256

struct forget_job {
    const struct forget_request *request;
    struct forget_outcome outcome;
};

/* Cells are remembered along the rows. */
void part_used_place(const struct sello_stock *stock, const struct sello_used_sheet *sheet,
                     char out[SELLO_LEN(PART_USED_PLACE_LEN)]) {
    unsigned cell = (unsigned)sheet->next, columns = stock->columns > 0 ? stock->columns : 1;
    snprintf(out, PART_USED_PLACE_LEN, "%u:%u", cell / columns + 1, cell % columns + 1);
}

/* "3:2 (00000A-A), 2:1": the places, and what was printed last before them. */
static void list_places(const struct forget_outcome *all, char out[SELLO_LEN(PLACES_LEN)]) {
    size_t len = 0;
    out[0] = '\0';
    for (size_t i = 0; i < all->n && len < PLACES_LEN; i++) {
        char place[PART_USED_PLACE_LEN], serial[SELLO_SERIAL_LEN] = "";
        bool known = all->sheet[i].last_serial > 0;
        part_used_place(&all->stock, &all->sheet[i], place);
        if (known) {
            sello_serial_format(all->sheet[i].last_serial, serial);
        }
        len += (size_t)snprintf(out + len, PLACES_LEN - len, "%s%s%s%s%s", i > 0 ? ", " : "", place,
                                known ? " (" : "", serial, known ? ")" : "");
    }
}

static enum sello_error refuse(struct session *session, const struct forget_outcome *all,
                               const char *rule, const char *place) {
    char places[PLACES_LEN];
    list_places(all, places);
    return session_refuse(session,
                          &(struct problem){.error = SELLO_E_STATE,
                                            .rule = rule,
                                            .field = "stock",
                                            .value = {problem_text(all->stock.name),
                                                      problem_text(places), problem_text(place)}});
}

static enum sello_error choose(struct session *session, const struct forget_request *request,
                               struct forget_outcome *out) {
    char place[PART_USED_PLACE_LEN] = "";
    if (out->n == 0) {
        return refuse(session, out, "no-part-used-sheet", "");
    }
    if (request->all || (request->place == NULL && out->n == 1)) {
        return SELLO_OK;
    }
    if (request->place == NULL) {
        part_used_place(&out->stock, &out->sheet[0], place);
        return refuse(session, out, "several-part-used", place);
    }
    for (size_t i = 0; i < out->n; i++) { /* the newest that is free there */
        part_used_place(&out->stock, &out->sheet[i], place);
        if (strcmp(place, request->place) == 0) {
            out->sheet[0] = out->sheet[i];
            out->n = 1;
            return SELLO_OK;
        }
    }
    return refuse(session, out, "no-sheet-free-there", request->place);
}

static enum sello_error forget_each(struct sello_store *store, const struct sello_used_sheet *sheet,
                                    size_t n) {
    enum sello_error error = SELLO_OK;
    for (size_t i = 0; i < n && error == SELLO_OK; i++) {
        error = sello_used_sheet_forget(store, &sheet[i]);
    }
    return error;
}

static enum sello_error forget(struct session *session, void *context) {
    struct forget_job *job = context;
    struct forget_outcome *out = &job->outcome;
    struct stock_item item;
    enum sello_error error = stock_find(session, job->request->stock, &item);
    if (error != SELLO_OK) {
        return error;
    }
    *out = (struct forget_outcome){.stock = item.stock};
    error = sello_used_sheets(session->store, item.stock.name, out->sheet, &out->n);
    error = error == SELLO_OK ? choose(session, job->request, out) : error;
    error = error == SELLO_OK ? forget_each(session->store, out->sheet, out->n) : error;
    /* older ones, which were too many to be told of */
    struct sello_used_sheet more[SELLO_USED_SHEETS_MAX];
    for (size_t n = out->n; job->request->all && n > 0 && error == SELLO_OK;) {
        error = sello_used_sheets(session->store, item.stock.name, more, &n);
        error = error == SELLO_OK ? forget_each(session->store, more, n) : error;
    }
    return error;
}

enum sello_error forget_plan(struct session *session, const struct forget_request *request,
                             struct forget_outcome *out) {
    struct forget_job job = {.request = request};
    enum sello_error error = session_preview(session, forget, &job);
    if (error == SELLO_OK) {
        *out = job.outcome;
    }
    return error;
}

enum sello_error forget_commit(struct session *session, const struct forget_request *request,
                               struct forget_outcome *out) {
    struct forget_job job = {.request = request};
    enum sello_error error = session_do(session, forget, &job);
    if (error == SELLO_OK) {
        *out = job.outcome;
    }
    return error;
}
