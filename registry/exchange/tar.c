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

#define OCTAL_MAX ((UINT64_C(1) << 33) - 1) /* of LONG_LEN: eleven digits */
#define BINARY 0x80

/* Octal digits with zeros in front, and NUL. */
static void put_octal(uint8_t *field, size_t len, uint64_t number) {
    field[len - 1] = '\0';
    for (size_t i = len - 1; i > 0; i--) {
        field[i - 1] = (uint8_t)('0' + (number & 7));
        number >>= 3;
    }
    assert(number == 0);
}

/* A size; where digits end, as a binary number, which the first byte tells. */
static void put_size(uint8_t field[SELLO_LEN(LONG_LEN)], uint64_t size) {
    if (size <= OCTAL_MAX) {
        put_octal(field, LONG_LEN, size);
        return;
    }
    memset(field, 0, LONG_LEN);
    field[0] = BINARY;
    for (size_t i = LONG_LEN; i > LONG_LEN - sizeof size; i--) {
        field[i - 1] = (uint8_t)size;
        size >>= 8;
    }
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

void tar_put_entry(struct sello_writer *w, const struct tar_entry *entry) {
    uint8_t head[TAR_BLOCK] = {0};
    memcpy(head, entry->name, strnlen(entry->name, TAR_NAME_MAX));
    put_octal(head + MODE, SHORT_LEN, entry->mode);
    put_octal(head + UID, SHORT_LEN, 0);
    put_octal(head + GID, SHORT_LEN, 0);
    put_size(head + SIZE, entry->size);
    put_octal(head + MTIME, LONG_LEN, entry->instant);
    head[TYPE] = '0';
    memcpy(head + MAGIC,
           "ustar\0"
           "00",
           8);
    put_sum(head);
    sello_write(w, head, sizeof head);
}

void tar_put_head(struct sello_writer *w, const char *name, uint64_t size, uint64_t instant) {
    struct tar_entry entry = {.size = size, .instant = instant, .mode = 0644};
    size_t len = strlen(name);
    assert(len <= TAR_NAME_MAX);
    memcpy(entry.name, name, len + 1);
    tar_put_entry(w, &entry);
}

/* What is no digit counts for nothing: the block that it would give is another. */
static uint64_t take_octal(const uint8_t *field, size_t len) {
    uint64_t number = 0;
    for (size_t i = 0; i + 1 < len; i++) {
        number = number << 3 | (field[i] & 7);
    }
    return number;
}

static uint64_t take_size(const uint8_t field[SELLO_LEN(LONG_LEN)]) {
    uint64_t size = 0;
    if (field[0] != BINARY) {
        return take_octal(field, LONG_LEN);
    }
    for (size_t i = LONG_LEN - sizeof size; i < LONG_LEN; i++) {
        size = size << 8 | field[i];
    }
    return size;
}

bool tar_take_entry(const uint8_t block[SELLO_LEN(TAR_BLOCK)], struct tar_entry *out) {
    uint8_t again[TAR_BLOCK];
    struct sello_writer w = sello_writer_init(again, sizeof again);
    struct tar_entry entry = {.size = take_size(block + SIZE),
                              .instant = take_octal(block + MTIME, LONG_LEN),
                              .mode = (unsigned)take_octal(block + MODE, SHORT_LEN)};
    memcpy(entry.name, block, TAR_NAME_MAX);
    tar_put_entry(&w, &entry);
    if (entry.name[0] == '\0' || entry.size > TAR_SIZE_MAX ||
        memcmp(again, block, sizeof again) != 0) {
        return false;
    }
    *out = entry;
    return true;
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
