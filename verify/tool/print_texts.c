/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/tool/run.h"

#include <stdlib.h>

#include "verify/reader/apart.h"

static bool print_code(void *context, struct sello_bytes text, const struct sello_quad *where) {
    size_t *n_unread = context;
    (void)where;
    if (text.len == 0) {
        ++*n_unread;
        return false;
    }
    cli_show(stdout, text);
    putchar('\n');
    return false;
}

int print_texts(const struct cli_args *args) {
    int worst = CLI_OK;
    for (size_t i = 0; i < cli_n_operands(args); i++) {
        uint8_t *file = NULL;
        size_t len = 0, n_unread = 0;
        const char *path = cli_operand(args, i);
        if (!cli_file_read(path, SELLO_PICTURE_FILE_MAX, &file, &len)) {
            worst = sello_verdict_exit(SELLO_UNREADABLE);
            continue;
        }
        enum sello_error error =
            sello_picture_read_apart(sello_bytes(file, len), print_code, &n_unread);
        pictures_warn();
        if (error != SELLO_OK) {
            cli_error(_("%s: nothing could be read: %s."), path, _(sello_error_text(error)));
            worst = sello_verdict_exit(SELLO_UNREADABLE);
        }
        if (n_unread > 0) {
            cli_error(_("%s: codes that can be seen and could not be read: %zu."), path, n_unread);
            worst = sello_verdict_exit(SELLO_UNREADABLE);
        }
        free(file);
    }
    return worst;
}
