/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/interop/untp_parts.h"

#include <inttypes.h>

#include "base/time.h"

/* ---- words of all ---- */

void untp_address(const struct untp_certifier *by, const char *format, uint64_t number,
                  char out[SELLO_LEN(INTEROP_ADDRESS_LEN)]) {
    const char *place = strchr(format, '%');
    char path[64];
    snprintf(path, sizeof path, "%.*s%" PRIu64 "%s", (int)(place - format), format, number,
             place + 1);
    interop_beside(by->root->base_url, path, out);
}

static void put_type(struct base_json *j, const char *type) {
    base_json_open_in(j, "type", '[');
    base_json_string(j, NULL, type);
    base_json_close_in(j, ']');
}

void untp_open_named(struct base_json *j, const char *member, const char *type, const char *id,
                     const char *name) {
    base_json_open_in(j, member, '{');
    put_type(j, type);
    base_json_string(j, "id", id);
    base_json_string(j, "name", name);
}

static void put_named(struct base_json *j, const char *member, const char *type, const char *id,
                      const char *name) {
    untp_open_named(j, member, type, id, name);
    base_json_close_in(j, '}');
}

void untp_open(struct base_json *j, FILE *to, const struct untp_certifier *by, const char *type,
               const char *id, const char *name, bool untp) {
    base_json_open(j, to);
    base_json_open_in(j, "@context", '[');
    base_json_string(j, NULL, "https://www.w3.org/ns/credentials/v2");
    base_json_string(j, NULL, untp ? "https://vocabulary.uncefact.org/untp/0.7.0/context/" : NULL);
    base_json_close_in(j, ']');
    base_json_open_in(j, "type", '[');
    base_json_string(j, NULL, type);
    base_json_string(j, NULL, "VerifiableCredential");
    base_json_close_in(j, ']');
    base_json_string(j, "id", id);
    base_json_string(j, "name", name);
    base_json_open_in(j, "issuer", '{');
    base_json_string(j, "id", by->did);
    base_json_text(j, "name", by->root->name);
    base_json_close_in(j, '}');
}

static void put_instant(struct base_json *j, const char *member, uint64_t at) {
    char text[BASE_INSTANT_LEN];
    if (base_instant_format(at, text)) {
        base_json_string(j, member, text);
    }
}

void untp_from(struct base_json *j, uint64_t day) {
    put_instant(j, "validFrom", base_day_start(day));
}

/* As labels end: where the day ends last on Earth. */
void untp_until(struct base_json *j, struct sello_number day) {
    if (day.present) {
        put_instant(j, "validUntil", sello_expiry_of_day(day.value));
    }
}

void untp_product_address(const struct untp_certifier *by, const struct sello_product *product,
                          char out[SELLO_LEN(INTEROP_ADDRESS_LEN)]) {
    if (product->gtin.present) {
        snprintf(out, INTEROP_ADDRESS_LEN, "https://id.gs1.org/01/%014" PRIu64,
                 product->gtin.value);
    } else {
        untp_address(by, "products/P%", product->number, out);
    }
}

void untp_put_producer(struct base_json *j, const struct untp_certifier *by, const char *member,
                       const struct sello_producer *producer) {
    char address[INTEROP_ADDRESS_LEN], number[SELLO_ID_LEN];
    untp_address(by, "producers/R%", producer->number, address);
    sello_id_format((struct sello_id){SELLO_KIND_PRODUCER, producer->number}, number);
    put_named(j, member, "Party", address, producer->is_public ? producer->name : number);
}

void untp_put_scheme(struct base_json *j, const struct untp_certifier *by, const char *member,
                     const char *type, const struct sello_scheme *scheme) {
    char address[INTEROP_ADDRESS_LEN];
    untp_address(by, "schemes/S%", scheme->code, address);
    put_named(j, member, type, scheme->url[0] != '\0' ? scheme->url : address, scheme->name);
}

const struct untp_list untp_list_suspended = {"credentials/status.jwt", "suspension"};
const struct untp_list untp_list_revoked = {"credentials/revoked.jwt", "revocation"};
const struct untp_list untp_list_products = {"products/status.jwt", "suspension"};

void untp_put_entry(struct base_json *j, const struct untp_certifier *by,
                    const struct untp_list *list, uint64_t index) {
    char address[INTEROP_ADDRESS_LEN];
    interop_beside(by->root->base_url, list->path, address);
    base_json_open_in(j, "credentialStatus", '{');
    base_json_string(j, "type", "BitstringStatusListEntry");
    base_json_string(j, "statusPurpose", list->purpose);
    base_json_number(j, "statusListIndex", index);
    base_json_string(j, "statusListCredential", address);
    base_json_close_in(j, '}');
}

