/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_PAGE_FRAMED_H
#define SELLO_LABELS_PAGE_FRAMED_H

/* One page to frame and hang up: words in the middle of a woven border, with lines to sign on, room
 * for a stamp and a code that leads to what is published of it.
 *
 * The page lies on its side. Lines are set one below the other, centred; a long name is set
 * smaller, then on more lines; if the page would still overflow, everything gets smaller. Nothing
 * overlaps.
 * Texts are UTF-8 data, and shown as words on a page are (page.h). */

#include "labels/art/art.h"
#include "labels/page/page.h"

enum sello_framed_role {
    SELLO_FRAMED_ISSUER = 1, /* above all, in small bold letters */
    SELLO_FRAMED_TITLE = 2,
    SELLO_FRAMED_PHRASE = 3, /* the words between names */
    SELLO_FRAMED_NAME = 4,   /* large */
    SELLO_FRAMED_DATES = 5,
    SELLO_FRAMED_ASIDE = 6,  /* small and grey, below a line: the same in the other language */
    SELLO_FRAMED_NUMBER = 7, /* in the accent's colour */
};

struct sello_framed_line {
    enum sello_framed_role role;
    struct sello_bytes text; /* borrowed; empty: takes no room */
};

/* A line to sign on, and what stands beneath it. */
struct sello_framed_sign {
    struct sello_bytes who, what; /* "Taller Ruiz"; "Por el productor" */
};

struct sello_framed {
    enum sello_paper paper;
    struct sello_bytes name;       /* the document's */
    const struct sello_mark *mark; /* above all; NULL: none */
    const struct sello_framed_line *line;
    size_t n_lines;
    struct sello_bytes place;          /* before a line to write place and date on */
    struct sello_framed_sign sign[2];  /* below it */
    struct sello_bytes stamp;          /* in the ring where a stamp goes: "Sello" */
    const struct sello_symbol *symbol; /* NULL: no code */
    struct sello_bytes symbol_under;   /* small beneath it */
    struct sello_bytes foot;           /* small, within the border; a few lines */
    uint32_t accent;                   /* 0xrrggbb: of border, title and number; 0: cochineal red */
    struct sello_bytes across; /* large and pale behind the words: "PRÁCTICA"; empty: nothing */
};

/* Appends the page as PDF 1.5 with its fonts. The same page gives the same bytes with the same
 * libraries and fonts; no date is inside. SELLO_E_PAGE_FULL when it does not fit even at the
 * smallest size that reads from a wall; SELLO_E_PAGE_FONT, SELLO_E_NO_ROOM, SELLO_E_MEMORY. What
 * was written is taken back when it fails. SELLO_PAGE_ROOM is enough for any. */
SELLO_NODISCARD enum sello_error sello_framed_write(const struct sello_framed *framed,
                                                    struct sello_writer *out);

#endif
