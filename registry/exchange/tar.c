/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/tar.h"

#include <assert.h>

/* Where the fields are, and how long. */
enum {
    MODE = 100,
    UID = 108,
    GID = 116,
    SIZE = 124,
    MTIME = 136,
    SUM = 148,
    TYPE = 156,
    MAGIC = 257,
    SHORT_LEN = 8,
    LONG_LEN = 12
};

/* Octal digits with zeros in front, and NUL. */
static void put_octal(uint8_t *field, size_t len, uint64_t number) {
    field[len - 1] = '\0';
    for (size_t i = len - 1; i > 0; i--) {
        field[i - 1] = (uint8_t)('0' + (number & 7));
        number >>= 3;
    }
    assert(number == 0);
}

/* The sum of all bytes, its own field taken as spaces: six digits, NUL, space. */
static void put_sum(uint8_t head[SELLO_LEN(TAR_BLOCK)]) {
    uint64_t sum = 0;
    memset(head + SUM, ' ', SHORT_LEN);
    for (size_t i = 0; i < TAR_BLOCK; i++) {
        sum += head[i];
    }
    put_octal(head + SUM, SHORT_LEN - 1, sum);
}

void tar_put_head(struct sello_writer *w, const char *name, uint64_t size, uint64_t instant) {
    uint8_t head[TAR_BLOCK] = {0};
    size_t len = strlen(name);
    assert(len <= TAR_NAME_MAX);
    memcpy(head, name, len);
    put_octal(head + MODE, SHORT_LEN, 0644);
    put_octal(head + UID, SHORT_LEN, 0);
    put_octal(head + GID, SHORT_LEN, 0);
    put_octal(head + SIZE, LONG_LEN, size);
    put_octal(head + MTIME, LONG_LEN, instant);
    head[TYPE] = '0';
    memcpy(head + MAGIC,
           "ustar\0"
           "00",
           8);
    put_sum(head);
    sello_write(w, head, sizeof head);
}

static void put_zeros(struct sello_writer *w, size_t n) {
    static const uint8_t zeros[TAR_BLOCK];
    sello_write(w, zeros, n);
}

void tar_put_padding(struct sello_writer *w, uint64_t size) {
    put_zeros(w, (size_t)((TAR_BLOCK - size % TAR_BLOCK) % TAR_BLOCK));
}

void tar_put_end(struct sello_writer *w) {
    put_zeros(w, TAR_BLOCK);
    put_zeros(w, TAR_BLOCK);
}
