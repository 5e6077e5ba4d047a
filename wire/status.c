/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/status.h"

const char *sello_status_text(enum sello_status status) {
    switch (status) {
#define SELLO_STATUS_CASE(name, number, text)                                                      \
    case name: return text;
        SELLO_STATUS_LIST(SELLO_STATUS_CASE)
#undef SELLO_STATUS_CASE
    }
    return "unknown status";
}

const char *sello_status_name(enum sello_status status) {
    switch (status) {
#define SELLO_STATUS_CASE(name, number, text)                                                      \
    case name: return #name;
        SELLO_STATUS_LIST(SELLO_STATUS_CASE)
#undef SELLO_STATUS_CASE
    }
    return "unknown";
}
