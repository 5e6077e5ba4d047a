/* SPDX-License-Identifier: Apache-2.0 */
/* gLabels' templates, by expat:
 *
 *     <Template brand="Avery" part="5160" size="US-Letter" _description="Address Labels">
 *       <Label-rectangle width="2.625in" height="1in" round="0.0625in">
 *         <Layout nx="3" ny="10" x0="0.15625in" y0="0.5in" dx="2.78125in" dy="1in"/>
 *       </Label-rectangle>
 *     </Template>
 *     <Template brand="Avery" part="8160" equiv="5160"/>
 */
#include <expat.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "labels/stock/stock_read.h"
#include "labels/stock/stock_text.h"

#define PART_MAX 64        /* bytes of a brand and a part */
#define TEMPLATES_MAX 8192 /* in one file */

/* A template that later ones can name as their equivalent. */
struct template {
    char brand[PART_MAX + 1], part[PART_MAX + 1];
    struct sello_stock *stock; /* one a layout */
    size_t n_stock;
};

struct reader {
    XML_Parser parser;
    sello_stock_visit *visit;
    void *context;
    struct template *list; /* the last one is being read while `inside` */
    size_t n, room;
    bool inside, in_label;
    struct sello_stock now; /* what the open template and label say */
    bool ended;             /* visit wants no more */
    enum sello_error error;
    size_t passed_over;
};

static void stop(struct reader *r, enum sello_error error) {
    if (r->error == SELLO_OK) {
        r->error = error;
    }
    XML_StopParser(r->parser, XML_FALSE);
}

/* ---- attributes ---- */

static struct sello_bytes attribute(const char **attributes, const char *name) {
    for (size_t i = 0; attributes[i] != NULL; i += 2) {
        if (strcmp(attributes[i], name) == 0) {
            return sello_bytes_of(attributes[i + 1]);
        }
    }
    return sello_bytes(NULL, 0);
}

/* gLabels' units in millimetres; none is the point, a 72nd of an inch. */
static const struct {
    const char *name;
    double mm;
} units[] = {{"mm", 1}, {"in", 25.4}, {"pt", 25.4 / 72}, {"cm", 10}, {"pc", 25.4 / 6}};

/* NAN if it is not a length, so that whatever depends on it fails the check. */
static double length_of(struct sello_bytes text) {
    double value = 0;
    text = stock_trim(text);
    if (text.len == 0 || !stock_number(&text, &value)) {
        return NAN;
    }
    stock_skip(&text);
    if (text.len == 0) {
        return value * 25.4 / 72;
    }
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (stock_word(&text, units[i].name)) {
            return text.len == 0 ? value * units[i].mm : NAN;
        }
    }
    return NAN;
}

static double length_attribute(const char **attributes, const char *name) {
    return length_of(attribute(attributes, name));
}

/* 0 if it is not a number, which the check refuses. */
static unsigned count_attribute(const char **attributes, const char *name) {
    struct sello_bytes text = stock_trim(attribute(attributes, name));
    double value = 0;
    bool good = text.len > 0 && stock_number(&text, &value) && text.len == 0 && value >= 0 &&
                value <= SELLO_STOCK_LINE_MAX && floor(value) == value;
    return good ? (unsigned)value : 0;
}

/* ---- a template ---- */

/* The names from gLabels' paper-sizes.xml that its templates use. */
static const struct {
    const char *name;
    double width, height;
} papers[] = {
    {"US-Letter", SELLO_LETTER_WIDTH, SELLO_LETTER_HEIGHT},
    {"A4", SELLO_A4_WIDTH, SELLO_A4_HEIGHT},
    {"US-Legal", 215.9, 355.6},
    {"US-Executive", 184.15, 266.7},
    {"A3", 297, 420},
    {"A5", 148, 210},
    {"A6", 105, 148},
    {"B4", 250, 353},
    {"SRA3", 320, 450},
};

static void take_paper_size(struct sello_stock *s, const char **attributes) {
    struct sello_bytes size = attribute(attributes, "size");
    s->paper_width = s->paper_height = NAN;
    for (size_t i = 0; i < sizeof papers / sizeof *papers; i++) {
        if (sello_bytes_eq(size, sello_bytes_of(papers[i].name))) {
            s->paper_width = papers[i].width;
            s->paper_height = papers[i].height;
        }
    }
    if (sello_bytes_eq(size, sello_bytes_of("Other"))) {
        s->paper_width = length_attribute(attributes, "width");
        s->paper_height = length_attribute(attributes, "height");
        s->roll = true; /* a label a page, unless its layout says otherwise */
    }
}

