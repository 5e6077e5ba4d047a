/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_PAGE_PAGE_H
#define SELLO_LABELS_PAGE_PAGE_H

/* One page to print and hang up, to sign, or to put in a safe: words, a symbol, lines to be typed
 * again.
 *
 * Parts are set one below the other, in black on white. Every text is data: no markup is read in
 * it, and what cannot be shown is replaced. The fonts are those of labels, Gentium Plus and Andika;
 * DejaVu Sans Mono for what is typed, and DejaVu Sans for letters that the first two lack. They
 * must be installed where it runs. */

#include "labels/art/art.h"
#include "labels/symbol/symbol.h"

enum sello_paper { SELLO_PAPER_LETTER = 1, SELLO_PAPER_A4 = 2 };

enum sello_page_form { SELLO_PAGE_PDF = 1, SELLO_PAGE_SVG = 2, SELLO_PAGE_PNG = 3 };

enum sello_part_kind {
    SELLO_PART_TITLE = 1, /* large, centred */
    SELLO_PART_LEAD = 2,  /* centred beneath a title or a symbol */
    SELLO_PART_HEADING = 3,
    SELLO_PART_TEXT = 4,
    SELLO_PART_SYMBOL = 5,
    SELLO_PART_LINES = 6,
    SELLO_PART_COMMAND = 7, /* what is typed at a terminal */
    SELLO_PART_TABLE = 8,
    SELLO_PART_SIGNATURES = 9, /* lines to sign on */
    SELLO_PART_STRIP = 10,     /* fretwork over the whole width */
    SELLO_PART_HEAD = 11,      /* of a form: the mark, `beside` above `text`, fretwork */
};

/* A part of the page. Fields that its kind does not mention are ignored. Texts are UTF-8 and
 * borrowed. */
struct sello_page_part {
    enum sello_part_kind kind;

    /* TITLE, LEAD, HEADING, TEXT, COMMAND: wrapped at the page's width; a newline begins a new
     * line. LINES: monospaced, one to a newline, never wrapped, numbered from 1 in the margin; at
     * most SELLO_PAGE_LINE_MAX characters each. TABLE: rows one to a newline, their cells parted
     * by tabs, at most SELLO_PAGE_COLUMNS_MAX; columns are as wide as they need, and the last one
     * takes the rest. HEAD: what the page is. SIGNATURES: what stands below the line. */
    struct sello_bytes text;

    /* HEADING, TEXT, COMMAND, SIGNATURES: where not empty, the page is halved: `text` on the left,
     * this on the right. HEAD: whose page it is. */
    struct sello_bytes beside;

    /* TABLE: its first row names the columns, and lines part the rows; without it the first column
     * names what stands in the others. */
    bool headed;

    /* SYMBOL: centred, with its quiet zone. The module is rounded to whole dots of 300 dpi, and
     * never below module_mm. */
    const struct sello_symbol *symbol;
    double module_mm;
};

#define SELLO_PAGE_LINE_MAX 64
#define SELLO_PAGE_COLUMNS_MAX 6

struct sello_page {
    enum sello_paper paper;
    struct sello_bytes name; /* the document's, for its window and its list of files */
    const struct sello_page_part *part;
    size_t n_parts;
    struct sello_bytes footer;     /* small, at the foot; may be empty */
    const struct sello_mark *mark; /* of HEAD; NULL: none */
    uint32_t accent;               /* 0xrrggbb: of fretwork */
    bool practice; /* a band above all says so; on a page of one copy it takes nothing from parts */

    /* Where they have names, all of it comes twice, as one sheet to be cut in two: for who gives
     * and who takes. What is too long for half a page is on two pages. Of a PDF alone. */
    struct sello_bytes copy[2];
};

/* A buffer that any page fits, in bytes. */
#define SELLO_PAGE_ROOM ((size_t)8 << 20)

/* Appends the page: PDF 1.5 with its fonts, SVG 1.1 with letters as outlines, or PNG of 300 dpi.
 * The same page gives the same bytes with the same libraries and fonts; no date is inside.
 * SELLO_E_PAGE_FULL when its parts do not fit on one page, or a line on its width;
 * SELLO_E_PAGE_FONT where the fonts are missing; SELLO_E_RANGE for a module of 0 or less, and for
 * copies in a form without pages;
 * SELLO_E_NO_ROOM when `out` is too small; SELLO_E_MEMORY. What was written is taken back when it
 * fails. */
SELLO_NODISCARD enum sello_error sello_page_write(const struct sello_page *page,
                                                  enum sello_page_form form,
                                                  struct sello_writer *out);

#endif
