/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_ROOT_KEYS_H
#define SELLO_WIRE_ROOT_KEYS_H

/* Inside wire/ only: the map keys of a root. */

enum {
    ROOT_FINGERPRINT = 0,
    ROOT_VERSION = 1,
    ROOT_THRESHOLD = 2,
    ROOT_MEMBERS = 3,
    ROOT_CERTIFIER = 4,
    ROOT_DELEGATED = 5,
    ROOT_ISSUED = 6,
    ROOT_PREVIOUS = 7,
    ROOT_SCHEMES = 8,
    ROOT_PRACTICE = 9,
    ROOT_ADDRESSES = 10,
    ROOT_PASSED_OVER = 32, /* from here on, by readers that do not know a field */
    ROOT_SLHDSA = 32,

    ROOT_KEY_PUBLIC = 1, /* of members and delegated keys */
    MEMBER_NAME = 2,

    DELEGATED_ROLE = 2,
    DELEGATED_NOT_BEFORE = 3,
    DELEGATED_STOP = 4,
    DELEGATED_STATE = 5,
    DELEGATED_SINCE = 6,
    DELEGATED_SCHEMES = 7,

    CERTIFIER_NAME = 1,
    CERTIFIER_URL = 2,
    CERTIFIER_CONTACT = 3
};

#endif
