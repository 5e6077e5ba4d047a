/* SPDX-License-Identifier: Apache-2.0 */

/* Digits that decode encode to themselves, bytes that encode decode to themselves, and a printed
 * serial has one spelling. */

#include "tests/fuzz/fuzz.h"
#include "wire/digits.h"
#include "wire/serial.h"

enum { LARGEST = 4096 };

static uint8_t first[3 * LARGEST], second[3 * LARGEST];

static void check_digits(struct sello_bytes text) {
    size_t at = 0;
    struct sello_writer bytes = sello_writer_init(first, sizeof first);
    struct sello_writer digits = sello_writer_init(second, sizeof second);
    if (sello_digits_get(text, &bytes, &at) != SELLO_OK) {
        FUZZ_ASSERT(at < text.len);
        return;
    }
    FUZZ_ASSERT(bytes.len == sello_digits_bytes(text.len));
    sello_digits_put(&digits, sello_written(&bytes));
    FUZZ_ASSERT(sello_bytes_eq(sello_written(&digits), text));
}

static void check_bytes(struct sello_bytes content) {
    struct sello_writer digits = sello_writer_init(first, sizeof first);
    struct sello_writer bytes = sello_writer_init(second, sizeof second);
    sello_digits_put(&digits, content);
    FUZZ_ASSERT(digits.len == sello_digits_len(content.len));
    FUZZ_ASSERT(sello_digits_get(sello_written(&digits), &bytes, NULL) == SELLO_OK);
    FUZZ_ASSERT(sello_bytes_eq(sello_written(&bytes), content));
}

static void check_serial(struct sello_bytes text) {
    uint64_t serial, again;
    char printed[SELLO_SERIAL_LEN];
    if (sello_serial_parse(text, &serial) == SELLO_OK) {
        sello_serial_format(serial, printed);
        FUZZ_ASSERT(sello_serial_parse(sello_bytes_of(printed), &again) == SELLO_OK);
        FUZZ_ASSERT(again == serial);
        FUZZ_ASSERT(memchr(text.ptr, '-', text.len) == NULL || strlen(printed) == text.len);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size <= LARGEST) {
        check_digits(sello_bytes(data, size));
        check_bytes(sello_bytes(data, size));
        check_serial(sello_bytes(data, size));
    }
    return 0;
}
