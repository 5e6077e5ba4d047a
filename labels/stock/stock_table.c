/* SPDX-License-Identifier: Apache-2.0 */
/* The stock that comes with Sello. Numbers come from the databases of gLabels and LibreOffice, as
 * each row says; where the two differ, the symmetric ones. Corners are gLabels'. */
#include "labels/stock/stock.h"

#define LETTER SELLO_LETTER_WIDTH, SELLO_LETTER_HEIGHT
#define A4 SELLO_A4_WIDTH, SELLO_A4_HEIGHT
#define SHEET SELLO_STOCK_RECTANGLE, false, false
#define ROUND SELLO_STOCK_ROUND, false, false
#define ODD SELLO_STOCK_RECTANGLE, false, true /* asymmetric */

#define GAP 3.0 /* below each label of a roll: an eighth of an inch, the usual one */
#define ROLL(w, h)                                                                                 \
    {                                                                                              \
        "roll-" #w "x" #h, #w " x " #h " mm", "a common size; gap 3 mm", w, h + GAP, 1, 1, w, h,   \
            0, 0, w, h + GAP, 1.5, SELLO_STOCK_RECTANGLE, true, false                              \
    }

/* Name, title, source; paper, columns, rows, width, height, left, top, pitch, corner, shape. */
/* clang-format off */
static const struct sello_stock table[] = {
    {"avery-5160", "Avery 5160, 8160, 5260", "LibreOffice",
     LETTER, 3, 10, 66.68, 25.40, 4.76, 12.70, 69.85, 25.40, 1.59, SHEET},
    {"avery-5161", "Avery 5161, 8161", "gLabels, LibreOffice",
     LETTER, 2, 10, 101.60, 25.40, 3.97, 12.70, 106.36, 25.40, 1.59, SHEET},
    {"avery-5162", "Avery 5162, 8162", "gLabels",
     LETTER, 2, 7, 101.60, 33.87, 3.97, 21.17, 106.36, 33.87, 1.59, SHEET},
    {"avery-5163", "Avery 5163, 8163", "LibreOffice",
     LETTER, 2, 5, 101.60, 50.80, 3.97, 12.70, 106.36, 50.80, 3.18, SHEET},
    {"avery-5164", "Avery 5164, 8164", "gLabels, LibreOffice",
     LETTER, 2, 3, 101.60, 84.67, 3.97, 12.70, 106.36, 84.67, 3.18, SHEET},
    {"avery-5167", "Avery 5167, 8167", "gLabels, LibreOffice",
     LETTER, 4, 20, 44.45, 12.70, 7.14, 12.70, 52.39, 12.70, 1.59, SHEET},
    {"avery-5366", "Avery 5366, file folders", "gLabels",
     LETTER, 2, 15, 87.31, 16.93, 13.49, 12.70, 101.60, 16.93, 1.59, SHEET},
    {"avery-6570", "Avery 6570, identification", "gLabels",
     LETTER, 4, 8, 44.45, 31.75, 12.70, 12.70, 49.21, 31.75, 1.58, ODD},
    {"avery-6871", "Avery 6871", "gLabels",
     LETTER, 3, 6, 60.33, 31.75, 9.46, 28.58, 68.33, 38.10, 1.59, SHEET},
    {"avery-6873", "Avery 6873", "gLabels",
     LETTER, 2, 4, 95.25, 50.80, 9.53, 28.58, 101.60, 57.15, 1.59, SHEET},
    {"avery-6879", "Avery 6879", "gLabels",
     LETTER, 2, 6, 95.25, 31.75, 9.53, 28.58, 101.60, 38.10, 1.59, SHEET},
    {"avery-3111", "Avery 3111, 3274.1, square", "gLabels, LibreOffice",
     LETTER, 3, 3, 63.50, 63.50, 7.94, 31.75, 68.26, 76.20, 0, SHEET},
    {"avery-3112", "Avery 3112, 8293, 3274.2, round", "gLabels, LibreOffice",
     LETTER, 4, 5, 38.10, 38.10, 12.70, 19.05, 50.80, 50.80, 0, ROUND},
    {"avery-5193", "Avery 5193, 5293, round", "gLabels",
     LETTER, 4, 6, 41.28, 41.28, 10.56, 13.95, 51.17, 42.05, 0, ROUND},
    {"avery-5371", "Avery 5371, cards: hang tags", "gLabels",
     LETTER, 2, 5, 88.90, 50.80, 19.05, 12.70, 88.90, 50.80, 0, SHEET},
    {"onlinelabels-ol5175", "OnlineLabels OL5175, square", "gLabels",
     LETTER, 4, 5, 45.72, 45.72, 16.51, 25.40, 45.72, 45.72, 0, SHEET},
    {"onlinelabels-ol6300", "OnlineLabels OL6300, square", "gLabels",
     LETTER, 4, 6, 38.10, 38.10, 22.22, 25.40, 44.45, 38.10, 1.59, SHEET},
    {"onlinelabels-ol3016", "OnlineLabels OL3016, square", "gLabels",
     LETTER, 3, 4, 50.80, 50.80, 6.35, 6.35, 76.20, 71.97, 3.18, SHEET},
    {"onlinelabels-ol291", "OnlineLabels OL291, square", "gLabels",
     LETTER, 3, 4, 63.50, 63.50, 9.53, 6.35, 66.67, 67.73, 3.18, SHEET},

    {"avery-l7160", "Avery L7160, J8160, CIL-W108", "LibreOffice",
     A4, 3, 7, 63.50, 38.10, 7.20, 15.15, 66.04, 38.10, 1.76, SHEET},
    {"avery-l7161", "Avery L7161", "LibreOffice",
     A4, 3, 6, 63.50, 46.56, 7.21, 8.82, 66.04, 46.56, 2.47, SHEET},
    {"avery-l7162", "Avery L7162", "LibreOffice",
     A4, 2, 8, 99.06, 33.87, 4.67, 13.02, 101.60, 33.87, 1.76, SHEET},
    {"avery-l7163", "Avery L7163", "LibreOffice",
     A4, 2, 7, 99.06, 38.10, 4.67, 15.15, 101.60, 38.10, 1.76, SHEET},
    {"avery-l7164", "Avery L7164", "LibreOffice",
     A4, 3, 4, 63.50, 71.97, 7.21, 4.57, 66.04, 71.97, 3.0, SHEET},
    {"avery-l7165", "Avery L7165, J8165", "LibreOffice",
     A4, 2, 4, 99.06, 67.73, 4.67, 13.04, 101.60, 67.73, 0, SHEET},
    {"avery-l7173", "Avery L7173", "LibreOffice",
     A4, 2, 5, 99.06, 57.00, 4.67, 6.00, 101.60, 57.00, 0, SHEET},
    {"avery-l7651", "Avery L7651, J8651, CIL-W107", "LibreOffice",
     A4, 5, 13, 38.10, 21.17, 4.67, 10.90, 40.64, 21.17, 1.76, SHEET},
    {"avery-l7157", "Avery L7157", "LibreOffice",
     A4, 3, 11, 64.00, 24.30, 6.46, 14.00, 66.54, 24.30, 0, ODD},
    {"avery-l7159", "Avery L7159", "LibreOffice",
     A4, 3, 8, 64.00, 33.86, 6.46, 13.06, 66.54, 33.86, 0, SHEET},
    {"avery-l6009", "Avery L6009, heavy duty", "LibreOffice",
     A4, 4, 12, 45.72, 21.17, 9.75, 21.41, 48.26, 21.17, 0, SHEET},
    {"avery-l6011", "Avery L6011, heavy duty", "LibreOffice",
     A4, 3, 9, 63.50, 29.63, 7.21, 15.10, 66.04, 29.63, 0, SHEET},
    {"avery-l6112", "Avery L6112, tamper evident, round", "LibreOffice",
     A4, 4, 6, 40.00, 40.00, 16.00, 13.43, 46.00, 46.00, 0, ROUND},
    {"avery-l6113", "Avery L6113, tamper evident", "LibreOffice",
     A4, 4, 12, 45.72, 21.17, 9.75, 21.41, 48.26, 21.17, 0, SHEET},
    {"zweckform-3475", "Avery Zweckform 3475, 3490", "gLabels, LibreOffice",
     A4, 3, 8, 70.00, 36.00, 0, 4.43, 70.00, 36.00, 0, SHEET},
    {"zweckform-3652", "Avery Zweckform 3652", "LibreOffice",
     A4, 3, 7, 70.00, 42.41, 0, 0, 70.00, 42.41, 0, SHEET},
    {"zweckform-4780", "Avery Zweckform 4780", "LibreOffice",
     A4, 4, 10, 48.50, 25.40, 8.00, 21.43, 48.50, 25.40, 0, SHEET},
    {"rayfilm-2307", "Rayfilm 2307, square", "gLabels",
     A4, 6, 8, 35.00, 35.00, 0, 8.50, 35.00, 35.00, 0, SHEET},
    {"rayfilm-2626", "Rayfilm 2626, square", "gLabels",
     A4, 4, 5, 50.00, 50.00, 5.00, 23.50, 50.00, 50.00, 0, SHEET},

    ROLL(32, 25),
    ROLL(50, 25),
    ROLL(50, 30),
    ROLL(50, 50),
    ROLL(57, 32),
    ROLL(60, 40),
    ROLL(76, 51),
    ROLL(100, 50),
    ROLL(100, 150),
    ROLL(102, 51),
    ROLL(102, 76),
    ROLL(102, 152),
};

