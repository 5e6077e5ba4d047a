/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/publish/publish_words.h"

#include "base/hex.h"

#include <unicase.h>
#include <unictype.h>
#include <unistr.h>

/* A place: what stands there in the build, as before + "Sello" + after. */
struct place {
    enum publish_kind kind;
    const char *before, *word, *after;
};

static const struct place places[] = {
    {PUBLISH_HTML, "<title>", "Sello", "</title>"},
    {PUBLISH_HTML, "<meta name=\"application-name\" content=\"", "Sello", "\""},
    {PUBLISH_HTML, "<meta name=\"apple-mobile-web-app-title\" content=\"", "Sello", "\""},
    {PUBLISH_JSON, "\"name\":\"", "Sello", "\""},
    {PUBLISH_JSON, "\"short_name\":\"", "Sello", "\""},
    {PUBLISH_WORKER, "", "sello-publish-revision", ""},
};

enum publish_kind publish_kind_of(const char *path) {
    return strcmp(path, "index.html") == 0             ? PUBLISH_HTML
           : strcmp(path, "manifest.webmanifest") == 0 ? PUBLISH_JSON
           : strcmp(path, "sw.js") == 0                ? PUBLISH_WORKER
                                                       : PUBLISH_COPY;
}

/* ---- escaping ---- */

static void put(struct sello_writer *w, const char *text) {
    sello_write(w, text, strlen(text));
}

/* For HTML's text and its attributes in double quotes (WHATWG HTML, section 13.3). */
static void put_html(struct sello_writer *w, uint8_t c) {
    switch (c) {
    case '&': put(w, "&amp;"); break;
    case '<': put(w, "&lt;"); break;
    case '>': put(w, "&gt;"); break;
    case '"': put(w, "&quot;"); break;
    case '\'': put(w, "&#39;"); break;
    default: sello_write(w, &c, 1);
    }
}

/* Within a JSON string (RFC 8259 section 7); "<" too, in case the manifest is ever put into HTML.
 */
static void put_json(struct sello_writer *w, uint8_t c) {
    char hex[BASE_HEX_LEN(1)];
    if (c < 0x20 || c == '"' || c == '\\' || c == '<') {
        put(w, "\\u00");
        base_hex(&c, 1, hex);
        put(w, hex);
    } else {
        sello_write(w, &c, 1);
    }
}

static void put_word(enum publish_kind kind, struct sello_bytes word, struct sello_writer *w) {
    for (size_t i = 0; i < word.len; i++) {
        if (kind == PUBLISH_HTML) {
            put_html(w, word.ptr[i]);
        } else if (kind == PUBLISH_JSON) {
            put_json(w, word.ptr[i]);
        } else {
            sello_write(w, &word.ptr[i], 1);
        }
    }
}

void publish_put_html(struct sello_writer *w, struct sello_bytes text) {
    put_word(PUBLISH_HTML, text, w);
}

/* ---- filling in ---- */

static bool starts(struct sello_bytes rest, size_t at, const char *text) {
    size_t len = strlen(text);
    return rest.len >= at && rest.len - at >= len && memcmp(rest.ptr + at, text, len) == 0;
}

static const struct place *place_at(enum publish_kind kind, struct sello_bytes rest) {
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const struct place *p = &places[i];
        size_t before = strlen(p->before), word = strlen(p->word);
        if (p->kind == kind && starts(rest, 0, p->before) && starts(rest, before, p->word) &&
            starts(rest, before + word, p->after)) {
            return p;
        }
    }
    return NULL;
}

void publish_fill(enum publish_kind kind, struct sello_bytes file, struct sello_bytes word,
                  struct sello_writer *out, size_t *out_n_places) {
    *out_n_places = 0;
    for (size_t at = 0; at < file.len;) {
        const struct place *p = place_at(kind, sello_bytes(file.ptr + at, file.len - at));
        if (p == NULL) {
            sello_write(out, &file.ptr[at++], 1);
            continue;
        }
        put(out, p->before);
        put_word(kind, word, out);
        put(out, p->after);
        at += strlen(p->before) + strlen(p->word) + strlen(p->after);
        ++*out_n_places;
    }
}

/* ---- initials ---- */

enum { INITIALS = 3 };

static bool begins_word(ucs4_t before, ucs4_t c) {
    return uc_is_alpha(c) && !uc_is_alpha(before) && before != '\'' && before != 0x2019;
}

/* Appends the initials of the name's words, of those in capitals alone; returns how many. */
static size_t take_initials(struct sello_bytes name, bool capitals, struct sello_writer *out) {
    size_t n = 0;
    ucs4_t before = ' ', c;
    for (size_t at = 0; at < name.len && n < INITIALS;) {
        at += (size_t)u8_mbtouc(&c, name.ptr + at, name.len - at);
        if (begins_word(before, c) && (!capitals || uc_toupper(c) == c)) {
            uint8_t letter[4];
            int len = u8_uctomb(letter, uc_toupper(c), sizeof letter);
            sello_write(out, letter, len > 0 ? (size_t)len : 0);
            n++;
        }
        before = c;
    }
    return n;
}

void publish_initials(struct sello_bytes name, char out[SELLO_LEN(PUBLISH_INITIALS_MAX)]) {
    struct sello_writer w = sello_writer_init(out, PUBLISH_INITIALS_MAX - 1);
    if (take_initials(name, true, &w) == 0) {
        (void)take_initials(name, false, &w);
    }
    out[w.len] = '\0';
}
