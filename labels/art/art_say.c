/* SPDX-License-Identifier: Apache-2.0 */
/* What a label's fields say. These words belong to the label and are not messages: they are in the
 * languages that the certifier chose for its buyers. */
#include <stdio.h>
#include <stdlib.h>

#include "base/time.h"
#include "labels/art/art_parts.h"

#define TEXT_ROOM 1024

/* ---- words by language ---- */

struct phrase {
    const char *es, *en, *both;
};

static const struct phrase scan_words = {"Escanea para verificar", "Scan to verify",
                                         "Escanea para verificar" ART_DOT "Scan to verify"};
static const struct phrase lot_words = {"Lote" ART_NBSP, "Lot" ART_NBSP, "Lote/Lot" ART_NBSP};
static const struct phrase made_words = {"Hecho" ART_NBSP, "Made" ART_NBSP, "Hecho/Made" ART_NBSP};
static const struct phrase certificate_words = {"Certificado ", "Certificate ", "Cert. "};

static struct sello_bytes phrase_in(enum sello_label_language language,
                                    const struct phrase *phrase) {
    switch (language) {
    case SELLO_LABEL_EN: return sello_bytes_of(phrase->en);
    case SELLO_LABEL_BOTH: return sello_bytes_of(phrase->both);
    case SELLO_LABEL_ES: break;
    }
    return sello_bytes_of(phrase->es);
}

/* ---- texts ---- */

/* One line: a label's text has no paragraphs. */
static char *clean_line(struct sello_art *art, struct sello_bytes text) {
    char *line = words_clean_for(art->context, text, art->missing);
    for (char *at = line; at != NULL && *at != '\0'; at++) {
        if (*at == '\n') {
            *at = ' ';
        }
    }
    return line;
}

static enum sello_error say_field(struct sello_art *art, enum art_field field,
                                  const struct phrase *before, struct sello_bytes text) {
    uint8_t buf[TEXT_ROOM];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    if (text.len == 0) {
        return SELLO_OK;
    }
    if (before != NULL) {
        struct sello_bytes words = phrase_in(art->setup.language, before);
        sello_write(&w, words.ptr, words.len);
    }
    /* No claim is this long; of a text that is, the beginning is enough. */
    sello_write(&w, text.ptr, text.len < TEXT_ROOM / 2 ? text.len : TEXT_ROOM / 2);
    art->text[field] = clean_line(art, sello_written(&w));
    return art->text[field] != NULL ? SELLO_OK : SELLO_E_MEMORY;
}

/* "2026-11-01" as people write it: "1 nov 2026", "1 Nov 2026". Anything else is said as it is. */
static enum sello_error say_made(struct sello_art *art, struct sello_bytes text) {
    char date[BASE_DATE_LEN] = "", said[48];
    struct base_date d;
    uint64_t day;
    if (text.len == sizeof date - 1) {
        memcpy(date, text.ptr, text.len);
    }
    if (base_date_parse(date, &day) && base_date_of(day, &d)) {
        bool english = art->setup.language == SELLO_LABEL_EN;
        snprintf(said, sizeof said, "%u" ART_NBSP "%s" ART_NBSP "%u", d.day,
                 base_month_short(d.month, english), d.year);
        text = sello_bytes_of(said);
    }
    return say_field(art, ART_MADE, &made_words, text);
}

/* The facts that are known, separated by dots. */
static enum sello_error say_facts(struct sello_art *art) {
    static const enum art_field parts[] = {ART_LOT, ART_MADE, ART_NET};
    size_t room = 1;
    for (size_t i = 0; i < 3; i++) {
        room += art->text[parts[i]] != NULL ? strlen(art->text[parts[i]]) + sizeof ART_DOT : 0;
    }
    char *facts = room > 1 ? malloc(room) : NULL;
    if (facts == NULL) {
        return room > 1 ? SELLO_E_MEMORY : SELLO_OK;
    }
    struct sello_writer w = sello_writer_init(facts, room);
    for (size_t i = 0; i < 3; i++) {
        const char *part = art->text[parts[i]];
        if (part != NULL) {
            sello_write(&w, ART_DOT, w.len > 0 ? sizeof ART_DOT - 1 : 0);
            sello_write(&w, part, strlen(part));
        }
    }
    sello_write(&w, "", 1);
    art->text[ART_FACTS] = facts;
    return SELLO_OK;
}

enum sello_error art_say(struct sello_art *art) {
    const struct sello_label_words *words = art->setup.words;
    struct sello_bytes scan = phrase_in(art->setup.language, &scan_words);
    const struct {
        enum art_field field;
        const struct phrase *before;
        struct sello_bytes text;
    } rows[] = {
        {ART_PRODUCT, NULL, words->product},
        {ART_PRODUCER, NULL, words->producer},
        {ART_ORIGIN, NULL, words->origin},
        {ART_TRAITS, NULL, words->traits},
        {ART_SCHEME, NULL, words->scheme},
        {ART_LOT, &lot_words, words->lot},
        {ART_NET, NULL, words->net_content},
        {ART_CERTIFICATE, &certificate_words, words->certificate},
        {ART_CERTIFIER, NULL, words->certifier},
        {ART_WEB, NULL, words->web},
        {ART_SCAN, NULL, scan},
        {ART_SERIAL, NULL, sello_bytes_of(ART_SERIAL_WIDEST)}, /* replaced when a label is drawn */
    };
    enum sello_error error = SELLO_OK;
    for (size_t i = 0; i < sizeof rows / sizeof *rows && error == SELLO_OK; i++) {
        error = say_field(art, rows[i].field, rows[i].before, rows[i].text);
    }
    error = error == SELLO_OK ? say_made(art, words->made) : error;
    return error == SELLO_OK ? say_facts(art) : error;
}
