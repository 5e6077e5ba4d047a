/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/sql/postgres_text.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

struct out {
    char *text;
    size_t n;
    bool full;
};

static void put(struct out *out, const char *text, size_t len) {
    if (out->n + len >= POSTGRES_TEXT_MAX) {
        out->full = true;
        return;
    }
    memcpy(out->text + out->n, text, len);
    out->n += len;
    out->text[out->n] = '\0';
}

/* The length of the quoted piece that begins here; a quote within is written twice, so that it is
 * two pieces. */
static size_t quoted(const char *sql) {
    const char *end = strchr(sql + 1, sql[0]);
    return end != NULL ? (size_t)(end - sql) + 1 : strlen(sql);
}

static bool is_quote(char c) {
    return c == '\'' || c == '"';
}

/* x'a0' is '\xa0' there. */
static bool begins_bytes(const char *sql, char before) {
    return sql[0] == 'x' && sql[1] == '\'' && !isalnum((unsigned char)before) && before != '_';
}

static size_t put_bytes(struct out *to, const char *sql) {
    size_t len = quoted(sql + 1);
    put(to, "'\\x", 3);
    put(to, sql + 2, len - 1);
    return len + 1;
}

/* "?" is the next place, "?3" the third. */
static size_t put_place(struct out *to, const char *sql, int *n) {
    enum { MOST = 99 };
    char place[16];
    size_t len = 1;
    int number = 0;
    for (; isdigit((unsigned char)sql[len]) && number < MOST; len++) {
        number = number * 10 + (sql[len] - '0');
    }
    number = len > 1 ? number : *n + 1;
    *n = number > *n ? number : *n;
    int n_put = snprintf(place, sizeof place, "$%d", number);
    put(to, place, (size_t)n_put);
    return len;
}

bool postgres_places(const char *sql, char out[SELLO_LEN(POSTGRES_TEXT_MAX)], int *out_n) {
    struct out to = {.text = out};
    int n = 0;
    char before = ' ';
    put(&to, "", 0);
    while (*sql != '\0') {
        size_t len = is_quote(*sql) ? quoted(sql) : 1;
        if (*sql == '?') {
            len = put_place(&to, sql, &n);
        } else if (begins_bytes(sql, before)) {
            len = put_bytes(&to, sql);
        } else {
            put(&to, sql, len);
        }
        before = sql[len - 1];
        sql += len;
    }
    *out_n = n;
    return !to.full;
}

/* ---- the schema ---- */

static size_t word_length(const char *sql) {
    size_t n = 0;
    while (isalnum((unsigned char)sql[n]) || sql[n] == '_') {
        n++;
    }
    return n;
}

static bool is_word(const char *sql, size_t len, const char *word) {
    return strlen(word) == len && strncmp(sql, word, len) == 0;
}

/* In the order of bytes, as in SQLite, whatever the database's language. */
static const struct {
    const char *ours, *theirs;
} types[] = {
    {"INTEGER", "BIGINT"},
    {"BLOB", "BYTEA"},
    {"TEXT", "TEXT COLLATE \"C\""},
    {"STRICT", ""},
};

static void put_word(struct out *to, const char *sql, size_t len) {
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (is_word(sql, len, types[i].ours)) {
            put(to, types[i].theirs, strlen(types[i].theirs));
            return;
        }
    }
    put(to, sql, len);
}

/* One step of the text: returns how much of it that was. */
static size_t translate(struct out *to, const char *sql) {
    size_t len = word_length(sql);
    if (is_word(sql, len, "PRAGMA")) {
        return strcspn(sql, ";") + 1; /* each ends so */
    }
    if (len == 1 && begins_bytes(sql, ' ')) {
        return put_bytes(to, sql);
    }
    if (len > 0) {
        put_word(to, sql, len);
        return len;
    }
    len = is_quote(*sql) ? quoted(sql) : 1;
    put(to, sql, len);
    return len;
}

bool postgres_schema(const char *sql, char out[SELLO_LEN(POSTGRES_TEXT_MAX)]) {
    struct out to = {.text = out};
    put(&to, "", 0);
    while (*sql != '\0') {
        sql += translate(&to, sql);
    }
    return !to.full;
}

/* ---- what a text does ---- */

static bool begins(const char *sql, const char *words) {
    size_t len = strlen(words);
    return strncmp(sql, words, len) == 0 && (sql[len] == ' ' || sql[len] == '\0');
}

bool postgres_forbids(const char *sql) {
    static const char *const never[] = {
        "UPDATE event", "DELETE FROM event", "TRUNCATE", "CREATE", "DROP", "ALTER", "GRANT",
        "REVOKE"};
    bool forbids = false;
    for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
        forbids = forbids || begins(sql, never[i]);
    }
    return forbids;
}

bool postgres_reads(const char *sql) {
    return begins(sql, "SELECT") || begins(sql, "WITH");
}
