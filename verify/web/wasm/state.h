/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_WEB_STATE_H
#define SELLO_VERIFY_WEB_STATE_H

/* What the module holds between two calls (engine.c), for those of its files that judge. */

#include "verify/verdict/trust.h"
#include "wire/cbor.h"

/* By every file added; `language` must live as long. */
struct sello_policy web_policy(double now, const char *language);

/* Opens a trust file that lies in memory from web_take; what it takes stays taken where it is
 * accepted. */
enum sello_error web_open_file(struct sello_bytes file, struct sello_trust **out);

/* Room for the one answer, WEB_ANSWER_MAX bytes, and what was written of it: web_answer gives it.
 */
struct sello_writer web_begin_answer(void);
void web_end_answer(const struct sello_writer *w);

#endif
