/* SPDX-License-Identifier: Apache-2.0 */
/* The user's own stock: a line for each of its measurements. Anybody with a ruler can write one, in
 * Spanish or English:
 *
 *     hoja papeleria-24
 *     etiquetas 3 x 8
 *     medida 64 x 33.8
 */
#include "labels/stock/stock_read.h"
#include "labels/stock/stock_text.h"

enum word {
    WORD_STOCK,
    WORD_TITLE,
    WORD_PAPER,
    WORD_LABELS,
    WORD_SIZE,
    WORD_START,
    WORD_PITCH,
    WORD_CORNER,
    WORD_ROLL,
    N_WORDS
};

struct reader {
    struct sello_bytes rest; /* of the file */
    struct sello_bytes value;
    size_t line;
    const char *source;
    sello_stock_visit *visit;
    void *context;
    struct sello_stock now;
    size_t begun;                   /* the line on which `now` begins; 0: none yet */
    size_t said[N_WORDS];           /* the line of each word of `now`; 0: absent */
    double gap;                     /* a roll's */
    bool ended;                     /* visit wants no more */
    struct sello_stock_fault fault; /* the first one */
};

/* ---- the words ---- */

typedef bool take_value(struct reader *r);
static take_value take_name, take_title, take_paper, take_labels, take_size, take_start, take_pitch,
    take_corner, take_roll;

/* In English, in Spanish, and in Spanish without accents. */
static const struct {
    const char *en, *es, *plain;
    take_value *take;
} words[N_WORDS] = {
    [WORD_STOCK] = {"stock", "hoja", "hoja", take_name},
    [WORD_TITLE] = {"title", "título", "titulo", take_title},
    [WORD_PAPER] = {"paper", "papel", "papel", take_paper},
    [WORD_LABELS] = {"labels", "etiquetas", "etiquetas", take_labels},
    [WORD_SIZE] = {"size", "medida", "medida", take_size},
    [WORD_START] = {"start", "inicio", "inicio", take_start},
    [WORD_PITCH] = {"pitch", "paso", "paso", take_pitch},
    [WORD_CORNER] = {"corner", "esquina", "esquina", take_corner},
    [WORD_ROLL] = {"roll", "rollo", "rollo", take_roll},
};

const char *sello_stock_word_es(const char *word) {
    for (size_t i = 0; i < N_WORDS; i++) {
        if (strcmp(words[i].en, word) == 0) {
            return words[i].es;
        }
    }
    return word;
}

static bool fault_at(struct reader *r, size_t line, enum sello_stock_wrong wrong, size_t word) {
    if (r->fault.wrong == SELLO_STOCK_WRONG_NOTHING) {
        r->fault = (struct sello_stock_fault){line, wrong, word < N_WORDS ? words[word].en : NULL,
                                              SELLO_STOCK_GOOD};
    }
    return false;
}

/* ---- their values ---- */

/* Millimetres, with or without the unit: "64mmx33mm". */
static void pass_unit(struct sello_bytes *text) {
    stock_skip(text);
    if (text->len >= 2 && memcmp(text->ptr, "mm", 2) == 0) {
        *text = sello_bytes(text->ptr + 2, text->len - 2);
        stock_skip(text);
    }
}

static bool take_one(struct sello_bytes text, double *out) {
    if (!stock_number(&text, out)) {
        return false;
    }
    pass_unit(&text);
    return text.len == 0;
}

/* "64 x 33.8", "64 mm × 33,8 mm", "64 33.8" */
static bool take_two(struct sello_bytes text, double *out_a, double *out_b) {
    static const char times[] = "\u00D7";
    if (!stock_number(&text, out_a)) {
        return false;
    }
    pass_unit(&text);
    if (text.len >= 2 && memcmp(text.ptr, times, 2) == 0) {
        text = sello_bytes(text.ptr + 2, text.len - 2);
    } else if (text.len > 0 && (text.ptr[0] == 'x' || text.ptr[0] == 'X')) {
        text = sello_bytes(text.ptr + 1, text.len - 1);
    }
    stock_skip(&text);
    return take_one(text, out_b);
}

static bool is_name(struct sello_bytes text) {
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.ptr[i];
        bool inside = c == '-' || c == '.';
        bool good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (inside && i > 0);
        if (!good) {
            return false;
        }
    }
    return text.len > 0 && text.len <= SELLO_STOCK_NAME_MAX;
}

