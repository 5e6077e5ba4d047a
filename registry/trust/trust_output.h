/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_TRUST_OUTPUT_H
#define SELLO_REGISTRY_TRUST_TRUST_OUTPUT_H

/* What `trust export` writes: the trust file, or its status as a notice to hang up. */

#include "labels/page/page.h"
#include "registry/commands/app.h"
#include "registry/trust/bundle_make.h"

struct trust_output {
    bool is_page;
    enum sello_page_form form;
    enum sello_paper paper;
};

/* --to and --paper; says what they take, and that a notice needs --status-only or --again. */
SELLO_NODISCARD bool trust_output_take(const struct cli_args *args, struct trust_output *out);

/* Writes it to the path; says why where it cannot. *out_len is the written file's. */
SELLO_NODISCARD bool trust_output_write(struct app *app, const struct trust_output *output,
                                        const struct trust_file *file, const char *path,
                                        size_t *out_len);

#endif
