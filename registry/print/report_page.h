/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_REPORT_PAGE_H
#define SELLO_REGISTRY_PRINT_REPORT_PAGE_H

/* The report for the assembly, on paper. */

#include "registry/desk/report.h"
#include "registry/print/page_words.h"

struct report_page {
    const struct sello_root *root; /* the certifier */
    const struct report *report;
    enum page_words words; /* Spanish or English */
    enum sello_paper paper;
    const char *path; /* of the PDF; one that is there is replaced */
};

/* Draws it and lets it go. Rule "fonts-missing-for-report". */
SELLO_NODISCARD enum sello_error report_page_write(struct session *session,
                                                   const struct report_page *page);

#endif