static bool take_name(struct reader *r) {
    stock_copy(r->now.name, sizeof r->now.name, r->value);
    return is_name(r->value);
}

static bool take_title(struct reader *r) {
    stock_copy(r->now.title, sizeof r->now.title, r->value);
    return sello_text_check(r->value, 1, SELLO_STOCK_TITLE_MAX, NULL) == SELLO_OK;
}

static bool take_paper(struct reader *r) {
    struct sello_bytes text = r->value;
    struct sello_stock *now = &r->now;
    if (stock_word(&text, "letter") || stock_word(&text, "carta")) {
        now->paper_width = SELLO_LETTER_WIDTH, now->paper_height = SELLO_LETTER_HEIGHT;
        return text.len == 0;
    }
    if (sello_bytes_eq(text, sello_bytes_of("a4")) || sello_bytes_eq(text, sello_bytes_of("A4"))) {
        now->paper_width = SELLO_A4_WIDTH, now->paper_height = SELLO_A4_HEIGHT;
        return true;
    }
    return take_two(text, &now->paper_width, &now->paper_height);
}

static bool whole(double value, unsigned *out) {
    *out = value >= 0 && value <= SELLO_STOCK_LINE_MAX ? (unsigned)value : 0;
    return *out == value;
}

static bool take_labels(struct reader *r) {
    double columns = 0, rows = 0;
    return take_two(r->value, &columns, &rows) && whole(columns, &r->now.columns) &&
           whole(rows, &r->now.rows);
}

static bool take_size(struct reader *r) {
    struct sello_bytes text = r->value;
    struct sello_stock *now = &r->now;
    if (stock_word(&text, "round") || stock_word(&text, "redonda")) {
        stock_skip(&text);
        now->shape = SELLO_STOCK_ROUND;
        bool good = take_one(text, &now->width);
        now->height = now->width;
        return good;
    }
    now->shape = SELLO_STOCK_RECTANGLE;
    return take_two(text, &now->width, &now->height);
}

static bool take_start(struct reader *r) {
    return take_two(r->value, &r->now.left, &r->now.top);
}

static bool take_pitch(struct reader *r) {
    return take_two(r->value, &r->now.pitch_x, &r->now.pitch_y);
}

static bool take_corner(struct reader *r) {
    return take_one(r->value, &r->now.corner);
}

static bool take_roll(struct reader *r) {
    r->now.roll = true;
    return take_one(r->value, &r->gap) && r->gap >= 0;
}

/* ---- a whole stock ---- */

/* Defaults: Letter, labels that touch, equal margins. */
static void fill_sheet(const struct reader *r, struct sello_stock *s) {
    if (r->said[WORD_PAPER] == 0) {
        s->paper_width = SELLO_LETTER_WIDTH, s->paper_height = SELLO_LETTER_HEIGHT;
    }
    if (r->said[WORD_PITCH] == 0) {
        s->pitch_x = s->width, s->pitch_y = s->height;
    }
    if (r->said[WORD_START] == 0) {
        s->left = sello_stock_right(s) / 2;
        s->top = sello_stock_bottom(s) / 2;
    }
}

static void fill_roll(const struct reader *r, struct sello_stock *s) {
    s->columns = 1, s->rows = 1;
    s->paper_width = s->pitch_x = s->width;
    s->paper_height = s->pitch_y = s->height + r->gap;
}

static bool check_said_words(struct reader *r) {
    static const enum word not_for_rolls[] = {WORD_PAPER, WORD_LABELS, WORD_START, WORD_PITCH};
    for (size_t i = 0; r->now.roll && i < sizeof not_for_rolls / sizeof *not_for_rolls; i++) {
        enum word word = not_for_rolls[i];
        if (r->said[word] != 0) {
            return fault_at(r, r->said[word], SELLO_STOCK_WRONG_ROLL, word);
        }
    }
    if (r->said[WORD_SIZE] == 0) {
        return fault_at(r, r->begun, SELLO_STOCK_WRONG_MISSING, WORD_SIZE);
    }
    if (!r->now.roll && r->said[WORD_LABELS] == 0) {
        return fault_at(r, r->begun, SELLO_STOCK_WRONG_MISSING, WORD_LABELS);
    }
    return true;
}

