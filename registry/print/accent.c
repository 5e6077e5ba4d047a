/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/accent.h"

#include <stdlib.h>

#include "base/hex.h"
#include "registry/session/session_files.h"

#define WHITE 0xffffffu
#define NEAR_BLACK 0x010101u /* for black: in an art's setup 0 is no colour at all; and a grey */

/* ---- as text ---- */

bool accent_parse(const char *text, uint32_t *out) {
    uint32_t rgb = 0;
    text += *text == '#' ? 1 : 0;
    for (size_t i = 0; i < 6; i++) {
        int digit = base_hex_digit_typed((uint8_t)text[i]);
        if (digit < 0) { /* the text's end too */
            return false;
        }
        rgb = rgb << 4 | (uint32_t)digit;
    }
    *out = rgb;
    return text[6] == '\0';
}

void accent_format(uint32_t rgb, char out[SELLO_LEN(ACCENT_LEN)]) {
    snprintf(out, ACCENT_LEN, "#%06x", (unsigned)(rgb & WHITE));
}

/* ---- which one can be read ---- */

static bool is_dark_enough(uint32_t rgb) {
    return sello_contrast(rgb, WHITE) >= SELLO_ACCENT_CONTRAST;
}

/* The same hue, as light as can be read. */
static uint32_t darker(uint32_t rgb) {
    for (uint32_t part = 255; part > 0; part--) {
        uint32_t red = (rgb >> 16) * part / 255, green = (rgb >> 8 & 0xff) * part / 255;
        uint32_t less = red << 16 | green << 8 | (rgb & 0xff) * part / 255;
        if (is_dark_enough(less)) {
            return less;
        }
    }
    return 0;
}

static enum sello_error refuse_light(struct session *session, uint32_t rgb) {
    char given[ACCENT_LEN], instead[ACCENT_LEN], contrast[16], least[16];
    accent_format(rgb, given);
    accent_format(darker(rgb), instead);
    snprintf(contrast, sizeof contrast, "%.1f", sello_contrast(rgb, WHITE));
    snprintf(least, sizeof least, "%.1f", SELLO_ACCENT_CONTRAST);
    return session_refuse(session,
                          &(struct problem){.error = SELLO_E_RANGE,
                                            .rule = "accent-too-light",
                                            .field = "accent",
                                            .value = {problem_text(given), problem_text(contrast),
                                                      problem_text(least), problem_text(instead)}});
}

enum sello_error accent_set_plan(struct session *session, const char *text, uint32_t *out) {
    if (!accent_parse(text, out)) {
        return session_refuse(session, &(struct problem){.error = SELLO_E_TEXT,
                                                         .rule = "accent-not-a-colour",
                                                         .field = "accent",
                                                         .value = {problem_text(text)}});
    }
    return is_dark_enough(*out) ? SELLO_OK : refuse_light(session, *out);
}

/* ---- the file ---- */

static enum sello_error accent_path(struct session *session,
                                    char out[SELLO_LEN(SESSION_PATH_MAX)]) {
    return session_path(session, out, "accent");
}

enum sello_error accent_read(struct session *session, bool *out_there, uint32_t *out) {
    char path[SESSION_PATH_MAX], text[ACCENT_FILE_MAX] = "";
    uint8_t *bytes = NULL;
    size_t len = 0;
    *out = 0;
    *out_there = false;
    enum sello_error error = accent_path(session, path);
    if (error != SELLO_OK || !base_file_exists(path)) {
        return error;
    }
    error = session_read_file(session, path, sizeof text - 1, &bytes, &len);
    if (error != SELLO_OK) {
        return error;
    }
    len -= len > 0 && bytes[len - 1] == '\n' ? 1 : 0;
    memcpy(text, bytes, len);
    free(bytes);
    if (!accent_parse(text, out) || !is_dark_enough(*out)) {
        *out = 0;
        return session_refuse(session, &(struct problem){.error = SELLO_E_TEXT,
                                                         .rule = "own-accent-not-usable",
                                                         .field = "accent",
                                                         .value = {problem_text(path)}});
    }
    *out_there = true;
    return SELLO_OK;
}

enum sello_error accent_to_draw(struct session *session, uint32_t *out) {
    bool there;
    enum sello_error error = accent_read(session, &there, out);
    *out = error == SELLO_OK && there && *out == 0 ? NEAR_BLACK : *out;
    return error;
}

enum sello_error accent_set_commit(struct session *session, uint32_t rgb) {
    char path[SESSION_PATH_MAX], text[ACCENT_LEN + 1];
    accent_format(rgb, text);
    text[ACCENT_LEN - 1] = '\n';
    enum sello_error error = accent_path(session, path);
    return error != SELLO_OK ? error
                             : session_replace_file(session, path,
                                                    sello_bytes((uint8_t *)text, ACCENT_LEN), 0644);
}

enum sello_error accent_remove(struct session *session) {
    char path[SESSION_PATH_MAX];
    enum sello_error error = accent_path(session, path);
    return error != SELLO_OK ? error : session_remove_file(session, path);
}