void untp_put_certified(struct base_json *j, const char *performance) {
    base_json_open_in(j, performance, '[');
    base_json_open_in(j, NULL, '{');
    base_json_open_in(j, "score", '{');
    base_json_string(j, "code", "certified");
    base_json_close_in(j, '}');
    base_json_close_in(j, '}');
    base_json_close_in(j, ']');
    base_json_open_in(j, "conformityTopic", '[');
    base_json_close_in(j, ']');
}

/* ---- a certificate ---- */

static void put_day(struct base_json *j, const char *member, uint64_t day) {
    char text[BASE_DATE_LEN];
    base_date_format(day, text);
    base_json_string(j, member, text);
}

static void put_assessment(struct base_json *j, const struct untp_certifier *by,
                           const struct untp_certificate *c) {
    char address[INTEROP_ADDRESS_LEN], product[INTEROP_ADDRESS_LEN];
    untp_address(by, "certificates/C%#assessment", c->certificate.number, address);
    untp_product_address(by, &c->product, product);
    base_json_open_in(j, "conformityAssessment", '[');
    untp_open_named(j, NULL, "ConformityAssessment", address, c->scheme.name);
    base_json_open_in(j, "assessmentCriteria", '[');
    untp_put_scheme(j, by, NULL, "Criterion", &c->scheme);
    base_json_close_in(j, ']');
    put_day(j, "assessmentDate", c->from);
    untp_put_certified(j, "assessedPerformance");
    base_json_open_in(j, "assessedProduct", '[');
    base_json_open_in(j, NULL, '{');
    put_named(j, "product", "Product", product, c->product.name);
    base_json_close_in(j, '}');
    base_json_close_in(j, ']');
    base_json_bool(j, "conformance", true);
    base_json_close_in(j, '}');
    base_json_close_in(j, ']');
}

/* How far the certifier stands from the producer, and who accredits it, is not known here: so the
 * codes that say nothing more. */
void untp_put_certificate(FILE *to, const struct untp_certifier *by,
                          const struct untp_certificate *c) {
    struct base_json j;
    char id[INTEROP_ADDRESS_LEN], attestation[INTEROP_ADDRESS_LEN];
    untp_address(by, "credentials/C%.jwt", c->certificate.number, id);
    untp_address(by, "certificates/C%", c->certificate.number, attestation);
    untp_open(&j, to, by, "DigitalConformityCredential", id, c->scheme.name, true);
    untp_from(&j, c->from);
    untp_until(&j, c->certificate.until);
    bool withdrawn = c->certificate.state == SELLO_CERTIFICATE_WITHDRAWN;
    untp_put_entry(&j, by, withdrawn ? &untp_list_revoked : &untp_list_suspended,
                   c->certificate.number);
    untp_open_named(&j, "credentialSubject", "ConformityAttestation", attestation, c->scheme.name);
    base_json_string(&j, "assessorLevel", "unspecified");
    base_json_string(&j, "assessmentLevel", "no-endorsement");
    base_json_string(&j, "attestationType", "certification");
    untp_put_producer(&j, by, "issuedToParty", &c->producer);
    untp_put_scheme(&j, by, "referenceScheme", "ConformityScheme", &c->scheme);
    put_assessment(&j, by, c);
    base_json_close_in(&j, '}');
    base_json_close(&j);
}

/* ---- which do not hold ---- */

void untp_put_status(FILE *to, const struct untp_certifier *by, const struct untp_list *list,
                     uint64_t at, const char *bits) {
    struct base_json j;
    char id[INTEROP_ADDRESS_LEN], subject[INTEROP_ADDRESS_LEN + 8];
    interop_beside(by->root->base_url, list->path, id);
    snprintf(subject, sizeof subject, "%s#list", id);
    untp_open(&j, to, by, "BitstringStatusListCredential", id, "status", false);
    put_instant(&j, "validFrom", at);
    base_json_open_in(&j, "credentialSubject", '{');
    base_json_string(&j, "id", subject);
    base_json_string(&j, "type", "BitstringStatusList");
    base_json_string(&j, "statusPurpose", list->purpose);
    base_json_string(&j, "encodedList", bits);
    base_json_close_in(&j, '}');
    base_json_close(&j);
}
