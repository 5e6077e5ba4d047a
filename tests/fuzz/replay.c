/* SPDX-License-Identifier: Apache-2.0 */

/* Feeds each file of the given folders, and nothing at all, to the fuzz target linked with it. */

#include "tests/fuzz/fuzz.h"

#include <dirent.h>
#include <string.h>

enum { LARGEST_SEED = 1 << 20 };

static size_t replay_file(const char *folder, const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    FUZZ_ASSERT(file != NULL);
    /* On the heap and of its exact size, so that the sanitizer sees a byte too far. */
    uint8_t *seed = malloc(LARGEST_SEED);
    FUZZ_ASSERT(seed != NULL);
    size_t len = fread(seed, 1, LARGEST_SEED, file);
    uint8_t *exact = malloc(len + (len == 0));
    FUZZ_ASSERT(exact != NULL && !ferror(file));
    memcpy(exact, seed, len);
    LLVMFuzzerTestOneInput(exact, len);
    free(exact);
    free(seed);
    fclose(file);
    return 1;
}

static size_t replay_folder(const char *path) {
    size_t n_files = 0;
    DIR *folder = opendir(path);
    if (folder == NULL) {
        return 0;
    }
    for (const struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        if (entry->d_name[0] != '.') {
            n_files += replay_file(path, entry->d_name);
        }
    }
    closedir(folder);
    return n_files;
}

int main(int argc, char **argv) {
    LLVMFuzzerTestOneInput(NULL, 0);
    for (int i = 1; i < argc; i++) {
        size_t n_files = replay_folder(argv[i]);
        printf("%s: %zu seeds replayed\n", argv[i], n_files);
        if (n_files == 0) {
            fprintf(stderr, "%s: there are no seeds to replay here\n", argv[i]);
            return 1;
        }
    }
    return 0;
}