/* The same cut, sold under other names. */
static const struct {
    const char *alias, *name;
} aliases[] = {
    {"avery-8160", "avery-5160"},
    {"avery-5260", "avery-5160"},
    {"avery-8161", "avery-5161"},
    {"avery-8162", "avery-5162"},
    {"avery-8163", "avery-5163"},
    {"avery-8164", "avery-5164"},
    {"avery-8167", "avery-5167"},
    {"avery-3274.1", "avery-3111"},
    {"avery-8293", "avery-3112"},
    {"avery-3274.2", "avery-3112"},
    {"avery-5293", "avery-5193"},
    {"avery-j8160", "avery-l7160"},
    {"cil-w108", "avery-l7160"},
    {"avery-j8165", "avery-l7165"},
    {"avery-j8651", "avery-l7651"},
    {"cil-w107", "avery-l7651"},
    {"zweckform-3490", "zweckform-3475"},
    {"avery-3475", "zweckform-3475"},
    {"avery-3652", "zweckform-3652"},
    {"avery-4780", "zweckform-4780"},
    {"roll-51x25", "roll-50x25"},
};
/* clang-format on */

#define N_TABLE (sizeof table / sizeof *table)
#define N_ALIASES (sizeof aliases / sizeof *aliases)

size_t sello_stock_count(void) {
    return N_TABLE;
}

