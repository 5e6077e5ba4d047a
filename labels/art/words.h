/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_ART_WORDS_H
#define SELLO_LABELS_ART_WORDS_H

/* Within labels/: what pages and labels share of setting words by pango. */

#include <pango/pangocairo.h>

#include "labels/symbol/symbol.h"

#define WORDS_SANS "DejaVu Sans"
#define WORDS_MONO "DejaVu Sans Mono"
#define WORDS_MEASURE 10.0 /* points: in this size texts are measured */

/* A context with a font map of its own, so that each thread has one. Its unit is a point; letters
 * are outlines as they were designed, set where the font says, wherever they are drawn.
 * SELLO_E_PAGE_FONT where DejaVu is missing. To be ended by g_object_unref. */
SELLO_NODISCARD enum sello_error words_open(PangoContext **out);

/* A copy that pango takes: what is broken, invisible or turns direction becomes U+FFFD; newlines
 * stay. Freed by the caller with free(); NULL without memory, or above a megabyte. */
char *words_clean(struct sello_bytes text);

/* The same; what DejaVu Sans has no letter for becomes U+FFFD too. */
char *words_clean_for(PangoContext *context, struct sello_bytes text);

/* Sets the font; size: points. */
void words_font(PangoLayout *layout, const char *family, double size, bool bold);

#endif
