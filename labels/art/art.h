/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_ART_ART_H
#define SELLO_LABELS_ART_ART_H

/* A whole label: the symbol with its quiet zone and the words beside it, laid out by a design for
 * the stock's shape. Lengths are millimetres.
 *
 * Texts are UTF-8 data: markup in them has no effect, and what cannot be shown is replaced. The
 * fonts are Gentium Plus and Andika. */

#include "labels/stock/stock.h"

/* What the labels of a batch say, except the serial. Borrowed while the art lives; empty: absent.
 */
struct sello_label_words {
    struct sello_bytes product, producer, origin; /* origin: community */
    struct sello_bytes traits;                    /* what to compare on the piece */
    struct sello_bytes scheme, lot, net_content;
    struct sello_bytes made; /* a date, "2026-11-01", which is said as people do: "1 nov 2026" */
    struct sello_bytes certificate;    /* "C12" */
    struct sello_bytes certifier, web; /* name; web address in plain letters, without "https://" */
};

/* Of the line that says what to do, and the words before lot and certificate. */
enum sello_label_language { SELLO_LABEL_ES = 1, SELLO_LABEL_EN = 2, SELLO_LABEL_BOTH = 3 };

/* A certifier's mark (its logo), PNG or SVG by its content: at most 4 MiB, 4096 pixels a side, and
 * one side eight times the other. An SVG may refer to no other file. Many arts may share a mark.
 * SELLO_E_PICTURE_FORMAT, _DAMAGED, _TOO_LARGE; SELLO_E_MEMORY. */
struct sello_mark;
SELLO_NODISCARD enum sello_error sello_mark_open(struct sello_bytes file, struct sello_mark **out);
void sello_mark_free(struct sello_mark **mark);
bool sello_mark_in_colour(const struct sello_mark *mark);

/* A certifier's own pattern, one figure of a band, which our designs repeat in place of their
 * fretwork: read as marks are; what is dark is ink. Many arts may share one. Errors as for a mark;
 * SELLO_E_PICTURE_FORMAT too where nothing of it is dark, or all. */
struct sello_ornament;
SELLO_NODISCARD enum sello_error sello_ornament_open(struct sello_bytes file,
                                                     struct sello_ornament **out);
void sello_ornament_free(struct sello_ornament **ornament);

/* How a label is laid out: a design of ours, or a user's file of boxes. */
struct sello_design;
/* "simple", "marco", "etiqueta", "sello", "tierra"; also "plain", "framed", "tag", "seal" and
 * "earth". NULL: none of ours. */
const struct sello_design *sello_design_find(const char *name);
const struct sello_design *sello_design_at(size_t i);             /* NULL: no more */
const char *sello_design_name(const struct sello_design *design); /* NULL: a user's */

/* Does it print colours, with this accent (0: none), or would black ink do? */
bool sello_design_in_colour(const struct sello_design *design, uint32_t accent);

/* The contrast of two colours (0xrrggbb) as WCAG 2.1 has it: 1 to 21. */
double sello_contrast(uint32_t a, uint32_t b);
#define SELLO_ACCENT_CONTRAST 4.5 /* at least, of an accent on white */

/* Reads a file of boxes (docs/guide-designs.md). SELLO_E_DESIGN, with the number of the first
 * faulty line, from 1, in *out_line; SELLO_E_MEMORY. */
SELLO_NODISCARD enum sello_error sello_design_parse(struct sello_bytes file,
                                                    struct sello_design **out, size_t *out_line);
void sello_design_free(struct sello_design **design); /* a parsed one */

/* Do its boxes lie on this label, without overlaps? SELLO_E_DESIGN_PLACE, with the box's line. Our
 * own designs fit every label. */
SELLO_NODISCARD enum sello_error sello_design_check(const struct sello_design *design,
                                                    const struct sello_stock *stock,
                                                    size_t *out_line);

/* What a label printer is told before each label, where it is asked for; else it keeps its own
 * settings. */
enum sello_media { SELLO_MEDIA_AS_IS, SELLO_MEDIA_GAP, SELLO_MEDIA_MARK, SELLO_MEDIA_CONTINUOUS };
#define SELLO_DARKNESS_MAX 30
#define SELLO_SPEED_MAX 14 /* inches a second */
struct sello_thermal_settings {
    enum sello_media media; /* what parts the labels of its roll */
    unsigned speed;         /* 0: as it is */
    bool has_darkness;
    unsigned darkness;
};

