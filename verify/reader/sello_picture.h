/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_PICTURE_H
#define SELLO_PICTURE_H

/* libsellopicture: the texts of the codes in a picture, for other programs. What the texts are
 * worth is libselloverify's to say (sello_verify.h).
 *
 * It decodes and searches in the calling process, where what is wrong with a decoder can end that
 * process or take it over; sello-verify has pictures of strangers read in a process apart, that can
 * open no file and no connection. Whoever calls this for such pictures does the like. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
#ifdef __GNUC__
#pragma GCC visibility push(default) /* the library shows these functions and no others */
#endif

/* A code of the picture, until the function that is given it returns. */
struct sello_picture_code {
    const char *text; /* its bytes, of any kind, without a zero behind them */
    size_t len;       /* 0: the code can be seen, and no way could read it */
    /* Its outer corners in pixels of the picture as it lies in its file, x before y: clockwise as
     * it is to be read, from its upper left one. */
    double corners[4][2];
};

struct sello_picture_search {
    /* Called for each code, in the order of being found: the same text twice where it is at two
     * places. True when no other is looked for; those of the same look still come. */
    bool (*found)(void *context, const struct sello_picture_code *code);
    /* Asked from time to time: true ends the search. NULL: it goes on to its end, which with a
     * picture made to keep it busy takes minutes. */
    bool (*stopped)(void *context);
    void *context;
};

/* Looks for QR codes in a whole picture file of at most 64 MB and 100 million pixels: PNG, JPEG,
 * WebP, HEIC or AVIF, told by its bytes. Allocates what it needs, a few times the pixels, and frees
 * it; opens no file. Several threads may call it at once.
 *
 * Returns 0 where at least one text was found, else the number of the cause, as
 * sello_cause_text(cause) of libselloverify says it. */
int sello_picture_codes(const uint8_t *file, size_t len, const struct sello_picture_search *search);

#ifdef __GNUC__
#pragma GCC visibility pop
#endif
#ifdef __cplusplus
}
#endif

#endif
