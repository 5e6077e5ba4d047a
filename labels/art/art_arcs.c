/* SPDX-License-Identifier: Apache-2.0 */
/* Words on a round label that is too small for straight lines: on arcs along the rim, in the four
 * segments that the symbol leaves. The certifier stands above, what to do below with the serial on
 * a straight line over it, the product on the left and its producer on the right. Each arc ends
 * before the symbol's corners. */
#include <math.h>
#include <string.h>

#include "labels/art/art_plan.h"

#define SIDES 4
#define WORDS_MAX 40
#define LINES_MAX 3
/* Half of an arc, above and below the symbol and at its sides; where lines pass its corners. */
static const double reaches[][2] = {
    [ART_WAY_USUAL] = {M_PI / 4, M_PI / 4},
    [ART_WAY_CERTIFIER] = {0.32 * M_PI, 0.18 * M_PI},
    [ART_WAY_PRODUCER] = {0.22 * M_PI, 0.28 * M_PI},
};
#define CLEARANCE 0.025             /* radians, from the symbol's corners and the next segment */
#define SYMBOL_CLEAR (0.3 * ART_MM) /* between the innermost line and the symbol */
#define SERIAL_ROOM 1.06            /* of its size: it has no descenders */
#define SERIAL_LEAST 5.5            /* points: figures are read well at that */
#define CUT_LEAST 5.0               /* of the size: less of a cut word says nothing */
#define ELLIPSIS "\u2026"
#define LEAST_SCALE 0.4
#define MOST_SCALE 1.3
#define SCALE_STEP 0.06
#define PRODUCER_PART 0.75 /* of the product's size */

enum side { ABOVE, RIGHT, BELOW, LEFT, NOWHERE };

/* A text's words, at a size of one point. */
struct spoken {
    size_t n;
    double width[WORDS_MAX], space, ellipsis;
    size_t end[WORDS_MAX]; /* of each word, in the text */
};

/* Where a text stands. */
struct arc {
    enum side side; /* NOWHERE: left out */
    double size, depth;
    unsigned lines;
    size_t words;           /* that are said */
    size_t last[LINES_MAX]; /* the word after each line */
    bool cut;               /* with an ellipsis behind the last word */
    double width;           /* of the line, where not even one word is whole; else 0 */
};

struct arcs {
    struct sello_art *art;
    double outer, half;  /* the rim's radius, and half the symbol's side */
    const double *reach; /* above and below, at the sides */
    double depth[SIDES];
    double serial_reach; /* of the serial's lower corners from the middle; 0: no serial */
    double scale[ART_FLOWING];
    struct spoken spoken[ART_FLOWING];
    struct arc arc[ART_FLOWING];
};

/* ---- words ---- */

static double width_at_one(PangoLayout *layout, const char *text, size_t len) {
    pango_layout_set_text(layout, text, (int)len);
    return art_type_width(layout, 1);
}

/* A dot between two facts goes with the word before it, and away where that ends a line. */
static size_t without_dot(const char *text, size_t begin, size_t end) {
    static const char dot[] = ART_NBSP "\u00B7";
    size_t len = sizeof dot - 1;
    return end - begin > len && memcmp(text + end - len, dot, len) == 0 ? end - len : end;
}

static void read_words(const struct sello_art *art, enum art_field field, struct spoken *out) {
    const char *text = art->text[field];
    PangoLayout *layout = art_type_new(art, art_style_of(art, field), "");
    out->space = width_at_one(layout, "n n", 3) - width_at_one(layout, "nn", 2);
    out->ellipsis = width_at_one(layout, ELLIPSIS, sizeof ELLIPSIS - 1);
    for (size_t at = 0, len = strlen(text); at < len && out->n < WORDS_MAX; out->n++) {
        size_t end = at + strcspn(text + at, " ");
        end = out->n + 1 == WORDS_MAX ? len : end;
        out->width[out->n] = width_at_one(layout, text + at, end - at);
        out->end[out->n] = end;
        at = end + strspn(text + end, " ");
    }
    g_object_unref(layout);
}

/* ---- lines ---- */

static double feet_at(const struct arcs *a, enum side side, double depth, double size) {
    return a->outer - depth - size * (side == BELOW ? ART_RIM_DROP : ART_RIM_RISE);
}

