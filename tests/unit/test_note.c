/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include "tests/support/builder.h"
#include "wire/base64.h"
#include "wire/log_proof.h"
#include "wire/merkle.h"

#define ORIGIN "sello.example/log"

static struct sello_note_key key_of(uint8_t seed, const char *name, enum sello_note_type type) {
    struct sello_note_key key = {.name = sello_bytes_of(name), .type = type};
    test_public_key(seed, key.key);
    return key;
}

static void sign_text(struct sello_writer *w, struct sello_bytes text, uint8_t seed,
                      const struct sello_note_key *key, uint64_t time) {
    uint8_t message[2 * SELLO_CHECKPOINT_MAX], signature[SELLO_SIG_LEN];
    struct sello_writer m = sello_writer_init(message, sizeof message);
    if (key->type == SELLO_NOTE_COSIGNATURE) {
        sello_put_cosigned(&m, time, text);
    } else {
        sello_write(&m, text.ptr, text.len);
    }
    test_sign(seed, sello_written(&m), signature);
    sello_put_note_signature(w, key, time, signature);
}

/* A checkpoint of 7 entries by the log's key, and three witnesses. */
static struct sello_bytes checkpoint(uint8_t *buf, size_t cap, size_t n_witnesses) {
    static const char *const name[] = {"uno.example/log", "dos.example/log", "tres.example/log"};
    uint8_t root[SELLO_HASH_LEN];
    struct sello_writer w = sello_writer_init(buf, cap);
    memset(root, 0x5a, sizeof root);
    sello_put_checkpoint_text(&w, sello_bytes_of(ORIGIN), 7, root);
    struct sello_bytes text = {buf, w.len};
    sello_write(&w, "\n", 1);
    const struct sello_note_key log = key_of(LOG_KEY, ORIGIN, SELLO_NOTE_ED25519);
    sign_text(&w, text, LOG_KEY, &log, 0);
    for (uint8_t i = 0; i < n_witnesses; i++) {
        const struct sello_note_key witness =
            key_of((uint8_t)(41 + i), name[i], SELLO_NOTE_COSIGNATURE);
        sign_text(&w, text, (uint8_t)(41 + i), &witness, 1750000000 + i);
    }
    assert_false(w.failed);
    return sello_written(&w);
}

/* What a reader says who trusts the log and all its witnesses. */
static enum sello_error judge(struct sello_bytes bytes, size_t n_witnesses, size_t *out_line) {
    static const char *const name[] = {"uno.example/log", "dos.example/log", "tres.example/log"};
    const struct sello_note_key log = key_of(LOG_KEY, ORIGIN, SELLO_NOTE_ED25519);
    struct sello_checkpoint c;
    *out_line = 0;
    enum sello_error error = sello_checkpoint_parse(bytes, &c, out_line);
    if (error == SELLO_OK && !sello_bytes_eq(c.origin, sello_bytes_of(ORIGIN))) {
        *out_line = 1;
        return SELLO_E_LOG_ORIGIN;
    }
    if (error == SELLO_OK) {
        error = sello_note_check(&c.note, &log, NULL, out_line);
    }
    for (uint8_t i = 0; i < n_witnesses && error == SELLO_OK; i++) {
        const struct sello_note_key witness =
            key_of((uint8_t)(41 + i), name[i], SELLO_NOTE_COSIGNATURE);
        uint64_t time = 0;
        error = sello_note_check(&c.note, &witness, &time, out_line);
        assert_true(error != SELLO_OK || time == 1750000000u + i);
    }
    return error;
}

/* ---- base 64 ---- */

