/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_MARK_RSVG_H
#define SELLO_LABELS_MARK_RSVG_H

/* Within labels/mark.c: librsvg, opened with the first SVG. It brings along libraries that take as
 * long to load as all others of the program that draw (cairo 1.16, pango 1.50, libqpdf 11: a third
 * of the start), and few commands draw a mark. */

#include <librsvg/rsvg.h>

/* Its functions, under their own types. */
struct mark_rsvg {
    __typeof__(rsvg_handle_new_from_stream_sync) *handle_new_from_stream;
    __typeof__(rsvg_handle_get_intrinsic_size_in_pixels) *intrinsic_size_in_pixels;
    __typeof__(rsvg_handle_get_intrinsic_dimensions) *intrinsic_dimensions;
    __typeof__(rsvg_handle_render_document) *render_document;
};

/* NULL: librsvg is not installed, or has not all of them. From any thread; it stays open. */
const struct mark_rsvg *mark_rsvg(void);

#endif
