/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a design: one box a line, as words and numbers separated by spaces
 * (docs/guide-designs.md). */
#include <stdlib.h>

#include "base/hex.h"
#include "labels/art/design.h"
#include "labels/stock/stock_text.h"
#include "labels/symbol/raster.h"

static const char first_line[] = "sello-design 1";

struct line {
    struct sello_bytes rest;
    bool bad; /* stays set after the first mistake */
};

/* ---- words and numbers ---- */

static bool is_blank(uint8_t c) {
    return c == ' ' || c == '\t';
}

static struct sello_bytes next_word(struct line *line) {
    struct sello_bytes *rest = &line->rest;
    size_t from = 0, to = 0;
    while (from < rest->len && is_blank(rest->ptr[from])) {
        from++;
    }
    for (to = from; to < rest->len && !is_blank(rest->ptr[to]);) {
        to++;
    }
    struct sello_bytes word = sello_bytes(rest->ptr + from, to - from);
    *rest = sello_bytes(rest->ptr + to, rest->len - to);
    return word;
}

static bool is_word(struct sello_bytes word, const char *text) {
    return sello_bytes_eq(word, sello_bytes_of(text));
}

/* Appends up to `most` digits to *value; returns their number. */
static size_t add_digits(struct sello_bytes word, size_t at, size_t most, uint32_t *value) {
    size_t n = 0;
    while (at + n < word.len && n < most && word.ptr[at + n] >= '0' && word.ptr[at + n] <= '9') {
        *value = *value * 10 + (word.ptr[at + n] - '0');
        n++;
    }
    return n;
}

/* "12", "12.5", "0.125": up to four digits before the point and three after it. */
static double take_decimal(struct line *line, bool *out_percent) {
    struct sello_bytes word = next_word(line);
    uint32_t value = 0;
    size_t at = add_digits(word, 0, 4, &value), places = 0;
    bool ok = at > 0;
    if (ok && at < word.len && word.ptr[at] == '.') {
        places = add_digits(word, at + 1, 3, &value);
        ok = places > 0;
        at += 1 + places;
    }
    *out_percent = ok && at + 1 == word.len && word.ptr[at] == '%';
    if (!ok || at + *out_percent != word.len) {
        line->bad = true;
        return 0;
    }
    static const double parts[] = {1, 10, 100, 1000};
    return value / parts[places];
}

static struct design_length take_length(struct line *line) {
    struct design_length length;
    length.value = take_decimal(line, &length.percent);
    line->bad = line->bad || length.value > (length.percent ? 100 : 1000);
    return length;
}

static double take_number_within(struct line *line, double least, double most) {
    bool percent;
    double value = take_decimal(line, &percent);
    line->bad = line->bad || percent || value < least || value > most;
    return value;
}

/* ---- boxes ---- */

static const struct {
    const char *name;
    enum art_field field;
} fields[] = {
    {"product", ART_PRODUCT}, {"producer", ART_PRODUCER},       {"origin", ART_ORIGIN},
    {"traits", ART_TRAITS},   {"scheme", ART_SCHEME},           {"lot", ART_LOT},
    {"made", ART_MADE},       {"net-content", ART_NET},         {"serial", ART_SERIAL},
    {"scan", ART_SCAN},       {"certificate", ART_CERTIFICATE}, {"certifier", ART_CERTIFIER},
    {"web", ART_WEB},
};

static enum art_field take_field_name(struct line *line) {
    struct sello_bytes word = next_word(line);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (is_word(word, fields[i].name)) {
            return fields[i].field;
        }
    }
    line->bad = true;
    return ART_NOTHING;
}

static void take_place(struct line *line, struct design_box *box) {
    box->x = take_length(line);
    box->y = take_length(line);
    box->width = take_length(line);
    box->height = take_length(line);
    line->bad = line->bad || box->width.value == 0 || box->height.value == 0;
}

static void take_style(struct line *line, struct design_box *box) {
    struct sello_bytes align = next_word(line);
    box->centred = is_word(align, "center");
    box->right = is_word(align, "right");
    line->bad = line->bad || !(box->centred || box->right || is_word(align, "left"));
    box->size = take_number_within(line, 4.5, 144);
    struct line ahead = *line;
    box->bold = is_word(next_word(&ahead), "bold");
    line->rest = box->bold ? ahead.rest : line->rest;
}

/* After a colon, the rest of the line. */
static void take_own_words(struct line *line, struct design_box *box) {
    line->bad = line->bad || !is_word(next_word(line), ":");
    struct sello_bytes words = stock_trim(line->rest);
    if (line->bad || sello_text_check(words, 1, DESIGN_WORDS_MAX, NULL) != SELLO_OK) {
        line->bad = true;
        return;
    }
    memcpy(box->words, words.ptr, words.len);
    line->rest.len = 0;
}

static void take_symbol_box(struct line *line, struct design_box *box) {
    box->thing = DESIGN_SYMBOL;
    box->x = take_length(line);
    box->y = take_length(line);
    box->width = take_length(line);
    line->bad = line->bad || box->width.value == 0;
}

static void take_text_box(struct line *line, struct design_box *box, bool words) {
    box->thing = DESIGN_TEXT;
    box->field = words ? ART_NOTHING : take_field_name(line);
    take_place(line, box);
    take_style(line, box);
    if (words) {
        take_own_words(line, box);
    }
}