static void test_base64(void **state) {
    static const struct {
        const char *hex, *text;
    } rows[] = {{"", ""},           {"66", "Zg=="},           {"666f", "Zm8="},
                {"666f6f", "Zm9v"}, {"666f6f62", "Zm9vYg=="}, {"fbff", "+/8="}};
    static const char *const refused[] = {"Z",    "Zg",   "Zg=",  "Zh==", "Zm9=", "Zg==Zg==",
                                          "====", "Z===", "Zm 9", "Zm-_", "=Zm9", "Zm9v\n"};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t buf[16], back[16], text[32];
        struct sello_bytes bytes = from_hex(rows[i].hex, buf, sizeof buf);
        struct sello_writer w = sello_writer_init(text, sizeof text);
        struct sello_writer b = sello_writer_init(back, sizeof back);
        sello_base64_put(&w, bytes);
        assert_int_equal(w.len, sello_base64_len(bytes.len));
        assert_true(sello_bytes_eq(sello_written(&w), sello_bytes_of(rows[i].text)));
        assert_true(sello_base64_get(sello_bytes_of(rows[i].text), &b));
        assert_true(sello_bytes_eq(sello_written(&b), bytes));
    }
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        uint8_t back[16];
        struct sello_writer b = sello_writer_init(back, sizeof back);
        assert_false(sello_base64_get(sello_bytes_of(refused[i]), &b));
    }
}

/* ---- keys ---- */

/* The checksum database of Go's modules has this key; its id is made of the rest. */
static void test_vkey(void **state) {
    static const char known[] =
        "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
    uint8_t buf[SELLO_VKEY_MAX];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    struct sello_note_key key;
    (void)state;
    assert_true(sello_vkey_get(sello_bytes_of(known), &key));
    assert_int_equal(key.type, SELLO_NOTE_ED25519);
    sello_put_vkey(&w, &key);
    assert_true(sello_bytes_eq(sello_written(&w), sello_bytes_of(known)));
    for (size_t i = 0; i < sizeof known - 1; i++) {
        char bent[sizeof known];
        memcpy(bent, known, sizeof bent);
        bent[i] ^= 1;
        assert_false(sello_vkey_get(sello_bytes_of(bent), &key));
        assert_false(sello_vkey_get(sello_bytes(known, i), &key));
    }
    assert_false(sello_vkey_get(sello_bytes_of("a b+033de0ae+AAAA"), &key));
}

static void test_origin(void **state) {
    static const struct {
        const char *url, *origin;
    } rows[] = {{"https://sello.example/v/", "sello.example/v/log"},
                {"https://sello.example/", "sello.example/log"},
                {"https://a.example/b+c/", "a.example/b%2Bc/log"}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t buf[100];
        struct sello_writer w = sello_writer_init(buf, sizeof buf);
        sello_put_log_origin(&w, sello_bytes_of(rows[i].url));
        assert_true(sello_bytes_eq(sello_written(&w), sello_bytes_of(rows[i].origin)));
    }
}

/* ---- checkpoints ---- */

static void test_checkpoint(void **state) {
    uint8_t buf[2048];
    size_t line = 0;
    (void)state;
    for (size_t n = 0; n <= 3; n++) {
        struct sello_bytes copy = guarded_copy(checkpoint(buf, sizeof buf, n));
        assert_status(judge(copy, n, &line), SELLO_OK);
        guarded_free(copy);
    }
    assert_status(judge(checkpoint(buf, sizeof buf, 2), 3, &line), SELLO_E_UNKNOWN_KEY);
}

/* A line that is cut, or has one bit wrong, is named; and no other line. */
static void test_checkpoint_bent(void **state) {
    uint8_t buf[2048], bent[2048];
    struct sello_bytes whole = checkpoint(buf, sizeof buf, 3);
    size_t line_of_byte = 1, line = 0;
    (void)state;
    for (size_t len = 0; len < whole.len; len++) {
        struct sello_bytes cut = guarded_copy(sello_bytes(whole.ptr, len));
        assert_true(judge(cut, 3, &line) != SELLO_OK);
        guarded_free(cut);
    }
    for (size_t at = 0; at < whole.len; at++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            memcpy(bent, whole.ptr, whole.len);
            bent[at] ^= (uint8_t)(1u << bit);
            assert_true(judge(sello_bytes(bent, whole.len), 3, &line) != SELLO_OK);
            assert_true(line >= 1 && line <= 9);
            /* What is signed shows where it is signed; a signature's own line is named. */
            bool signed_part = line_of_byte <= 3 && (line == 5 || line == line_of_byte);
            bool around = line == line_of_byte || line == line_of_byte + 1 || line == 5 ||
                          whole.ptr[at] == '\n' || bent[at] == '\n';
            assert_true(signed_part || around);
        }
        line_of_byte += whole.ptr[at] == '\n';
    }
}

