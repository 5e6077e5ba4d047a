/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/key_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "keys/paper.h"

#define MODULE_MM 1.0 /* a phone reads it from a hand's breadth */

#define BLANK "________________________________" /* to be written on */

struct key_words {
    const char *title, *how_to_keep, *how_to_restore, *command;
    const char *certifier, *fingerprint, *role, *member, *kid, *date, *page;
    const char *roles[SELLO_ROLE_LAST + 1];
};

static const struct key_words *words_of(const struct key_page *key) {
    static const struct key_words es = {
        "Una llave, para guardar en lugar seguro",
        "Esta página es la llave, cerrada con su frase secreta. Guárdala donde solo llegue su "
        "dueño, y la frase en otro lugar: quien tenga las dos puede firmar.",
        "Para recuperar la llave, fotografía o escanea el cuadro, o teclea las líneas en un "
        "archivo. Los dos últimos caracteres de cada línea dicen si está mal tecleada.",
        "sello llave restaurar ARCHIVO",
        "Certificador",
        "Huella",
        "Firma",
        "Integrante",
        "Kid",
        "Fecha",
        "Página 1 de 1",
        {"la raíz", "etiquetas", "archivos de confianza",
         "el registro público", [SELLO_ROLE_CREDENTIAL] = "credenciales"}};
    static const struct key_words en = {
        "A key, to be kept safe",
        "This page is the key, locked with its passphrase. Keep it where only its holder gets to "
        "it, and the passphrase elsewhere: whoever has both can sign.",
        "To bring the key back, photograph or scan the square, or type the lines into a file. The "
        "two last characters of each line tell whether it is mistyped.",
        "sello key restore FILE",
        "Certifier",
        "Fingerprint",
        "Signs",
        "Member",
        "Kid",
        "Date",
        "Page 1 of 1",
        {"the root", "labels", "trust files",
         "the public log", [SELLO_ROLE_CREDENTIAL] = "credentials"}};
    return strcmp(key->language, "es") == 0 ? &es : &en;
}

/* ---- whose it is ---- */

#define FACTS_ROOM 1024

static void put_fact(struct sello_writer *w, const char *name, struct sello_bytes value) {
    value = value.len > 0 ? value : sello_bytes_of(BLANK);
    sello_write(w, w->len > 0 ? "\n" : "", w->len > 0);
    sello_write(w, name, strlen(name));
    sello_write(w, "\t", 1);
    sello_write(w, value.ptr, value.len);
}

/* A row to each, its name and a tab before it. */
static void put_facts(const struct key_page *key, struct sello_writer *w) {
    const struct key_words *words = words_of(key);
    char fingerprint[SELLO_FINGERPRINT_TEXT_LEN] = "", kid[BASE_HEX_LEN(SELLO_KID_LEN)];
    struct page_dated day = page_day_in_words(key->day);
    struct sello_bytes none = sello_bytes(NULL, 0);
    bool member = key->role == SELLO_ROLE_MEMBER;
    if (key->root != NULL) {
        sello_fingerprint_text(key->root->fingerprint, fingerprint);
    }
    base_hex(key->kid, SELLO_KID_LEN, kid);
    put_fact(w, words->certifier, key->root != NULL ? key->root->name : none);
    put_fact(w, words->fingerprint, sello_bytes_of(fingerprint));
    put_fact(w, words->role,
             sello_bytes_of(sello_role_known(key->role) ? words->roles[key->role] : ""));
    if (member) {
        put_fact(w, words->member, key->row != NULL ? key->row->name : none);
    }
    put_fact(w, words->kid, sello_bytes_of(kid));
    put_fact(w, words->date, sello_bytes_of(strcmp(key->language, "es") == 0 ? day.es : day.en));
}

/* ---- plain text ---- */

static void put_comment(struct sello_writer *w, const char *words) {
    sello_write(w, "# ", 2);
    sello_write(w, words, strlen(words));
    sello_write(w, "\n", 1);
}

/* "# Name: value", a line to each fact. */
static void put_comments(struct sello_writer *w, struct sello_bytes facts) {
    sello_write(w, "# ", 2);
    for (size_t i = 0; i < facts.len; i++) {
        const char *text = facts.ptr[i] == '\n' ? "\n# " : facts.ptr[i] == '\t' ? ": " : NULL;
        sello_write(w, text != NULL ? text : (const char *)&facts.ptr[i],
                    text != NULL ? strlen(text) : 1);
    }
    sello_write(w, "\n", 1);
}

void key_page_text(const struct key_page *key, struct sello_writer *out) {
    uint8_t buf[SELLO_PAPER_ROOM];
    struct sello_writer lines = sello_writer_init(buf, sizeof buf);
    uint8_t facts_room[FACTS_ROOM];
    struct sello_writer facts = sello_writer_init(facts_room, sizeof facts_room);
    put_facts(key, &facts);
    put_comment(out, key->name);
    put_comments(out, sello_written(&facts));
    put_comment(out, words_of(key)->how_to_keep);
    put_comment(out, words_of(key)->command);
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
    uint8_t facts_room[FACTS_ROOM];
    struct sello_writer facts = sello_writer_init(facts_room, sizeof facts_room);
    const struct key_words *words = words_of(key);
    sello_paper_put_lines(&lines, key->file);
    put_facts(key, &facts);
    const struct sello_page_part parts[] = {
        {.kind = SELLO_PART_TITLE, .text = sello_bytes_of(words->title)},
        {.kind = SELLO_PART_STRIP},
        {.kind = SELLO_PART_TABLE, .text = sello_written(&facts)},
        {.kind = SELLO_PART_TEXT, .text = sello_bytes_of(words->how_to_keep)},
        {.kind = SELLO_PART_SYMBOL, .symbol = symbol, .module_mm = MODULE_MM},
        {.kind = SELLO_PART_LINES, .text = sello_written(&lines)},
        {.kind = SELLO_PART_TEXT, .text = sello_bytes_of(words->how_to_restore)},
        {.kind = SELLO_PART_COMMAND, .text = sello_bytes_of(words->command)},
    };
    page.part = parts;
    page.n_parts = sizeof parts / sizeof *parts;
    page.footer = sello_bytes_of(words->page);
    page.practice = key->root != NULL && key->root->practice;
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