static bool read_box(struct line *line, struct design_box *box) {
    struct sello_bytes thing = next_word(line);
    if (is_word(thing, "symbol")) {
        take_symbol_box(line, box);
    } else if (is_word(thing, "text") || is_word(thing, "words")) {
        take_text_box(line, box, is_word(thing, "words"));
    } else if (is_word(thing, "mark") || is_word(thing, "bar")) {
        box->thing = is_word(thing, "mark") ? DESIGN_MARK : DESIGN_BAR;
        take_place(line, box);
    } else if (is_word(thing, "frame")) {
        box->thing = DESIGN_OUTLINE;
        take_place(line, box);
        box->thick = take_number_within(line, 0.1, 5);
    } else {
        line->bad = true;
    }
    return !line->bad && next_word(line).len == 0;
}

/* ---- the file ---- */

static struct sello_bytes cut_line(struct sello_bytes *file) {
    const uint8_t *end = memchr(file->ptr, '\n', file->len);
    size_t len = end != NULL ? (size_t)(end - file->ptr) : file->len;
    struct sello_bytes line = sello_bytes(file->ptr, len);
    len += end != NULL;
    *file = sello_bytes(file->ptr + len, file->len - len);
    line.len -= line.len > 0 && line.ptr[line.len - 1] == '\r';
    return line;
}

static bool is_remark(struct sello_bytes line) {
    struct line l = {.rest = line};
    struct sello_bytes word = next_word(&l);
    return word.len == 0 || word.ptr[0] == '#';
}

/* The symbol, the mark and each field may occur only once. */
static bool is_repeated(const struct sello_design *design, const struct design_box *box) {
    for (size_t i = 0; i < design->n_boxes; i++) {
        const struct design_box *other = &design->box[i];
        bool single = box->thing == DESIGN_SYMBOL || box->thing == DESIGN_MARK ||
                      (box->thing == DESIGN_TEXT && box->field != ART_NOTHING);
        if (single && other->thing == box->thing && other->field == box->field) {
            return true;
        }
    }
    return false;
}

/* ---- the ground ---- */

/* "#f4ead5". It must be light, as raster_grey weighs it. */
static bool take_ground(struct line *line, uint32_t *out) {
    struct sello_bytes word = next_word(line);
    bool ok = word.len == 7 && word.ptr[0] == '#';
    uint32_t rgb = 0;
    for (size_t i = 1; i < word.len && ok; i++) {
        int digit = base_hex_digit_typed(word.ptr[i]);
        ok = digit >= 0;
        rgb = rgb << 4 | (uint32_t)(ok ? digit : 0);
    }
    *out = rgb;
    return ok && next_word(line).len == 0 && raster_grey(rgb) >= DESIGN_GROUND_LEAST;
}

/* False: the line is no ground. *out_ok: it is a good one, and the first. */
static bool read_ground(struct sello_design *design, struct sello_bytes text, bool *out_ok) {
    struct line line = {.rest = text};
    if (!is_word(next_word(&line), "ground")) {
        return false;
    }
    uint32_t rgb = DESIGN_WHITE;
    bool first = design->ground == DESIGN_WHITE;
    *out_ok = take_ground(&line, &rgb) && first;
    design->ground = rgb;
    return true;
}

static bool add_box(struct sello_design *design, struct sello_bytes text, size_t number) {
    struct line line = {.rest = text};
    struct design_box box = {.line = number};
    if (design->n_boxes == DESIGN_BOXES_MAX || !read_box(&line, &box) ||
        is_repeated(design, &box)) {
        return false;
    }
    design->box[design->n_boxes++] = box;
    return true;
}

static bool add_design_line(struct sello_design *design, struct sello_bytes text, size_t number) {
    bool ok = false;
    return read_ground(design, text, &ok) ? ok : add_box(design, text, number);
}

/* The number of the first line at fault; 0: none. A file without a symbol is at fault behind its
 * last line. */
static size_t read_lines(struct sello_design *design, struct sello_bytes file) {
    size_t number = 1;
    bool has_symbol = false;
    if (!is_word(cut_line(&file), first_line)) {
        return 1;
    }
    while (file.len > 0) {
        struct sello_bytes line = cut_line(&file);
        number++;
        if (!is_remark(line) && !add_design_line(design, line, number)) {
            return number;
        }
    }
    for (size_t i = 0; i < design->n_boxes; i++) {
        has_symbol = has_symbol || design->box[i].thing == DESIGN_SYMBOL;
    }
    return has_symbol ? 0 : number + 1;
}

enum sello_error sello_design_parse(struct sello_bytes file, struct sello_design **out,
                                    size_t *out_line) {
    if (file.len > DESIGN_FILE_MAX || file.len == 0) {
        *out_line = 1;
        return SELLO_E_DESIGN;
    }
    struct sello_design *design =
        calloc(1, sizeof *design + DESIGN_BOXES_MAX * sizeof design->box[0]);
    if (design == NULL) {
        return SELLO_E_MEMORY;
    }
    design->name = "";
    design->kind = DESIGN_OWN;
    design->ground = DESIGN_WHITE;
    size_t at_fault = read_lines(design, file);
    if (at_fault != 0) {
        sello_design_free(&design);
        *out_line = at_fault;
        return SELLO_E_DESIGN;
    }
    *out = design;
    return SELLO_OK;
}

void sello_design_free(struct sello_design **design) {
    free(*design);
    *design = NULL;
}
