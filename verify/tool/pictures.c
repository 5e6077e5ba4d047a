/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/reader/apart.h"
#include "verify/tool/tool.h"

#define SECONDS_MAX 3600

bool pictures_take_options(const struct cli_args *args) {
    uint64_t seconds = SELLO_PICTURE_SECONDS;
    if (!cli_number(args, "picture-seconds", 1, SECONDS_MAX, &seconds)) {
        return false;
    }
    const struct sello_apart settings = {cli_flag(args, "no-sandbox"), (unsigned)seconds};
    sello_apart_set(&settings);
    return true;
}

void pictures_warn(void) {
    if (sello_apart_unguarded()) {
        cli_warning(_("This system has neither Landlock nor seccomp: what decodes pictures is a "
                      "process apart, but not kept from files."));
    }
}