static size_t replace(struct sello_bytes in, const char *from, const char *to, uint8_t *out,
                      size_t cap) {
    struct sello_writer w = sello_writer_init(out, cap);
    size_t len = strlen(from);
    for (size_t at = 0; at < in.len;) {
        if (in.len - at >= len && memcmp(in.ptr + at, from, len) == 0) {
            sello_write(&w, to, strlen(to));
            at += len;
        } else {
            sello_write(&w, in.ptr + at++, 1);
        }
    }
    assert_false(w.failed);
    return w.len;
}

static void test_checkpoint_dressed(void **state) {
    static const struct {
        const char *what, *from, *to;
        enum sello_error error;
        size_t line;
    } rows[] = {
        {"CRLF", "\n", "\r\n", SELLO_E_NOTE, 1},
        {"an em dash turned hyphen", "\xe2\x80\x94 uno", "- uno", SELLO_E_NOTE, 6},
        {"an em dash turned en dash", "\xe2\x80\x94 uno", "\xe2\x80\x93 uno", SELLO_E_NOTE, 6},
        {"a wrong origin", ORIGIN "\n", "sello.example/lag\n", SELLO_E_LOG_ORIGIN, 1},
        {"another size", "\n7\n", "\n8\n", SELLO_E_SIGNATURE, 5},
        {"a zero in front", "\n7\n", "\n07\n", SELLO_E_NOTE, 2},
        {"a size too large", "\n7\n", "\n9007199254740992\n", SELLO_E_NOTE, 2},
        {"a space behind", "\n7\n", "\n7 \n", SELLO_E_NOTE, 2},
        {"a line that extends it", "=\n\n", "=\nmore\n\n", SELLO_E_NOTE, 4},
        {"a tab", "\xe2\x80\x94 uno", "\xe2\x80\x94\tuno", SELLO_E_NOTE, 6},
        {"a plus in a name", "uno.example", "uno+example", SELLO_E_NOTE, 6},
        {"a name with a wide space", "uno.example", "uno\xe3\x80\x80.example", SELLO_E_NOTE, 6},
        {"no name", "uno.example/log ", " ", SELLO_E_NOTE, 6},
        {"a broken character", "uno.example", "un\xc3.example", SELLO_E_UTF8, 6},
        {"no signature", "\xe2\x80\x94 sello", "\n\xe2\x80\x94 sello", SELLO_E_NOTE, 4},
        {"another name", "\xe2\x80\x94 sello.example", "\xe2\x80\x94 otro.example",
         SELLO_E_UNKNOWN_KEY, 5},
    };
    uint8_t buf[2048], bent[4096];
    struct sello_bytes whole = checkpoint(buf, sizeof buf, 1);
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t line = 0, len = replace(whole, rows[i].from, rows[i].to, bent, sizeof bent);
        enum sello_error error = judge(sello_bytes(bent, len), 1, &line);
        if (error != rows[i].error || line != rows[i].line) {
            print_error("%s: %s at line %zu\n", rows[i].what, sello_error_name(error), line);
        }
        assert_status(error, rows[i].error);
        assert_int_equal(line, rows[i].line);
    }
}

