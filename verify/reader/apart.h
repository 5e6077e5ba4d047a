/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_READER_APART_H
#define SELLO_VERIFY_READER_APART_H

/* Pictures of strangers, decoded and searched in a process apart, sello-reader, that has nothing to
 * lose (base/sandbox.h): one for each thread that reads, started with its first picture and used
 * again for the next. When it dies of one or takes too long, that picture has failed, and the next
 * has a new one. */

#include "verify/reader/picture.h"
#include "verify/reader/sheet_measure.h"

#define SELLO_PICTURE_SECONDS 10 /* of processor time for a picture, unless told otherwise */

/* Of the whole process, before its first picture. */
struct sello_apart {
    bool here;        /* read in this process after all, where a decoder may end or take over it */
    unsigned seconds; /* of processor time for a picture; 0: SELLO_PICTURE_SECONDS */
};
void sello_apart_set(const struct sello_apart *of_process);

/* True once, after a picture was read by a process that the system could keep neither from files
 * nor from calls: whoever reads should know. */
bool sello_apart_unguarded(void);

/* Each as its namesake (colours.h has one more), and beyond its errors
 *   SELLO_E_PICTURE_SLOW     it took longer than it may
 *   SELLO_E_PICTURE_DECODER  the process died of it
 *   SELLO_E_PART             there is no sello-reader
 * Texts that were found before that are kept: then it is SELLO_OK. */
SELLO_NODISCARD enum sello_error
sello_picture_read_apart(struct sello_bytes file, sello_picture_found *found, void *context);
SELLO_NODISCARD enum sello_error sello_sheet_measure_apart(struct sello_bytes file,
                                                           sello_sheet_found *found, void *context,
                                                           double *out_dpi);

#endif
