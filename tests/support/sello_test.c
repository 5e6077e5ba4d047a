/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include <sys/mman.h>
#include <unistd.h>

static size_t whole_pages(size_t len) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    return (len + page - 1) / page * page;
}

struct sello_bytes guarded_copy(struct sello_bytes bytes) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t room = whole_pages(bytes.len);
    uint8_t *block =
        mmap(NULL, room + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(block != MAP_FAILED);
    assert_int_equal(mprotect(block + room, page, PROT_NONE), 0);
    uint8_t *copy = block + room - bytes.len;
    if (bytes.len > 0) {
        memcpy(copy, bytes.ptr, bytes.len);
    }
    return sello_bytes(copy, bytes.len);
}

void guarded_free(struct sello_bytes copy) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t room = whole_pages(copy.len);
    uintptr_t block = (uintptr_t)copy.ptr + copy.len - room;
    assert_int_equal(munmap((void *)block, room + page), 0);
}

struct sello_bytes from_hex(const char *hex, uint8_t *buf, size_t cap) {
    size_t n = 0;
    for (const char *p = hex; *p != '\0'; p++) {
        if (*p == ' ' || *p == '\n') {
            continue;
        }
        char pair[3] = {p[0], p[1], '\0'};
        assert_true(n < cap && p[1] != '\0');
        buf[n++] = (uint8_t)strtoul(pair, NULL, 16);
        p++;
    }
    return sello_bytes(buf, n);
}

void make_test_folder(char folder[TEST_FOLDER_MAX]) {
    const char *parent = getenv("TMPDIR");
    int len =
        snprintf(folder, TEST_FOLDER_MAX, "%s/sello-test-XXXXXX", parent != NULL ? parent : "/tmp");
    assert_in_range(len, 1, TEST_FOLDER_MAX - 1);
    assert_non_null(mkdtemp(folder));
}
