/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_ACCENT_H
#define SELLO_REGISTRY_PRINT_ACCENT_H

/* The certifier's one colour, in which designs draw their ornament and "tierra" its ground: in the
 * registry's folder as the file accent, "#7a1020" and a line feed. No store need be open. */

#include "labels/art/art.h"
#include "registry/session/session.h"

#define ACCENT_LEN 8       /* "#7a1020" and its end */
#define ACCENT_FILE_MAX 32 /* bytes */

/* "#7a1020" or "7a1020", in letters of either case. */
bool accent_parse(const char *text, uint32_t *out);
void accent_format(uint32_t rgb, char out[SELLO_LEN(ACCENT_LEN)]);

/* 0xrrggbb, where one is kept; 0 where there is none. Rule "own-accent-not-usable". */
SELLO_NODISCARD enum sello_error accent_read(struct session *session, bool *out_there,
                                             uint32_t *out);

/* The same as struct sello_art_setup has it, where 0 is none, and black a shade that no eye tells
 * from it. */
SELLO_NODISCARD enum sello_error accent_to_draw(struct session *session, uint32_t *out);

/* Can it be read on white, and white on it? Rules "accent-not-a-colour", "accent-too-light", which
 * names a darker one. Then keeps it, in place of the one before. */
SELLO_NODISCARD enum sello_error accent_set_plan(struct session *session, const char *text,
                                                 uint32_t *out);
SELLO_NODISCARD enum sello_error accent_set_commit(struct session *session, uint32_t rgb);

/* Takes it away; none is no failure. */
SELLO_NODISCARD enum sello_error accent_remove(struct session *session);

#endif
