/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_CLAIM_KEYS_H
#define SELLO_WIRE_CLAIM_KEYS_H

/* Inside wire/ only: the map keys of a label's claims. */

enum {
    CLAIM_EXPIRES = 4,    /* exp: RFC 8392 section 3.1.4 */
    CLAIM_ISSUED = 6,     /* iat: RFC 8392 section 3.1.6 */
    CLAIM_LABEL = -65537, /* private use: what the label says */

    LABEL_SERIAL = 0,
    LABEL_PRODUCT = 1,
    LABEL_PRODUCER = 2,
    LABEL_ORIGIN = 3,
    LABEL_SCHEME = 4,
    LABEL_LOT = 5,
    LABEL_CERTIFICATE = 6,
    LABEL_TRAITS = 7,
    LABEL_MADE = 8,
    LABEL_GTIN = 9,
    LABEL_NET_CONTENT = 10,
    LABEL_LANGUAGE = 11,
    LABEL_EXTRA_FIRST = 12, /* to 63: shown by readers that do not know them */
    LABEL_EXTRA_LAST = 63
};

#endif
