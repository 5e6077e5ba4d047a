/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/part.h"

#include <dlfcn.h>
#include <limits.h>

#include "cli/cli.h"

const void *cli_part_open(const char *path, const char *name) {
    char file[PATH_MAX];
    void *part = cli_beside(path, file) ? dlopen(file, RTLD_NOW | RTLD_LOCAL) : NULL;
    return part != NULL ? dlsym(part, name) : NULL;
}
