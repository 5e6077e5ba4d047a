/* SPDX-License-Identifier: Apache-2.0 */
#include "base/time.h"
#include "registry/interop/untp_parts.h"

/* ---- the passport ---- */

static void put_id_scheme(struct base_json *j, const struct untp_certifier *by,
                          const struct sello_product *product) {
    base_json_open_in(j, "idScheme", '{');
    base_json_open_in(j, "type", '[');
    base_json_string(j, NULL, "IdentifierScheme");
    base_json_close_in(j, ']');
    if (product->gtin.present) {
        base_json_string(j, "id", "https://id.gs1.org/01/");
        base_json_string(j, "name", "GTIN");
    } else {
        base_json_text(j, "id", by->root->base_url);
        base_json_text(j, "name", by->root->name);
    }
    base_json_close_in(j, '}');
}

/* One workshop, called by its community; of several, all of them, called by the certifier. */
static void put_facility(struct base_json *j, const struct untp_certifier *by,
                         const struct untp_certificate *c, size_t n) {
    char address[INTEROP_ADDRESS_LEN], certifier[SELLO_NAME_MAX + 1];
    bool one = true;
    for (size_t i = 1; i < n; i++) {
        one = one && c[i].producer.number == c[0].producer.number;
    }
    untp_address(by, one ? "workshops/R%" : "products/P%#workshops",
                 one ? c[0].producer.number : c[0].product.number, address);
    snprintf(certifier, sizeof certifier, "%.*s", (int)by->root->name.len,
             (const char *)by->root->name.ptr);
    untp_open_named(j, "producedAtFacility", "Facility", address,
                    one ? c[0].producer.origin : certifier);
    base_json_close_in(j, '}');
    base_json_open_in(j, "countryOfProduction", '{');
    base_json_string(j, "countryCode", by->country);
    base_json_close_in(j, '}');
}

static void put_claim(struct base_json *j, const struct untp_certifier *by,
                      const struct untp_certificate *c) {
    char address[INTEROP_ADDRESS_LEN], day[BASE_DATE_LEN];
    untp_address(by, "certificates/C%#claim", c->certificate.number, address);
    base_date_format(c->from, day);
    untp_open_named(j, NULL, "Claim", address, c->scheme.name);
    base_json_open_in(j, "referenceCriteria", '[');
    untp_put_scheme(j, by, NULL, "Criterion", &c->scheme);
    base_json_close_in(j, ']');
    base_json_string(j, "claimDate", day);
    untp_put_certified(j, "claimedPerformance");
    untp_address(by, "credentials/C%.jwt", c->certificate.number, address);
    base_json_open_in(j, "evidence", '[');
    base_json_open_in(j, NULL, '{');
    base_json_string(j, "linkURL", address);
    base_json_string(j, "linkName", c->scheme.name);
    base_json_string(j, "mediaType", "application/vc+jwt");
    base_json_close_in(j, '}');
    base_json_close_in(j, ']');
    base_json_close_in(j, '}');
}

static void put_product(struct base_json *j, const struct untp_certifier *by,
                        const struct untp_certificate *c, size_t n) {
    const struct sello_product *product = &c[0].product;
    char address[INTEROP_ADDRESS_LEN];
    untp_product_address(by, product, address);
    untp_open_named(j, "credentialSubject", "Product", address, product->name);
    base_json_string(j, "description", product->traits[0] != '\0' ? product->traits : NULL);
    put_id_scheme(j, by, product);
    base_json_string(j, "idGranularity", "model");
    base_json_open_in(j, "productCategory", '['); /* records have no classification */
    base_json_close_in(j, ']');
    put_facility(j, by, c, n);
    base_json_open_in(j, "performanceClaim", '[');
    for (size_t i = 0; i < n; i++) {
        if (c[i].holds) {
            put_claim(j, by, &c[i]);
        }
    }
    base_json_close_in(j, ']');
    base_json_close_in(j, '}');
}

void untp_put_passport(FILE *to, const struct untp_certifier *by, const struct untp_certificate *c,
                       size_t n) {
    struct base_json j;
    char id[INTEROP_ADDRESS_LEN];
    uint64_t from = c[0].from;
    for (size_t i = 1; i < n; i++) {
        from = c[i].from < from ? c[i].from : from;
    }
    untp_address(by, "products/P%.jwt", c[0].product.number, id);
    untp_open(&j, to, by, "DigitalProductPassport", id, c[0].product.name, true);
    untp_from(&j, from);
    untp_put_entry(&j, by, &untp_list_products, c[0].product.number);
    put_product(&j, by, c, n);
    base_json_close(&j);
}

/* ---- where they are (RFC 9264, section 4.2) ---- */

static void put_link(struct base_json *j, const char *href, const char *title, const char *type) {
    base_json_open_in(j, NULL, '{');
    base_json_string(j, "href", href);
    base_json_string(j, "title", title);
    base_json_string(j, "type", type);
    base_json_close_in(j, '}');
}

void untp_put_linkset(FILE *to, const struct untp_certifier *by, const struct untp_certificate *c,
                      size_t n) {
    struct base_json j;
    char address[INTEROP_ADDRESS_LEN];
    base_json_open(&j, to);
    base_json_open_in(&j, "linkset", '[');
    base_json_open_in(&j, NULL, '{');
    untp_product_address(by, &c[0].product, address);
    base_json_string(&j, "anchor", address);
    base_json_open_in(&j, "describedby", '[');
    untp_address(by, "products/P%.jwt", c[0].product.number, address);
    put_link(&j, address, c[0].product.name, "application/vc+jwt");
    base_json_close_in(&j, ']');
    base_json_open_in(&j, "https://gs1.org/voc/certificationInfo", '[');
    for (size_t i = 0; i < n; i++) {
        untp_address(by, "credentials/C%.jwt", c[i].certificate.number, address);
        put_link(&j, address, c[i].scheme.name, "application/vc+jwt");
    }
    base_json_close_in(&j, ']');
    base_json_close_in(&j, '}');
    base_json_close_in(&j, ']');
    base_json_close(&j);
}
