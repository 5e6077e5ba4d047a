/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_READER_APART_TALK_H
#define SELLO_VERIFY_READER_APART_TALK_H

/* What a tool and sello-reader say to each other (apart.c, apart_main.c): structures as they lie in
 * memory, as both are of one build. What comes from sello-reader may be anything: it reads pictures
 * of strangers.
 *
 *     hello  <-             once
 *     task   ->  and the file's bytes
 *     answer <-  and `len` bytes: any number of codes, and a byte back for each of APART_READ:
 *                   1 when nothing more needs to be looked for; between them, whenever that
 *                   may have changed, the places of codes that are seen and not read; then the end
 */

#include "verify/reader/picture.h"
#include "verify/reader/sheet_measure.h"

#define APART_TEXT_MAX 8192 /* bytes; the largest QR code has 2953, of digits 7089 */
#define APART_CODES_MAX 4096

struct apart_hello {
    char version[24]; /* SELLO_VERSION: no other is talked to */
    uint32_t guarded; /* base_sandbox_enter's answer */
};

enum apart_kind { APART_READ, APART_MEASURE, APART_COLOURS };

struct apart_task {
    uint32_t kind;
    uint32_t aim; /* of sello_colours_load */
    uint64_t len; /* bytes of file, which follow */
};

enum apart_answer_kind { APART_CODE, APART_UNREAD, APART_END };

struct apart_answer {
    uint32_t kind;
    uint32_t error; /* of the end */
    uint64_t len;   /* bytes that follow: a code's text; places; the end of APART_COLOURS: pixels */
    uint64_t width, height; /* of those */
    double dpi;             /* the end of APART_MEASURE */
    struct sello_quad where;
    uint32_t measured; /* 1: what follows says something */
    uint32_t side, has_correction, level, errors, most;
    double module_pixels, dark, light, unused;
};

/* ---- the tool's side ---- */

/* Who takes the answers: codes as texts or as measured, and what follows the end. */
struct apart_taker {
    sello_picture_found *text;
    sello_sheet_found *measured;
    void *context;
    /* Room for the end's bytes, owned by the context; NULL: it cannot be so. */
    uint8_t *(*room)(void *context, const struct apart_answer *end);
    double dpi; /* of the end */
};

/* Errors as in apart.h. */
enum sello_error apart_do(enum apart_kind kind, struct sello_bytes file, size_t aim,
                          struct apart_taker *taker);

/* Are pictures to be read in this process after all? */
bool apart_is_here(void);

#endif
