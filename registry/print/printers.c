/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/printers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "registry/session/session_files.h"

#define FIRST_LINE "sello-printers 1\n"

enum { LINE_MAX_LEN = PRINTER_NAME_MAX + 80 };

/* ---- one line ---- */

static int format_line(const struct printer *printer, char out[SELLO_LEN(LINE_MAX_LEN)]) {
    const struct sello_profile *p = &printer->profile;
    return snprintf(out, LINE_MAX_LEN, "%.3f %.3f %.6f %.6f %s\n", p->offset_x, p->offset_y,
                    p->scale_x, p->scale_y, printer->name);
}

bool printers_name_ok(const char *name) {
    size_t len = strlen(name);
    return sello_text_check(sello_bytes_of(name), 1, PRINTER_NAME_MAX, NULL) == SELLO_OK &&
           name[0] != ' ' && name[len - 1] != ' ';
}

/* A line with its end. What reads as a profile must also be written as it stands there: so there is
 * one way to write it, and no number is anything else. */
static bool parse_line(struct sello_bytes line, struct printer *out) {
    char text[LINE_MAX_LEN], again[LINE_MAX_LEN];
    struct printer p = {.name = ""};
    struct sello_profile *f = &p.profile;
    int at = 0;
    if (line.len >= sizeof text || memchr(line.ptr, '\0', line.len) != NULL) {
        return false;
    }
    memcpy(text, line.ptr, line.len);
    text[line.len] = '\0';
    if (sscanf(text, "%lf %lf %lf %lf %n", &f->offset_x, &f->offset_y, &f->scale_x, &f->scale_y,
               &at) != 4 ||
        sello_profile_check(f) != SELLO_CALIBRATION_GOOD) {
        return false;
    }
    size_t len = strcspn(text + at, "\n");
    if (len > PRINTER_NAME_MAX) {
        return false;
    }
    memcpy(p.name, text + at, len);
    format_line(&p, again);
    *out = p;
    return printers_name_ok(p.name) && strcmp(text, again) == 0;
}

/* ---- all of them ---- */

/* Up to and with the line's end; empty where none is there. */
static struct sello_bytes take_line(struct sello_bytes *text) {
    const uint8_t *end = text->len > 0 ? memchr(text->ptr, '\n', text->len) : NULL;
    size_t len = end != NULL ? (size_t)(end - text->ptr) + 1 : 0;
    struct sello_bytes line = sello_bytes(text->ptr, len);
    *text = sello_bytes(text->ptr + len, text->len - len);
    return line;
}

static bool follows(const struct printers *before, const struct printer *next) {
    return before->n == 0 || strcmp(before->printer[before->n - 1].name, next->name) < 0;
}

enum sello_error printers_parse(struct sello_bytes text, struct printers *out, size_t *out_line) {
    *out = (struct printers){.n = 0};
    *out_line = 1;
    if (!sello_bytes_eq(take_line(&text), sello_bytes_of(FIRST_LINE))) {
        return SELLO_E_TEXT;
    }
    while (text.len > 0) {
        struct printer *next = &out->printer[out->n];
        ++*out_line;
        if (out->n == PRINTERS_MAX || !parse_line(take_line(&text), next) || !follows(out, next)) {
            return SELLO_E_TEXT;
        }
        out->n++;
    }
    return SELLO_OK;
}

void printers_format(const struct printers *printers, struct sello_writer *w) {
    char line[LINE_MAX_LEN];
    sello_write(w, FIRST_LINE, strlen(FIRST_LINE));
    for (size_t i = 0; i < printers->n; i++) {
        int len = format_line(&printers->printer[i], line);
        sello_write(w, line, (size_t)len);
    }
}

/* ---- one of them ---- */

/* The first whose name is not before this one. */
static size_t place_of_name(const struct printers *printers, const char *name) {
    size_t i = 0;
    while (i < printers->n && strcmp(printers->printer[i].name, name) < 0) {
        i++;
    }
    return i;
}

const struct printer *printers_find(const struct printers *printers, const char *name) {
    size_t i = place_of_name(printers, name);
    bool found = i < printers->n && strcmp(printers->printer[i].name, name) == 0;
    return found ? &printers->printer[i] : NULL;
}

bool printers_set(struct printers *printers, const struct printer *printer) {
    size_t i = place_of_name(printers, printer->name);
    struct printer *at = &printers->printer[i];
    if (printers_find(printers, printer->name) == NULL) {
        if (printers->n == PRINTERS_MAX) {
            return false;
        }
        memmove(at + 1, at, (printers->n - i) * sizeof *at);
        printers->n++;
    }
    *at = *printer;
    return true;
}

void printers_forget(struct printers *printers, const char *name) {
    size_t i = place_of_name(printers, name);
    if (printers_find(printers, name) != NULL) {
        struct printer *at = &printers->printer[i];
        printers->n--;
        memmove(at, at + 1, (printers->n - i) * sizeof *at);
    }
}