/* Hands over the stock that was read, if any. */
static bool finish_stock(struct reader *r) {
    struct sello_stock *s = &r->now;
    if (r->begun == 0) {
        return true;
    }
    if (!check_said_words(r)) {
        return false;
    }
    if (s->roll) {
        fill_roll(r, s);
    } else {
        fill_sheet(r, s);
    }
    enum sello_stock_problem problem = sello_stock_check(s);
    if (problem != SELLO_STOCK_GOOD) {
        fault_at(r, r->begun, SELLO_STOCK_WRONG_STOCK, N_WORDS);
        r->fault.problem = problem;
        return false;
    }
    s->asymmetric = !s->roll && stock_is_asymmetric(s);
    if (r->said[WORD_TITLE] == 0) {
        stock_copy(s->title, sizeof s->title, sello_bytes_of(s->name));
    }
    r->ended = !r->visit(r->context, s);
    return true;
}

static bool begin_stock(struct reader *r) {
    if (!finish_stock(r)) {
        return false;
    }
    r->now = (struct sello_stock){0};
    memset(r->said, 0, sizeof r->said);
    r->begun = r->line;
    stock_copy(r->now.source, sizeof r->now.source, sello_bytes_of(r->source));
    return true;
}

/* ---- lines ---- */

/* Without its end, CRLF or LF. */
static struct sello_bytes next_stock_line(struct reader *r) {
    const uint8_t *end = memchr(r->rest.ptr, '\n', r->rest.len);
    size_t len = end != NULL ? (size_t)(end - r->rest.ptr) : r->rest.len;
    struct sello_bytes line = sello_bytes(r->rest.ptr, len);
    len += end != NULL;
    r->rest = sello_bytes(r->rest.ptr + len, r->rest.len - len);
    r->line++;
    if (line.len > 0 && line.ptr[line.len - 1] == '\r') {
        line.len--;
    }
    return line;
}

static struct sello_bytes without_comment(struct sello_bytes line) {
    const uint8_t *mark = line.len > 0 ? memchr(line.ptr, '#', line.len) : NULL;
    return stock_trim(mark != NULL ? sello_bytes(line.ptr, (size_t)(mark - line.ptr)) : line);
}

/* Takes the word that the line begins with, and leaves its value. N_WORDS: no known word. */
static size_t take_stock_word(struct sello_bytes *line) {
    size_t i = 0;
    while (i < N_WORDS && !stock_word(line, words[i].en) && !stock_word(line, words[i].es) &&
           !stock_word(line, words[i].plain)) {
        i++;
    }
    stock_skip(line);
    if (line->len > 0 && (line->ptr[0] == '=' || line->ptr[0] == ':')) {
        *line = stock_trim(sello_bytes(line->ptr + 1, line->len - 1));
    }
    return i;
}

static bool take_stock_line(struct reader *r, struct sello_bytes line) {
    r->value = line;
    size_t word = take_stock_word(&r->value);
    if (word == N_WORDS) {
        return fault_at(r, r->line, SELLO_STOCK_WRONG_WORD, N_WORDS);
    }
    if (word == WORD_STOCK && !begin_stock(r)) {
        return false;
    }
    if (r->begun == 0) {
        return fault_at(r, r->line, SELLO_STOCK_WRONG_START, word);
    }
    if (r->said[word] != 0) {
        return fault_at(r, r->line, SELLO_STOCK_WRONG_TWICE, word);
    }
    r->said[word] = r->line;
    return words[word].take(r) || fault_at(r, r->line, SELLO_STOCK_WRONG_VALUE, word);
}

static bool take_stock_lines(struct reader *r) {
    while (r->rest.len > 0 && !r->ended) {
        struct sello_bytes line = without_comment(next_stock_line(r));
        if (line.len > 0 && !take_stock_line(r, line)) {
            return false;
        }
    }
    return r->ended || finish_stock(r);
}

enum sello_error sello_stock_parse(struct sello_bytes file, const char *source,
                                   sello_stock_visit *visit, void *context,
                                   struct sello_stock_fault *out_fault) {
    struct reader r = {.rest = file, .source = source, .visit = visit, .context = context};
    if (file.len >= 3 && memcmp(file.ptr, "\xEF\xBB\xBF", 3) == 0) {
        r.rest = sello_bytes(file.ptr + 3, file.len - 3);
    }
    bool good = file.len <= SELLO_STOCK_FILE_MAX ? take_stock_lines(&r)
                                                 : fault_at(&r, 0, SELLO_STOCK_WRONG_LONG, N_WORDS);
    if (!good) {
        *out_fault = r.fault;
    }
    return good ? SELLO_OK : SELLO_E_TEXT;
}
