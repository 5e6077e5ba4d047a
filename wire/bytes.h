/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_BYTES_H
#define SELLO_WIRE_BYTES_H

/* Slices, and a writer into the caller's buffer.
 *
 * About every function in this folder:
 *   - it is pure: it reads its arguments, writes its out-parameters, touches nothing else;
 *   - it never allocates, does I/O, reads the clock or the environment, or recurses;
 *   - it runs in time linear in its input;
 *   - slices it returns point into the bytes it was given, and live as long as they do. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define SELLO_NODISCARD __attribute__((warn_unused_result))

#ifdef __cplusplus
#define SELLO_LEN(n) n
#else
#define SELLO_LEN(n) static n /* C checks: at least n elements */
#endif

/* Borrowed bytes: never owned, never freed. A missing text is {NULL, 0}. */
struct sello_bytes {
    const uint8_t *ptr;
    size_t len;
};

static inline struct sello_bytes sello_bytes(const void *ptr, size_t len) {
    return (struct sello_bytes){(const uint8_t *)ptr, len};
}

/* The bytes of a C string, without its NUL. */
static inline struct sello_bytes sello_bytes_of(const char *text) {
    return (struct sello_bytes){(const uint8_t *)text, strlen(text)};
}

static inline bool sello_bytes_eq(struct sello_bytes a, struct sello_bytes b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* Order by bytes, then by length (RFC 8949 section 4.2.1); <0, 0, >0 like memcmp. */
static inline int sello_bytes_cmp(struct sello_bytes a, struct sello_bytes b) {
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order = shorter == 0 ? 0 : memcmp(a.ptr, b.ptr, shorter);
    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

/* Appends to the caller's buffer; once something did not fit, it stays failed and writes nothing.
 */
struct sello_writer {
    uint8_t *buf;
    size_t cap;
    size_t len;
    bool failed;
};

static inline struct sello_writer sello_writer_init(void *buf, size_t cap) {
    return (struct sello_writer){(uint8_t *)buf, cap, 0, false};
}

static inline void sello_write(struct sello_writer *w, const void *ptr, size_t len) {
    if (w->failed || len > w->cap - w->len) {
        w->failed = true;
        return;
    }
    if (len > 0 && w->buf != NULL) {
        memcpy(w->buf + w->len, ptr, len);
    }
    w->len += len;
}

static inline struct sello_writer sello_writer_count(void) {
    return (struct sello_writer){NULL, SIZE_MAX, 0, false};
}

/* What was written so far; empty after a failure. */
static inline struct sello_bytes sello_written(const struct sello_writer *w) {
    return w->failed ? (struct sello_bytes){NULL, 0} : (struct sello_bytes){w->buf, w->len};
}

/* Memory handed out front to back from one block of the caller's; nothing is freed singly. */
struct sello_arena {
    uint8_t *at;
    size_t room;
};

/* n objects of `size` bytes, aligned for any of ours, or NULL when the block is full. Not zeroed:
 * for what may be large and is written before it is read. */
static inline void *sello_arena_room(struct sello_arena *a, size_t n, size_t size) {
    size_t pad = (size_t)(-(uintptr_t)a->at & (sizeof(uint64_t) - 1));
    if (pad > a->room || (size != 0 && n > (a->room - pad) / size)) {
        return NULL; /* also catches size * n overflowing size_t */
    }
    uint8_t *p = a->at + pad;
    a->at = p + n * size;
    a->room -= pad + n * size;
    return p;
}

/* The same, zeroed. */
static inline void *sello_arena_take(struct sello_arena *a, size_t n, size_t size) {
    void *p = sello_arena_room(a, n, size);
    if (p != NULL) {
        memset(p, 0, n * size);
    }
    return p;
}

#endif