/* "Online Labels" and "OL5175" make "online-labels-ol5175", cut if it is too long; empty if neither
 * has a letter or digit. */
static void make_name(const struct template *t, size_t layout, char out[SELLO_STOCK_NAME_MAX + 1]) {
    char full[2 * PART_MAX + 2];
    size_t len = 0;
    snprintf(full, sizeof full, "%s %s", t->brand, t->part);
    for (const char *p = full; *p != '\0' && len < SELLO_STOCK_NAME_MAX - 3; p++) {
        char c = *p >= 'A' && *p <= 'Z' ? (char)(*p - 'A' + 'a') : *p;
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.';
        if (plain || (len > 0 && out[len - 1] != '-')) {
            out[len++] = plain ? c : '-';
        }
    }
    while (len > 0 && out[len - 1] == '-') {
        len--;
    }
    out[len] = '\0';
    if (layout > 0 && len > 0) {
        snprintf(out + len, SELLO_STOCK_NAME_MAX + 1 - len, "-%zu", layout + 1);
    }
}

static void make_title(const struct template *t, const char **attributes, char *out, size_t size) {
    char full[2 * PART_MAX + 260];
    struct sello_bytes text = attribute(attributes, "_description");
    text = text.len > 0 ? text : attribute(attributes, "description");
    int len =
        snprintf(full, sizeof full, "%s %s%s%.*s", t->brand, t->part, text.len > 0 ? ", " : "",
                 (int)(text.len < 256 ? text.len : 256), (const char *)text.ptr);
    stock_copy(out, size, sello_bytes(full, (size_t)len));
}

static struct template *open_template(struct reader *r) {
    if (r->n == TEMPLATES_MAX) {
        stop(r, SELLO_E_TOO_LONG);
        return NULL;
    }
    if (!base_grow(&r->list, &r->room, r->n + 1, sizeof *r->list)) {
        stop(r, SELLO_E_MEMORY);
        return NULL;
    }
    r->list[r->n] = (struct template){.n_stock = 0};
    return &r->list[r->n++];
}

static bool add_stock(struct reader *r, struct template *t, const struct sello_stock *stock) {
    struct sello_stock *more = realloc(t->stock, (t->n_stock + 1) * sizeof *more);
    if (more == NULL) {
        stop(r, SELLO_E_MEMORY);
        return false;
    }
    t->stock = more;
    t->stock[t->n_stock++] = *stock;
    return true;
}

/* Copies the layouts of the earlier template of this brand that it names. */
static void take_equivalent(struct reader *r, struct template *t, struct sello_bytes part) {
    for (const struct template *other = r->list; other < t; other++) {
        if (strcmp(other->brand, t->brand) != 0 ||
            !sello_bytes_eq(part, sello_bytes_of(other->part))) {
            continue;
        }
        for (size_t i = 0; i < other->n_stock; i++) {
            if (!add_stock(r, t, &other->stock[i])) {
                return;
            }
        }
        return;
    }
}

static void begin_template(struct reader *r, const char **attributes) {
    struct template *t = open_template(r);
    if (t == NULL) {
        return;
    }
    stock_copy(t->brand, sizeof t->brand, attribute(attributes, "brand"));
    stock_copy(t->part, sizeof t->part, attribute(attributes, "part"));
    r->inside = true;
    r->now = (struct sello_stock){0};
    take_paper_size(&r->now, attributes);
    make_title(t, attributes, r->now.title, sizeof r->now.title);
    stock_copy(r->now.source, sizeof r->now.source, sello_bytes_of("gLabels"));
    struct sello_bytes part = attribute(attributes, "equiv");
    if (part.len > 0) {
        take_equivalent(r, t, part);
    }
}

static bool is_usable(const struct sello_stock *stock) {
    return stock->name[0] != '\0' && sello_stock_check(stock) == SELLO_STOCK_GOOD;
}

static void end_template(struct reader *r) {
    struct template *t = &r->list[r->n - 1];
    bool good = t->n_stock > 0;
    r->inside = false;
    for (size_t i = 0; i < t->n_stock && !r->ended; i++) {
        struct sello_stock *stock = &t->stock[i];
        make_name(t, i, stock->name);
        /* An equivalent one keeps its own title. */
        memcpy(stock->title, r->now.title, sizeof stock->title);
        if (!is_usable(stock)) {
            good = false;
        } else if (!r->visit(r->context, stock)) {
            r->ended = true;
            XML_StopParser(r->parser, XML_FALSE);
        }
    }
    r->passed_over += !good;
}

