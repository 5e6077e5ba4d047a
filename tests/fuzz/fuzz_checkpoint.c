/* SPDX-License-Identifier: Apache-2.0 */

/* Any checkpoint is refused, with the line named, or taken; then its parts give the same bytes. */

#include "tests/fuzz/fuzz.h"
#include "wire/note.h"

static uint8_t room[SELLO_SIGNED_NOTE_MAX + 1024];

static void check_parts(const struct sello_checkpoint *c, struct sello_bytes whole) {
    struct sello_writer w = sello_writer_init(room, sizeof room);
    struct sello_bytes rest = c->note.signatures;
    struct sello_note_signature s;
    size_t n = 0;
    sello_put_checkpoint_text(&w, c->origin, c->size, c->root);
    sello_write(&w, "\n", 1);
    while (sello_take_note_signature(&rest, &s)) {
        sello_write(&w, "\xe2\x80\x94 ", 4);
        sello_write(&w, s.name.ptr, s.name.len);
        sello_write(&w, " ", 1);
        sello_write(&w, s.base64.ptr, s.base64.len);
        sello_write(&w, "\n", 1);
        n++;
    }
    FUZZ_ASSERT(n == c->note.n_signatures && n >= 1 && n <= SELLO_NOTE_SIGNATURES_MAX);
    FUZZ_ASSERT(sello_bytes_eq(sello_written(&w), whole));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct sello_bytes whole = {data, size};
    struct sello_checkpoint c;
    size_t line = 0;
    enum sello_error error = sello_checkpoint_parse(whole, &c, &line);
    FUZZ_ASSERT((error == SELLO_OK) == (line == 0));
    if (error == SELLO_OK) {
        struct sello_note_key key = {.name = c.origin, .type = SELLO_NOTE_ED25519};
        check_parts(&c, whole);
        for (int type = SELLO_NOTE_ED25519; type <= SELLO_NOTE_COSIGNATURE; type += 3) {
            key.type = (enum sello_note_type)type;
            error = sello_note_check(&c.note, &key, NULL, &line);
            FUZZ_ASSERT(error == SELLO_OK || (line > 3 && line <= 4 + c.note.n_signatures));
        }
    }
    struct sello_note_key key;
    if (sello_vkey_get(whole, &key)) {
        struct sello_writer w = sello_writer_init(room, sizeof room);
        sello_put_vkey(&w, &key);
        FUZZ_ASSERT(sello_bytes_eq(sello_written(&w), whole));
    }
    return 0;
}
