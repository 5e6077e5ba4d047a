/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_WEB_FLATTEN_WEB_H
#define SELLO_VERIFY_WEB_FLATTEN_WEB_H

/* The module that reads closely: it finds symbols that are bent or hard to see in a frame, and lays
 * them flat (verify/reader/flatten.h). The page has the decoder (src/scan/flatten.ts). */

#include <stddef.h>
#include <stdint.h>

/* ---- what the page gives ---- */

/* Reads a symbol laid flat: a pixel a module, 0 or 255, with its quiet zone; side * side bytes.
 * 0 when it is no code that can be read. This is all that the module imports. */
int host_read_modules(const uint8_t *modules, size_t side);

/* ---- what the page calls ---- */

/* width * height bytes to be filled with grey pixels, or NULL when there is no memory for them.
 * They take the place of the frame before. */
uint8_t *web_frame(size_t width, size_t height);

/* Looks for symbols in the frame, and has each read. How many times one was offered: 0 when none is
 * to be seen. */
size_t web_flatten(void);

#endif
