/* SPDX-License-Identifier: Apache-2.0 */
/* Operands and values that name a record. */
#include "registry/commands/app.h"

static const char *kind_expected(enum sello_kind kind) {
    switch (kind) {
    case SELLO_KIND_SCHEME: return _("A scheme is expected here: S1, S2, ...");
    case SELLO_KIND_PRODUCER: return _("A producer is expected here: R1, R2, ...");
    case SELLO_KIND_PRODUCT: return _("A product is expected here: P1, P2, ...");
    case SELLO_KIND_CERTIFICATE: return _("A certificate is expected here: C1, C2, ...");
    case SELLO_KIND_BATCH: return _("A batch is expected here: B1, B2, ...");
    case SELLO_KIND_IMPORT: return _("An import is expected here: I1, I2, ...");
    case SELLO_KIND_DELIVERY: return _("A delivery is expected here: D1, D2, ...");
    case SELLO_KIND_ENDORSEMENT: return _("An endorsement is expected here: E1, E2, ...");
    case SELLO_KIND_NONE: break;
    }
    return "";
}

static const char *kind_found(enum sello_kind kind) {
    switch (kind) {
    case SELLO_KIND_SCHEME: return _("'%s' is a scheme. %s");
    case SELLO_KIND_PRODUCER: return _("'%s' is a producer. %s");
    case SELLO_KIND_PRODUCT: return _("'%s' is a product. %s");
    case SELLO_KIND_CERTIFICATE: return _("'%s' is a certificate. %s");
    case SELLO_KIND_BATCH: return _("'%s' is a batch. %s");
    case SELLO_KIND_IMPORT: return _("'%s' is an import. %s");
    case SELLO_KIND_DELIVERY: return _("'%s' is a delivery. %s");
    case SELLO_KIND_ENDORSEMENT: return _("'%s' is an endorsement. %s");
    case SELLO_KIND_NONE: break;
    }
    return _("'%s' is no record's name. %s");
}

bool app_id_of(const char *text, enum sello_kind kind, uint64_t *out_number) {
    if (sello_id_parse_kind(text, kind, kind == SELLO_KIND_SCHEME, out_number) == SELLO_OK) {
        return true;
    }
    struct sello_id id = {.kind = SELLO_KIND_NONE};
    if (sello_id_parse(text, &id) != SELLO_OK || id.kind == kind) {
        id.kind = SELLO_KIND_NONE;
    }
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    cli_error(kind_found(id.kind), text, kind_expected(kind));
#pragma GCC diagnostic pop
    return false;
}

bool app_id(const struct cli_args *args, size_t i, enum sello_kind kind, uint64_t *out_number) {
    const char *text = cli_operand(args, i);
    return app_id_of(text != NULL ? text : "", kind, out_number);
}
