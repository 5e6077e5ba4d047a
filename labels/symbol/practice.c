/* SPDX-License-Identifier: Apache-2.0 */
/* PRÁCTICA beneath a symbol that is printed alone, in letters of whole modules: such a picture is
 * made without fonts, and is crisp at any size. */
#include "labels/symbol/practice.h"

enum { WORD_COLUMNS = 45, WORD_ROWS = 10 };

/* clang-format off */
static const char word[WORD_ROWS][WORD_COLUMNS + 1] = {
    "...............#.............................",
    "..............#..............................",
    ".............................................",
    "####..####...###...###..#####.###..###...###.",
    "#...#.#...#.#...#.#...#...#....#..#...#.#...#",
    "#...#.#...#.#...#.#.......#....#..#.....#...#",
    "####..####..#####.#.......#....#..#.....#####",
    "#.....#.#...#...#.#.......#....#..#.....#...#",
    "#.....#..#..#...#.#...#...#....#..#...#.#...#",
    "#.....#...#.#...#..###....#...###..###..#...#",
};
/* clang-format on */

/* Every label's symbol is wide enough: the smallest is of version 8. */
unsigned practice_rows(unsigned page) {
    return page < WORD_COLUMNS ? 0 : WORD_ROWS + SELLO_QUIET_ZONE;
}

bool practice_dark(unsigned page, unsigned x, unsigned y) {
    unsigned column = x - (page - WORD_COLUMNS) / 2, row = y - page; /* huge left of it and above */
    return column < WORD_COLUMNS && row < WORD_ROWS && word[row][column] == '#';
}