/* What is the same for all labels of one job. Borrowed while the art lives. */
struct sello_art_setup {
    const struct sello_stock *stock; /* its shape and size; where it stands on paper is sheet.h's */
    const struct sello_design *design;
    const struct sello_mark *mark;         /* NULL: none */
    const struct sello_ornament *ornament; /* NULL: our fretwork */
    const struct sello_label_words *words;
    enum sello_label_language language;
    struct sello_print_size size; /* of the symbol: whole dots */
    unsigned symbol_page;         /* modules of the widest symbol of the job, with quiet zone */
    bool proof;                   /* PRUEBA across the label, except over the symbol */
    bool practice;                /* PRÁCTICA beside it, or across it as PRUEBA is */
    bool bleeds;                  /* cut with a bleed: "marco" and "etiqueta" get a light ground */
    bool thermal;                 /* a printer that has only black */
    struct sello_thermal_settings settings; /* of that printer */
    uint32_t accent; /* 0xrrggbb, of SELLO_ACCENT_CONTRAST at least: what a design draws; 0: black,
                      * and a ground in cochineal red */
};

/* setup->size, or fewer dots if that lets the label keep words. It gives up one dot at a time: down
 * to modules of 0.423 mm for any word; to 0.396 mm (GS1's least at retail) for the product, the
 * serial, the producer, the certifier, what to do or the community; to 0.375 mm for one of the
 * first five. Errors as for sello_art_new, except SELLO_E_PAGE_FULL. */
SELLO_NODISCARD enum sello_error sello_art_size(const struct sello_art_setup *setup,
                                                struct sello_print_size *out);

/* Layout, fonts and texts made once, then drawn for each label. For one thread at a time; each
 * thread makes its own. */
struct sello_art;

/* SELLO_E_PAGE_FULL if the symbol with its quiet zone does not fit the label (see sello_fit), or
 * there is no room for PRUEBA or PRÁCTICA; SELLO_E_DESIGN_PLACE (see sello_design_check);
 * SELLO_E_RANGE, SELLO_E_PAGE_FONT, SELLO_E_MEMORY. */
SELLO_NODISCARD enum sello_error sello_art_new(const struct sello_art_setup *setup,
                                               struct sello_art **out);
void sello_art_free(struct sello_art **art);

/* What a label says, in the order in which a small one lets it in. */
enum sello_art_part {
    SELLO_ART_PRODUCT,
    SELLO_ART_SERIAL,
    SELLO_ART_PRODUCER,
    SELLO_ART_CERTIFIER,
    SELLO_ART_SCAN, /* what to do */
    SELLO_ART_ORIGIN,
    SELLO_ART_MARK,
    SELLO_ART_TRAITS,
    SELLO_ART_LOT,
    SELLO_ART_MADE,
    SELLO_ART_NET,
    SELLO_ART_SCHEME,
    SELLO_ART_CERTIFICATE,
    SELLO_ART_WEB,
    SELLO_ART_OWN_WORDS, /* the design's */
    SELLO_ART_PARTS
};

#define SELLO_LETTER_LEN 5 /* of UTF-8, and its end */

/* What there was no room for. A user's design shows what its file says: of that, what is cut. */
struct sello_art_lack {
    bool left_out[SELLO_ART_PARTS];
    bool cut[SELLO_ART_PARTS]; /* ends in an ellipsis wherever it stands */
    char
        missing[SELLO_LETTER_LEN]; /* the first letter of its words that our fonts lack; "": none */
};
void sello_art_lack(const struct sello_art *art, struct sello_art_lack *out);

/* The first letter of a text that labels cannot show, for their fonts lack it, as UTF-8; "": none.
 * SELLO_E_PAGE_FONT, SELLO_E_MEMORY. */
SELLO_NODISCARD enum sello_error sello_letter_missing(struct sello_bytes text,
                                                      char out[SELLO_LEN(SELLO_LETTER_LEN)]);

/* One label of it. */
struct sello_art_label {
    const struct sello_symbol *symbol;
    struct sello_bytes serial; /* as printed: "000005-5"; the only text that is never cut */
};

/* Append the label alone; on failure, what was written is taken back. The same input gives the same
 * bytes. PNG is of size.dpi, in colour if the mark or the ground is, else in greys; every module is
 * the same whole number of pixels, black or white. SVG has letters as outlines and the symbol as
 * one path, in units of a dot. SELLO_E_NO_ROOM, SELLO_E_TEXT (a serial over 63 bytes),
 * SELLO_E_RANGE (a picture over 30000 pixels a side), SELLO_E_MEMORY. */
SELLO_NODISCARD enum sello_error
sello_art_png(struct sello_art *art, const struct sello_art_label *label, struct sello_writer *out);
SELLO_NODISCARD enum sello_error
sello_art_svg(struct sello_art *art, const struct sello_art_label *label, struct sello_writer *out);

/* Bytes that any of them fits. */
size_t sello_art_room(const struct sello_art *art);

/* ---- thermal printers ---- */

/* One label as ZPL II (Zebra's programming guide): compressed graphics at the head's resolution, so
 * that no text of the label is ever a command; copies by ^PQ. The art's size.dpi is the head's:
 * 203, 300 or 600, else SELLO_E_RANGE. */
SELLO_NODISCARD enum sello_error sello_art_zpl(struct sello_art *art,
                                               const struct sello_art_label *label, unsigned copies,
                                               struct sello_writer *out);

#endif
