/* SPDX-License-Identifier: Apache-2.0 */

/* The page's engine with the native adapters, so that its answers can be compared byte for byte
 * with those of the WebAssembly module.
 *
 * Each line is a call: its name and arguments, bytes in hex ("-" for none). Each answer is a line:
 * the bytes in hex, "-" for none, or "!" and the number of the cause. */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "verify/tool/tool.h"
#include "verify/web/wasm/engine.h"
#include "verify/web/wasm/names.h"
#include "verify/web/wasm/room.h"
#include "wire/crypto.h"

enum { WORDS = 8 };

/* ---- memory that grows at its end ---- */

static const size_t most = (size_t)2 << 30; /* the system gives pages as they are touched */
static uint8_t *block;

uint8_t *web_room_start(void) {
    if (block == NULL) {
        void *all = mmap(NULL, most, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        block = all == MAP_FAILED ? NULL : all;
    }
    return block;
}

size_t web_room_grow(const uint8_t *end, size_t more) {
    return block != NULL && more <= most - (size_t)(end - block) ? more : 0;
}

bool web_names_alike(struct sello_bytes a, struct sello_bytes b) {
    return names_alike(a, b);
}

/* ---- lines ---- */

static void fail(const char *why) {
    fprintf(stderr, "native_engine: %s\n", why);
    exit(1);
}

static unsigned hex_digit(char c) {
    return c >= '0' && c <= '9' ? (unsigned)(c - '0') : (unsigned)(c - 'a' + 10) & 15;
}

/* The bytes of a word, in memory of the engine's; NULL for "-". */
static struct sello_bytes bytes_of(const char *word) {
    if (strcmp(word, "-") == 0) {
        return sello_bytes(NULL, 0);
    }
    size_t len = strlen(word) / 2;
    uint8_t *bytes = web_take(len);
    if (bytes == NULL) {
        fail("no memory");
    }
    for (size_t i = 0; i < len; i++) {
        bytes[i] = (uint8_t)(hex_digit(word[2 * i]) << 4 | hex_digit(word[2 * i + 1]));
    }
    return sello_bytes(bytes, len);
}

static void put_bytes(struct sello_bytes bytes) {
    for (size_t i = 0; i < bytes.len; i++) {
        printf("%02x", bytes.ptr[i]);
    }
    puts(bytes.len == 0 ? "-" : "");
}

static void put_answer(int cause) {
    if (cause != 0) {
        printf("!%d\n", cause);
    } else {
        put_bytes(sello_bytes(web_answer(), web_answer_len()));
    }
}

/* ---- the calls ---- */

static int trust_call(char *word[WORDS]) {
    struct sello_bytes a = bytes_of(word[1]), b = bytes_of(word[2]), c = bytes_of(word[3]);
    if (strcmp(word[0], "add") == 0) {
        return web_trust_add(a.ptr, a.len, b.ptr, b.len);
    }
    if (strcmp(word[0], "inspect") == 0) {
        return web_trust_inspect(a.ptr, a.len);
    }
    if (strcmp(word[0], "join") == 0) {
        return web_trust_may_join(a.ptr, a.len);
    }
    if (strcmp(word[0], "follow") == 0) {
        struct sello_bytes tile = bytes_of(word[4]);
        return web_trust_may_follow(a.ptr, a.len, b.ptr, b.len, c.ptr, c.len, tile.ptr, tile.len);
    }
    return web_notice(a.ptr, a.len, b.ptr, b.len, c.ptr, c.len);
}

/* text NOW LANGUAGE TEXT; serial NOW LANGUAGE TYPED TRUST */
static int verify_call(char *word[WORDS]) {
    double now = strtod(word[1], NULL);
    struct sello_bytes text = bytes_of(word[3]);
    if (strcmp(word[0], "text") == 0) {
        return web_verify_text(text.ptr, text.len, now, word[2]);
    }
    return web_verify_serial(strtoul(word[4], NULL, 10), text.ptr, text.len, now, word[2]);
}

/* check SIGNATURE KEY MESSAGE; key KEY; inflate ZLIB SIZE; alike NAME NAME: the adapters
 * themselves. */
static void adapter_call(char *word[WORDS]) {
    struct sello_bytes a = bytes_of(word[1]);
    if (strcmp(word[0], "check") == 0) {
        puts(sello_ed25519_check(a.ptr, bytes_of(word[2]).ptr, bytes_of(word[3])) ? "1" : "0");
    } else if (strcmp(word[0], "key") == 0) {
        puts(sello_ed25519_key_ok(a.ptr) ? "1" : "0");
    } else if (strcmp(word[0], "alike") == 0) {
        puts(names_alike(a, bytes_of(word[2])) ? "1" : "0");
    } else {
        size_t size = strtoul(word[2], NULL, 10);
        uint8_t *out = web_take(size);
        if (out != NULL && sello_inflate(a, out, size)) {
            put_bytes(sello_bytes(out, size));
        } else {
            puts("!18");
        }
    }
}

static bool is_one_of(const char *word, const char *names) {
    const char *at = strstr(names, word);
    return at != NULL && at[strlen(word)] == ' ';
}

static void call(char *word[WORDS]) {
    uint8_t *mark = web_mark();
    int cause = 1;
    if (strcmp(word[0], "clear") == 0) {
        web_clear();
        puts("-");
        return;
    }
    if (is_one_of(word[0], "add inspect join follow notice ")) {
        cause = trust_call(word);
        put_answer(cause);
    } else if (is_one_of(word[0], "text serial ")) {
        put_answer(verify_call(word));
    } else if (is_one_of(word[0], "check key inflate alike ")) {
        adapter_call(word);
    } else {
        fail("a call of no known name");
    }
    if (cause != 0 || strcmp(word[0], "add") != 0) {
        web_release(mark);
    }
}

int main(void) {
    char *line = NULL;
    size_t room = 0;
    if (web_room_start() == NULL) {
        fail("no memory");
    }
    while (getline(&line, &room, stdin) > 0) {
        char *word[WORDS], *rest = line, none[] = "-";
        for (size_t i = 0; i < WORDS; i++) {
            char *next = strsep(&rest, " \n");
            word[i] = next != NULL && next[0] != '\0' ? next : none;
        }
        call(word);
        fflush(stdout);
    }
    free(line);
    return 0;
}
