/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/part.h"

#include <dlfcn.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <unistd.h>

const void *cli_part_open(const char *path, const char *name) {
    char program[PATH_MAX], file[2 * PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", program, sizeof program);
    while (len > 0 && program[len - 1] != '/') {
        len--;
    }
    int n = snprintf(file, sizeof file, "%.*s%s", len > 0 ? (int)len : 0, program, path);
    if (len <= 0 || n < 0 || (size_t)n >= sizeof file) {
        return NULL;
    }
    void *part = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    return part != NULL ? dlsym(part, name) : NULL;
}
