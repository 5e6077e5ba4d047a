/* SPDX-License-Identifier: Apache-2.0 */

/* Any statement is refused, or taken; then its lists have as many rows as it says, in order. */

#include "tests/fuzz/fuzz.h"
#include "wire/statement.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct sello_statement s;
    if (sello_statement_parse(sello_bytes(data, size), &s) != SELLO_OK) {
        return 0;
    }
    struct sello_statement_list list = sello_statement_list(s.rows);
    struct sello_statement_row row;
    struct sello_statement_certificate certificate;
    struct sello_bytes name;
    size_t n_rows = 0, n_certificates = 0, n_products = 0;
    for (uint64_t next = 0; sello_statement_row(&list, &row); n_rows++) {
        uint64_t place = row.product * SELLO_STATEMENT_MONTHS_MAX + row.month;
        FUZZ_ASSERT(place >= next && row.product < s.n_products);
        next = place + 1;
    }
    list = sello_statement_list(s.certificates);
    while (sello_statement_certificate(&list, &certificate)) {
        FUZZ_ASSERT(certificate.product < s.n_products);
        n_certificates++;
    }
    list = sello_statement_list(s.products);
    while (sello_statement_product(&list, &name)) {
        n_products++;
    }
    FUZZ_ASSERT(n_rows == s.n_rows && n_certificates == s.n_certificates);
    FUZZ_ASSERT(n_products == s.n_products && s.from <= s.until && s.producer > 0);
    return 0;
}
