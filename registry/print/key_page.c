/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/key_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "keys/paper.h"

#define MODULE_MM 1.0 /* a phone reads it from a hand's breadth */

struct key_words {
    const char *title, *how_to_keep, *how_to_restore;
};

static const struct key_words *words_of(const struct key_page *key) {
    static const struct key_words es = {
        "Una llave, para guardar en lugar seguro",
        "Esta página es la llave, cerrada con su frase secreta. Guárdala donde solo llegue su "
        "dueño, y la frase en otro lugar: quien tenga las dos puede firmar.",
        "Para recuperar la llave, fotografía o escanea el cuadro, o teclea las líneas en un "
        "archivo. Los dos últimos caracteres de cada línea dicen si está mal tecleada."};
    static const struct key_words en = {
        "A key, to be kept safe",
        "This page is the key, locked with its passphrase. Keep it where only its holder gets to "
        "it, and the passphrase elsewhere: whoever has both can sign.",
        "To bring the key back, photograph or scan the square, or type the lines into a file. The "
        "two last characters of each line tell whether it is mistyped."};
    return strcmp(key->language, "es") == 0 ? &es : &en;
}

/* ---- plain text ---- */

static void put_comment(struct sello_writer *w, const char *words) {
    sello_write(w, "# ", 2);
    sello_write(w, words, strlen(words));
    sello_write(w, "\n", 1);
}

void key_page_text(const struct key_page *key, struct sello_writer *out) {
    uint8_t buf[SELLO_PAPER_ROOM];
    struct sello_writer lines = sello_writer_init(buf, sizeof buf);
    put_comment(out, key->name);
    put_comment(out, words_of(key)->how_to_keep);
    put_comment(out, "sello key restore FILE");
    sello_paper_put_lines(&lines, key->file);
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

static enum sello_error put_key_page(const struct key_page *key, const struct sello_symbol *symbol,
                                     struct sello_page page, enum sello_page_form form,
                                     struct sello_writer *out) {
    uint8_t buf[SELLO_PAPER_ROOM];
    struct sello_writer lines = sello_writer_init(buf, sizeof buf);
    const struct key_words *words = words_of(key);
    sello_paper_put_lines(&lines, key->file);
    const struct sello_page_part parts[] = {
        {.kind = SELLO_PART_TITLE, .text = sello_bytes_of(words->title)},
        {.kind = SELLO_PART_LEAD, .text = page.name},
        {.kind = SELLO_PART_TEXT, .text = sello_bytes_of(words->how_to_keep)},
        {.kind = SELLO_PART_SYMBOL, .symbol = symbol, .module_mm = MODULE_MM},
        {.kind = SELLO_PART_LINES, .text = sello_written(&lines)},
        {.kind = SELLO_PART_TEXT, .text = sello_bytes_of(words->how_to_restore)},
        {.kind = SELLO_PART_COMMAND, .text = sello_bytes_of("sello key restore FILE")},
    };
    page.part = parts;
    page.n_parts = sizeof parts / sizeof *parts;
    return sello_page_write(&page, form, out);
}

enum sello_error key_page_write(const struct key_page *key, enum sello_paper paper,
                                enum sello_page_form form, struct sello_writer *out) {
    struct sello_symbol *symbol = malloc(sizeof *symbol);
    enum sello_error error = symbol != NULL ? make_symbol(key->file, symbol) : SELLO_E_MEMORY;
    if (error == SELLO_OK) {
        struct sello_page page = {
            .paper = paper, .name = sello_bytes_of(key->name), .footer = sello_bytes_of("")};
        error = put_key_page(key, symbol, page, form, out);
    }
    free(symbol);
    return error;
}