/* ---- the file ---- */

static enum sello_error printers_path(struct session *session,
                                      char out[SELLO_LEN(SESSION_PATH_MAX)]) {
    return session_path(session, out, "printers");
}

static enum sello_error parse_file(struct session *session, const char *path,
                                   struct sello_bytes text, struct printers *out) {
    size_t line = 0;
    enum sello_error error = printers_parse(text, out, &line);
    if (error != SELLO_OK) {
        return session_refuse(
            session, &(struct problem){.error = error,
                                       .rule = "printers-file-wrong",
                                       .value = {problem_text(path), problem_number(line)}});
    }
    return SELLO_OK;
}

enum sello_error printers_read(struct session *session, struct printers *out) {
    char path[SESSION_PATH_MAX];
    uint8_t *bytes;
    size_t len;
    *out = (struct printers){.n = 0};
    enum sello_error error = printers_path(session, path);
    if (error != SELLO_OK || (access(path, F_OK) != 0 && errno == ENOENT)) {
        return error;
    }
    error = session_read_file(session, path, PRINTERS_TEXT_MAX, &bytes, &len);
    if (error == SELLO_OK) {
        error = parse_file(session, path, sello_bytes(bytes, len), out);
        free(bytes);
    }
    return error;
}

static enum sello_error write_file(struct session *session, const struct printers *printers) {
    char path[SESSION_PATH_MAX], text[PRINTERS_TEXT_MAX];
    struct sello_writer w = sello_writer_init(text, sizeof text);
    printers_format(printers, &w);
    enum sello_error error = printers_path(session, path);
    return error == SELLO_OK ? session_replace_file(session, path, sello_written(&w), 0644) : error;
}

static enum sello_error find_printer(struct session *session, const struct printers *printers,
                                     const char *name, struct printer *out) {
    const struct printer *printer = printers_find(printers, name);
    if (printer == NULL) {
        return session_refuse(session, &(struct problem){.error = SELLO_E_NOT_FOUND,
                                                         .rule = "printer-unknown",
                                                         .field = "printer",
                                                         .value = {problem_text(name)}});
    }
    *out = *printer;
    return SELLO_OK;
}

enum sello_error printers_profile(struct session *session, const char *name,
                                  struct sello_profile *out) {
    struct printers printers;
    struct printer printer;
    enum sello_error error = printers_read(session, &printers);
    if (error == SELLO_OK) {
        error = find_printer(session, &printers, name, &printer);
    }
    if (error == SELLO_OK) {
        *out = printer.profile;
    }
    return error;
}

/* ---- noting ---- */

static enum sello_error calibrate(struct session *session, const struct sello_calibration *measured,
                                  struct sello_profile *out) {
    char across[32], down[32];
    snprintf(across, sizeof across, "%.1f", measured->across);
    snprintf(down, sizeof down, "%.1f", measured->down);
    switch (sello_calibrate(measured, out)) {
    case SELLO_CALIBRATION_GOOD: break;
    case SELLO_CALIBRATION_SCALE:
        return session_refuse(
            session, &(struct problem){.error = SELLO_E_RANGE,
                                       .rule = "calibration-scale",
                                       .value = {problem_text(across), problem_text(down)}});
    case SELLO_CALIBRATION_OFFSET:
        return session_refuse(
            session, &(struct problem){.error = SELLO_E_RANGE, .rule = "calibration-offset"});
    }
    return SELLO_OK;
}

/* Changes the list in memory. */
static enum sello_error change_list(struct session *session, const struct printer_change *change,
                                    struct printers *printers, struct printer *out) {
    struct printer printer = {.name = ""};
    enum sello_error error = SELLO_OK;
    if (!change->forget) {
        snprintf(printer.name, sizeof printer.name, "%s", change->name);
        error = calibrate(session, &change->measured, &printer.profile);
    }
    if (error == SELLO_OK) {
        error = printers_read(session, printers);
    }
    if (error == SELLO_OK && change->forget) {
        error = find_printer(session, printers, change->name, &printer);
        printers_forget(printers, change->name);
    } else if (error == SELLO_OK && !printers_set(printers, &printer)) {
        error = session_refuse(session, &(struct problem){.error = SELLO_E_RANGE,
                                                          .rule = "too-many-printers",
                                                          .value = {problem_number(PRINTERS_MAX)}});
    }
    if (error == SELLO_OK) {
        *out = printer;
    }
    return error;
}

enum sello_error printers_plan(struct session *session, const struct printer_change *change,
                               struct printer *out) {
    struct printers printers;
    return change_list(session, change, &printers, out);
}

enum sello_error printers_commit(struct session *session, const struct printer_change *change,
                                 struct printer *out) {
    struct printers printers;
    enum sello_error error = change_list(session, change, &printers, out);
    return error == SELLO_OK ? write_file(session, &printers) : error;
}
