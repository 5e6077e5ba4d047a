/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands.h"

#include <limits.h>

/* The help and the shell's completion follow the order of this table. */
/* clang-format off */
const struct cli_command commands[] = {
    {"scheme show", cmd_scheme_show, N_("SCHEME"), 1, 1,
     N_("Shows a scheme."),
     "sello scheme show S1", NULL},
    {"scheme list", cmd_scheme_list, "", 0, 0,
     N_("Lists what products are certified as."),
     "sello scheme list", NULL},

    {"producer add", cmd_producer_add, "", 0, 0,
     N_("Adds who makes what is certified."),
     "sello producer add --name \"Taller Hernández\" --origin Temoaya --state México --public",
     cmd_producer_add_options},
    {"producer edit", cmd_producer_edit, N_("PRODUCER"), 1, 1,
     N_("Changes what is given, and nothing else."),
     "sello producer edit R1 --no-public", cmd_producer_edit_options},
    {"producer show", cmd_producer_show, N_("PRODUCER"), 1, 1,
     N_("Shows a producer."),
     "sello producer show R1", NULL},
    {"producer list", cmd_producer_list, "", 0, 0,
     N_("Lists the producers."),
     "sello producer list", NULL},

    {"product add", cmd_product_add, "", 0, 0,
     N_("Adds what is certified."),
     "sello product add --name \"Rebozo de bolita\" --traits \"seda roja, punta calada\"",
     cmd_product_options},
    {"product edit", cmd_product_edit, N_("PRODUCT"), 1, 1,
     N_("Changes what is given, and nothing else."),
     "sello product edit P1 --net-content \"750 ml\"", cmd_product_options},
    {"product show", cmd_product_show, N_("PRODUCT"), 1, 1,
     N_("Shows a product."),
     "sello product show P1", NULL},
    {"product list", cmd_product_list, "", 0, 0,
     N_("Lists the products."),
     "sello product list", NULL},

    {"certificate apply", cmd_certificate_apply, "", 0, 0,
     N_("Takes an application, and gives the certificate its number for life."),
     "sello certificate apply --product P1 --producer R1 --scheme S1",
     cmd_certificate_apply_options},
    {"certificate inspect", cmd_certificate_inspect, N_("CERTIFICATE"), 1, 1,
     N_("Notes what an inspection found."),
     "sello certificate inspect C1 --result pass --note \"taller visitado\"",
     cmd_certificate_inspect_options},
    {"certificate grant", cmd_certificate_grant, N_("CERTIFICATE"), 1, 1,
     N_("Grants a certificate, so that labels can be issued under it."),
     "sello certificate grant C1 --until 2027-12-31", cmd_certificate_grant_options},
    {"certificate show", cmd_certificate_show, N_("CERTIFICATE"), 1, 1,
     N_("Shows a certificate and its history."),
     "sello certificate show C1", NULL},
    {"certificate list", cmd_certificate_list, "", 0, 0,
     N_("Lists the certificates."),
     "sello certificate list", NULL},

    {.name = NULL},
};
/* clang-format on */
