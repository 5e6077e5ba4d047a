/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/error.h"

const char *sello_error_text(enum sello_error error) {
    switch (error) {
#define SELLO_STATUS_CASE(name, number, text)                                                      \
    case name: return text;
        SELLO_ERROR_LIST(SELLO_STATUS_CASE)
#undef SELLO_STATUS_CASE
    }
    return "unknown status";
}

const char *sello_error_name(enum sello_error error) {
    switch (error) {
#define SELLO_STATUS_CASE(name, number, text)                                                      \
    case name: return #name;
        SELLO_ERROR_LIST(SELLO_STATUS_CASE)
#undef SELLO_STATUS_CASE
    }
    return "unknown";
}
