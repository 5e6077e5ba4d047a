/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/letters.h"

#include "cli/cli.h"
#include "labels/art/art.h"
#include "wire/text.h"

/* Our fonts have all letters before this one, those of Spanish among them: asking takes longer than
 * most commands. */
#define FIRST_ASKED 0x0149

static bool is_usual(struct sello_bytes text) {
    uint32_t c = 0;
    for (size_t n; text.len > 0 && (n = sello_utf8_next(text, &c)) > 0 && c < FIRST_ASKED;) {
        text = sello_bytes(text.ptr + n, text.len - n);
    }
    return text.len == 0;
}

void letters_say(const char *text) {
    char letter[SELLO_LETTER_LEN];
    struct sello_bytes bytes = sello_bytes_of(text);
    uint32_t code_point = 0;
    if (is_usual(bytes) || sello_letter_missing(bytes, letter) != SELLO_OK ||
        sello_utf8_next(sello_bytes_of(letter), &code_point) == 0) {
        return;
    }
    cli_warning(_("Labels cannot show %s (U+%04X): their fonts lack it. Write it otherwise before "
                  "labels are issued."),
                letter, (unsigned)code_point);
}