static double inner_at(const struct arcs *a, double depth, double size) {
    return a->outer - depth - size * (ART_RIM_RISE + ART_RIM_DROP);
}

/* How wide a line may be at this depth from the rim; 0: there is no room for it. */
static double room_at(const struct arcs *a, enum side side, double depth, double size) {
    double inner = inner_at(a, depth, size), edge = a->half + SYMBOL_CLEAR;
    double least = side == BELOW ? fmax(edge, a->serial_reach) : edge;
    if (inner < least - 1e-6) {
        return 0;
    }
    double most = a->reach[side == LEFT || side == RIGHT];
    double reach = fmin(acos(fmin(edge / inner, 1)), most) - CLEARANCE;
    return fmax(2 * reach * feet_at(a, side, depth, size), 0);
}

/* The i-th line's depth: the last is the outermost where letters have their feet outwards. */
static double depth_of_line(const struct arcs *a, const struct arc *arc, unsigned i) {
    unsigned inwards = arc->side == BELOW ? arc->lines - 1 - i : i;
    return a->depth[arc->side] + inwards * arc->size * ART_RIM_PITCH;
}

static double width_of_word(const struct spoken *words, const struct arc *arc, size_t i) {
    return words->width[i] + (arc->cut && i + 1 == arc->words ? words->ellipsis : 0);
}

/* Costs of lines: how full the fullest is, of its room; and more where one ends in a word as short
 * as "de". */
#define TOO_WIDE 9.0
#define SHORT_AT_END 0.25
#define SHORT_WORD 3 /* bytes */

static double cost_of_line(const struct spoken *words, const struct arc *arc, size_t end,
                           double fullness) {
    size_t begin = end > 1 ? words->end[end - 2] + 1 : 0;
    bool is_short = end < arc->words && words->end[end - 1] - begin <= SHORT_WORD;
    return fullness > 1 ? TOO_WIDE : fullness + (is_short ? SHORT_AT_END : 0);
}

/* The least cost of a number of words on a number of lines, and where the last line begins. */
struct best_break {
    double cost[LINES_MAX + 1][WORDS_MAX + 1];
    size_t begin[LINES_MAX + 1][WORDS_MAX + 1];
};

/* Puts every line that may begin at this word behind i lines. */
static void try_lines_from(const struct arcs *a, const struct spoken *words, const struct arc *arc,
                           struct best_break *best, unsigned i, size_t begin) {
    double room = room_at(a, arc->side, depth_of_line(a, arc, i), arc->size) / arc->size;
    double width = 0;
    for (size_t end = begin + 1; end <= arc->words && width <= room && room > 0; end++) {
        width += (width > 0 ? words->space : 0) + width_of_word(words, arc, end - 1);
        double cost = fmax(best->cost[i][begin], cost_of_line(words, arc, end, width / room));
        if (cost < best->cost[i + 1][end]) {
            best->cost[i + 1][end] = cost;
            best->begin[i + 1][end] = begin;
        }
    }
}

/* On arc->lines lines, at the least cost; false where they do not fit. */
static bool break_words(const struct arcs *a, const struct spoken *words, struct arc *arc) {
    struct best_break best;
    for (size_t i = 0; i <= LINES_MAX; i++) {
        for (size_t end = 0; end <= WORDS_MAX; end++) {
            best.cost[i][end] = TOO_WIDE;
        }
    }
    best.cost[0][0] = 0;
    for (unsigned i = 0; i < arc->lines; i++) {
        for (size_t begin = 0; begin < arc->words; begin++) {
            if (best.cost[i][begin] < TOO_WIDE) {
                try_lines_from(a, words, arc, &best, i, begin);
            }
        }
    }
    size_t end = arc->words;
    bool fits = best.cost[arc->lines][end] < TOO_WIDE;
    for (unsigned i = arc->lines; i > 0 && fits; i--) {
        arc->last[i - 1] = end;
        end = best.begin[i][end];
    }
    return fits;
}

/* On as few lines as possible. */
static bool set_lines(const struct arcs *a, const struct spoken *words, struct arc *arc) {
    for (arc->lines = 1; arc->lines <= LINES_MAX; arc->lines++) {
        if (break_words(a, words, arc)) {
            return true;
        }
    }
    return false;
}