/* ---- labels and layouts ---- */

static double corner_of(const char **attributes) {
    double corner = length_attribute(attributes, "round");
    return corner > 0 ? corner : 0;
}

static void begin_label(struct reader *r, const char *name, const char **attributes) {
    struct sello_stock *s = &r->now;
    r->in_label = true;
    if (strcmp(name, "Label-rectangle") == 0) {
        s->shape = SELLO_STOCK_RECTANGLE;
        s->width = length_attribute(attributes, "width");
        s->height = length_attribute(attributes, "height");
        s->corner = fmin(corner_of(attributes), fmin(s->width, s->height) / 2);
    } else if (strcmp(name, "Label-round") == 0) {
        s->shape = SELLO_STOCK_ROUND;
        s->width = s->height = 2 * length_attribute(attributes, "radius");
        s->corner = 0;
    } else {
        r->in_label = false; /* discs and ellipses */
    }
}

static void take_layout(struct reader *r, const char **attributes) {
    struct sello_stock stock = r->now;
    stock.columns = count_attribute(attributes, "nx");
    stock.rows = count_attribute(attributes, "ny");
    stock.left = length_attribute(attributes, "x0");
    stock.top = length_attribute(attributes, "y0");
    stock.pitch_x = stock.columns == 1 ? stock.width : length_attribute(attributes, "dx");
    stock.pitch_y = stock.rows == 1 ? stock.height : length_attribute(attributes, "dy");
    stock.roll = stock.roll && stock.columns == 1 && stock.rows == 1;
    stock.asymmetric = !stock.roll && stock_is_asymmetric(&stock);
    (void)add_stock(r, &r->list[r->n - 1], &stock);
}

/* ---- expat ---- */

static void XMLCALL on_start(void *context, const char *name, const char **attributes) {
    struct reader *r = context;
    if (r->error != SELLO_OK || r->ended) {
        return; /* expat may still report what it has read */
    }
    if (strcmp(name, "Template") == 0 && !r->inside) {
        begin_template(r, attributes);
    } else if (r->inside && strncmp(name, "Label-", 6) == 0) {
        begin_label(r, name, attributes);
    } else if (r->in_label && strcmp(name, "Layout") == 0) {
        take_layout(r, attributes);
    }
}

static void XMLCALL on_end(void *context, const char *name) {
    struct reader *r = context;
    if (r->error != SELLO_OK || r->ended) {
        return;
    }
    if (strncmp(name, "Label-", 6) == 0) {
        r->in_label = false;
    } else if (r->inside && strcmp(name, "Template") == 0) {
        end_template(r);
    }
}

/* No template needs entities; a file that declares some is up to no good. */
static void XMLCALL on_entity(void *context, const char *name, int is_parameter, const char *value,
                              int len, const char *base, const char *system, const char *public,
                              const char *notation) {
    (void)name, (void)is_parameter, (void)value, (void)len, (void)base, (void)system, (void)public,
        (void)notation;
    stop(context, SELLO_E_TEXT);
}

static void free_list(struct reader *r) {
    for (size_t i = 0; i < r->n; i++) {
        free(r->list[i].stock);
    }
    free(r->list);
}

static enum sello_error parse_templates(struct reader *r, struct sello_bytes file) {
    XML_SetUserData(r->parser, r);
    XML_SetElementHandler(r->parser, on_start, on_end);
    XML_SetEntityDeclHandler(r->parser, on_entity);
    bool good = XML_Parse(r->parser, (const char *)file.ptr, (int)file.len, 1) == XML_STATUS_OK;
    if (r->error != SELLO_OK || good || r->ended) {
        return r->error;
    }
    return XML_GetErrorCode(r->parser) == XML_ERROR_NO_MEMORY ? SELLO_E_MEMORY : SELLO_E_TEXT;
}

enum sello_error sello_stock_glabels(struct sello_bytes file, sello_stock_visit *visit,
                                     void *context, size_t *out_passed_over) {
    if (file.len > SELLO_STOCK_FILE_MAX) {
        return SELLO_E_TOO_LONG;
    }
    struct reader r = {.visit = visit, .context = context, .parser = XML_ParserCreate(NULL)};
    if (r.parser == NULL) {
        return SELLO_E_MEMORY;
    }
    enum sello_error error = parse_templates(&r, file);
    XML_ParserFree(r.parser);
    free_list(&r);
    if (error == SELLO_OK) {
        *out_passed_over = r.passed_over;
    }
    return error;
}
