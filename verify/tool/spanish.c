/* SPDX-License-Identifier: Apache-2.0 */
/* The commands' and options' names in Spanish, as registry/commands/spanish.c. */
#include "verify/tool/tool.h"

/* clang-format off */
const struct cli_synonym command_names[] = {
    {"trust add", "confianza agregar", false, NULL},
    {"trust list", "confianza lista", false, NULL},
    {"trust show", "confianza ver", false, NULL},
    {"trust update", "confianza actualizar", false, NULL},
    {"trust policy", "confianza politica", false, NULL},
    {"trust remove", "confianza quitar", false, NULL},
    {"log audit", "bitacora auditar", false, NULL},
    {"remember merge", "memoria juntar", false, NULL},
    {.name = NULL},
};

const struct cli_synonym option_names[] = {
    CLI_SPANISH_OPTIONS
    {"trust", "confianza", false, NULL},
    {"text", "texto", false, NULL},
    {"print-check", "revisar-impresion", false, NULL},
    {"dpi", "puntos", false, NULL},
    {"csv", "tabla", false, NULL},
    {"serial", "serie", false, NULL},
    {"certifier", "certificador", false, NULL},
    {"photos", "fotos", false, NULL},
    {"remember", "memoria", false, NULL},
    {"picture-seconds", "segundos-por-imagen", false, NULL},
    {"no-sandbox", "sin-aislar", false, NULL},
    {"expect", "esperado", false, NULL},
    {"as", "como", false, NULL},
    {"policy", "politica", false, NULL},
    {"events", "eventos", false, NULL},
    {"none", "ninguna", false, NULL},
    {"endorsed-by", "avalados-por", false, NULL},
    {.name = NULL},
};
/* clang-format on */
