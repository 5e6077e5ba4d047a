/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_MARK_HERE_H
#define SELLO_REGISTRY_PRINT_MARK_HERE_H

/* The certifier's mark, which stands on labels and on its page: kept in the registry's folder as
 * mark.png or mark.svg. */

#include "labels/art/art.h"
#include "registry/commands/app.h"

#define MARK_FILE_MAX ((size_t)1 << 20) /* bytes: every label is drawn with it */

/* The bytes of the mark that is kept here; *out_ptr is NULL where there is none. The caller frees
 * them. False, having said why, where it cannot be read. *out_svg (may be NULL): SVG, else PNG. */
SELLO_NODISCARD bool mark_here_read(struct app *app, uint8_t **out_ptr, size_t *out_len,
                                    bool *out_svg);

/* The same, opened: NULL where there is none. */
SELLO_NODISCARD bool mark_here_open(struct app *app, struct sello_mark **out);

/* A mark in any file; says what is wrong with it. */
SELLO_NODISCARD bool mark_file_open(const char *path, struct sello_mark **out);

/* The same for bytes, named in messages as `name`. */
SELLO_NODISCARD bool mark_bytes_open(const char *name, struct sello_bytes bytes,
                                     struct sello_mark **out);

/* Its path here, "<registry>/mark.png" or "<registry>/mark.svg". False, having said so, when it is
 * too long. */
SELLO_NODISCARD bool mark_here_path(struct app *app, bool svg, char out[SELLO_LEN(APP_PATH_MAX)]);

#endif
