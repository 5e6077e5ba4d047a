/* SPDX-License-Identifier: Apache-2.0 */
/* read_both: of each line "FILE.png TEXT" on standard input, whether zbar and zxing-cpp both read
 * that text in the picture: "yes" or "no", a line each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/oracle.h"

enum { LINE_MAX_BYTES = 8192 };

/* To be freed. The tool ends where it cannot be read. */
static struct sello_bytes whole_file(const char *path) {
    FILE *file = fopen(path, "rb");
    long len = file != NULL && fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    uint8_t *bytes = len > 0 ? malloc((size_t)len) : NULL;
    if (bytes == NULL || fseek(file, 0, SEEK_SET) != 0 ||
        fread(bytes, 1, (size_t)len, file) != (size_t)len) {
        fprintf(stderr, "read_both: %s cannot be read\n", path);
        exit(2);
    }
    fclose(file);
    return sello_bytes(bytes, (size_t)len);
}

static bool both_read(const char *path, const char *text) {
    struct sello_bytes png = whole_file(path);
    struct oracle_picture picture;
    bool good = oracle_png_read(png, &picture);
    if (good) {
        good = oracle_both_read(&picture, sello_bytes_of(text));
        oracle_picture_free(&picture);
    }
    free((void *)(uintptr_t)png.ptr);
    return good;
}

int main(void) {
    static char line[LINE_MAX_BYTES];
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        char *space = strchr(line, ' ');
        if (space == NULL) {
            fputs("read_both: lines are FILE.png TEXT\n", stderr);
            return 2;
        }
        *space = '\0';
        puts(both_read(line, space + 1) ? "yes" : "no");
    }
    return 0;
}