/* After as many words as there is room for; else within the first. */
static bool cut_words(const struct arcs *a, const struct spoken *words, struct arc *arc) {
    arc->cut = true;
    while (--arc->words > 0) {
        if (set_lines(a, words, arc)) {
            return true;
        }
    }
    arc->lines = 1;
    arc->width = room_at(a, arc->side, a->depth[arc->side], arc->size);
    return arc->width > CUT_LEAST * arc->size;
}

static bool may_be_cut(enum art_field field) {
    return field == ART_PRODUCT || field == ART_PRODUCER || field == ART_CERTIFIER;
}

static bool put_arc(struct arcs *a, enum art_field field, enum side side, double size) {
    const struct spoken *words = &a->spoken[field];
    struct arc arc = {.side = side, .size = size, .depth = a->depth[side], .words = words->n};
    if (!set_lines(a, words, &arc) && (!may_be_cut(field) || !cut_words(a, words, &arc))) {
        return false;
    }
    a->depth[side] += arc.lines * size * ART_RIM_PITCH;
    a->arc[field] = arc;
    return true;
}

/* ---- the serial ---- */

/* On a straight line below the symbol; its lower corners may reach the rim. */
static bool put_serial(struct arcs *a, double size) {
    double width = a->spoken[ART_SERIAL].width[0] * size;
    double reach = hypot(width / 2, a->half + SERIAL_ROOM * size);
    if (reach > a->outer) {
        return false;
    }
    a->serial_reach = reach;
    a->arc[ART_SERIAL] = (struct arc){.side = BELOW, .size = size, .lines = 1};
    return true;
}

/* ---- all of them ---- */

static double size_of(const struct arcs *a, enum art_field field) {
    const struct art_style *style = art_style_of(a->art, field);
    double least = field == ART_SERIAL ? SERIAL_LEAST : style->least;
    double size = fmax(style->size * pow(a->scale[field], style->grows), least);
    if (field == ART_PRODUCER && a->arc[ART_PRODUCT].side != NOWHERE) {
        size = fmax(PRODUCER_PART * a->arc[ART_PRODUCT].size, style->least);
    }
    return size;
}

/* Where a field goes: the first of these sides that has room. */
static const enum side *sides_for(enum art_field field) {
    static const enum side left[] = {LEFT, NOWHERE}, right[] = {RIGHT, NOWHERE};
    static const enum side above[] = {ABOVE, NOWHERE}, below[] = {BELOW, NOWHERE};
    static const enum side rest[] = {RIGHT, LEFT, ABOVE, NOWHERE};
    static const enum side *const own[ART_FLOWING] = {
        [ART_PRODUCT] = left, [ART_PRODUCER] = right, [ART_CERTIFIER] = above, [ART_SCAN] = below};
    return own[field] != NULL ? own[field] : rest;
}

static bool put_field(struct arcs *a, enum art_field field) {
    double size = size_of(a, field);
    if (field == ART_SERIAL) {
        return put_serial(a, size);
    }
    bool put = false;
    for (const enum side *side = sides_for(field); *side != NOWHERE && !put; side++) {
        put = put_arc(a, field, *side, size);
    }
    return put;
}

/* Returns which fields came in, as bits; whole ones alone where that is asked for. */
static unsigned put_all(struct arcs *a, bool whole) {
    unsigned in = 0;
    bool full = false;
    memset(a->depth, 0, sizeof a->depth);
    a->serial_reach = 0;
    for (int i = ART_PRODUCT; i < ART_FLOWING; i++) {
        enum art_field field = (enum art_field)i;
        a->arc[field] = (struct arc){.side = NOWHERE};
        if (a->spoken[field].n == 0 || full) {
            continue;
        }
        bool put = put_field(a, field);
        full = !put && field >= ART_TRAITS;
        in |= put && (!whole || !a->arc[field].cut) ? 1u << field : 0;
    }
    return in;
}

static void set_scale(struct arcs *a, double scale) {
    for (int i = ART_PRODUCT; i < ART_FLOWING; i++) {
        a->scale[i] = scale;
    }
}

/* One field alone, while all else stays: short words have more room than others. */
static void grow_field(struct arcs *a, enum art_field field, unsigned wanted) {
    double fits = a->scale[field];
    for (double tried = fits + SCALE_STEP; tried <= MOST_SCALE; tried += SCALE_STEP) {
        a->scale[field] = tried;
        if (put_all(a, true) != wanted) {
            break;
        }
        fits = tried;
    }
    a->scale[field] = fits;
}

