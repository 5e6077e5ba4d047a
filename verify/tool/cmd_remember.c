/* SPDX-License-Identifier: Apache-2.0 */
#include "base/array.h"
#include "verify/tool/memory.h"

#include <stdlib.h>

/* A line tells one sight and no two are the same, so that files merge as sets of lines do:
 * sorted by their bytes they are in the order of time, and what came twice falls together. */

enum { HEADER_LEN = sizeof MEMORY_HEADER - 1 };

static const size_t file_max = (size_t)1 << 30;

struct merge {
    struct sello_bytes *line; /* owned; with their ends */
    size_t n, cap;
    size_t n_bad;
    size_t len; /* bytes of all lines */
};

static bool add_line(struct merge *m, struct sello_bytes line) {
    if (!base_grow(&m->line, &m->cap, m->n + 1, sizeof *m->line)) {
        return false;
    }
    m->line[m->n++] = line;
    return true;
}

/* The good lines of a file. */
static bool add_lines(struct merge *m, struct sello_bytes file) {
    struct memory_line l;
    bool ok = true;
    while (ok && file.len > 0) {
        const uint8_t *end = memchr(file.ptr, '\n', file.len);
        size_t len = end != NULL ? (size_t)(end - file.ptr) : file.len;
        if (end != NULL && memory_line_parse(sello_bytes(file.ptr, len), &l)) {
            ok = add_line(m, sello_bytes(file.ptr, len + 1));
        } else if (len + 1 != HEADER_LEN || memcmp(file.ptr, MEMORY_HEADER, len) != 0) {
            m->n_bad++;
        }
        len += end != NULL ? 1 : 0;
        file = sello_bytes(file.ptr + len, file.len - len);
    }
    return ok;
}

static bool read_memory(const char *path, uint8_t **out_file, size_t *out_len) {
    if (!cli_file_read(path, file_max, out_file, out_len)) {
        return false;
    }
    if (*out_len >= HEADER_LEN && memcmp(*out_file, MEMORY_HEADER, HEADER_LEN) == 0) {
        return true;
    }
    cli_error(_("%s is not a file of serials seen, or a newer version made it. It stays as it is."),
              path);
    free(*out_file);
    *out_file = NULL;
    return false;
}

static int by_bytes(const void *a, const void *b) {
    return sello_bytes_cmp(*(const struct sello_bytes *)a, *(const struct sello_bytes *)b);
}

/* Sorted, each once. */
static void sort_lines(struct merge *m) {
    size_t kept = 0;
    if (m->n > 0) {
        qsort(m->line, m->n, sizeof *m->line, by_bytes);
    }
    for (size_t i = 0; i < m->n; i++) {
        if (kept == 0 || !sello_bytes_eq(m->line[kept - 1], m->line[i])) {
            m->line[kept++] = m->line[i];
            m->len += m->line[i].len;
        }
    }
    m->n = kept;
}

static bool write_merged(const struct merge *m, const char *path) {
    uint8_t *out = malloc(HEADER_LEN + m->len);
    if (out == NULL) {
        cli_error("%s", _(sello_error_text(SELLO_E_MEMORY)));
        return false;
    }
    struct sello_writer w = sello_writer_init(out, HEADER_LEN + m->len);
    sello_write(&w, MEMORY_HEADER, HEADER_LEN);
    for (size_t i = 0; i < m->n; i++) {
        sello_write(&w, m->line[i].ptr, m->line[i].len);
    }
    bool ok = cli_file_replace(path, sello_written(&w), 0600);
    free(out);
    return ok;
}

static bool merge_files(const struct cli_args *args, uint8_t **file, struct merge *m) {
    bool ok = true;
    for (size_t i = 0; ok && i < cli_n_operands(args); i++) {
        size_t len = 0;
        ok = read_memory(cli_operand(args, i), &file[i], &len);
        if (ok && !add_lines(m, sello_bytes(file[i], len))) {
            cli_error("%s", _(sello_error_text(SELLO_E_MEMORY)));
            ok = false;
        }
    }
    return ok;
}

int cmd_remember_merge(const struct cli_args *args) {
    const char *path = NULL;
    struct merge m = {0};
    if (!cli_require(args, "o", &path)) {
        return CLI_USAGE;
    }
    uint8_t **file = calloc(cli_n_operands(args), sizeof *file);
    bool ok = file != NULL && merge_files(args, file, &m);
    if (ok) {
        sort_lines(&m);
        ok = write_merged(&m, path);
    }
    if (ok) {
        cli_note(P_("%s remembers %zu sight now; lines left out: %zu.",
                    "%s remembers %zu sights now; lines left out: %zu.", m.n),
                 path, m.n, m.n_bad);
    }
    for (size_t i = 0; file != NULL && i < cli_n_operands(args); i++) {
        free(file[i]);
    }
    free((void *)file);
    free(m.line);
    return ok ? CLI_OK : CLI_FAILURE;
}
