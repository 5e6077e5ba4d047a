/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/picture_fixture.h"

#include "tests/support/sello_test.h"

#define PICTURES SELLO_SOURCE_DIR "/tests/data/pictures/"

struct sello_bytes lent_fixture(const char *name) {
    char path[512];
    snprintf(path, sizeof path, "%s%s", PICTURES, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    static uint8_t buffer[1 << 20];
    size_t len = fread(buffer, 1, sizeof buffer, file);
    assert_true(len > 0 && len < sizeof buffer);
    fclose(file);
    return sello_bytes(buffer, len);
}

struct sello_bytes read_fixture(const char *name) {
    struct sello_bytes lent = lent_fixture(name);
    uint8_t *copy = malloc(lent.len);
    assert_non_null(copy);
    memcpy(copy, lent.ptr, lent.len);
    return sello_bytes(copy, lent.len);
}

void free_fixture(struct sello_bytes fixture) {
    free((void *)(uintptr_t)fixture.ptr);
}
