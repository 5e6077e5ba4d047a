/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_WEB_ANSWER_H
#define SELLO_VERIFY_WEB_ANSWER_H

/* What the page is told, as a CBOR sequence of names and values: each name is a text, what is
 * absent is left out. The names are those of the tool's JSON (docs/FORMAT.md). */

#include "verify/verdict/trust.h"

/* Room for the longest: a root's schemes are within the root. */
#define WEB_ANSWER_MAX (SELLO_ROOT_MAX + 8192)

void web_put_report(struct sello_writer *w, const struct sello_report *report);
void web_put_trust(struct sello_writer *w, const struct sello_trust *trust);

/* Who vouches for it, behind web_put_trust. */
void web_put_endorser(struct sello_writer *w, const struct sello_trust *by,
                      const struct sello_endorsement_row *row);

/* The path below log/ of this full tile of leaf hashes, behind web_put_trust. */
void web_put_log_tile(struct sello_writer *w, uint64_t index);

#endif
