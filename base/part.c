/* SPDX-License-Identifier: Apache-2.0 */
#include "base/part.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool base_beside(const char *relative, char out[SELLO_LEN(PATH_MAX)]) {
    char own[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", own, sizeof own - 1);
    own[n < 0 ? 0 : n] = '\0';
    const char *slash = strrchr(own, '/');
    if (slash == NULL) {
        return false;
    }
    int len = snprintf(out, PATH_MAX, "%.*s/%s", (int)(slash - own), own, relative);
    return len > 0 && len < PATH_MAX;
}

const void *base_part_open(const char *path, const char *name) {
    char file[PATH_MAX];
    void *part = base_beside(path, file) ? dlopen(file, RTLD_NOW | RTLD_LOCAL) : NULL;
    return part != NULL ? dlsym(part, name) : NULL;
}
