/* SPDX-License-Identifier: Apache-2.0 */
#include "base/unseen.h"

#include "wire/wire.h"

/* Invisible or direction-changing characters that signed texts may not have are in
 * sello_text_forbidden; these are the rest that a reader cannot see. */
static bool invisible(uint32_t code_point) {
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        {0x00ad, 0x00ad},   /* soft hyphen */
        {0x034f, 0x034f},   /* combining grapheme joiner */
        {0x180e, 0x180e},   /* Mongolian vowel separator */
        {0xfff9, 0xfffb},   /* interlinear annotation */
        {0xe0000, 0xe0fff}, /* tags and selectors */
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        if (code_point >= ranges[i].first && code_point <= ranges[i].last) {
            return true;
        }
    }
    return false;
}

bool base_unseen(uint32_t code_point) {
    return sello_text_forbidden(code_point) || invisible(code_point);
}

size_t base_plain(struct sello_bytes text) {
    size_t len = 0;
    while (len < text.len && text.ptr[len] >= 0x20 && text.ptr[len] < 0x7f) {
        len++;
    }
    return len;
}
