/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/key_page.h"

#include <stdlib.h>

#include "keys/paper.h"
#include "registry/trust/root_view.h"

#define MODULE_MM 1.0 /* a phone reads it from a hand's breadth */

static struct sello_bytes text(const char *string) {
    return sello_bytes_of(string);
}

/* "member 0a1b2c3d4e5f6071" */
static void name_of(const struct sello_keyfile_info *info, char out[SELLO_LEN(ROOT_KEY_WORDS)]) {
    struct sello_root_key key = {.role = info->role};
    memcpy(key.kid, info->kid, SELLO_KID_LEN);
    root_key_words(&key, out);
}

static const char *how_to_keep(void) {
    return _("This page is the key, locked with its passphrase. Keep it where only its holder gets "
             "to it, and the passphrase elsewhere: whoever has both can sign.");
}

static const char *how_to_restore(void) {
    return _("To bring the key back, photograph or scan the square, or type the lines into a file. "
             "The two last characters of each line tell whether it is mistyped.");
}

/* ---- plain text ---- */

static void put_comment(struct sello_writer *w, const char *words) {
    sello_write(w, "# ", 2);
    sello_write(w, words, strlen(words));
    sello_write(w, "\n", 1);
}

void key_page_text(struct sello_bytes file, const struct sello_keyfile_info *info,
                   struct sello_writer *out) {
    uint8_t buf[SELLO_PAPER_ROOM];
    struct sello_writer lines = sello_writer_init(buf, sizeof buf);
    char name[ROOT_KEY_WORDS];
    name_of(info, name);
    put_comment(out, name);
    put_comment(out, how_to_keep());
    put_comment(out, "sello key restore FILE");
    sello_paper_put_lines(&lines, file);
    struct sello_bytes rest = sello_written(&lines);
    for (unsigned number = 1; rest.len > 0; number++) {
        const uint8_t *end = memchr(rest.ptr, '\n', rest.len);
        size_t len = (size_t)(end - rest.ptr) + 1; /* each line has its end */
        char numbered[16];
        int n = snprintf(numbered, sizeof numbered, "%2u. ", number);
        sello_write(out, numbered, (size_t)n);
        sello_write(out, rest.ptr, len);
        rest = sello_bytes(rest.ptr + len, rest.len - len);
    }
}

/* ---- the page ---- */

static enum sello_error make_symbol(struct sello_bytes file, struct sello_symbol *out) {
    uint8_t buf[SELLO_PAPER_ROOM];
    struct sello_writer code = sello_writer_init(buf, sizeof buf);
    sello_paper_put_code(&code, file);
    return sello_symbol_make(sello_written(&code), SELLO_SYMBOL_VERSION_MAX, out);
}

static enum sello_error put_page(struct sello_bytes file, const struct sello_symbol *symbol,
                                 struct sello_page page, enum sello_page_form form,
                                 struct sello_writer *out) {
    uint8_t buf[SELLO_PAPER_ROOM];
    struct sello_writer lines = sello_writer_init(buf, sizeof buf);
    sello_paper_put_lines(&lines, file);
    const struct sello_page_part parts[] = {
        {.kind = SELLO_PART_TITLE, .text = text(_("A key, to be kept safe"))},
        {.kind = SELLO_PART_LEAD, .text = page.name},
        {.kind = SELLO_PART_TEXT, .text = text(how_to_keep())},
        {.kind = SELLO_PART_SYMBOL, .symbol = symbol, .module_mm = MODULE_MM},
        {.kind = SELLO_PART_LINES, .text = sello_written(&lines)},
        {.kind = SELLO_PART_TEXT, .text = text(how_to_restore())},
        {.kind = SELLO_PART_COMMAND, .text = text("sello key restore FILE")},
    };
    page.part = parts;
    page.n_parts = sizeof parts / sizeof *parts;
    return sello_page_write(&page, form, out);
}

enum sello_error key_page_write(struct sello_bytes file, enum sello_paper paper,
                                enum sello_page_form form, struct sello_writer *out) {
    struct sello_keyfile_info info;
    char name[ROOT_KEY_WORDS];
    struct sello_symbol *symbol = malloc(sizeof *symbol);
    enum sello_error error = symbol != NULL ? sello_keyfile_peek(file, &info) : SELLO_E_MEMORY;
    if (error == SELLO_OK) {
        error = make_symbol(file, symbol);
    }
    if (error == SELLO_OK) {
        name_of(&info, name);
        struct sello_page page = {.paper = paper, .name = text(name), .footer = text("")};
        error = put_page(file, symbol, page, form, out);
    }
    free(symbol);
    return error;
}
