/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_READER_PICTURE_VIEW_H
#define SELLO_VERIFY_READER_PICTURE_VIEW_H

/* Inside the picture reader: other views of a picture, in which a code may be found that the
 * picture itself hides. Each is a new image that the caller frees. SELLO_E_MEMORY, or
 * SELLO_E_PICTURE_TOO_LARGE where a larger view would pass the limit of pixels. */

#include "verify/reader/picture_image.h"

/* Every `factor` * `factor` pixels become their mean; what is left over at the edges is dropped.
 * Takes away noise and blur that is small beside the modules. */
enum sello_error sello_view_shrunk(const struct sello_image *image, size_t factor,
                                   struct sello_image *out);

/* A part of it, which must lie within. */
enum sello_error sello_view_part(const struct sello_image *image, size_t left, size_t top,
                                 size_t width, size_t height, struct sello_image *out);

/* Twice the width and height, by a cubic between the pixels: for modules of few pixels. */
enum sello_error sello_view_doubled(const struct sello_image *image, struct sello_image *out);

/* White on black becomes black on white. */
enum sello_error sello_view_inverted(const struct sello_image *image, struct sello_image *out);

/* Left and right exchanged. */
enum sello_error sello_view_mirrored(const struct sello_image *image, struct sello_image *out);

/* Black and white about one level, Otsu's (1979): for flat light and faded or coloured ink. */
enum sello_error sello_view_two_levels(const struct sello_image *image, struct sello_image *out);

/* Black where a pixel is darker than the mean of the square of 2 * radius + 1 about it, by an
 * eighth: for shadows and reflections. */
enum sello_error sello_view_local_levels(const struct sello_image *image, size_t radius,
                                         struct sello_image *out);

/* The same of a mean that is near, where a pixel is darker by more than two levels: for modules
 * that are blurred into each other. Noise on plain paper becomes black and white. */
enum sello_error sello_view_fine_levels(const struct sello_image *image, size_t radius,
                                        struct sello_image *out);

/* Three times as far again from the mean about it: for what was out of focus. */
enum sello_error sello_view_sharpened(const struct sello_image *image, size_t radius,
                                      struct sello_image *out);

/* The mean of the square of 2 * radius + 1 about each pixel: for the noise of little light. */
enum sello_error sello_view_smoothed(const struct sello_image *image, size_t radius,
                                     struct sello_image *out);

#endif
