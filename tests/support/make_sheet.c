/* SPDX-License-Identifier: Apache-2.0 */
/* make_sheet STOCK DPI DOTS N MARKS [DESIGN] > FILE: sheets of a sample stock; MARKS is 1 with
 * outlines, crop marks and bleed, else 0. */
#include <stdio.h>
#include <stdlib.h>

#include "tests/support/sheet_sample.h"

static unsigned number(const char *text) {
    return (unsigned)strtoul(text, NULL, 10);
}

int main(int argc, char **argv) {
    const struct sheet_sample *sample = argc == 6 || argc == 7 ? sheet_sample_find(argv[1]) : NULL;
    if (sample == NULL) {
        fputs("make_sheet STOCK DPI DOTS N MARKS [DESIGN] > FILE\n", stderr);
        return 2;
    }
    bool marks = number(argv[5]) != 0;
    const struct sheet_job job = {.sample = sample,
                                  .design = argc == 7 ? argv[6] : NULL,
                                  .order = SELLO_ORDER_ROW,
                                  .n = number(argv[4]),
                                  .dots_per_module = number(argv[3]),
                                  .header = "Tanda B7, series 000001-1 a 000024-Q"};
    const struct sello_sheet_setup setup = {.profile = {0, 0, 1, 1},
                                            .dpi = number(argv[2]),
                                            .outlines = marks,
                                            .crop_marks = marks,
                                            .bleed = marks ? 2 : 0,
                                            .title = sello_bytes_of("Etiquetas de la tanda B7")};
    struct sello_bytes pdf = sheet_sample_pdf(&job, setup);
    bool ok = fwrite(pdf.ptr, 1, pdf.len, stdout) == pdf.len && fflush(stdout) == 0;
    free((void *)(uintptr_t)pdf.ptr);
    return ok ? 0 : 1;
}