/* A hundred signatures are read, a hundred and one or two hundred are not. */
static void test_many_signatures(void **state) {
    static uint8_t buf[SELLO_SIGNED_NOTE_MAX];
    static const size_t counts[] = {100, 101, 200};
    uint8_t one[1024];
    struct sello_bytes start = checkpoint(one, sizeof one, 0);
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct sello_writer w = sello_writer_init(buf, sizeof buf);
        size_t line = 0;
        sello_write(&w, start.ptr, start.len);
        for (size_t n = 1; n < counts[i]; n++) {
            static const char stranger[] = "\xe2\x80\x94 otro.example AAAAAAA=\n";
            sello_write(&w, stranger, sizeof stranger - 1);
        }
        enum sello_error error = judge(sello_written(&w), 0, &line);
        assert_status(error, counts[i] <= SELLO_NOTE_SIGNATURES_MAX ? SELLO_OK : SELLO_E_TOO_LONG);
        assert_int_equal(line, counts[i] <= SELLO_NOTE_SIGNATURES_MAX ? 0 : 105);
    }
    memset(buf, 'a', sizeof buf);
    struct sello_checkpoint c;
    assert_status(sello_checkpoint_parse(sello_bytes(buf, sizeof buf), &c, NULL),
                  SELLO_E_TRUNCATED);
}

/* A log's signature is none of a witness, and the other way about. */
static void test_types(void **state) {
    uint8_t buf[2048];
    struct sello_checkpoint c;
    (void)state;
    assert_status(sello_checkpoint_parse(checkpoint(buf, sizeof buf, 1), &c, NULL), SELLO_OK);
    const struct sello_note_key as_witness = key_of(LOG_KEY, ORIGIN, SELLO_NOTE_COSIGNATURE);
    const struct sello_note_key as_log = key_of(41, "uno.example/log", SELLO_NOTE_ED25519);
    assert_status(sello_note_check(&c.note, &as_witness, NULL, NULL), SELLO_E_UNKNOWN_KEY);
    assert_status(sello_note_check(&c.note, &as_log, NULL, NULL), SELLO_E_UNKNOWN_KEY);
}

/* ---- proofs that travel ---- */

static size_t sample_path(uint8_t path[SELLO_PATH_MAX][SELLO_HASH_LEN]) {
    for (uint8_t i = 0; i < 3; i++) {
        memset(path[i], i + 1, SELLO_HASH_LEN);
    }
    return 3;
}

static void test_proof(void **state) {
    uint8_t path[SELLO_PATH_MAX][SELLO_HASH_LEN], back[SELLO_PATH_MAX][SELLO_HASH_LEN];
    uint8_t buf[2048], text[4096], extra[4096];
    struct sello_bytes c = checkpoint(buf, sizeof buf, 3);
    struct sello_log_proof proof = {.path = back};
    size_t n = sample_path(path);
    (void)state;
    for (int request = 0; request < 2; request++) {
        struct sello_writer w = sello_writer_init(text, sizeof text);
        (request ? sello_put_log_request
                 : sello_put_log_proof)(&w, 5, (const uint8_t(*)[SELLO_HASH_LEN])path, n, c);
        struct sello_bytes whole = sello_written(&w);
        enum sello_error (*parse)(struct sello_bytes, struct sello_log_proof *, size_t *) =
            request ? sello_log_request_parse : sello_log_proof_parse;
        assert_status(parse(whole, &proof, NULL), SELLO_OK);
        assert_int_equal(proof.number, 5);
        assert_int_equal(proof.n_path, n);
        assert_memory_equal(back, path, n * SELLO_HASH_LEN);
        assert_true(sello_bytes_eq(proof.checkpoint.note.bytes, c));
        for (size_t len = 0; len < whole.len; len++) {
            struct sello_bytes cut = guarded_copy(sello_bytes(whole.ptr, len));
            size_t line = 0;
            enum sello_error error = parse(cut, &proof, &line);
            bool other_lines = error == SELLO_OK && cut.ptr[len - 1] == '\n' &&
                               proof.checkpoint.note.n_signatures < 4;
            assert_true(other_lines || (error != SELLO_OK && line > 0));
            guarded_free(cut);
        }
    }
    size_t len = replace((struct sello_bytes){text, 0}, "x", "y", extra, sizeof extra);
    assert_int_equal(len, 0);
    struct sello_writer w = sello_writer_init(text, sizeof text);
    sello_put_log_proof(&w, 5, (const uint8_t(*)[SELLO_HASH_LEN])path, n, c);
    len = replace(sello_written(&w), "index", "extra AAAA\nindex", extra, sizeof extra);
    assert_status(sello_log_proof_parse(sello_bytes(extra, len), &proof, NULL), SELLO_OK);
}

