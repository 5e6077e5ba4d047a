/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_READER_PICTURE_H
#define SELLO_VERIFY_READER_PICTURE_H

/* From a picture file to the texts of the codes in it. */

#include "verify/reader/quad.h"
#include "wire/wire.h"

#define SELLO_PICTURE_FILE_MAX ((size_t)64 << 20)    /* bytes of file */
#define SELLO_PICTURE_PIXELS_MAX ((size_t)100 << 20) /* width * height */

/* Called for each code, in the order of being found: the same text twice where it is at two places.
 * `where` is in pixels of the picture as it lies in its file; NULL where it was not asked. Returns
 * true when nothing more needs to be looked for (its signature verified): the codes of the same
 * pass are still reported, and all codes of a picture in which two were found, or a small one. In
 * such a picture codes may be seen that no way could read: they come last, each with an empty text.
 */
typedef bool sello_picture_found(void *context, struct sello_bytes text,
                                 const struct sello_quad *where);

/* Looks for QR codes in a whole picture file (PNG, JPEG, WebP, HEIC/AVIF, told by its bytes, never
 * by its name), over the original, scaled, thresholded and inverted picture, until `found` is
 * satisfied or nothing is left to try.
 *
 * SELLO_OK when at least one text was found, else SELLO_E_PICTURE_*, or SELLO_E_MEMORY. */
SELLO_NODISCARD enum sello_error sello_picture_read(struct sello_bytes file,
                                                    sello_picture_found *found, void *context);

/* The same until it is stopped, which is asked between passes: then SELLO_E_PICTURE_SLOW, but
 * SELLO_OK where a text was found before. */
struct sello_picture_watch {
    bool (*stopped)(void *context); /* NULL: nobody stops it */
    /* NULL, or told whenever it may have changed: the codes that are seen and not read so far, for
     * whoever may not see the end. */
    void (*unread)(void *context, const struct sello_quad *where, size_t n);
    void *context;
};
SELLO_NODISCARD enum sello_error sello_picture_read_watched(struct sello_bytes file,
                                                            const struct sello_picture_watch *watch,
                                                            sello_picture_found *found,
                                                            void *context);

/* Opens what the libraries would open with the first picture: for a process that may open nothing
 * later on. */
void sello_picture_prepare(void);

struct sello_image;

/* The same for a picture that was decoded already. */
SELLO_NODISCARD enum sello_error sello_picture_read_image(const struct sello_image *image,
                                                          sello_picture_found *found,
                                                          void *context);

#endif
