/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_CLAIM_KEYS_H
#define SELLO_WIRE_CLAIM_KEYS_H

/* Inside wire/ only: the map keys of a label's claims. */

#include "wire/claim_list.h"

enum {
    CLAIM_EXPIRES = 4,    /* exp: RFC 8392 section 3.1.4 */
    CLAIM_ISSUED = 6,     /* iat: RFC 8392 section 3.1.6 */
    CLAIM_LABEL = -65537, /* private use: what the label says */

    LABEL_SERIAL = 0,
#define CLAIM_KEY(name, key, ...) LABEL_##name = key,
    SELLO_CLAIM_LIST(CLAIM_KEY)
#undef CLAIM_KEY
        LABEL_EXTRA_LAST = 63 /* up to here: shown by readers that do not know them */
};

#endif