static void test_proof_refused(void **state) {
    static const struct {
        const char *from, *to;
        enum sello_error error;
        size_t line;
    } rows[] = {
        {"@v1", "@v2", SELLO_E_NOTE, 1},
        {"index 5", "index 7", SELLO_E_RANGE, 2},
        {"index 5", "index -1", SELLO_E_NOTE, 2},
        {"index 5", "extra \nindex 5\nindex 5", SELLO_E_NOTE, 4},
        {"index 5", "extra ?\nindex 5", SELLO_E_NOTE, 2},
        {"AgICAgICAgI", "AgICAgICAg ", SELLO_E_NOTE, 4},
        {"AgICAgICAgI", "AgICAgI", SELLO_E_NOTE, 4},
        {"\n" ORIGIN "\n", "\r\n" ORIGIN "\n", SELLO_E_NOTE, 6},
        {"\n7\n", "\nsiete\n", SELLO_E_NOTE, 8},
    };
    uint8_t path[SELLO_PATH_MAX][SELLO_HASH_LEN], back[SELLO_PATH_MAX][SELLO_HASH_LEN];
    uint8_t buf[2048], text[4096], bent[4096];
    size_t n = sample_path(path);
    struct sello_writer w = sello_writer_init(text, sizeof text);
    sello_put_log_proof(&w, 5, (const uint8_t(*)[SELLO_HASH_LEN])path, n,
                        checkpoint(buf, sizeof buf, 0));
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sello_log_proof proof = {.path = back};
        size_t line = 0;
        size_t len = replace(sello_written(&w), rows[i].from, rows[i].to, bent, sizeof bent);
        enum sello_error error = sello_log_proof_parse(sello_bytes(bent, len), &proof, &line);
        if (error != rows[i].error || line != rows[i].line) {
            print_error("%s: %s at line %zu\n", rows[i].to, sello_error_name(error), line);
        }
        assert_status(error, rows[i].error);
        assert_int_equal(line, rows[i].line);
    }
}

/* What travels with a trust file of a log of 1,000 entries: with three witnesses under 1 KB. */
static void test_proof_is_small(void **state) {
    uint8_t path[SELLO_PATH_MAX][SELLO_HASH_LEN] = {{0}};
    uint8_t buf[2048], text[4096];
    struct sello_writer w = sello_writer_init(text, sizeof text);
    struct sello_bytes c = checkpoint(buf, sizeof buf, 3);
    (void)state;
    sello_put_log_proof(&w, 999, (const uint8_t(*)[SELLO_HASH_LEN])path, 7, c);
    print_message("checkpoint and three cosignatures: %zu bytes; with a proof: %zu\n", c.len,
                  w.len);
    assert_true(w.len < 1024);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base64),          cmocka_unit_test(test_vkey),
        cmocka_unit_test(test_origin),          cmocka_unit_test(test_checkpoint),
        cmocka_unit_test(test_checkpoint_bent), cmocka_unit_test(test_checkpoint_dressed),
        cmocka_unit_test(test_many_signatures), cmocka_unit_test(test_types),
        cmocka_unit_test(test_proof),           cmocka_unit_test(test_proof_refused),
        cmocka_unit_test(test_proof_is_small),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
