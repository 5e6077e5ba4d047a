/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_ART_WORDS_H
#define SELLO_LABELS_ART_WORDS_H

/* Within labels/: setting words by pango, for pages and labels alike. */

#include <pango/pangocairo.h>

#include "labels/art/art.h"
#include "labels/symbol/symbol.h"

#define WORDS_SERIF "Gentium Plus" /* of titles and names */
#define WORDS_LABEL "Andika"       /* of all else */
#define WORDS_OTHER "DejaVu Sans"  /* on pages, for letters that those lack */
#define WORDS_MONO "DejaVu Sans Mono"
#define WORDS_MEASURE 10.0 /* points: the size at which texts are measured */

/* A context with a font map of its own, so that each thread has one. Its unit is a point; letters
 * are unhinted outlines and look the same wherever they are drawn. SELLO_E_PAGE_FONT without one
 * of the four families. To be freed by g_object_unref. */
SELLO_NODISCARD enum sello_error words_open(PangoContext **out);

/* A copy for pango: what is broken, invisible or changes direction becomes U+FFFD; newlines stay.
 * The caller frees it with free(); NULL without memory, or above a megabyte. */
char *words_clean(struct sello_bytes text);

/* The same; letters that a label's fonts lack become U+FFFD too, and the first of them goes into
 * *missing, unless there was one before. */
char *words_clean_for(PangoContext *context, struct sello_bytes text,
                      char missing[SELLO_LEN(SELLO_LETTER_LEN)]);

/* ---- faces ---- */

enum words_face {
    WORDS_LABEL_PLAIN,
    WORDS_LABEL_BOLD,
    WORDS_SERIF_PLAIN,
    WORDS_SERIF_BOLD,
    WORDS_MONO_PLAIN, /* of pages: what is typed */
};

/* Sets the face; size: points. */
void words_face(PangoLayout *layout, enum words_face face, double size);

/* From line to line, as a multiple of the size. Both families leave twice the room that the marks
 * of our languages need, so words_attributes brings lines closer. */
double words_line(enum words_face face);

/* Attributes of every text of a label: no other fonts, no hyphens put in, its lines' height; and
 * small capitals. */
void words_attributes(PangoLayout *layout, enum words_face face, bool small_capitals);

/* The same of a text of a page, where letters that the face lacks are taken from DejaVu Sans.
 * `leading` is from line to line, as a multiple of the size; 0: as close as on labels. */
void words_page(PangoLayout *layout, enum words_face face, double size, double leading);

#endif
