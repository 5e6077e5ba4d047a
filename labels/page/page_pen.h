/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_PAGE_PAGE_PEN_H
#define SELLO_LABELS_PAGE_PAGE_PEN_H

/* Within labels/: drawing a page, whatever it is drawn on. Lengths are points, 1/72 inch. */

#include "labels/art/words.h"
#include "labels/page/page.h"

#define PAGE_DPI 300     /* of PNG, and the grid that symbols lie on everywhere */
#define PAGE_MARGIN 54.0 /* three quarters of an inch: every office printer reaches there */
#define PAGE_GUTTER 27.0 /* between two columns */

/* The surface's coordinates are points, from the paper's upper left corner. */
struct page_pen {
    cairo_t *cairo;
    PangoContext *context;
    double width, height; /* the paper's */
    double y;             /* where the next part begins */
    double closer;        /* by which part sizes and gaps are smaller than on a page of its own */
};

/* ---- page_text.c ---- */

struct page_style {
    enum words_face face;
    double size;
    double leading; /* from line to line, as a multiple of the size; 0: as close as on labels */
    bool centred;
    double grey; /* 0 is black */
};

/* Where a text goes. It wraps at the width; with a width of 0 it is one line. */
struct page_place {
    double x, y, width;
};

/* What it took there. */
struct page_extent {
    double width, height;
};

/* Loads the pen's fonts. SELLO_E_PAGE_FONT without them. Call page_text_end in any case. */
SELLO_NODISCARD enum sello_error page_text_start(struct page_pen *pen);
void page_text_end(struct page_pen *pen);

/* Sets a text. SELLO_E_MEMORY. */
SELLO_NODISCARD enum sello_error page_text_put(struct page_pen *pen, const struct page_style *style,
                                               struct sello_bytes text, struct page_place place,
                                               struct page_extent *out);

/* The same, on one line, which ends in an ellipsis if it is too long. */
SELLO_NODISCARD enum sello_error
page_text_put_line(struct page_pen *pen, const struct page_style *style, struct sello_bytes text,
                   struct page_place place, struct page_extent *out);

/* The room it would take at this width; nothing is drawn. */
SELLO_NODISCARD enum sello_error page_text_measure(struct page_pen *pen,
                                                   const struct page_style *style,
                                                   struct sello_bytes text, double width,
                                                   struct page_extent *out);

/* ---- page_head.c ---- */

/* How large a mark is that takes at most this room. */
struct page_extent page_mark_extent(const struct sello_mark *mark, double wide, double high);
SELLO_NODISCARD enum sello_error page_mark_put(cairo_t *cairo, const struct sello_mark *mark,
                                               double x, double y, struct page_extent extent);

/* Fretwork from margin to margin. */
void page_strip_put(struct page_pen *pen, uint32_t rgb);

/* A part of the kind HEAD, with the copy's name (may be empty). */
SELLO_NODISCARD enum sello_error page_head_put(struct page_pen *pen, const struct sello_page *page,
                                               const struct sello_page_part *part,
                                               struct sello_bytes copy);

/* ---- page_symbol.c ---- */

/* Rounds a length up to whole dots, give or take a hair. */
double page_dots_up(double points);

/* With its quiet zone, in black, from the origin on. */
void page_symbol_trace(cairo_t *cairo, const struct sello_symbol *symbol, double module);

/* The same from the dot at or behind this place on; a module of whole dots. */
void page_symbol_put(cairo_t *cairo, const struct sello_symbol *symbol, double x, double y,
                     double module);

/* ---- page_table.c ---- */

/* Set a part of this kind below what is there. */
SELLO_NODISCARD enum sello_error page_table_put(struct page_pen *pen,
                                                const struct sello_page_part *part);
SELLO_NODISCARD enum sello_error page_signatures_put(struct page_pen *pen,
                                                     const struct sello_page_part *part);

/* ---- page_write.c ---- */

/* What cairo has written so far, of any length. */
struct page_file {
    uint8_t *ptr; /* owned: freed with free() */
    size_t len, room;
};

/* cairo's write function, for a struct page_file. */
cairo_status_t page_file_append(void *closure, const unsigned char *data, unsigned len);

/* cairo's write function, for a struct sello_writer. */
cairo_status_t page_append(void *closure, const unsigned char *data, unsigned len);

/* Sets a PDF's creator and its title (may be empty), and leaves out the date. */
void page_pdf_name(cairo_surface_t *surface, struct sello_bytes name);

/* A PDF of such pages, written to out; the name may be empty. */
cairo_surface_t *page_pdf_start(double width, double height, struct sello_bytes name,
                                struct sello_writer *out);

/* Writes out what is left and frees the surface. Returns the error of drawing on it, if there was
 * one; else SELLO_E_NO_ROOM or SELLO_E_MEMORY if it could not be written. */
SELLO_NODISCARD enum sello_error
page_surface_end(cairo_surface_t *surface, const struct sello_writer *out, enum sello_error drawn);

/* ---- page.c ---- */

/* The paper's size. */
void page_size(enum sello_paper paper, double *out_width, double *out_height);

/* That it is for practice, white on black in the upper margin. */
SELLO_NODISCARD enum sello_error page_practice_band(struct page_pen *pen);

/* Sets all parts and the footer. */
SELLO_NODISCARD enum sello_error page_draw(struct page_pen *pen, const struct sello_page *page);

#endif
