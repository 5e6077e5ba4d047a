/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_INTEROP_UNTP_PARTS_H
#define SELLO_REGISTRY_INTEROP_UNTP_PARTS_H

/* Inside untp*.c only: the credentials' words. */

#include "base/json.h"
#include "registry/interop/did.h"
#include "registry/interop/untp.h"

/* Who says it. */
struct untp_certifier {
    const struct sello_root *root;
    char did[DID_LEN];
    const char *country; /* of the products */
};

/* A certificate with what it is about. */
struct untp_certificate {
    struct sello_certificate certificate;
    struct sello_product product;
    struct sello_producer producer;
    struct sello_scheme scheme;
    uint64_t from; /* day */
    bool holds;    /* granted, and this is one of its days */
};

/* "certificates/C1" and so on, beside the page. */
void untp_address(const struct untp_certifier *by, const char *format, uint64_t number,
                  char out[SELLO_LEN(INTEROP_ADDRESS_LEN)]);

/* What every credential begins with; its subject comes next, and base_json_close. type: beside
 * VerifiableCredential; untp: with the protocol's context. */
void untp_open(struct base_json *j, FILE *to, const struct untp_certifier *by, const char *type,
               const char *id, const char *name, bool untp);

/* The first second of a day, and the last second in which it is that day anywhere. */
void untp_from(struct base_json *j, uint64_t day);
void untp_until(struct base_json *j, struct sello_number day);

/* {"type":["Product"],"id":...,"name":... */
void untp_open_named(struct base_json *j, const char *member, const char *type, const char *id,
                     const char *name);

/* By GTIN where it has one. */
void untp_product_address(const struct untp_certifier *by, const struct sello_product *product,
                          char out[SELLO_LEN(INTEROP_ADDRESS_LEN)]);

/* By name where that is public, else by number. */
void untp_put_producer(struct base_json *j, const struct untp_certifier *by, const char *member,
                       const struct sello_producer *producer);

/* The scheme as `type`, an item of a list where member is NULL. */
void untp_put_scheme(struct base_json *j, const struct untp_certifier *by, const char *member,
                     const char *type, const struct sello_scheme *scheme);

/* A list of which do not hold: where it lies, and what its bits say. A credential has one entry
 * (UNTP 0.7.0): one of a certificate that was withdrawn is in the list of those, which is for ever,
 * and its bit is set in that of the suspended too, for whoever kept an earlier copy. */
struct untp_list {
    const char *path, *purpose;
};
extern const struct untp_list untp_list_suspended, untp_list_revoked, untp_list_products;

/* Where its bit is. */
void untp_put_entry(struct base_json *j, const struct untp_certifier *by,
                    const struct untp_list *list, uint64_t index);

/* "conformityTopic" and the performance: the certifier has no such lists, only yes. */
void untp_put_certified(struct base_json *j, const char *performance);

/* ---- the documents ---- */

void untp_put_certificate(FILE *to, const struct untp_certifier *by,
                          const struct untp_certificate *c);
/* bits: as status_list_encode has them. */
void untp_put_status(FILE *to, const struct untp_certifier *by, const struct untp_list *list,
                     uint64_t at, const char *bits);

/* All certificates of one product, at least one. */
void untp_put_passport(FILE *to, const struct untp_certifier *by, const struct untp_certificate *c,
                       size_t n);
void untp_put_linkset(FILE *to, const struct untp_certifier *by, const struct untp_certificate *c,
                      size_t n);

#endif
