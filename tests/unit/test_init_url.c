/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses that cannot be a certifier's own. */
#include "registry/trust/init_url.h"
#include "tests/support/sello_test.h"

static void test_judge(void **state) {
    static const struct {
        const char *url;
        enum init_url_kind kind;
    } rows[] = {
        {"https://rebozo.mx/v/", INIT_URL_OWN},
        {"https://consejo.github.io/v/", INIT_URL_OWN},
        {"https://federacion.org.mx/consejo/ejemplo/", INIT_URL_OWN},
        {"https://examples.mx/", INIT_URL_OWN},
        {"https://contest.mx/", INIT_URL_OWN},
        {"https://mylocal.mx/", INIT_URL_OWN},
        {"https://example.org/", INIT_URL_EXAMPLE},
        {"https://WWW.Example.COM/v/", INIT_URL_EXAMPLE},
        {"https://sello.example/v/", INIT_URL_EXAMPLE},
        {"https://ejemplo.mx/v/", INIT_URL_EXAMPLE},
        {"https://www.ejemplo.com.mx:8080/", INIT_URL_EXAMPLE},
        {"https://tudominio.mx/", INIT_URL_EXAMPLE},
        {"https://tu-nombre.github.io/v/", INIT_URL_EXAMPLE},
        {"https://sello.test/", INIT_URL_EXAMPLE},
        {"https://sello.invalid/", INIT_URL_EXAMPLE},
        {"https://localhost/", INIT_URL_LOCAL},
        {"https://localhost:8000/", INIT_URL_LOCAL},
        {"https://sello.localhost/", INIT_URL_LOCAL},
        {"https://oficina.local/v/", INIT_URL_LOCAL},
        {"https://oficina/", INIT_URL_LOCAL},
        {"https://192.168.1.7/v/", INIT_URL_LOCAL},
        {"https://[::1]/", INIT_URL_LOCAL},
        {"https:///", INIT_URL_LOCAL},
        {"", INIT_URL_LOCAL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (init_url_judge(rows[i].url) != rows[i].kind) {
            print_error("%s\n", rows[i].url);
            fail();
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_judge)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
