/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/sheet_xml.h"

#include <expat.h>

#define DEPTH_MAX 200                      /* elements within each other */
#define WITHOUT_AN_EVENT ((size_t)4 << 20) /* bytes: expat goes over a long tag again and again */

struct reading {
    XML_Parser parser;
    const struct sheet_xml *listener;
    enum rows_problem problem;
    size_t depth;
    size_t fed; /* bytes since something was made of them */
};

static void note(struct reading *r, enum rows_problem problem) {
    if (problem != ROWS_GOOD && r->problem == ROWS_GOOD) {
        r->problem = problem;
        (void)XML_StopParser(r->parser, XML_FALSE);
    }
}

static const char *local(const char *name) {
    const char *colon = strrchr(name, ':');
    return colon != NULL ? colon + 1 : name;
}

static void on_start(void *context, const char *name, const char **attributes) {
    struct reading *r = context;
    r->fed = 0;
    if (r->problem != ROWS_GOOD) {
        return;
    }
    if (++r->depth > DEPTH_MAX) {
        note(r, ROWS_BROKEN);
    } else if (r->listener->start != NULL) {
        note(r, r->listener->start(r->listener->context, local(name), attributes));
    }
}

static void on_end(void *context, const char *name) {
    struct reading *r = context;
    r->fed = 0;
    r->depth--;
    if (r->problem == ROWS_GOOD && r->listener->end != NULL) {
        note(r, r->listener->end(r->listener->context, local(name)));
    }
}

static void on_text(void *context, const char *text, int len) {
    struct reading *r = context;
    r->fed = 0;
    if (r->problem == ROWS_GOOD && r->listener->text != NULL) {
        r->listener->text(r->listener->context, sello_bytes(text, (size_t)len));
    }
}

/* Comments and the like. */
static void on_other(void *context, const char *text, int len) {
    struct reading *r = context;
    (void)text, (void)len;
    r->fed = 0;
}

static void on_doctype(void *context, const char *name, const char *system, const char *public,
                       int has_subset) {
    (void)name, (void)system, (void)public, (void)has_subset;
    note(context, ROWS_ENTITIES);
}

static bool take(void *context, struct sello_bytes piece) {
    struct reading *r = context;
    r->fed += piece.len;
    if (XML_Parse(r->parser, (const char *)piece.ptr, (int)piece.len, XML_FALSE) != XML_STATUS_OK) {
        note(r, XML_GetErrorCode(r->parser) == XML_ERROR_NO_MEMORY ? ROWS_MEMORY : ROWS_BROKEN);
    }
    if (r->fed > WITHOUT_AN_EVENT) {
        note(r, ROWS_TOO_LARGE);
    }
    return r->problem == ROWS_GOOD;
}

enum rows_problem sheet_xml_read(struct package *package, const char *entry,
                                 const struct sheet_xml *listener) {
    struct reading r = {.parser = XML_ParserCreate(NULL), .listener = listener};
    if (r.parser == NULL) {
        return ROWS_MEMORY;
    }
    XML_SetUserData(r.parser, &r);
    XML_SetElementHandler(r.parser, on_start, on_end);
    XML_SetCharacterDataHandler(r.parser, on_text);
    XML_SetDefaultHandlerExpand(r.parser, on_other);
    XML_SetStartDoctypeDeclHandler(r.parser, on_doctype);
    enum rows_problem problem = package->read(package->context, entry, take, &r);
    if (problem == ROWS_GOOD && r.problem == ROWS_GOOD &&
        XML_Parse(r.parser, "", 0, XML_TRUE) != XML_STATUS_OK) {
        note(&r, ROWS_BROKEN);
    }
    XML_ParserFree(r.parser);
    return r.problem != ROWS_GOOD ? r.problem : problem;
}

const char *sheet_attribute(const char **attributes, const char *name) {
    for (size_t i = 0; attributes[i] != NULL; i += 2) {
        if (strcmp(attributes[i], name) == 0) {
            return attributes[i + 1];
        }
    }
    return NULL;
}

size_t sheet_number(const char *text, size_t most, size_t otherwise) {
    size_t number = 0;
    if (text == NULL || text[0] == '\0') {
        return otherwise;
    }
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9' || number > most / 10) {
            return otherwise;
        }
        number = 10 * number + (size_t)(*text - '0');
    }
    return number <= most ? number : otherwise;
}

void sheet_text_add(struct sheet_text *t, struct sello_bytes piece) {
    size_t room = sizeof t->text - t->len;
    size_t len = piece.len < room ? piece.len : room;
    if (len > 0) {
        memcpy(t->text + t->len, piece.ptr, len);
    }
    t->len += len;
}