/* The largest at which all is on the label that is there at the least. */
static void grow_all(struct arcs *a) {
    set_scale(a, LEAST_SCALE);
    unsigned least = put_all(a, false), whole = put_all(a, true);
    for (double scale = MOST_SCALE; whole == least && scale > LEAST_SCALE; scale -= SCALE_STEP) {
        set_scale(a, scale);
        if (put_all(a, true) == least) {
            break;
        }
        set_scale(a, LEAST_SCALE);
    }
    if (whole == least) {
        grow_field(a, ART_PRODUCT, least);
        grow_field(a, ART_CERTIFIER, least);
    }
    (void)put_all(a, false);
}

/* ---- onto the label ---- */

/* The text with its lines' breaks. */
static void break_lines(PangoLayout *layout, const char *text, const struct spoken *words,
                        const struct arc *arc) {
    GString *lines = g_string_new(NULL);
    size_t begin = 0;
    for (unsigned i = 0; i < arc->lines; i++) {
        size_t end = words->end[arc->last[i] - 1];
        bool last = i + 1 == arc->lines;
        size_t shown = last ? end : without_dot(text, begin, end);
        g_string_append_len(lines, text + begin, (gssize)(shown - begin));
        if (!last) {
            g_string_append_c(lines, '\n');
        }
        begin = end + strspn(text + end, " ");
    }
    g_string_append(lines, arc->cut ? ELLIPSIS : "");
    pango_layout_set_text(layout, lines->str, -1);
    g_string_free(lines, TRUE);
}

static PangoLayout *layout_of(const struct arcs *a, enum art_field field) {
    const struct art_style *style = art_style_of(a->art, field);
    const struct arc *arc = &a->arc[field];
    PangoLayout *layout = art_type_new(a->art, style, a->art->text[field]);
    words_face(layout, style->face, arc->size);
    if (field == ART_SERIAL) {
        double width = a->spoken[field].width[0] * arc->size;
        pango_layout_set_width(layout, (int)ceil(width * PANGO_SCALE));
        pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER);
    } else if (arc->width > 0) {
        pango_layout_set_width(layout, (int)floor(arc->width * PANGO_SCALE));
        pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    } else {
        break_lines(layout, a->art->text[field], &a->spoken[field], arc);
    }
    return layout;
}

static struct art_box box_of(const struct arcs *a, enum art_field field) {
    static const unsigned turns[] = {[ABOVE] = 0, [RIGHT] = 3, [BELOW] = 0, [LEFT] = 1};
    const struct arc *arc = &a->arc[field];
    double middle = a->art->width / 2, outer = a->outer;
    struct art_box box = {.field = field,
                          .at = {middle - outer, middle - outer, 2 * outer, 2 * outer},
                          .turn = turns[arc->side],
                          .light = art_ground_is_dark(a->art),
                          .cut = arc->cut,
                          .size = arc->size,
                          .rim_below = arc->side == BELOW,
                          .face = art_style_of(a->art, field)->face};
    if (field == ART_SERIAL) {
        double width = a->spoken[field].width[0] * arc->size;
        box.at = (struct art_rect){middle - width / 2, middle + a->half, width,
                                   arc->size * words_line(box.face)};
        box.rim_below = false;
    } else {
        box.rim = feet_at(a, arc->side, arc->depth, arc->size);
    }
    return box;
}

void art_add_arcs(struct sello_art *art, double outer, double symbol, enum art_way way) {
    struct arcs arcs = {.art = art, .outer = outer, .half = symbol / 2, .reach = reaches[way]};
    for (int i = ART_PRODUCT; i < ART_FLOWING; i++) {
        if (art->text[i] != NULL) {
            read_words(art, (enum art_field)i, &arcs.spoken[i]);
        }
    }
    grow_all(&arcs);
    for (int i = ART_PRODUCT; i < ART_FLOWING && art->n_boxes < ART_BOXES_MAX; i++) {
        enum art_field field = (enum art_field)i;
        if (arcs.spoken[field].n > 0 && arcs.arc[field].side != NOWHERE) {
            struct art_box *box = &art->box[art->n_boxes++];
            *box = box_of(&arcs, field);
            box->layout = layout_of(&arcs, field);
        }
    }
}
