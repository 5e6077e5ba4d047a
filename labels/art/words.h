/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_ART_WORDS_H
#define SELLO_LABELS_ART_WORDS_H

/* Within labels/: setting words by pango, for pages and labels alike. */

#include <pango/pangocairo.h>

#include "labels/symbol/symbol.h"

#define WORDS_SANS "DejaVu Sans"
#define WORDS_MONO "DejaVu Sans Mono"
#define WORDS_MEASURE 10.0 /* points: the size at which texts are measured */

/* A context with a font map of its own, so that each thread has one. Its unit is a point; letters
 * are unhinted outlines and look the same wherever they are drawn. SELLO_E_PAGE_FONT without
 * DejaVu. To be freed by g_object_unref. */
SELLO_NODISCARD enum sello_error words_open(PangoContext **out);

/* A copy for pango: what is broken, invisible or changes direction becomes U+FFFD; newlines stay.
 * The caller frees it with free(); NULL without memory, or above a megabyte. */
char *words_clean(struct sello_bytes text);

/* The same; letters that DejaVu Sans lacks become U+FFFD too. */
char *words_clean_for(PangoContext *context, struct sello_bytes text);

/* Sets the font; size: points. */
void words_font(PangoLayout *layout, const char *family, double size, bool bold);

#endif
