/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_TOOL_PRINT_CHECK_H
#define SELLO_VERIFY_TOOL_PRINT_CHECK_H

/* Inside the tool: how well labels are printed, from a scan of their sheet. */

#include "verify/reader/symbol_grid.h"
#include "verify/tool/run.h"

/* Below these a print is weak: 0.33 mm as Sello prints no smaller without being forced; the others
 * as grade 2 (C) begins in ISO/IEC 15415, though nothing here is a grade: no scanner is calibrated.
 */
#define CHECK_MODULE_MM 0.33
#define CHECK_CONTRAST 0.40
#define CHECK_UNUSED 0.37

enum check_weak { CHECK_WEAK_MODULE = 1, CHECK_WEAK_CONTRAST = 2, CHECK_WEAK_CORRECTION = 4 };

/* One code of a picture. */
struct check_code {
    uint8_t *text; /* owned */
    size_t len;
    double x, y;  /* its centre, pixels */
    size_t place; /* from 1, in the order of reading: by rows, from the left */
    bool measured;
    struct sello_measure measure;
    bool is_label;  /* else a code of another kind */
    bool duplicate; /* another one of the same text came before it */
    struct sello_report report;
};

/* A picture's codes. */
struct check_sheet {
    const char *input;
    double dpi;              /* 0: unknown */
    bool judged;             /* there is trust to judge by */
    struct check_code *code; /* owned */
    size_t n;
};

double check_module_mm(const struct check_sheet *sheet, const struct check_code *code); /* 0: ? */
double check_contrast(const struct check_code *code);

/* A set of enum check_weak. */
unsigned check_weak_of(const struct check_sheet *sheet, const struct check_code *code);

/* print_check_say.c */
void check_say(const struct check_sheet *sheet);
void check_say_json(const struct check_sheet *sheet);

#endif