const struct sello_stock *sello_stock_at(size_t i) {
    return &table[i];
}

/* ---- by name ---- */

static char lower_letter(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same_but_for_case(const char *a, const char *b) {
    while (*a != '\0' && lower_letter(*a) == lower_letter(*b)) {
        a++;
        b++;
    }
    return lower_letter(*a) == lower_letter(*b);
}

/* "avery-5160", or the part number alone: "5160". */
static bool is_named(const char *full, const char *asked) {
    const char *part = strchr(full, '-') + 1;
    return same_but_for_case(full, asked) || same_but_for_case(part, asked);
}

static const struct sello_stock *find_main(const char *name) {
    for (size_t i = 0; i < N_TABLE; i++) {
        if (is_named(table[i].name, name)) {
            return &table[i];
        }
    }
    return NULL;
}

bool sello_stock_has_backs(const struct sello_stock *stock) {
    return !stock->roll &&
           (sello_stock_find(stock->name) == NULL || strcmp(stock->name, "avery-5371") == 0);
}

const struct sello_stock *sello_stock_find(const char *name) {
    const struct sello_stock *found = find_main(name);
    for (size_t i = 0; i < N_ALIASES && found == NULL; i++) {
        if (is_named(aliases[i].alias, name)) {
            found = find_main(aliases[i].name);
        }
    }
    return found;
}

const char *sello_stock_alias(const struct sello_stock *stock, size_t i) {
    for (size_t at = 0; at < N_ALIASES; at++) {
        if (strcmp(aliases[at].name, stock->name) == 0 && i-- == 0) {
            return aliases[at].alias;
        }
    }
    return NULL;
}
