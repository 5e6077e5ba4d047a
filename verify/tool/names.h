/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_TOOL_NAMES_H
#define SELLO_VERIFY_TOOL_NAMES_H

/* Names as people read them, by ICU's data of Unicode (UTS 39). */

#include "wire/bytes.h"

/* Could one be taken for the other: the same letters but for case, accents, spaces, punctuation and
 * what is invisible; or letters that look the same (`l` and `I`, a Latin and a Cyrillic `a`)? */
bool names_alike(struct sello_bytes a, struct sello_bytes b);

/* Can they be compared here? Without ICU's part two names count as alike, which is safe where one
 * is to be refused. */
bool names_comparable(void);

/* Has it letters of more than one script? The scripts that a language writes together (Japanese,
 * Korean) are one. */
bool name_mixes_scripts(struct sello_bytes name);

/* ICU takes longer to open than a label to judge, so what calls it is a part (base/part.h). */
struct names_part {
    __typeof__(names_alike) *alike;
    __typeof__(name_mixes_scripts) *mixes_scripts;
};

extern const struct names_part names_part;

#endif
