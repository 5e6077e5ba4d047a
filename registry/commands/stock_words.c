/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/stock_words.h"

#include "cli/cli.h"
#include "labels/stock/stock_read.h"

enum { WORDS_MAX = 400 };

/* What may follow each word; the first %s is the word itself. */
static const struct {
    const char *word, *expected;
} values[] = {
    {"stock", N_("a name of at most 32 lower-case letters, digits, hyphens and points: %s my-24")},
    {"title", N_("a text of at most 80 bytes: %s Sheets of the shop at the corner")},
    {"paper", N_("letter, a4, or its width and height in millimetres: %s 215.9 x 279.4")},
    {"labels", N_("how many across and how many down: %s 3 x 10")},
    {"size", N_("a label's width and height in millimetres: %s 66.7 x 25.4, or %s round 40")},
    {"start", N_("how far the first label is from the left and from the top: %s 4.8 x 12.7")},
    {"pitch", N_("how far it is from one label's edge to the next one's: %s 69.9 x 25.4")},
    {"corner", N_("the radius of rounded corners in millimetres: %s 2")},
    {"roll", N_("the gap below each label in millimetres: %s 3")},
};
#define N_VALUES (sizeof values / sizeof *values)

/* As the user writes it. */
static const char *word_here(const char *word) {
    return strcmp(cli_language_name(), "es") == 0 ? sello_stock_word_es(word) : word;
}

/* An example is shown with the words of the language. */
static void expected_after(const char *word, char out[SELLO_LEN(WORDS_MAX)]) {
    const char *at = "";
    size_t len = 0;
    for (size_t i = 0; i < N_VALUES; i++) {
        at = strcmp(values[i].word, word) == 0 ? _(values[i].expected) : at;
    }
    for (; *at != '\0' && len < WORDS_MAX - 1; at++) {
        if (at[0] == '%' && at[1] == 's') {
            int n = snprintf(out + len, WORDS_MAX - len, "%s", word_here(word));
            len += n > 0 ? (size_t)n : 0;
            at++;
        } else {
            out[len++] = *at;
        }
    }
    out[len < WORDS_MAX ? len : WORDS_MAX - 1] = '\0';
}

static const char *shape_words(enum sello_stock_problem problem) {
    switch (problem) {
    case SELLO_STOCK_GOOD: break;
    case SELLO_STOCK_PAPER: return _("its paper must measure 5 to 1200 mm each way");
    case SELLO_STOCK_COUNT: return _("it must have 1 to 100 columns and as many rows");
    case SELLO_STOCK_SIZE:
        return _("a label must measure 5 mm or more each way, its corner at most half of that");
    case SELLO_STOCK_OFF:
        return _("its labels do not all lie on the paper: measure size, start and pitch again");
    case SELLO_STOCK_OVERLAP:
        return _("its labels lie over each other: the pitch is measured from one label's edge to "
                 "the same edge of the next one, and is at least the label's size");
    }
    return "";
}

/* "stock, title, paper, ..." */
static void join_words(char out[SELLO_LEN(WORDS_MAX)]) {
    size_t len = 0;
    for (size_t i = 0; i < N_VALUES && len < WORDS_MAX; i++) {
        int n = snprintf(out + len, WORDS_MAX - len, "%s%s", i == 0 ? "" : ", ",
                         word_here(values[i].word));
        len += n > 0 ? (size_t)n : 0;
    }
}

void stock_words_of_fault(const struct problem *p, char *buf, size_t size) {
    const char *path = p->value[0].text, *named = p->value[2].text;
    size_t line = (size_t)p->value[1].number;
    char words[WORDS_MAX] = "";
    const char *word = named[0] != '\0' ? word_here(named) : "";
    switch ((enum sello_stock_wrong)p->value[3].number) {
    case SELLO_STOCK_WRONG_NOTHING: buf[0] = '\0'; break;
    case SELLO_STOCK_WRONG_WORD:
        join_words(words);
        snprintf(buf, size, _("%s, line %zu: a line begins with one of these words: %s."), path,
                 line, words);
        break;
    case SELLO_STOCK_WRONG_VALUE:
        expected_after(named, words);
        snprintf(buf, size, _("%s, line %zu: after \"%s\" is expected %s"), path, line, word,
                 words);
        break;
    case SELLO_STOCK_WRONG_TWICE:
        snprintf(buf, size, _("%s, line %zu: \"%s\" was said of this stock already."), path, line,
                 word);
        break;
    case SELLO_STOCK_WRONG_START:
        snprintf(buf, size, _("%s, line %zu: each stock begins with its name: %s my-24"), path,
                 line, word_here("stock"));
        break;
    case SELLO_STOCK_WRONG_MISSING:
        expected_after(named, words);
        snprintf(buf, size, _("%s: the stock that begins on line %zu lacks %s"), path, line, words);
        break;
    case SELLO_STOCK_WRONG_ROLL:
        snprintf(buf, size, _("%s, line %zu: \"%s\" is not for rolls. Take the line away."), path,
                 line, word);
        break;
    case SELLO_STOCK_WRONG_STOCK:
        snprintf(buf, size, _("%s: the stock that begins on line %zu cannot be: %s."), path, line,
                 shape_words((enum sello_stock_problem)p->value[4].number));
        break;
    case SELLO_STOCK_WRONG_LONG:
        snprintf(buf, size, _("%s is too long to be a stock file."), path);
        break;
    }
}

/* What our stock is called, where that has words in it; what users call theirs stays theirs. */
const char *stock_title(const struct sello_stock *stock) {
    static const char *const titles[] = {
        N_("Avery 5366, file folders"),
        N_("Avery 6570, identification"),
        N_("Avery 3111, 3274.1, square"),
        N_("Avery 3112, 8293, 3274.2, round"),
        N_("Avery 5193, 5293, round"),
        N_("Avery 5371, cards: hang tags"),
        N_("OnlineLabels OL5175, square"),
        N_("OnlineLabels OL6300, square"),
        N_("OnlineLabels OL3016, square"),
        N_("OnlineLabels OL291, square"),
        N_("Avery L6009, heavy duty"),
        N_("Avery L6011, heavy duty"),
        N_("Avery L6112, tamper evident, round"),
        N_("Avery L6113, tamper evident"),
        N_("Rayfilm 2307, square"),
        N_("Rayfilm 2626, square"),
    };
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        if (strcmp(titles[i], stock->title) == 0) {
            return _(titles[i]);
        }
    }
    return stock->title;
}
