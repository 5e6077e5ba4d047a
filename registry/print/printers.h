/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_PRINTERS_H
#define SELLO_REGISTRY_PRINT_PRINTERS_H

/* What each printer is off by, in the file `printers` of the registry's folder: text, a line each.
 *
 *     sello-printers 1
 *     0.412 -1.203 0.998500 1.001200 Epson de la oficina
 *
 * Offset right and down in millimetres, scale across and down, name. In order of names. */

#include "labels/sheet/calibration.h"
#include "registry/session/session.h"

#define PRINTER_NAME_MAX 32 /* bytes */
#define PRINTERS_MAX 100

struct printer {
    char name[PRINTER_NAME_MAX + 1];
    struct sello_profile profile;
};

struct printers {
    struct printer printer[PRINTERS_MAX];
    size_t n;
};

/* ---- the text: pure ---- */

/* A file's longest text. */
#define PRINTERS_TEXT_MAX (32 + PRINTERS_MAX * (PRINTER_NAME_MAX + 64))

/* SELLO_E_TEXT, with the line, for anything but what printers_format writes. */
SELLO_NODISCARD enum sello_error printers_parse(struct sello_bytes text, struct printers *out,
                                                size_t *out_line);
void printers_format(const struct printers *printers, struct sello_writer *w);

/* 1 to PRINTER_NAME_MAX bytes that any text of a label may have, no space at its ends. */
bool printers_name_ok(const char *name);

/* Its place, or NULL. Names are compared byte for byte. */
const struct printer *printers_find(const struct printers *printers, const char *name);

/* Adds or changes one. False where there are PRINTERS_MAX. */
SELLO_NODISCARD bool printers_set(struct printers *printers, const struct printer *printer);
void printers_forget(struct printers *printers, const char *name);

/* ---- the registry's file: no store need be open ---- */

/* None where there is no file. Rule "printers-file-wrong". */
SELLO_NODISCARD enum sello_error printers_read(struct session *session, struct printers *out);

/* One printer's profile, for printing. Rule "printer-unknown". */
SELLO_NODISCARD enum sello_error printers_profile(struct session *session, const char *name,
                                                  struct sello_profile *out);

/* What is to be noted of a printer. */
struct printer_change {
    const char *name; /* printers_name_ok */
    bool forget;      /* else as it was measured */
    struct sello_calibration measured;
};

/* Whether that can be noted, and as what; then notes it. Rules "calibration-scale",
 * "calibration-offset", "too-many-printers", "printer-unknown". */
SELLO_NODISCARD enum sello_error
printers_plan(struct session *session, const struct printer_change *change, struct printer *out);
SELLO_NODISCARD enum sello_error
printers_commit(struct session *session, const struct printer_change *change, struct printer *out);

#endif
